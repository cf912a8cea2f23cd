/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bag of properties.
 */

#include "kp-status.h"

struct _KpStatus
{
  GObject parent_instance;

  KpStatusState state;
  guint queued;
  guint needs_you;
  guint left_out;
  gint64 last_contact; /* UTC milliseconds; 0 = never */
  char *detail;        /* (owned) (nullable) */
  gboolean first_load;
  gboolean restored;
};

typedef enum
{
  PROP_STATE = 1,
  PROP_QUEUED,
  PROP_NEEDS_YOU,
  PROP_LAST_CONTACT,
  PROP_DETAIL,
  PROP_FIRST_LOAD,
  PROP_LEFT_OUT,
  PROP_RESTORED
} KpStatusProperty;

static GParamSpec *properties[PROP_RESTORED + 1];

G_DEFINE_FINAL_TYPE (KpStatus, kp_status, G_TYPE_OBJECT)

static void
kp_status_get_property (GObject *object,
                        guint prop_id,
                        GValue *value,
                        GParamSpec *pspec)
{
  KpStatus *self = KP_STATUS (object);

  switch ((KpStatusProperty) prop_id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_QUEUED:
      g_value_set_uint (value, self->queued);
      break;

    case PROP_NEEDS_YOU:
      g_value_set_uint (value, self->needs_you);
      break;

    case PROP_LAST_CONTACT:
      g_value_set_int64 (value, self->last_contact);
      break;

    case PROP_DETAIL:
      g_value_set_string (value, self->detail);
      break;

    case PROP_FIRST_LOAD:
      g_value_set_boolean (value, self->first_load);
      break;

    case PROP_LEFT_OUT:
      g_value_set_uint (value, self->left_out);
      break;

    case PROP_RESTORED:
      g_value_set_boolean (value, self->restored);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_status_finalize (GObject *object)
{
  g_free (KP_STATUS (object)->detail);

  G_OBJECT_CLASS (kp_status_parent_class)->finalize (object);
}

static void
kp_status_class_init (KpStatusClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_status_get_property;
  object_class->finalize = kp_status_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, KP_TYPE_STATUS_STATE, KP_STATUS_OFFLINE, flags);
  properties[PROP_QUEUED] = g_param_spec_uint ("queued", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_NEEDS_YOU] = g_param_spec_uint ("needs-you", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LAST_CONTACT] =
    g_param_spec_int64 ("last-contact", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_DETAIL] = g_param_spec_string ("detail", NULL, NULL, NULL, flags);
  properties[PROP_FIRST_LOAD] = g_param_spec_boolean ("first-load", NULL, NULL, FALSE, flags);
  properties[PROP_LEFT_OUT] = g_param_spec_uint ("left-out", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_RESTORED] = g_param_spec_boolean ("restored", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kp_status_init (KpStatus *self)
{
  self->state = KP_STATUS_OFFLINE;
}

KpStatus *
kp_status_new (void)
{
  return g_object_new (KP_TYPE_STATUS, NULL);
}

void
kp_status_set_state (KpStatus *self,
                     KpStatusState state)
{
  g_return_if_fail (KP_IS_STATUS (self));

  if (self->state == state)
    return;

  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

void
kp_status_set_counts (KpStatus *self,
                      guint queued,
                      guint needs_you)
{
  g_return_if_fail (KP_IS_STATUS (self));

  if (self->queued != queued)
    {
      self->queued = queued;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUEUED]);
    }
  if (self->needs_you != needs_you)
    {
      self->needs_you = needs_you;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEEDS_YOU]);
    }
}

void
kp_status_set_left_out (KpStatus *self,
                        guint left_out)
{
  g_return_if_fail (KP_IS_STATUS (self));

  if (self->left_out == left_out)
    return;

  self->left_out = left_out;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEFT_OUT]);
}

void
kp_status_set_restored (KpStatus *self,
                        gboolean restored)
{
  g_return_if_fail (KP_IS_STATUS (self));

  if (self->restored == restored)
    return;

  self->restored = restored;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESTORED]);
}

void
kp_status_set_contact (KpStatus *self,
                       gint64 last_contact,
                       gboolean first_load)
{
  g_return_if_fail (KP_IS_STATUS (self));

  if (self->last_contact != last_contact)
    {
      self->last_contact = last_contact;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LAST_CONTACT]);
    }
  if (self->first_load != first_load)
    {
      self->first_load = first_load;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST_LOAD]);
    }
}

void
kp_status_set_detail (KpStatus *self,
                      const char *detail)
{
  g_return_if_fail (KP_IS_STATUS (self));

  if (g_set_str (&self->detail, detail))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DETAIL]);
}

KpStatusState
kp_status_get_state (KpStatus *self)
{
  g_return_val_if_fail (KP_IS_STATUS (self), KP_STATUS_CLOSED);

  return self->state;
}

guint
kp_status_get_queued (KpStatus *self)
{
  g_return_val_if_fail (KP_IS_STATUS (self), 0);

  return self->queued;
}

guint
kp_status_get_needs_you (KpStatus *self)
{
  g_return_val_if_fail (KP_IS_STATUS (self), 0);

  return self->needs_you;
}

guint
kp_status_get_left_out (KpStatus *self)
{
  g_return_val_if_fail (KP_IS_STATUS (self), 0);

  return self->left_out;
}

gboolean
kp_status_get_restored (KpStatus *self)
{
  g_return_val_if_fail (KP_IS_STATUS (self), FALSE);

  return self->restored;
}

gint64
kp_status_get_last_contact (KpStatus *self)
{
  g_return_val_if_fail (KP_IS_STATUS (self), 0);

  return self->last_contact;
}

const char *
kp_status_get_detail (KpStatus *self)
{
  g_return_val_if_fail (KP_IS_STATUS (self), NULL);

  return self->detail;
}

gboolean
kp_status_get_first_load (KpStatus *self)
{
  g_return_val_if_fail (KP_IS_STATUS (self), FALSE);

  return self->first_load;
}
