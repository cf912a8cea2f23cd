/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bag of properties.
 */

#include "kp-account-private.h"

typedef enum
{
  PROP_ID = 1,
  PROP_ADDRESS,
  PROP_PORTAL,
  PROP_PORTAL_NAME,
  PROP_OFFICE_NAME,
  PROP_LOGIN,
  PROP_NAME,
  PROP_KIND,
  PROP_LAST_USED,
  PROP_ONCE
} KpAccountProperty;

struct _KpAccount
{
  GObject parent_instance;

  char *texts[PROP_KIND + 1]; /* (owned) (nullable): by property */
  gint64 last_used;           /* UTC milliseconds */
  gboolean once;
};

static GParamSpec *properties[PROP_ONCE + 1];

G_DEFINE_FINAL_TYPE (KpAccount, kp_account, G_TYPE_OBJECT)

static void
set_text (KpAccount *self,
          KpAccountProperty property,
          const char *text)
{
  if (g_set_str (&self->texts[property], text))
    g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
kp_account_get_property (GObject *object,
                         guint prop_id,
                         GValue *value,
                         GParamSpec *pspec)
{
  KpAccount *self = KP_ACCOUNT (object);

  if (prop_id == PROP_LAST_USED)
    g_value_set_int64 (value, self->last_used);
  else if (prop_id == PROP_ONCE)
    g_value_set_boolean (value, self->once);
  else if (prop_id <= PROP_KIND)
    g_value_set_string (value, self->texts[prop_id]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kp_account_finalize (GObject *object)
{
  KpAccount *self = KP_ACCOUNT (object);

  for (guint i = 0; i < G_N_ELEMENTS (self->texts); i++)
    g_free (self->texts[i]);

  G_OBJECT_CLASS (kp_account_parent_class)->finalize (object);
}

static void
kp_account_class_init (KpAccountClass *klass)
{
  static const char *const NAMES[PROP_KIND + 1] = {
    [PROP_ID] = "id",
    [PROP_ADDRESS] = "address",
    [PROP_PORTAL] = "portal",
    [PROP_PORTAL_NAME] = "portal-name",
    [PROP_OFFICE_NAME] = "office-name",
    [PROP_LOGIN] = "login",
    [PROP_NAME] = "name",
    [PROP_KIND] = "kind",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_account_get_property;
  object_class->finalize = kp_account_finalize;

  for (guint i = PROP_ID; i <= PROP_KIND; i++)
    properties[i] = g_param_spec_string (NAMES[i], NULL, NULL, NULL, flags);
  properties[PROP_LAST_USED] =
    g_param_spec_int64 ("last-used", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_ONCE] = g_param_spec_boolean ("once", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kp_account_init (KpAccount *self)
{
}

KpAccount *
kp_account_new (const char *id)
{
  KpAccount *self = g_object_new (KP_TYPE_ACCOUNT, NULL);

  self->texts[PROP_ID] = g_strdup (id);

  return self;
}

void
kp_account_update (KpAccount *self,
                   const KpAccountTexts *texts)
{
  g_return_if_fail (KP_IS_ACCOUNT (self));

  set_text (self, PROP_ADDRESS, texts->address);
  set_text (self, PROP_PORTAL, texts->portal);
  set_text (self, PROP_PORTAL_NAME, texts->portal_name);
  set_text (self, PROP_OFFICE_NAME, texts->office_name);
  set_text (self, PROP_LOGIN, texts->login);
  set_text (self, PROP_NAME, texts->name);
  set_text (self, PROP_KIND, texts->kind);

  if (self->last_used != texts->last_used)
    {
      self->last_used = texts->last_used;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_USED]);
    }
  if (self->once != texts->once)
    {
      self->once = texts->once;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONCE]);
    }
}

static const char *
get_text (KpAccount *self,
          KpAccountProperty property)
{
  g_return_val_if_fail (KP_IS_ACCOUNT (self), NULL);

  return self->texts[property];
}

const char *
kp_account_get_id (KpAccount *self)
{
  return get_text (self, PROP_ID);
}

const char *
kp_account_get_address (KpAccount *self)
{
  return get_text (self, PROP_ADDRESS);
}

const char *
kp_account_get_portal (KpAccount *self)
{
  return get_text (self, PROP_PORTAL);
}

const char *
kp_account_get_portal_name (KpAccount *self)
{
  return get_text (self, PROP_PORTAL_NAME);
}

const char *
kp_account_get_office_name (KpAccount *self)
{
  return get_text (self, PROP_OFFICE_NAME);
}

const char *
kp_account_get_login (KpAccount *self)
{
  return get_text (self, PROP_LOGIN);
}

const char *
kp_account_get_name (KpAccount *self)
{
  return get_text (self, PROP_NAME);
}

const char *
kp_account_get_kind (KpAccount *self)
{
  return get_text (self, PROP_KIND);
}

gint64
kp_account_get_last_used (KpAccount *self)
{
  g_return_val_if_fail (KP_IS_ACCOUNT (self), 0);

  return self->last_used;
}

gboolean
kp_account_get_once (KpAccount *self)
{
  g_return_val_if_fail (KP_IS_ACCOUNT (self), FALSE);

  return self->once;
}

gboolean
kp_account_is_staff (KpAccount *self)
{
  return g_strcmp0 (kp_account_get_kind (self), "staff") == 0;
}
