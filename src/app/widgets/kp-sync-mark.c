/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An image beside a caption; screen readers hear "Sync: Queued".
 */

#include "kp-sync-mark.h"

#include <glib/gi18n.h>

struct _KpSyncMark
{
  AdwBin parent_instance;

  GtkWidget *box;    /* (unowned): the child */
  GtkImage *image;   /* (unowned) */
  GtkLabel *caption; /* (unowned) */
  KpSyncState sync;
  gboolean wordy;
};

typedef enum
{
  PROP_SYNC = 1,
  PROP_WORDY
} KpSyncMarkProperty;

static GParamSpec *properties[PROP_WORDY + 1];

G_DEFINE_FINAL_TYPE (KpSyncMark, kp_sync_mark, ADW_TYPE_BIN)

static void
show (KpSyncMark *self)
{
  const char *word = kp_sync_mark_get_word (self->sync);
  /* Translators: what a screen reader says of a change, such as “Sync: Queued” */
  g_autofree char *name = g_strdup_printf (_ ("Sync: %s"), word);

  gtk_image_set_from_icon_name (self->image, kp_sync_mark_get_icon (self->sync));
  gtk_label_set_label (self->caption, word);
  gtk_widget_set_visible (GTK_WIDGET (self->caption),
                          self->wordy || self->sync != KP_SYNC_CONFIRMED);
  gtk_widget_set_tooltip_text (self->box, word);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->box),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (self->sync == KP_SYNC_NEEDS_YOU)
    gtk_widget_add_css_class (self->box, "warning");
  else
    gtk_widget_remove_css_class (self->box, "warning");
}

static void
kp_sync_mark_get_property (GObject *object,
                           guint prop_id,
                           GValue *value,
                           GParamSpec *pspec)
{
  KpSyncMark *self = KP_SYNC_MARK (object);

  switch ((KpSyncMarkProperty) prop_id)
    {
    case PROP_SYNC:
      g_value_set_enum (value, self->sync);
      break;

    case PROP_WORDY:
      g_value_set_boolean (value, self->wordy);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_sync_mark_set_property (GObject *object,
                           guint prop_id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  KpSyncMark *self = KP_SYNC_MARK (object);

  switch ((KpSyncMarkProperty) prop_id)
    {
    case PROP_SYNC:
      if (self->sync == (KpSyncState) g_value_get_enum (value))
        return;
      self->sync = g_value_get_enum (value);
      break;

    case PROP_WORDY:
      if (self->wordy == g_value_get_boolean (value))
        return;
      self->wordy = g_value_get_boolean (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }

  show (self);
  g_object_notify_by_pspec (object, pspec);
}

static void
kp_sync_mark_class_init (KpSyncMarkClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_sync_mark_get_property;
  object_class->set_property = kp_sync_mark_set_property;

  properties[PROP_SYNC] = g_param_spec_enum ("sync", NULL, NULL, KP_TYPE_SYNC_STATE,
                                             KP_SYNC_CONFIRMED, flags);
  properties[PROP_WORDY] = g_param_spec_boolean ("wordy", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kp_sync_mark_init (KpSyncMark *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->image = GTK_IMAGE (gtk_image_new ());
  self->caption = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (self->box, "dimmed");
  gtk_widget_add_css_class (GTK_WIDGET (self->caption), "caption");
  g_object_set (self->image, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->image));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->caption));
  adw_bin_set_child (ADW_BIN (self), self->box);
  show (self);
}

GtkWidget *
kp_sync_mark_new (void)
{
  return g_object_new (KP_TYPE_SYNC_MARK, NULL);
}

const char *
kp_sync_mark_get_word (KpSyncState state)
{
  switch (state)
    {
    case KP_SYNC_CONFIRMED:
      return _ ("Confirmed");

    case KP_SYNC_QUEUED:
      return _ ("Queued");

    case KP_SYNC_SENT:
      return _ ("Sent");

    case KP_SYNC_NEEDS_YOU:
      return _ ("Needs you");

    case KP_SYNC_ONLY_HERE:
      return _ ("Only here");
    }

  return "";
}

const char *
kp_sync_mark_get_icon (KpSyncState state)
{
  switch (state)
    {
    case KP_SYNC_CONFIRMED:
      return "kp-confirmed-symbolic";

    case KP_SYNC_QUEUED:
      return "kp-queued-symbolic";

    case KP_SYNC_SENT:
      return "kp-sent-symbolic";

    case KP_SYNC_NEEDS_YOU:
      return "dialog-warning-symbolic";

    case KP_SYNC_ONLY_HERE:
      return "kp-only-here-symbolic";
    }

  return "";
}
