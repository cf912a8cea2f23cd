/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bag of properties.
 */

#include "kp-office.h"

struct _KpPortalChoice
{
  GObject parent_instance;

  char *url_name; /* (owned) */
  char *name;     /* (owned) */
};

typedef enum
{
  PROP_URL_NAME = 1,
  PROP_NAME
} KpPortalChoiceProperty;

static GParamSpec *properties[PROP_NAME + 1];

G_DEFINE_FINAL_TYPE (KpPortalChoice, kp_portal_choice, G_TYPE_OBJECT)

static void
kp_portal_choice_get_property (GObject *object,
                               guint prop_id,
                               GValue *value,
                               GParamSpec *pspec)
{
  KpPortalChoice *self = KP_PORTAL_CHOICE (object);

  switch ((KpPortalChoiceProperty) prop_id)
    {
    case PROP_URL_NAME:
      g_value_set_string (value, self->url_name);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_portal_choice_finalize (GObject *object)
{
  KpPortalChoice *self = KP_PORTAL_CHOICE (object);

  g_free (self->url_name);
  g_free (self->name);

  G_OBJECT_CLASS (kp_portal_choice_parent_class)->finalize (object);
}

static void
kp_portal_choice_class_init (KpPortalChoiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_portal_choice_get_property;
  object_class->finalize = kp_portal_choice_finalize;

  properties[PROP_URL_NAME] = g_param_spec_string ("url-name", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class,
                                     G_N_ELEMENTS (properties), properties);
}

static void
kp_portal_choice_init (KpPortalChoice *self)
{
}

KpPortalChoice *
kp_portal_choice_new (const char *url_name,
                      const char *name)
{
  KpPortalChoice *self = g_object_new (KP_TYPE_PORTAL_CHOICE, NULL);

  self->url_name = g_strdup (url_name);
  self->name = g_strdup (name);

  return self;
}

const char *
kp_portal_choice_get_url_name (KpPortalChoice *self)
{
  g_return_val_if_fail (KP_IS_PORTAL_CHOICE (self), NULL);

  return self->url_name;
}

const char *
kp_portal_choice_get_name (KpPortalChoice *self)
{
  g_return_val_if_fail (KP_IS_PORTAL_CHOICE (self), NULL);

  return self->name;
}
