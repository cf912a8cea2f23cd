/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Follows one status. A change of the words is announced politely, as nobody sees the button move.
 */

#include "kp-sync-button.h"

#include "kp-status-text.h"

struct _KpSyncButton
{
  AdwBin parent_instance;

  GtkButton *button;    /* (template child) */
  GtkStack *stack;      /* (template child) */
  GtkImage *icon;       /* (template child) */
  GtkWidget *spinner;   /* (template child) */
  GtkLabel *count;      /* (template child) */
  KpStatus *status;     /* (owned) (nullable) */
  KpStatusState former; /* state that was announced last */
};

typedef enum
{
  PROP_STATUS = 1
} KpSyncButtonProperty;

static GParamSpec *properties[PROP_STATUS + 1];

G_DEFINE_FINAL_TYPE (KpSyncButton, kp_sync_button, ADW_TYPE_BIN)

static gboolean
is_worth_saying (KpStatusState state)
{
  return state != KP_STATUS_SENDING && state != KP_STATUS_QUEUED;
}

static void
update (KpSyncButton *self)
{
  KpStatusState state = kp_status_get_state (self->status);
  guint queued = kp_status_get_queued (self->status);
  guint needs_you = kp_status_get_needs_you (self->status);
  g_autofree char *text = kp_status_text_button (state, queued, needs_you);
  g_autofree char *count = g_strdup_printf ("%u", queued + needs_you);
  const char *icon = kp_status_text_icon (state, queued, needs_you);

  if (icon != NULL)
    gtk_image_set_from_icon_name (self->icon, icon);
  gtk_stack_set_visible_child (self->stack,
                               icon != NULL ? GTK_WIDGET (self->icon) : self->spinner);
  gtk_label_set_label (self->count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count), queued + needs_you > 0);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->button), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);

  if (state != self->former && is_worth_saying (state))
    {
      self->former = state;
      gtk_accessible_announce (GTK_ACCESSIBLE (self->button), text,
                               GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_LOW);
    }
}

static void
on_status_notify_cb (KpStatus *status,
                     GParamSpec *pspec,
                     KpSyncButton *self)
{
  if (self->status == status)
    update (self);
}

static void
set_status (KpSyncButton *self,
            KpStatus *status)
{
  if (!g_set_object (&self->status, status) || status == NULL)
    return;

  self->former = kp_status_get_state (status);
  g_signal_connect_object (status, "notify", G_CALLBACK (on_status_notify_cb), self,
                           G_CONNECT_DEFAULT);
  update (self);
}

static void
kp_sync_button_get_property (GObject *object,
                             guint prop_id,
                             GValue *value,
                             GParamSpec *pspec)
{
  KpSyncButton *self = KP_SYNC_BUTTON (object);

  switch ((KpSyncButtonProperty) prop_id)
    {
    case PROP_STATUS:
      g_value_set_object (value, self->status);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_sync_button_set_property (GObject *object,
                             guint prop_id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  KpSyncButton *self = KP_SYNC_BUTTON (object);

  switch ((KpSyncButtonProperty) prop_id)
    {
    case PROP_STATUS:
      set_status (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_sync_button_dispose (GObject *object)
{
  KpSyncButton *self = KP_SYNC_BUTTON (object);

  /* Disposing the template also unparents what is bound in it, which AdwBin would not notice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_SYNC_BUTTON);
  g_clear_object (&self->status);

  G_OBJECT_CLASS (kp_sync_button_parent_class)->dispose (object);
}

static void
kp_sync_button_class_init (KpSyncButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_sync_button_get_property;
  object_class->set_property = kp_sync_button_set_property;
  object_class->dispose = kp_sync_button_dispose;

  properties[PROP_STATUS] = g_param_spec_object ("status", NULL, NULL, KP_TYPE_STATUS,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-sync-button.ui");
  gtk_widget_class_bind_template_child (widget_class, KpSyncButton, button);
  gtk_widget_class_bind_template_child (widget_class, KpSyncButton, stack);
  gtk_widget_class_bind_template_child (widget_class, KpSyncButton, icon);
  gtk_widget_class_bind_template_child (widget_class, KpSyncButton, spinner);
  gtk_widget_class_bind_template_child (widget_class, KpSyncButton, count);
}

static void
kp_sync_button_init (KpSyncButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
