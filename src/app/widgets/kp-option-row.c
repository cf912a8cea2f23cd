/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Everything is bound in the template.
 */

#include "kp-option-row.h"

#include <glib/gi18n.h>

struct _KpOptionRow
{
  GtkListBoxRow parent_instance;

  KpOption *option; /* (owned) (nullable): NULL after dispose */
};

typedef enum
{
  PROP_OPTION = 1
} KpOptionRowProperty;

static GParamSpec *properties[PROP_OPTION + 1];

G_DEFINE_FINAL_TYPE (KpOptionRow, kp_option_row, GTK_TYPE_LIST_BOX_ROW)

static char *
count_cb (KpOptionRow *self,
          guint count)
{
  return count > 0 ? g_strdup_printf ("%u", count) : g_strdup ("");
}

/* The row is what has the focus, so it is the row that is named. */
static void
update_name (KpOptionRow *self)
{
  const char *title = kp_option_get_title (self->option);
  guint count = kp_option_get_count (self->option);
  g_autofree char *name = NULL;

  /* Translators: what a screen reader says of an option and the number behind it */
  name = count > 0 ? g_strdup_printf (_ ("%s, %u"), title, count) : g_strdup (title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
kp_option_row_get_property (GObject *object,
                            guint prop_id,
                            GValue *value,
                            GParamSpec *pspec)
{
  KpOptionRow *self = KP_OPTION_ROW (object);

  switch ((KpOptionRowProperty) prop_id)
    {
    case PROP_OPTION:
      g_value_set_object (value, self->option);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_option_row_set_property (GObject *object,
                            guint prop_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  KpOptionRow *self = KP_OPTION_ROW (object);

  switch ((KpOptionRowProperty) prop_id)
    {
    case PROP_OPTION:
      self->option = g_value_dup_object (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_option_row_dispose (GObject *object)
{
  KpOptionRow *self = KP_OPTION_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_OPTION_ROW);
  g_clear_object (&self->option);

  G_OBJECT_CLASS (kp_option_row_parent_class)->dispose (object);
}

static void
kp_option_row_class_init (KpOptionRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_option_row_get_property;
  object_class->set_property = kp_option_row_set_property;
  object_class->dispose = kp_option_row_dispose;

  properties[PROP_OPTION] =
    g_param_spec_object ("option", NULL, NULL, KP_TYPE_OPTION,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-option-row.ui");
  gtk_widget_class_bind_template_callback (widget_class, count_cb);
}

static void
kp_option_row_init (KpOptionRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_option_row_new (KpOption *option)
{
  KpOptionRow *self = g_object_new (KP_TYPE_OPTION_ROW, "option", option, NULL);

  g_signal_connect_object (option, "notify::count", G_CALLBACK (update_name), self,
                           G_CONNECT_SWAPPED);
  update_name (self);

  return GTK_WIDGET (self);
}

KpOption *
kp_option_row_get_option (KpOptionRow *self)
{
  g_return_val_if_fail (KP_IS_OPTION_ROW (self), NULL);

  return self->option;
}
