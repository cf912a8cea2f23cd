/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bag of properties.
 */

#include "kp-office.h"

struct _KpOffice
{
  GObject parent_instance;

  char *address;       /* (owned) */
  char *name;          /* (owned) */
  char *portal;        /* (owned) (nullable) */
  GStrv languages;     /* (owned) */
  guint password_min;  /* characters */
  GListStore *portals; /* (owned): of KpPortalChoice */
};

typedef enum
{
  PROP_ADDRESS = 1,
  PROP_NAME,
  PROP_PORTAL,
  PROP_PORTALS,
  PROP_PASSWORD_MIN
} KpOfficeProperty;

static GParamSpec *properties[PROP_PASSWORD_MIN + 1];

G_DEFINE_FINAL_TYPE (KpOffice, kp_office, G_TYPE_OBJECT)

static void
kp_office_get_property (GObject *object,
                        guint prop_id,
                        GValue *value,
                        GParamSpec *pspec)
{
  KpOffice *self = KP_OFFICE (object);

  switch ((KpOfficeProperty) prop_id)
    {
    case PROP_ADDRESS:
      g_value_set_string (value, self->address);
      break;

    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;

    case PROP_PORTAL:
      g_value_set_string (value, self->portal);
      break;

    case PROP_PORTALS:
      g_value_set_object (value, self->portals);
      break;

    case PROP_PASSWORD_MIN:
      g_value_set_uint (value, self->password_min);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_office_finalize (GObject *object)
{
  KpOffice *self = KP_OFFICE (object);

  g_free (self->address);
  g_free (self->name);
  g_free (self->portal);
  g_strfreev (self->languages);
  g_object_unref (self->portals);

  G_OBJECT_CLASS (kp_office_parent_class)->finalize (object);
}

static void
kp_office_class_init (KpOfficeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_office_get_property;
  object_class->finalize = kp_office_finalize;

  properties[PROP_ADDRESS] = g_param_spec_string ("address", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_PORTAL] = g_param_spec_string ("portal", NULL, NULL, NULL, flags);
  properties[PROP_PORTALS] =
    g_param_spec_object ("portals", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_PASSWORD_MIN] =
    g_param_spec_uint ("password-min", NULL, NULL, 0, G_MAXUINT, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kp_office_init (KpOffice *self)
{
  self->portals = g_list_store_new (KP_TYPE_PORTAL_CHOICE);
}

KpOffice *
kp_office_new (const char *address,
               const char *name,
               const char *portal,
               const char *const *languages,
               guint password_min)
{
  KpOffice *self = g_object_new (KP_TYPE_OFFICE, NULL);

  self->address = g_strdup (address);
  self->name = g_strdup (name);
  self->portal = g_strdup (portal);
  self->languages = g_strdupv ((GStrv) languages);
  self->password_min = password_min;

  return self;
}

void
kp_office_add_portal (KpOffice *self,
                      const char *url_name,
                      const char *name)
{
  g_autoptr (KpPortalChoice) choice = kp_portal_choice_new (url_name, name);

  g_return_if_fail (KP_IS_OFFICE (self));

  g_list_store_append (self->portals, choice);
}

const char *
kp_office_get_address (KpOffice *self)
{
  g_return_val_if_fail (KP_IS_OFFICE (self), NULL);

  return self->address;
}

const char *
kp_office_get_name (KpOffice *self)
{
  g_return_val_if_fail (KP_IS_OFFICE (self), NULL);

  return self->name;
}

const char *
kp_office_get_portal (KpOffice *self)
{
  g_return_val_if_fail (KP_IS_OFFICE (self), NULL);

  return self->portal;
}

const char *const *
kp_office_get_languages (KpOffice *self)
{
  g_return_val_if_fail (KP_IS_OFFICE (self), NULL);

  return (const char *const *) self->languages;
}

guint
kp_office_get_password_min (KpOffice *self)
{
  g_return_val_if_fail (KP_IS_OFFICE (self), 0);

  return self->password_min;
}

GListModel *
kp_office_get_portals (KpOffice *self)
{
  g_return_val_if_fail (KP_IS_OFFICE (self), NULL);

  return G_LIST_MODEL (self->portals);
}

const char *
kp_office_find_portal_name (KpOffice *self,
                            const char *url_name)
{
  g_return_val_if_fail (KP_IS_OFFICE (self), NULL);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->portals)); i++)
    {
      g_autoptr (KpPortalChoice) choice = g_list_model_get_item (G_LIST_MODEL (self->portals), i);

      /* The store keeps the choice, so its text outlives this reference. */
      if (g_strcmp0 (kp_portal_choice_get_url_name (choice), url_name) == 0)
        return kp_portal_choice_get_name (choice);
    }

  return NULL;
}
