/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions of every kind as rows: what is entered becomes the answer, is judged when the field is
 * left and not before, and is then shown as the Dutch write it.
 */

#include "kp-form-definition.h"
#include "kp-picture.h"
#include "kp-question-group.h"
#include "kp-question-rows.h"
#include "kp-test.h"
#include "kp-text-view.h"
#include "kp-typed-text.h"

#define Q(key, type, more) \
  "{\"key\":\"" key "\",\"type\":\"" type "\",\"label\":{\"en\":\"" key "\"}" more "}"
#define OPTION(value) "{\"value\":\"" value "\",\"label\":{\"en\":\"" value "\"}}"
#define MANY_1 OPTION ("a") "," OPTION ("b") "," OPTION ("c") "," OPTION ("d") "," OPTION ("e")
#define MANY_2 OPTION ("f") "," OPTION ("g") "," OPTION ("h") "," OPTION ("i") "," OPTION ("j")

/* One of each kind. */
static const char *const QUESTIONS[] = {
  Q ("text", "text", ",\"max_length\":8,\"required\":true"),
  Q ("email", "email", ""),
  Q ("helped", "email", ",\"help\":{\"en\":\"Where you read mail\"}"),
  Q ("number", "number", ",\"unit\":{\"en\":\"m\"},\"max\":20"),
  Q ("amount", "amount", ""),
  Q ("fee", "amount", ",\"max\":10000"),
  Q ("postcode", "postcode", ""),
  Q ("iban", "iban", ""),
  Q ("time", "time", ""),
  Q ("date", "date", ",\"max\":\"2026-01-31\""),
  Q ("moment", "date_time", ""),
  Q ("choice", "choice", ",\"options\":[" OPTION ("a") "," OPTION ("b") "]"),
  Q ("dropdown", "dropdown", ",\"options\":[" MANY_1 "," MANY_2 "]"),
  Q ("choices", "choices", ",\"options\":[" OPTION ("a") "," OPTION ("b") "]"),
  Q ("yes", "yes_no", ",\"required\":true"),
  Q ("urgency", "urgency", ""),
  Q ("address", "address", ""),
  Q ("contact", "contact", ""),
  Q ("story", "long_text", ""),
  NULL,
};

typedef struct
{
  KpRequestForm *form;  /* (owned) */
  GtkWindow *window;    /* (unowned) */
  GtkWidget *field;     /* (unowned): of the question that is shown */
  KpQuestion *question; /* (unowned) */
} Fixture;

static void
set_up (Fixture *self,
        gconstpointer data)
{
  KpFormDefinition *definition = g_new0 (KpFormDefinition, 1);
  GtkWidget *group = kp_question_group_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *questions = NULL;
  g_autofree char *sections = NULL;

  definition->draft_id.bytes[0] = 1;
  definition->flow_name = g_strdup ("Flow");
  definition->language = g_strdup ("en");
  questions = g_strjoinv (",", (char **) QUESTIONS);
  sections = g_strdup_printf ("[{\"key\":\"s\",\"title\":{\"en\":\"S\"},\"questions\":[%s]}]",
                              questions);
  definition->flow = yyjson_read (sections, strlen (sections), 0);
  definition->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  definition->contacts = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);
  g_ptr_array_add (definition->contacts,
                   g_variant_ref_sink (g_variant_new_parsed (
                     "{'id':'AAAAAAAAAAAAAAAAAAAAAQ','name':'Piet','phone':'06 12345678'}")));
  g_assert_nonnull (definition->flow);
  self->form = kp_request_form_new (definition);
  self->question = kp_request_form_find_question (self->form, data);
  g_assert_nonnull (self->question);
  self->field = kp_question_rows_add (ADW_PREFERENCES_GROUP (group), self->question);

  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_box_append (GTK_BOX (box), group);
  gtk_box_append (GTK_BOX (box), gtk_button_new_with_label ("Elsewhere"));
  gtk_window_set_child (self->window, box);
  gtk_window_present (self->window);
  kp_picture_settle (GTK_WIDGET (self->window));
}

static void
tear_down (Fixture *self,
           gconstpointer data)
{
  gtk_window_destroy (self->window);
  g_object_unref (self->form);
}

/* The row of what is wrong, while it is to be seen. */
static GtkWidget *
find_fault (GtkWidget *widget)
{
  if (gtk_widget_has_css_class (widget, "kp-fault"))
    return gtk_widget_get_visible (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_fault (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

static void
type (Fixture *self,
      const char *text)
{
  gtk_widget_grab_focus (self->field);
  gtk_editable_set_text (GTK_EDITABLE (self->field), text);
}

static void
leave (Fixture *self)
{
  gtk_widget_grab_focus (kp_picture_find (GTK_WIDGET (self->window), GTK_TYPE_BUTTON));
  kp_picture_settle (GTK_WIDGET (self->window));
}

/* Typed; what is shown once it was left; the answer as a person reads it; if it is at fault. */
typedef struct
{
  const char *key;
  const char *typed;
  const char *shown;
  const char *answer;
  gboolean faulty;
} Entry;

static const Entry ENTRIES[] = {
  { "text", "R&D ☃", "R&D ☃", "R&D ☃", FALSE },
  { "text", "שלום", "שלום", "שלום", FALSE },
  { "text", "much too long", "much too long", "much too long", TRUE },
  { "email", "jan@", "jan@", "jan@", TRUE },
  { "number", "12", "12", "12\u00a0m", FALSE },
  { "number", "21", "21", "21\u00a0m", TRUE },
  { "number", "a dozen", "a dozen", "a dozen", TRUE },
  { "amount", "1234.5", "1.234,50", "€\u00a01.234,50", FALSE },
  { "amount", "1.234,56", "1.234,56", "€\u00a01.234,56", FALSE },
  { "fee", "200", "200,00", "€\u00a0200,00", TRUE },
  { "amount", "12.5", "12,50", "€\u00a012,50", FALSE },
  { "amount", "1,234", "1,234", "1,234", TRUE },
  { "amount", "much", "much", "much", TRUE },
  { "postcode", "1234ab", "1234 AB", "1234 AB", FALSE },
  { "postcode", "0234ab", "0234ab", "0234ab", TRUE },
  { "iban", "nl91abna0417164300", "NL91 ABNA 0417 1643 00", "NL91 ABNA 0417 1643 00", FALSE },
  { "time", "9.05", "09:05", "09:05", FALSE },
  { "time", "late", "late", "late", TRUE },
};

static void
test_entry (Fixture *self,
            const Entry *entry)
{
  g_autofree char *answer = NULL;

  type (self, entry->typed);
  kp_picture_settle (GTK_WIDGET (self->window));
  /* Nobody is told off while typing. */
  g_assert_null (find_fault (GTK_WIDGET (self->window)));
  answer = kp_question_dup_value_text (self->question);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (self->field)), ==, entry->typed);

  leave (self);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (self->field)), ==, entry->shown);
  g_clear_pointer (&answer, g_free);
  answer = kp_question_dup_value_text (self->question);
  g_assert_cmpstr (answer, ==, entry->answer);
  g_assert_true ((find_fault (GTK_WIDGET (self->window)) != NULL) == entry->faulty);
  g_assert_true (gtk_widget_has_css_class (self->field, "error") == entry->faulty);
}

static void
test_entries (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ENTRIES); i++)
    {
      Fixture fixture = { 0 };

      g_test_message ("%s: %s", ENTRIES[i].key, ENTRIES[i].typed);
      set_up (&fixture, ENTRIES[i].key);
      test_entry (&fixture, &ENTRIES[i]);
      tear_down (&fixture, NULL);
    }
}

/* Left empty, a required question says nothing yet. */
static void
test_empty (Fixture *self,
            gconstpointer data)
{
  gtk_widget_grab_focus (self->field);
  leave (self);
  g_assert_null (find_fault (GTK_WIDGET (self->window)));
}

static void
test_options (Fixture *self,
              gconstpointer data)
{
  GtkWidget *first = kp_picture_find (self->field, GTK_TYPE_CHECK_BUTTON);
  GtkWidget *next = gtk_widget_get_next_sibling (self->field);
  GtkWidget *second = kp_picture_find (next, GTK_TYPE_CHECK_BUTTON);
  gboolean one = g_str_equal (data, "choice");
  g_autofree char *both = NULL;

  gtk_check_button_set_active (GTK_CHECK_BUTTON (first), TRUE);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (second), TRUE);
  both = kp_question_dup_value_text (self->question);
  g_assert_cmpstr (both, ==, one ? "b" : "a, b");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (first)) == !one);
}

/* Returns: whether Tab, or Shift and Tab, leads into @field */
static gboolean
tab_leads_to (Fixture *self,
              GtkDirectionType direction,
              GtkWidget *field)
{
  GtkWidget *focus = NULL;

  gtk_widget_child_focus (GTK_WIDGET (self->window), direction);
  focus = gtk_window_get_focus (self->window);

  return focus == field || gtk_widget_is_ancestor (focus, field);
}

/* The question above its options takes no keyboard, and must not end the way of it. */
static void
test_options_tab (Fixture *self,
                  gconstpointer data)
{
  GtkWidget *second = gtk_widget_get_next_sibling (self->field);
  GtkWidget *elsewhere = kp_picture_find (GTK_WIDGET (self->window), GTK_TYPE_BUTTON);

  gtk_widget_grab_focus (elsewhere);
  g_assert_true (tab_leads_to (self, GTK_DIR_TAB_FORWARD, self->field));
  g_assert_true (tab_leads_to (self, GTK_DIR_TAB_FORWARD, second));
  g_assert_true (tab_leads_to (self, GTK_DIR_TAB_FORWARD, elsewhere));
  g_assert_true (tab_leads_to (self, GTK_DIR_TAB_BACKWARD, second));
  g_assert_true (tab_leads_to (self, GTK_DIR_TAB_BACKWARD, self->field));
}

/* Nor does what is wrong with an answer. */
static void
test_fault_tab (Fixture *self,
                gconstpointer data)
{
  type (self, "much too long");
  leave (self);
  g_assert_nonnull (find_fault (GTK_WIDGET (self->window)));
  g_assert_true (tab_leads_to (self, GTK_DIR_TAB_BACKWARD, self->field));
}

static void
test_dropdown (Fixture *self,
               gconstpointer data)
{
  g_assert_true (adw_combo_row_get_enable_search (ADW_COMBO_ROW (self->field)));
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->field), 3);
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (self->question), NULL), ==, "c");
  adw_combo_row_set_selected (ADW_COMBO_ROW (self->field), 0);
  g_assert_null (kp_question_get_value (self->question));
}

static void
test_toggles (Fixture *self,
              gconstpointer data)
{
  AdwToggleGroup *toggles = kp_picture_find (self->field, ADW_TYPE_TOGGLE_GROUP);
  gboolean yes_no = g_str_equal (data, "yes");
  g_autofree char *text = NULL;

  /* Nothing is chosen for anybody. */
  g_assert_null (adw_toggle_group_get_active_name (toggles));
  g_assert_null (kp_question_get_value (self->question));
  adw_toggle_group_set_active_name (toggles, yes_no ? "no" : "high");
  text = kp_question_dup_value_text (self->question);
  g_assert_cmpstr (text, ==, yes_no ? "No" : "Urgent");
}

static GtkEditable *
find_part (GtkWidget *widget,
           const char *name)
{
  if (GTK_IS_ENTRY (widget) && g_str_equal (gtk_widget_get_name (widget), name))
    return GTK_EDITABLE (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkEditable *found = find_part (child, name);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Going from one part to the next is not leaving the question. */
static void
test_address (Fixture *self,
              gconstpointer data)
{
  GtkEditable *postcode = find_part (self->field, "postcode");
  GtkEditable *number = find_part (self->field, "number");
  g_autofree char *text = NULL;

  gtk_widget_grab_focus (GTK_WIDGET (postcode));
  gtk_editable_set_text (postcode, "1234ab");
  gtk_widget_grab_focus (GTK_WIDGET (number));
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpstr (gtk_editable_get_text (postcode), ==, "1234 AB");
  g_assert_null (find_fault (GTK_WIDGET (self->window)));
  leave (self);
  g_assert_nonnull (find_fault (GTK_WIDGET (self->window)));

  gtk_widget_grab_focus (GTK_WIDGET (number));
  gtk_editable_set_text (number, "7");
  g_assert_null (find_fault (GTK_WIDGET (self->window)));
  text = kp_question_dup_value_text (self->question);
  g_assert_cmpstr (text, ==, "7, 1234 AB");
}

static void
test_picker (Fixture *self,
             gconstpointer data)
{
  GtkMenuButton *button = kp_picture_find (self->field, GTK_TYPE_MENU_BUTTON);
  GtkWidget *list = NULL;

  gtk_menu_button_popup (button);
  kp_picture_settle (GTK_WIDGET (self->window));
  list = kp_picture_find (GTK_WIDGET (gtk_menu_button_get_popover (button)), GTK_TYPE_LIST_BOX);
  g_assert_nonnull (list);
  g_signal_emit_by_name (list, "row-activated",
                         gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  g_assert_cmpstr (gtk_editable_get_text (find_part (self->field, "phone")), ==, "06 12345678");
  g_assert_cmpstr (kp_question_get_part (self->question, "id"), ==, "AAAAAAAAAAAAAAAAAAAAAQ");

  /* Another name is another person. */
  gtk_editable_set_text (find_part (self->field, "name"), "Kees");
  g_assert_null (kp_question_get_part (self->question, "id"));
}

/* Returns: the search of the list that is picked from, which is open afterwards */
static GtkWidget *
open_search (Fixture *self)
{
  GtkMenuButton *button = kp_picture_find (self->field, GTK_TYPE_MENU_BUTTON);
  GtkWidget *search;

  gtk_menu_button_popup (button);
  kp_picture_settle (GTK_WIDGET (self->window));
  search =
    kp_picture_find (GTK_WIDGET (gtk_menu_button_get_popover (button)), GTK_TYPE_SEARCH_ENTRY);
  g_assert_nonnull (search);

  return search;
}

/* Returns: whether a controller of @widget takes the key for itself */
static gboolean
press (GtkWidget *widget,
       guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  gboolean taken = FALSE;

  for (guint i = 0; !taken && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &taken);
    }

  return taken;
}

/* The form around the popover is a list too, and moves its own row where nobody takes the key. */
static void
test_picker_keys (Fixture *self,
                  gconstpointer data)
{
  GtkWidget *search = open_search (self);
  GtkWidget *row = NULL;

  g_assert_true (press (search, GDK_KEY_Down));
  row = gtk_root_get_focus (GTK_ROOT (self->window));
  g_assert_true (GTK_IS_LIST_BOX_ROW (row));
  g_assert_nonnull (gtk_widget_get_ancestor (row, GTK_TYPE_POPOVER));

  gtk_editable_set_text (GTK_EDITABLE (search), "nobody of this name");
  g_signal_emit_by_name (search, "search-changed");
  g_signal_emit_by_name (search, "activate");
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_true (gtk_widget_get_mapped (search));
  g_signal_emit_by_name (search, "stop-search");
  kp_test_wait_for (!gtk_widget_get_mapped (search));
  g_assert_cmpstr (gtk_editable_get_text (find_part (self->field, "phone")), ==, "");

  gtk_editable_set_text (GTK_EDITABLE (search), "");
  g_signal_emit_by_name (search, "search-changed");
  g_signal_emit_by_name (search, "activate");
  g_assert_cmpstr (gtk_editable_get_text (find_part (self->field, "phone")), ==, "06 12345678");
}

static void
assert_whole (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    g_assert_cmpint (gtk_label_get_ellipsize (GTK_LABEL (widget)), ==, PANGO_ELLIPSIZE_NONE);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_whole (child);
}

static void
test_whole_options (Fixture *self,
                    gconstpointer data)
{
  GtkWidget *list;

  gtk_widget_activate (self->field);
  kp_picture_settle (GTK_WIDGET (self->window));
  list = kp_picture_find (kp_picture_find (self->field, GTK_TYPE_POPOVER), GTK_TYPE_LIST_VIEW);
  g_assert_true (gtk_widget_get_mapped (list));
  g_assert_nonnull (kp_picture_find (list, GTK_TYPE_LABEL));
  assert_whole (list);
}

static void
test_caret (void)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *view = kp_text_view_new ("Text", "no.action");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));

  gtk_box_append (GTK_BOX (box), view);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), box);
  gtk_window_set_child (GTK_WINDOW (window), scroller);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, 200);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_grab_focus (view);
  kp_picture_settle (window);

  for (guint i = 0; i < 50; i++)
    gtk_text_buffer_insert_at_cursor (buffer, "line\n", -1);
  kp_test_wait_for (gtk_adjustment_get_upper (adjustment) > 600 &&
                    gtk_adjustment_get_value (adjustment) >=
                      gtk_adjustment_get_upper (adjustment) - 201);
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_typed_day (Fixture *self,
                gconstpointer data)
{
  gboolean timed = g_str_equal (data, "moment");
  GtkMenuButton *button = kp_picture_find (self->field, GTK_TYPE_MENU_BUTTON);
  GtkWidget *popover = NULL;
  GtkWidget *entry = NULL;

  gtk_menu_button_popup (button);
  kp_picture_settle (GTK_WIDGET (self->window));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
  entry = kp_picture_find (popover, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "22/11/2026");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (self->question), NULL), ==,
                   timed ? "2026-11-22T09:00" : "2026-11-22");
  g_assert_true (
    g_str_has_prefix (adw_action_row_get_subtitle (ADW_ACTION_ROW (self->field)), "Sunday"));
  kp_picture_settle (GTK_WIDGET (self->window));
  if (!timed)
    g_assert_cmpstr (adw_preferences_row_get_title (
                       ADW_PREFERENCES_ROW (find_fault (GTK_WIDGET (self->window)))),
                     ==, "This may be 31 January 2026 at the latest.");
}

/* As a list to choose from: one stop for the keyboard, at which Enter opens the calendar. */
static void
test_day_by_keyboard (Fixture *self,
                      gconstpointer data)
{
  GtkMenuButton *button = kp_picture_find (self->field, GTK_TYPE_MENU_BUTTON);

  g_assert_true (gtk_widget_grab_focus (self->field));
  g_assert_true (gtk_widget_is_focus (self->field));
  g_assert_false (gtk_widget_child_focus (self->field, GTK_DIR_TAB_FORWARD));
  g_assert_true (gtk_widget_grab_focus (self->field));
  adw_action_row_activate (ADW_ACTION_ROW (self->field));
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_true (
    gtk_widget_get_mapped (GTK_WIDGET (gtk_menu_button_get_popover (button))));
  g_assert_true (gtk_widget_child_focus (GTK_WIDGET (gtk_menu_button_get_popover (button)),
                                         GTK_DIR_TAB_FORWARD));
}

/* What is typed and what the calendar marks are one day, whichever was changed last. */
static void
test_leafed_day (Fixture *self,
                 gconstpointer data)
{
  GtkMenuButton *button = kp_picture_find (self->field, GTK_TYPE_MENU_BUTTON);
  GtkWidget *popover = NULL;
  GtkWidget *entry = NULL;

  gtk_menu_button_popup (button);
  kp_picture_settle (GTK_WIDGET (self->window));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
  entry = kp_picture_find (popover, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "22-11-2026");
  gtk_calendar_set_month (kp_picture_find (popover, GTK_TYPE_CALENDAR), 11);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "22-12-2026");
}

/* Opens the calendar, types a day and clicks elsewhere. @typed: (nullable): NULL = types nothing */
static void
type_and_leave (Fixture *self,
                const char *typed)
{
  GtkMenuButton *button = kp_picture_find (self->field, GTK_TYPE_MENU_BUTTON);
  GtkWidget *popover = NULL;

  gtk_menu_button_popup (button);
  kp_picture_settle (GTK_WIDGET (self->window));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
  if (typed != NULL)
    gtk_editable_set_text (kp_picture_find (popover, GTK_TYPE_ENTRY), typed);
  else
    gtk_calendar_set_month (kp_picture_find (popover, GTK_TYPE_CALENDAR), 4);
  gtk_popover_popdown (GTK_POPOVER (popover));
  kp_picture_settle (GTK_WIDGET (self->window));
}

/* What was typed is an answer without a button, whole even if it is no day; leafing is none. */
static void
test_left_day (Fixture *self,
               gconstpointer data)
{
  static const char NO_DAY[] = "Tuesday of next week";

  type_and_leave (self, NO_DAY);
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (self->question), NULL), ==, NO_DAY);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (self->field)), ==, NO_DAY);
  g_assert_cmpint (kp_question_get_fault (self->question), !=, KP_FAULT_NONE);

  type_and_leave (self, "12-12-2025");
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (self->question), NULL), ==,
                   "2025-12-12");
  type_and_leave (self, NULL);
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (self->question), NULL), ==,
                   "2025-12-12");
}

/* A time that cannot be read is no nine o'clock. */
static void
test_unread_time (Fixture *self,
                  gconstpointer data)
{
  GtkMenuButton *button = kp_picture_find (self->field, GTK_TYPE_MENU_BUTTON);
  GtkWidget *popover = NULL;
  GtkWidget *day = NULL;
  GtkWidget *time = NULL;

  gtk_menu_button_popup (button);
  kp_picture_settle (GTK_WIDGET (self->window));
  popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
  day = kp_picture_find (popover, GTK_TYPE_ENTRY);
  time = gtk_widget_get_next_sibling (day);
  gtk_editable_set_text (GTK_EDITABLE (day), "22-11-2026");
  gtk_editable_set_text (GTK_EDITABLE (time), "half past two");
  g_signal_emit_by_name (time, "activate");
  g_assert_cmpint (kp_question_get_fault (self->question), !=, KP_FAULT_NONE);
  g_assert_true (g_str_has_suffix (adw_action_row_get_subtitle (ADW_ACTION_ROW (self->field)),
                                   "November 2026, half past two"));

  gtk_menu_button_popup (button);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (day)), ==, "22-11-2026");
  gtk_editable_set_text (GTK_EDITABLE (time), "14.30");
  g_signal_emit_by_name (time, "activate");
  g_assert_cmpint (kp_question_get_fault (self->question), ==, KP_FAULT_NONE);
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (self->question), NULL), ==,
                   "2026-11-22T14:30");
}

/* A row around a field has no keyboard of its own: the field gets it. */
static void
test_focus (Fixture *self,
            gconstpointer data)
{
  GtkWidget *focus = NULL;

  kp_question_rows_focus (self->field);
  focus = gtk_window_get_focus (self->window);
  g_assert_nonnull (focus);
  g_assert_true (gtk_widget_is_ancestor (focus, self->field));
}

/* All kinds on one page, as wide as a form and as narrow as a phone, light and dark. */
static void
test_picture (Fixture *self,
              gconstpointer data)
{
  static const AdwColorScheme SCHEMES[] = { ADW_COLOR_SCHEME_FORCE_LIGHT,
                                            ADW_COLOR_SCHEME_FORCE_DARK };
  static const int WIDTHS[] = { 640, 360 };
  GtkWidget *group = kp_question_group_new ();
  g_autoptr (KpFormStep) step = g_list_model_get_item (G_LIST_MODEL (self->form), 0);
  GListModel *questions = kp_form_step_get_questions (step);
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (style, "/org/klantportaal/Klantportaal/style.css");
  gtk_style_context_add_provider_for_display (gtk_widget_get_display (GTK_WIDGET (self->window)),
                                              GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  for (guint i = 0; i < g_list_model_get_n_items (questions); i++)
    {
      g_autoptr (KpQuestion) question = g_list_model_get_item (questions, i);

      kp_question_rows_add (ADW_PREFERENCES_GROUP (group), question);
    }
  gtk_window_set_child (self->window, group);
  kp_question_set_value (kp_request_form_find_question (self->form, "email"),
                         g_variant_new_string ("jan@"));
  kp_question_leave (kp_request_form_find_question (self->form, "email"));

  for (guint i = 0; i < G_N_ELEMENTS (WIDTHS) * G_N_ELEMENTS (SCHEMES); i++)
    {
      g_autofree char *name = g_strdup_printf ("question-rows-%d-%s", WIDTHS[i / 2],
                                               i % 2 == 0 ? "light" : "dark");
      int least;

      adw_style_manager_set_color_scheme (adw_style_manager_get_default (), SCHEMES[i % 2]);
      gtk_window_set_default_size (self->window, WIDTHS[i / 2], 1600);
      kp_picture_take (GTK_WIDGET (self->window), g_getenv ("KP_TEST_PICTURES"), name);
      gtk_widget_measure (group, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      g_assert_cmpint (least, <=, 360);
    }
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

static gboolean
has_label (GtkWidget *widget,
           const char *text)
{
  if (GTK_IS_LABEL (widget))
    return g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (has_label (child, text))
        return TRUE;
    }

  return FALSE;
}

/* What helps to answer one question does not stand under the next one. */
static void
test_help (Fixture *self,
           gconstpointer data)
{
  GtkWidget *group =
    gtk_widget_get_ancestor (self->field, ADW_TYPE_PREFERENCES_GROUP);
  KpQuestion *number = kp_request_form_find_question (self->form, "number");
  GtkWidget *next = kp_question_rows_add (ADW_PREFERENCES_GROUP (group), number);
  GtkWidget *help = gtk_widget_get_next_sibling (self->field);

  g_assert_true (has_label (help, "Where you read mail"));
  g_assert_true (gtk_widget_get_next_sibling (help) == next);
}

static void
test_parsing (void)
{
  static const struct
  {
    const char *text;
    const char *date;
    const char *time;
  } CASES[] = {
    { "22-11-2026", "2026-11-22", NULL },
    { "1.2.2026", "2026-02-01", NULL },
    { " 1/2/2026 ", "2026-02-01", NULL },
    { "2026-02-01", "2026-02-01", NULL },
    { "30-02-2026", NULL, NULL },
    { "22-11-26", NULL, NULL },
    { "22-11", NULL, NULL },
    { "tomorrow", NULL, NULL },
    { "9:05", NULL, "09:05" },
    { "0905", NULL, "09:05" },
    { "23h59", NULL, "23:59" },
    { "24:00", NULL, NULL },
    { "9", NULL, NULL },
    { "9:5x", NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *date = kp_typed_parse_date (CASES[i].text);
      g_autofree char *time = kp_typed_parse_time (CASES[i].text);

      g_test_message ("%s", CASES[i].text);
      g_assert_cmpstr (date, ==, CASES[i].date);
      g_assert_cmpstr (time, ==, CASES[i].time);
    }
}

#define ADD(path, key, test) g_test_add (path, Fixture, key, set_up, test, tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/question-rows/entry/set-in-order-and-judged-once-left", test_entries);
  ADD ("/question-rows/entry/empty-is-not-missed-yet", "text", test_empty);
  ADD ("/question-rows/choice/one-of-open-options", "choice", test_options);
  ADD ("/question-rows/choices/several-of-open-options", "choices", test_options);
  ADD ("/question-rows/choices/tab-passes-each", "choices", test_options_tab);
  ADD ("/question-rows/fault/tab-passes-it", "text", test_fault_tab);
  ADD ("/question-rows/dropdown/long-one-is-searched", "dropdown", test_dropdown);
  ADD ("/question-rows/dropdown/shows-each-option-whole", "dropdown", test_whole_options);
  ADD ("/question-rows/yes-no/nothing-is-chosen-at-first", "yes", test_toggles);
  ADD ("/question-rows/urgency/nothing-is-chosen-at-first", "urgency", test_toggles);
  ADD ("/question-rows/address/judged-once-all-of-it-is-left", "address", test_address);
  ADD ("/question-rows/contact/picked-or-typed", "contact", test_picker);
  ADD ("/question-rows/contact/picked-by-keyboard", "contact", test_picker_keys);
  ADD ("/question-rows/date/typed", "date", test_typed_day);
  ADD ("/question-rows/date/keyboard/one-stop", "date", test_day_by_keyboard);
  ADD ("/question-rows/date/leafed-on/is-one-day", "date", test_leafed_day);
  ADD ("/question-rows/date-time/typed", "moment", test_typed_day);
  ADD ("/question-rows/date/left-without-a-button/is-the-answer", "date", test_left_day);
  ADD ("/question-rows/date-time/unread-time/is-at-fault", "moment", test_unread_time);
  ADD ("/question-rows/fault/keyboard/goes-into-a-text", "story", test_focus);
  ADD ("/question-rows/fault/keyboard/goes-into-parts", "contact", test_focus);
  ADD ("/question-rows/fault/keyboard/goes-to-yes-or-no", "yes", test_focus);
  g_test_add_func ("/question-rows/long-text/scrolls-to-where-one-types", test_caret);
  ADD ("/question-rows/every-kind/fits-a-phone", "text", test_picture);
  ADD ("/question-rows/help/stands-below-its-own-field", "helped", test_help);
  g_test_add_func ("/question-rows/typed/dates-and-times", test_parsing);

  return g_test_run ();
}
