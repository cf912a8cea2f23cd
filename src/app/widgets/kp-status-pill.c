/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One label; the tone is a style class, so that the theme decides the colour.
 */

#include "kp-status-pill.h"

#include <glib/gi18n.h>

struct _KpStatusPill
{
  AdwBin parent_instance;

  GtkLabel *label;  /* (unowned): the child */
  char *text;       /* (owned) (nullable) */
  char *tone;       /* (owned) (nullable) */
  KpRecord *record; /* (owned) (nullable) */
};

typedef enum
{
  PROP_TEXT = 1,
  PROP_TONE,
  PROP_RECORD
} KpStatusPillProperty;

static GParamSpec *properties[PROP_RECORD + 1];

G_DEFINE_FINAL_TYPE (KpStatusPill, kp_status_pill, ADW_TYPE_BIN)

/* State → tone. What waits for the customer warns; what is under way has the accent. */
static const char *const TONES[][2] = {
  { "needs_information", "warning" },
  { "in_review", "accent" },
  { "accepted", "accent" },
  { "planned", "accent" },
  { "in_progress", "accent" },
  { "new", "accent" },
  { "blocked", "warning" },
  { "done", "success" },
  { "confirmed", "success" },
  { "sent", "success" },
  { "declined", "error" },
};

static void
set_text (KpStatusPill *self,
          const char *text)
{
  g_autofree char *name = NULL;

  if (!g_set_str (&self->text, text))
    return;

  /* Translators: what a screen reader says of a status, such as “Status: Received” */
  name = g_strdup_printf (_ ("Status: %s"), text != NULL ? text : "");
  gtk_label_set_label (self->label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->label), text != NULL && *text != '\0');
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->label),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
set_tone (KpStatusPill *self,
          const char *tone)
{
  if (g_strcmp0 (self->tone, tone) == 0)
    return;

  if (self->tone != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->label), self->tone);
  g_set_str (&self->tone, tone);
  if (tone != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->label), tone);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TONE]);
}

static void
kp_status_pill_get_property (GObject *object,
                             guint prop_id,
                             GValue *value,
                             GParamSpec *pspec)
{
  KpStatusPill *self = KP_STATUS_PILL (object);

  switch ((KpStatusPillProperty) prop_id)
    {
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;

    case PROP_TONE:
      g_value_set_string (value, self->tone);
      break;

    case PROP_RECORD:
      g_value_set_object (value, self->record);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_status_pill_set_property (GObject *object,
                             guint prop_id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  KpStatusPill *self = KP_STATUS_PILL (object);

  switch ((KpStatusPillProperty) prop_id)
    {
    case PROP_TEXT:
      set_text (self, g_value_get_string (value));
      break;

    case PROP_TONE:
      set_tone (self, g_value_get_string (value));
      break;

    case PROP_RECORD:
      if (g_set_object (&self->record, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_status_pill_finalize (GObject *object)
{
  KpStatusPill *self = KP_STATUS_PILL (object);

  g_clear_object (&self->record);
  g_free (self->text);
  g_free (self->tone);

  G_OBJECT_CLASS (kp_status_pill_parent_class)->finalize (object);
}

static void
kp_status_pill_class_init (KpStatusPillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_status_pill_get_property;
  object_class->set_property = kp_status_pill_set_property;
  object_class->finalize = kp_status_pill_finalize;

  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  properties[PROP_TONE] = g_param_spec_string ("tone", NULL, NULL, NULL, flags);
  properties[PROP_RECORD] = g_param_spec_object ("record", NULL, NULL, KP_TYPE_RECORD, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kp_status_pill_init (KpStatusPill *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "kp-pill");
  gtk_widget_set_halign (GTK_WIDGET (self->label), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self->label), GTK_ALIGN_CENTER);
  gtk_widget_set_visible (GTK_WIDGET (self->label), FALSE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->label));
}

GtkWidget *
kp_status_pill_new (void)
{
  return g_object_new (KP_TYPE_STATUS_PILL, NULL);
}

const char *
kp_status_pill_get_tone_of_state (const char *state)
{
  for (gsize i = 0; i < G_N_ELEMENTS (TONES); i++)
    {
      if (g_strcmp0 (TONES[i][0], state) == 0)
        return TONES[i][1];
    }

  return "neutral";
}

KpRecord *
kp_status_pill_get_record (KpStatusPill *self)
{
  g_return_val_if_fail (KP_IS_STATUS_PILL (self), NULL);

  return self->record;
}
