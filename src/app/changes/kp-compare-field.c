/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each card is a radio button as a whole, so that a hand has something to hit and a reader one name
 * to say.
 */

#include "kp-compare-field.h"

#include "kp-change-ways.h"

struct _KpCompareField
{
  GtkBox parent_instance;

  GtkLabel *name;           /* (template child) */
  GtkBox *cards;            /* (template child) */
  GtkCheckButton *mine;     /* (template child) */
  GtkLabel *mine_from;      /* (template child) */
  GtkLabel *mine_value;     /* (template child) */
  GtkCheckButton *theirs;   /* (template child) */
  GtkLabel *theirs_from;    /* (template child) */
  GtkLabel *theirs_value;   /* (template child) */
  KpDifference *difference; /* (owned) (nullable) */
  gboolean narrow;
};

typedef enum
{
  PROP_KEEPS_MINE = 1,
  PROP_NARROW
} KpCompareFieldProperty;

static GParamSpec *properties[PROP_NARROW + 1];

G_DEFINE_FINAL_TYPE (KpCompareField, kp_compare_field, GTK_TYPE_BOX)

static void
show_card (GtkCheckButton *card,
           GtkLabel *from,
           GtkLabel *value,
           const char *who,
           const char *text)
{
  g_autofree char *name = g_strdup_printf ("%s: %s", who, text);

  gtk_label_set_label (from, who);
  gtk_label_set_label (value, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (card), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
show_values (KpCompareField *self)
{
  const char *field = kp_difference_get_field (self->difference);
  g_autofree char *mine =
    kp_change_dup_value (field, kp_difference_get_mine_text (self->difference));
  g_autofree char *theirs =
    kp_change_dup_value (field, kp_difference_get_theirs_text (self->difference));

  show_card (self->mine, self->mine_from, self->mine_value, gtk_label_get_label (self->mine_from),
             mine);
  show_card (self->theirs, self->theirs_from, self->theirs_value,
             gtk_label_get_label (self->theirs_from), theirs);
}

static void
on_toggled_cb (GtkCheckButton *card,
               KpCompareField *self)
{
  if (gtk_check_button_get_active (card))
    gtk_widget_add_css_class (GTK_WIDGET (card), "chosen");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (card), "chosen");
  if (card == self->mine)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEEPS_MINE]);
}

static void
kp_compare_field_get_property (GObject *object,
                               guint prop_id,
                               GValue *value,
                               GParamSpec *pspec)
{
  KpCompareField *self = KP_COMPARE_FIELD (object);

  switch ((KpCompareFieldProperty) prop_id)
    {
    case PROP_KEEPS_MINE:
      g_value_set_boolean (value, kp_compare_field_get_keeps_mine (self));
      break;

    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_compare_field_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  KpCompareField *self = KP_COMPARE_FIELD (object);

  switch ((KpCompareFieldProperty) prop_id)
    {
    case PROP_KEEPS_MINE:
      kp_compare_field_set_keeps_mine (self, g_value_get_boolean (value));
      break;

    case PROP_NARROW:
      self->narrow = g_value_get_boolean (value);
      gtk_orientable_set_orientation (GTK_ORIENTABLE (self->cards),
                                      self->narrow ? GTK_ORIENTATION_VERTICAL
                                                   : GTK_ORIENTATION_HORIZONTAL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_compare_field_dispose (GObject *object)
{
  KpCompareField *self = KP_COMPARE_FIELD (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_COMPARE_FIELD);
  g_clear_object (&self->difference);

  G_OBJECT_CLASS (kp_compare_field_parent_class)->dispose (object);
}

static void
kp_compare_field_class_init (KpCompareFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_compare_field_get_property;
  object_class->set_property = kp_compare_field_set_property;
  object_class->dispose = kp_compare_field_dispose;

  properties[PROP_KEEPS_MINE] = g_param_spec_boolean ("keeps-mine", NULL, NULL, FALSE,
                                                      flags | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-compare-field.ui");
  gtk_widget_class_bind_template_child (widget_class, KpCompareField, name);
  gtk_widget_class_bind_template_child (widget_class, KpCompareField, cards);
  gtk_widget_class_bind_template_child (widget_class, KpCompareField, mine);
  gtk_widget_class_bind_template_child (widget_class, KpCompareField, mine_from);
  gtk_widget_class_bind_template_child (widget_class, KpCompareField, mine_value);
  gtk_widget_class_bind_template_child (widget_class, KpCompareField, theirs);
  gtk_widget_class_bind_template_child (widget_class, KpCompareField, theirs_from);
  gtk_widget_class_bind_template_child (widget_class, KpCompareField, theirs_value);
  gtk_widget_class_bind_template_callback (widget_class, on_toggled_cb);
}

static void
kp_compare_field_init (KpCompareField *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_compare_field_new (KpDifference *difference,
                      const char *mine_from,
                      const char *theirs_from)
{
  KpCompareField *self = g_object_new (KP_TYPE_COMPARE_FIELD, NULL);

  self->difference = g_object_ref (difference);
  gtk_label_set_label (self->name, kp_change_name_field (kp_difference_get_field (difference)));
  gtk_label_set_label (self->mine_from, mine_from);
  gtk_label_set_label (self->theirs_from, theirs_from);
  show_values (self);
  g_signal_connect_object (difference, "notify", G_CALLBACK (show_values), self, G_CONNECT_SWAPPED);
  gtk_check_button_set_active (self->theirs, TRUE);

  return GTK_WIDGET (self);
}

KpDifference *
kp_compare_field_get_difference (KpCompareField *self)
{
  return self->difference;
}

gboolean
kp_compare_field_get_keeps_mine (KpCompareField *self)
{
  return gtk_check_button_get_active (self->mine);
}

void
kp_compare_field_set_keeps_mine (KpCompareField *self,
                                 gboolean keeps_mine)
{
  gtk_check_button_set_active (keeps_mine ? self->mine : self->theirs, TRUE);
}
