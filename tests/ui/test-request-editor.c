/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing a request as a customer meets it: the kinds to choose from, the form, its draft and the
 * sending; and where the keyboard is.
 */

#include "kp-draft-list.h"
#include "kp-flow-chooser.h"
#include "kp-form-intro.h"
#include "kp-page-fixture.h"
#include "kp-picture.h"
#include "kp-request-detail.h"
#include "kp-request-editor.h"
#include "kp-requests-page.h"
#include "kp-test.h"

static void
set_up (PageFixture *self,
        gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_REQUESTS_PAGE, NULL);
}

/* The star is explained where there is one: Repair asks what it must, its checklist does not. */
static void
test_legend (PageFixture *self,
             gconstpointer data)
{
  g_autoptr (KpRequestForm) form = client_fixture_new_form (&self->client);
  g_autoptr (KpFormStep) step = g_list_model_get_item (G_LIST_MODEL (form), 0);
  g_autoptr (KpQuestion) subject =
    g_list_model_get_item (kp_form_step_get_questions (step), 0);
  GtkWidget *intro = g_object_ref_sink (kp_form_intro_new (form, step));
  GtkWidget *legend = gtk_widget_get_last_child (intro);

  g_assert_true (kp_question_get_required (subject));
  g_assert_true (gtk_widget_get_visible (legend));
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_first_child (intro)));
  g_object_unref (intro);

  g_clear_object (&step);
  step = g_list_model_get_item (G_LIST_MODEL (form),
                                g_list_model_get_n_items (G_LIST_MODEL (form)) - 1);
  intro = g_object_ref_sink (kp_form_intro_new (form, step));
  g_assert_false (gtk_widget_get_visible (gtk_widget_get_last_child (intro)));
  g_object_unref (intro);
}
/* Returns: the form of the fixture's flow, at its first step */
static KpRequestEditor *
open_form (PageFixture *self)
{
  g_autofree char *flow = kp_id_dup_text (&self->client.flow);

  kp_page_open (self->page, "new", "");
  page_fixture_act (self, KP_TYPE_FLOW_CHOOSER, "chooser.choose", g_variant_new_string (flow));

  return page_fixture_wait (self, KP_TYPE_REQUEST_EDITOR);
}

static void
go_on (PageFixture *self)
{
  page_fixture_act (self, KP_TYPE_REQUEST_EDITOR, "editor.next", NULL);
}

static void
tick (PageFixture *self)
{
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_check_button_set_active (page_fixture_wait (self, GTK_TYPE_CHECK_BUTTON), TRUE);
}

/* Returns: whether the keyboard is in the widget of @type that is to be seen */
static gboolean
has_keyboard (PageFixture *self,
              GType type)
{
  GtkWidget *widget = page_fixture_wait (self, type);
  GtkWidget *focus = gtk_window_get_focus (self->window);

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
test_keyboard (PageFixture *self,
               gconstpointer data)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, 2));

  /* From wherever the keyboard was: into what one came for. */
  kp_page_open (self->page, "mine", id);
  kp_test_wait_for (has_keyboard (self, GTK_TYPE_TEXT_VIEW));
  kp_page_open (self->page, "new", "");
  kp_test_wait_for (has_keyboard (self, GTK_TYPE_SEARCH_ENTRY));
}

/* What one looked for the last time is not what one looks for now. */
static void
test_begun_again (PageFixture *self,
                  gconstpointer data)
{
  g_autofree char *flow = kp_id_dup_text (&self->client.flow);
  GtkWidget *chooser = NULL;
  GtkWidget *search = NULL;

  kp_page_open (self->page, "new", "");
  chooser = page_fixture_wait (self, KP_TYPE_FLOW_CHOOSER);
  search = kp_picture_find (chooser, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (search), "rep");
  page_fixture_act (self, KP_TYPE_FLOW_CHOOSER, "chooser.choose", g_variant_new_string (flow));
  kp_test_wait_for (has_keyboard (self, ADW_TYPE_ENTRY_ROW));

  /* The view gives the keyboard away once more when the form has slid out. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
  kp_page_open (self->page, "new", "");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");
  kp_test_wait_for (kp_picture_find (GTK_WIDGET (self->page), KP_TYPE_REQUEST_EDITOR) == NULL);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_true (gtk_widget_get_mapped (search));
  g_assert_true (has_keyboard (self, GTK_TYPE_SEARCH_ENTRY));
}

static void
test_escape (PageFixture *self,
             gconstpointer data)
{
  kp_page_open (self->page, "new", "");
  g_signal_emit_by_name (page_fixture_wait (self, GTK_TYPE_SEARCH_ENTRY), "stop-search");
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  g_assert_null (kp_picture_find (GTK_WIDGET (self->page), KP_TYPE_FLOW_CHOOSER));
}

static void
test_form_keyboard (PageFixture *self,
                    gconstpointer data)
{
  GtkWidget *check = NULL;

  open_form (self);
  kp_test_wait_for (has_keyboard (self, ADW_TYPE_ENTRY_ROW));
  gtk_editable_set_text (page_fixture_wait (self, ADW_TYPE_ENTRY_ROW), "Tap");
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "Step 2 of 3"));
  kp_picture_settle (GTK_WIDGET (self->window));

  /* One stop of Tab for a row with a box, so that Space does not tick and take it away again. */
  check = page_fixture_wait (self, GTK_TYPE_CHECK_BUTTON);
  g_assert_true (has_keyboard (self, ADW_TYPE_ACTION_ROW));
  g_assert_false (gtk_widget_get_can_focus (check));
  gtk_widget_activate (gtk_window_get_focus (self->window));
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
}

static void
test_form_faults (PageFixture *self,
                  gconstpointer data)
{
  GtkEditable *subject = NULL;

  open_form (self);
  subject = page_fixture_wait (self, ADW_TYPE_ENTRY_ROW);
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "An answer is needed here."));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (subject), "error"));
  gtk_editable_set_text (subject, "Tap");
  kp_test_wait_for (!page_fixture_shows (self, "An answer is needed here."));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (subject), "error"));
}

static void
test_form_sent (PageFixture *self,
                gconstpointer data)
{
  open_form (self);
  gtk_editable_set_text (page_fixture_wait (self, ADW_TYPE_ENTRY_ROW), "Tap");
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "Step 2 of 3"));

  /* The checklist holds on to whoever has not done it. */
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "This must be done"));
  tick (self);
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "Step 3 of 3"));

  /* So do the terms. */
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "Still to do before sending"));
  tick (self);
  go_on (self);

  page_fixture_wait (self, KP_TYPE_REQUEST_DETAIL);
  kp_test_wait_for (page_fixture_shows (self, "Not sent yet"));
  page_fixture_act (self, KP_TYPE_REQUEST_DETAIL, "navigation.pop", NULL);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 6);
}

static void
test_form_left (PageFixture *self,
                gconstpointer data)
{
  g_autoptr (KpQueryModel) drafts = kp_client_list_drafts (self->client.client);
  g_autoptr (KpRecord) draft = NULL;

  open_form (self);
  gtk_editable_set_text (page_fixture_wait (self, ADW_TYPE_ENTRY_ROW), "Half a sentence");
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "Step 2 of 3"));
  page_fixture_act (self, KP_TYPE_REQUEST_EDITOR, "editor.close", NULL);
  kp_test_wait_for (kp_query_model_get_n_items (drafts) == 1);

  kp_page_open (self->page, "drafts", "");
  page_fixture_wait (self, KP_TYPE_DRAFT_LIST);
  kp_test_wait_for (page_fixture_shows (self, "Half a sentence"));

  /* It goes on where it was left, and what comes before is still there. */
  draft = g_list_model_get_item (G_LIST_MODEL (drafts), 0);
  kp_test_wait_for (kp_record_get_ready (draft));
  page_fixture_act (self, KP_TYPE_DRAFT_LIST, "requests.continue",
                    g_variant_new_string (kp_record_get_id (draft)));
  kp_test_wait_for (page_fixture_shows (self, "Step 2 of 3"));
  page_fixture_act (self, KP_TYPE_REQUEST_EDITOR, "editor.previous", NULL);
  kp_test_wait_for (page_fixture_shows (self, "Step 1 of 3"));
  g_assert_cmpstr (gtk_editable_get_text (page_fixture_wait (self, ADW_TYPE_ENTRY_ROW)), ==,
                   "Half a sentence");
}

/* The window asks before it loses what the disk does not take, until it does. */
static void
test_form_unkept (PageFixture *self,
                  gconstpointer data)
{
  const char *reason = NULL;

  open_form (self);
  client_fixture_run_sql (&self->client, TRUE,
                          "CREATE TRIGGER full BEFORE INSERT ON draft"
                          " BEGIN SELECT RAISE (ABORT, 'full'); END");
  gtk_editable_set_text (page_fixture_wait (self, ADW_TYPE_ENTRY_ROW), "Half a sentence");
  kp_test_wait_for (kp_page_get_n_unsaved (self->page) == 1);
  reason = kp_page_get_unsaved_reason (self->page);
  g_assert_nonnull (strstr (reason, "Everything that you sent is safe"));

  /* Also when the form was left. */
  kp_page_open (self->page, "mine", "");
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpuint (kp_page_get_n_unsaved (self->page), ==, 1);

  client_fixture_run_sql (&self->client, TRUE, "DROP TRIGGER full");
  kp_test_wait_for (kp_page_get_n_unsaved (self->page) == 0);
  g_assert_null (kp_page_get_unsaved_reason (self->page));
}

static void
test_form_untouched (PageFixture *self,
                     gconstpointer data)
{
  g_autoptr (KpQueryModel) drafts = kp_client_list_drafts (self->client.client);

  open_form (self);
  page_fixture_act (self, KP_TYPE_REQUEST_EDITOR, "editor.discard", NULL);
  page_fixture_wait (self, KP_TYPE_FLOW_CHOOSER);
  g_assert_cmpuint (kp_query_model_get_n_items (drafts), ==, 0);
}

static void
set_up_flows (PageFixture *self,
              gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_REQUESTS_PAGE, "flows");
}

/* Returns: how many cards at or below @widget are to be seen */
static guint
count_cards (GtkWidget *widget)
{
  guint n = GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "card");

  if (!gtk_widget_get_mapped (widget))
    return 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_cards (child);

  return n;
}

static void
test_many_flows (PageFixture *self,
                 gconstpointer data)
{
  GtkEditable *search = NULL;
  GtkWidget *chooser = NULL;

  kp_page_open (self->page, "new", "");
  chooser = page_fixture_wait (self, KP_TYPE_FLOW_CHOOSER);
  kp_test_wait_for (count_cards (chooser) == 201);
  /* What this person asks for often is on top, the rest stands by work type. */
  g_assert_true (page_fixture_shows (self, "Used lately"));
  g_assert_true (page_fixture_shows (self, "Payroll"));

  search = kp_picture_find (chooser, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (search, "kind 137.");
  kp_test_wait_for (count_cards (chooser) == 1);
  g_assert_false (page_fixture_shows (self, "Used lately"));
  gtk_editable_set_text (search, "payroll");
  kp_test_wait_for (count_cards (chooser) == 67);
  gtk_editable_set_text (search, "no such thing");
  kp_test_wait_for (page_fixture_shows (self, "Nothing Found"));
}

static void
test_enter_chooses (PageFixture *self,
                    gconstpointer data)
{
  GtkWidget *search = NULL;
  GtkWidget *chooser = NULL;

  kp_page_open (self->page, "new", "");
  chooser = page_fixture_wait (self, KP_TYPE_FLOW_CHOOSER);
  kp_test_wait_for (count_cards (chooser) == 201);
  search = kp_picture_find (chooser, GTK_TYPE_SEARCH_ENTRY);

  /* Nothing was looked for, so nothing was found either. */
  g_signal_emit_by_name (search, "activate");
  g_assert_null (kp_picture_find (GTK_WIDGET (self->page), KP_TYPE_REQUEST_EDITOR));

  gtk_editable_set_text (GTK_EDITABLE (search), "kind 137.");
  g_signal_emit_by_name (search, "activate");
  page_fixture_wait (self, KP_TYPE_REQUEST_EDITOR);
  g_assert_true (page_fixture_shows (self, "Kind 137."));
}
#define ADD(path, test) \
  g_test_add (path, PageFixture, NULL, set_up, test, page_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("/requests-page/form/star-is-explained-where-there-is-one", test_legend);
  ADD ("/requests-page/keyboard/goes-where-one-came-for", test_keyboard);
  ADD ("/requests-page/chooser/begun-again/looks-for-nothing-yet", test_begun_again);
  ADD ("/requests-page/chooser/escape/goes-back", test_escape);
  ADD ("/requests-page/form/keyboard/first-field-and-one-stop-a-row", test_form_keyboard);
  g_test_add ("/requests-page/chooser/two-hundred-found-and-grouped", PageFixture, NULL,
              set_up_flows,
              test_many_flows, page_fixture_tear_down);
  g_test_add ("/requests-page/chooser/enter/chooses-what-was-found", PageFixture, NULL,
              set_up_flows, test_enter_chooses, page_fixture_tear_down);
  ADD ("/requests-page/form/fault-until-answered", test_form_faults);
  ADD ("/requests-page/form/sent-once-complete", test_form_sent);
  ADD ("/requests-page/form/left-is-kept-as-draft", test_form_left);
  ADD ("/requests-page/form/not-kept/is-asked-about", test_form_unkept);
  ADD ("/requests-page/form/untouched-leaves-nothing", test_form_untouched);

  return g_test_run ();
}
