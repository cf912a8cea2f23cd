/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In memory only: what was typed is durable from the moment that it is sent.
 */

#include "kp-unsent.h"

#include "kp-attachment.h"

struct _KpUnsent
{
  GObject parent_instance;

  char *text;        /* (owned) */
  GListStore *files; /* (owned): of KpAttachment */
  gboolean sending;
};

typedef enum
{
  PROP_TEXT = 1,
  PROP_SENDING
} KpUnsentProperty;

static GParamSpec *properties[PROP_SENDING + 1];

G_DEFINE_FINAL_TYPE (KpUnsent, kp_unsent, G_TYPE_OBJECT)

static void
set_text (KpUnsent *self,
          const char *text)
{
  if (g_set_str (&self->text, text != NULL ? text : ""))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
kp_unsent_get_property (GObject *object,
                        guint prop_id,
                        GValue *value,
                        GParamSpec *pspec)
{
  KpUnsent *self = KP_UNSENT (object);

  switch ((KpUnsentProperty) prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case PROP_SENDING:
      g_value_set_boolean (value, self->sending);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_unsent_set_property (GObject *object,
                        guint prop_id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  KpUnsent *self = KP_UNSENT (object);

  switch ((KpUnsentProperty) prop_id)
    {
    case PROP_TEXT:
      set_text (self, g_value_get_string (value));
      break;

    case PROP_SENDING:
      kp_unsent_set_sending (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_unsent_finalize (GObject *object)
{
  KpUnsent *self = KP_UNSENT (object);

  g_object_unref (self->files);
  g_free (self->text);

  G_OBJECT_CLASS (kp_unsent_parent_class)->finalize (object);
}

static void
kp_unsent_class_init (KpUnsentClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kp_unsent_get_property;
  object_class->set_property = kp_unsent_set_property;
  object_class->finalize = kp_unsent_finalize;

  properties[PROP_TEXT] =
    g_param_spec_string ("text", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SENDING] =
    g_param_spec_boolean ("sending", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kp_unsent_init (KpUnsent *self)
{
  self->text = g_strdup ("");
  self->files = g_list_store_new (KP_TYPE_ATTACHMENT);
}

KpUnsent *
kp_unsent_new (void)
{
  return g_object_new (KP_TYPE_UNSENT, NULL);
}

gboolean
kp_unsent_get_sending (KpUnsent *self)
{
  g_return_val_if_fail (KP_IS_UNSENT (self), FALSE);

  return self->sending;
}

void
kp_unsent_set_sending (KpUnsent *self,
                       gboolean sending)
{
  g_return_if_fail (KP_IS_UNSENT (self));

  if (self->sending == sending)
    return;

  self->sending = sending;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SENDING]);
}

GListStore *
kp_unsent_get_files (KpUnsent *self)
{
  g_return_val_if_fail (KP_IS_UNSENT (self), NULL);

  return self->files;
}

void
kp_unsent_clear (KpUnsent *self)
{
  g_return_if_fail (KP_IS_UNSENT (self));

  set_text (self, "");
  g_list_store_remove_all (self->files);
}
