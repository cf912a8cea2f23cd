/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bag of properties that the list of options is bound to.
 */

#include "kp-option.h"

struct _KpOption
{
  GObject parent_instance;

  char *name;       /* (owned) */
  char *title;      /* (owned) */
  char *icon_name;  /* (owned) */
  char *group;      /* (owned) (nullable) */
  guint count;      /* shown behind the title unless 0 */
  gboolean visible; /* whether it is in the list */
};

typedef enum
{
  PROP_NAME = 1,
  PROP_TITLE,
  PROP_ICON_NAME,
  PROP_GROUP,
  PROP_COUNT,
  PROP_VISIBLE
} KpOptionProperty;

static GParamSpec *properties[PROP_VISIBLE + 1];

G_DEFINE_FINAL_TYPE (KpOption, kp_option, G_TYPE_OBJECT)

static void
kp_option_get_property (GObject *object,
                        guint prop_id,
                        GValue *value,
                        GParamSpec *pspec)
{
  KpOption *self = KP_OPTION (object);

  switch ((KpOptionProperty) prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_ICON_NAME:
      g_value_set_string (value, self->icon_name);
      break;

    case PROP_GROUP:
      g_value_set_string (value, self->group);
      break;

    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;

    case PROP_VISIBLE:
      g_value_set_boolean (value, self->visible);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_option_set_property (GObject *object,
                        guint prop_id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  KpOption *self = KP_OPTION (object);

  switch ((KpOptionProperty) prop_id)
    {
    case PROP_NAME:
      self->name = g_value_dup_string (value);
      break;

    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;

    case PROP_ICON_NAME:
      self->icon_name = g_value_dup_string (value);
      break;

    case PROP_GROUP:
      self->group = g_value_dup_string (value);
      break;

    case PROP_COUNT:
      kp_option_set_count (self, g_value_get_uint (value));
      break;

    case PROP_VISIBLE:
      kp_option_set_visible (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_option_finalize (GObject *object)
{
  KpOption *self = KP_OPTION (object);

  g_free (self->name);
  g_free (self->title);
  g_free (self->icon_name);
  g_free (self->group);

  G_OBJECT_CLASS (kp_option_parent_class)->finalize (object);
}

static void
kp_option_class_init (KpOptionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags fixed =
    G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_option_get_property;
  object_class->set_property = kp_option_set_property;
  object_class->finalize = kp_option_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, fixed);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, fixed);
  properties[PROP_ICON_NAME] = g_param_spec_string ("icon-name", NULL, NULL, NULL, fixed);
  properties[PROP_GROUP] = g_param_spec_string ("group", NULL, NULL, NULL, fixed);
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_VISIBLE] = g_param_spec_boolean ("visible", NULL, NULL, TRUE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kp_option_init (KpOption *self)
{
  self->visible = TRUE;
}

KpOption *
kp_option_new (const char *name,
               const char *title,
               const char *icon_name,
               const char *group)
{
  return g_object_new (KP_TYPE_OPTION,
                       "name", name,
                       "title", title,
                       "icon-name", icon_name,
                       "group", group,
                       NULL);
}

const char *
kp_option_get_name (KpOption *self)
{
  g_return_val_if_fail (KP_IS_OPTION (self), NULL);

  return self->name;
}

const char *
kp_option_get_title (KpOption *self)
{
  g_return_val_if_fail (KP_IS_OPTION (self), NULL);

  return self->title;
}

const char *
kp_option_get_icon_name (KpOption *self)
{
  g_return_val_if_fail (KP_IS_OPTION (self), NULL);

  return self->icon_name;
}

const char *
kp_option_get_group (KpOption *self)
{
  g_return_val_if_fail (KP_IS_OPTION (self), NULL);

  return self->group;
}

guint
kp_option_get_count (KpOption *self)
{
  g_return_val_if_fail (KP_IS_OPTION (self), 0);

  return self->count;
}

void
kp_option_set_count (KpOption *self,
                     guint count)
{
  g_return_if_fail (KP_IS_OPTION (self));

  if (self->count == count)
    return;

  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

gboolean
kp_option_get_visible (KpOption *self)
{
  g_return_val_if_fail (KP_IS_OPTION (self), FALSE);

  return self->visible;
}

void
kp_option_set_visible (KpOption *self,
                       gboolean visible)
{
  g_return_if_fail (KP_IS_OPTION (self));

  if (self->visible == visible)
    return;

  self->visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE]);
}
