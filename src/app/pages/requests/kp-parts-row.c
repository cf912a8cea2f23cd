/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An answer of several parts: small fields beside each other, as many as fit. Where the portal
 * knows objects or contacts, one of them can be picked; another one can always be typed.
 */

#include "kp-check.h"
#include "kp-question-row.h"
#include "kp-typed-text.h"

#include <glib/gi18n.h>

/**
 * Part:
 *
 * How a part of an answer is asked for.
 */
typedef struct
{
  KpQuestionType type;
  const char *name;
  const char *label; /* N_ */
  int width;         /* characters */
} Part;

static const Part PARTS[] = {
  { KP_QUESTION_ADDRESS, "postcode", N_ ("Postcode"), 8 },
  { KP_QUESTION_ADDRESS, "number", N_ ("House number"), 6 },
  { KP_QUESTION_ADDRESS, "addition", N_ ("Addition"), 6 },
  { KP_QUESTION_ADDRESS, "street", N_ ("Street"), 20 },
  { KP_QUESTION_ADDRESS, "city", N_ ("Town"), 16 },
  { KP_QUESTION_ASSET, "name", N_ ("Object"), 20 },
  { KP_QUESTION_ASSET, "location", N_ ("Where it is"), 20 },
  { KP_QUESTION_CONTACT, "name", N_ ("Name"), 20 },
  { KP_QUESTION_CONTACT, "phone", N_ ("Phone"), 14 },
  { KP_QUESTION_CONTACT, "email", N_ ("E-mail address"), 22 },
};

/* Fields are named after the part that they take. */
static const char *
get_part_name (GtkEditable *entry)
{
  return gtk_widget_get_name (GTK_WIDGET (entry));
}

static void
on_part_changed_cb (GtkEditable *entry,
                    KpQuestion *question)
{
  const char *text = gtk_editable_get_text (entry);
  const char *kept = kp_question_get_part (question, get_part_name (entry));

  if (g_strcmp0 (kept != NULL ? kept : "", text) != 0)
    kp_question_set_part (question, get_part_name (entry), text);
}

static void
on_parts_value_cb (KpQuestion *question,
                   GParamSpec *pspec,
                   GtkEditable *entry)
{
  const char *part = kp_question_get_part (question, get_part_name (entry));

  if (g_strcmp0 (gtk_editable_get_text (entry), part != NULL ? part : "") != 0)
    gtk_editable_set_text (entry, part != NULL ? part : "");
}

static void
on_part_left_cb (GtkEventControllerFocus *controller,
                 KpQuestion *question)
{
  GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  const char *text = gtk_editable_get_text (GTK_EDITABLE (entry));
  g_autofree char *shown = NULL;

  if (!g_str_equal (get_part_name (GTK_EDITABLE (entry)), "postcode") || !kp_check_postcode (text))
    return;

  shown = kp_typed_format_postcode (text);
  if (!g_str_equal (text, shown))
    gtk_editable_set_text (GTK_EDITABLE (entry), shown);
}

static GtkWidget *
make_part (KpQuestion *question,
           const Part *part)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *label = gtk_label_new (_ (part->label));
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autofree char *name =
    g_strdup_printf ("%s: %s", kp_question_get_label (question), _ (part->label));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dimmed");
  gtk_widget_set_name (entry, part->name);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), part->width);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), part->width);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), entry);
  on_parts_value_cb (question, NULL, GTK_EDITABLE (entry));
  gtk_widget_add_controller (entry, focus);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_part_left_cb), question, 0);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_part_changed_cb), question, 0);
  g_signal_connect_object (question, "notify::value", G_CALLBACK (on_parts_value_cb), entry, 0);

  return box;
}

/* What can be picked: a list in a popover, narrowed by what is typed above it. */

static const char *
get_text (GVariant *candidate,
          const char *name)
{
  const char *text = NULL;

  return g_variant_lookup (candidate, name, "&s", &text) ? text : NULL;
}

static GtkWidget *
make_candidate (KpQuestion *question,
                guint position,
                GVariant *candidate)
{
  GtkWidget *row = adw_action_row_new ();
  const char *detail = get_text (candidate, "location");
  g_autofree char *name = g_strdup_printf ("%u", position);

  if (detail == NULL)
    detail = get_text (candidate, "phone");
  if (detail == NULL)
    detail = get_text (candidate, "email");
  gtk_widget_set_name (row, name);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), get_text (candidate, "name"));
  if (detail != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), detail);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);

  return row;
}

static gboolean
is_found (GtkListBoxRow *row,
          gpointer user_data)
{
  g_autofree char *wanted = g_utf8_casefold (gtk_editable_get_text (user_data), -1);
  g_autofree char *name =
    g_utf8_casefold (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), -1);
  const char *subtitle = adw_action_row_get_subtitle (ADW_ACTION_ROW (row));
  g_autofree char *detail = g_utf8_casefold (subtitle != NULL ? subtitle : "", -1);

  return strstr (name, wanted) != NULL || strstr (detail, wanted) != NULL;
}

static void
on_picked_cb (GtkListBox *list,
              GtkListBoxRow *row,
              KpQuestion *question)
{
  GPtrArray *candidates = kp_question_get_candidates (question);
  guint position = (guint) g_ascii_strtoull (gtk_widget_get_name (GTK_WIDGET (row)), NULL, 10);
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (list), GTK_TYPE_POPOVER);

  gtk_popover_popdown (GTK_POPOVER (popover));
  kp_question_set_value (question, g_ptr_array_index (candidates, position));
}

/* Returns: (nullable) (transfer none): the first row that is found */
static GtkListBoxRow *
get_found (GtkListBox *list)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    {
      if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
        return row;
    }

  return NULL;
}

/* Enter takes what is found first. */
static void
on_search_activate_cb (GtkSearchEntry *search,
                       GtkListBox *list)
{
  GtkListBoxRow *row = get_found (list);

  if (row != NULL)
    gtk_widget_activate (GTK_WIDGET (row));
}

/* Down goes from the search into what is found. Left alone, it would move the row of the form that
 * the popover belongs to: its list takes the key that nobody else wants. */
static gboolean
on_search_key_cb (GtkEventControllerKey *controller,
                  guint keyval,
                  guint keycode,
                  GdkModifierType state,
                  GtkListBox *list)
{
  GtkListBoxRow *row = get_found (list);

  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;
  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));

  return GDK_EVENT_STOP;
}

static void
connect_search (GtkWidget *search,
                GtkWidget *list)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  /* Before the text, which would keep the key. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (search, keys);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_search_key_cb), list,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (search, "activate", G_CALLBACK (on_search_activate_cb), list,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (search, "search-changed", G_CALLBACK (gtk_list_box_invalidate_filter),
                           list, G_CONNECT_SWAPPED);
}

static GtkWidget *
make_nothing (void)
{
  GtkWidget *label = gtk_label_new (_ ("Nothing found"));

  gtk_widget_add_css_class (label, "dimmed");
  gtk_widget_set_margin_top (label, 12);
  gtk_widget_set_margin_bottom (label, 12);

  return label;
}

/* Made when it is opened first. */
static void
fill_popover (GtkMenuButton *button,
              gpointer user_data)
{
  KpQuestion *question = user_data;
  GPtrArray *candidates = kp_question_get_candidates (question);
  GtkWidget *popover = NULL;
  GtkWidget *box = NULL;
  GtkWidget *search = NULL;
  GtkWidget *scroller = NULL;
  GtkWidget *list = NULL;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;

  popover = gtk_popover_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  search = gtk_search_entry_new ();
  scroller = gtk_scrolled_window_new ();
  list = gtk_list_box_new ();
  for (guint i = 0; i < candidates->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (list),
                         make_candidate (question, i, g_ptr_array_index (candidates, i)));
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (list), is_found, search, NULL);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (list), make_nothing ());
  gtk_widget_add_css_class (list, "kp-found");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_widget_set_size_request (scroller, 280, -1);
  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  connect_search (search, list);
  g_signal_connect_object (search, "stop-search", G_CALLBACK (gtk_popover_popdown), popover,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "row-activated", G_CALLBACK (on_picked_cb), question, 0);
  gtk_menu_button_set_popover (button, popover);
}

static GtkWidget *
make_picker (KpQuestion *question)
{
  GtkWidget *button = gtk_menu_button_new ();
  /* Translators: opens a list of objects or people; the text is a question */
  g_autofree char *name = g_strdup_printf (_ ("Choose: %s"), kp_question_get_label (question));

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Choose…"));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), fill_popover,
                                         g_object_ref (question), g_object_unref);

  return button;
}

GtkWidget *
kp_parts_row_make (KpQuestion *question)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkBox *box = kp_question_row_make_box (row);
  GtkWidget *fields = adw_wrap_box_new ();
  GPtrArray *candidates = kp_question_get_candidates (question);

  if (candidates != NULL && candidates->len > 0)
    gtk_box_append (box, make_picker (question));
  adw_wrap_box_set_child_spacing (ADW_WRAP_BOX (fields), 9);
  adw_wrap_box_set_line_spacing (ADW_WRAP_BOX (fields), 6);
  adw_wrap_box_set_justify (ADW_WRAP_BOX (fields), ADW_JUSTIFY_FILL);
  adw_wrap_box_set_justify_last_line (ADW_WRAP_BOX (fields), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (PARTS); i++)
    {
      if (PARTS[i].type == kp_question_get_question_type (question))
        adw_wrap_box_append (ADW_WRAP_BOX (fields), make_part (question, &PARTS[i]));
    }
  gtk_box_append (box, fields);

  return row;
}
