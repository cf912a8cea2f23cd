/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A change that the office refused, as a person meets it: both versions, the ways out, and letting
 * go of it with a way back.
 */

#include "client-fixture.h"
#include "kp-change-row.h"
#include "kp-changes-dialog.h"
#include "kp-compare-dialog.h"
#include "kp-compare-field.h"
#include "kp-picture.h"
#include "kp-test.h"

typedef struct
{
  ClientFixture client;
  GtkWindow *window; /* (unowned) */
} Fixture;

static void
show_dialog (Fixture *fixture)
{
  AdwDialog *dialog =
    kp_changes_dialog_new (fixture->client.client, kp_environment_now (kp_environment_get_real ()));

  fixture->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (fixture->window, 900, 760);
  gtk_window_present (fixture->window);
  adw_dialog_present (dialog, GTK_WIDGET (fixture->window));
}

/* Queues one change, has it refused while the program is closed, and opens the journal.
 *
 * @body: (nullable): what is there now
 */
static void
refuse (Fixture *fixture,
        const char *kind,
        GVariant *arguments,
        const char *rest,
        KpEntityType entity,
        const KpId *id,
        const char *body)
{
  g_autoptr (KpQueryModel) changes = kp_client_list_changes (fixture->client.client);
  g_autofree char *made = client_fixture_perform (&fixture->client, kind, arguments);
  g_autoptr (KpRecord) change = NULL;
  g_autofree char *line = NULL;

  kp_test_wait_for (kp_query_model_get_n_items (changes) == 1);
  change = g_list_model_get_item (G_LIST_MODEL (changes), 0);
  line = g_strdup_printf ("{\"op\":\"%s\",%s}", kp_record_get_id (change), rest);
  g_clear_object (&change);
  g_clear_object (&changes);
  client_fixture_close (&fixture->client);
  client_fixture_answer (&fixture->client, line, entity, id, body);
  client_fixture_open (&fixture->client);
  show_dialog (fixture);
}

static void
refuse_details (Fixture *fixture)
{
  refuse (fixture, "user.update@1",
          g_variant_new_parsed ("{'display_name': <'Jan de Wit'>, 'phone': <'030 555 01 21'>,"
                                " 'email': <'jan@example.org'>}"),
          "\"r\":\"conflict\",\"now\":{\"display_name\":\"Jan Wit\"}",
          KP_ENTITY_USER, &fixture->client.person,
          "{\"login\":\"jan\",\"email\":\"jan@example.org\",\"display_name\":\"Jan Wit\","
          "\"phone\":\"030 555 01 22\",\"kind\":\"customer\"}");
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  client_fixture_set_up (&fixture->client, data);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_picture_settle (GTK_WIDGET (fixture->window));
  gtk_window_destroy (fixture->window);
  client_fixture_tear_down (&fixture->client, data);
}

static void
take_picture (Fixture *fixture,
              const char *name)
{
  if (g_getenv ("KP_TEST_PICTURES") != NULL)
    kp_picture_take (GTK_WIDGET (fixture->window), g_getenv ("KP_TEST_PICTURES"), name);
}

static gpointer
wait_for (Fixture *fixture,
          GType type)
{
  kp_test_wait_for (kp_picture_find (GTK_WIDGET (fixture->window), type) != NULL);

  return kp_picture_find (GTK_WIDGET (fixture->window), type);
}

static gboolean
is_here (Fixture *fixture,
         GType type)
{
  return kp_picture_find (GTK_WIDGET (fixture->window), type) != NULL;
}

static gboolean
shows (GtkWidget *widget,
       const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_strstr_len (gtk_label_get_label (GTK_LABEL (widget)), -1, text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;

  return FALSE;
}

static KpCompareDialog *
decide (Fixture *fixture)
{
  KpChangeRow *row = wait_for (fixture, KP_TYPE_CHANGE_ROW);

  kp_test_wait_for (kp_change_get_sync (kp_change_row_get_change (row)) == KP_SYNC_NEEDS_YOU);
  adw_action_row_activate (ADW_ACTION_ROW (row));

  return wait_for (fixture, KP_TYPE_COMPARE_DIALOG);
}

static void
test_choose (Fixture *fixture,
             gconstpointer data)
{
  GtkWidget *window;
  GtkWidget *dialog;
  KpCompareField *field;

  refuse_details (fixture);
  window = GTK_WIDGET (fixture->window);
  dialog = GTK_WIDGET (decide (fixture));
  kp_test_wait_for (shows (window, "Two Versions"));
  kp_test_wait_for (shows (window, "2 fields differ · 1 is the same"));
  field = wait_for (fixture, KP_TYPE_COMPARE_FIELD);
  g_assert_true (shows (window, "Jan de Wit"));
  g_assert_true (shows (window, "Jan Wit"));
  g_assert_false (kp_compare_field_get_keeps_mine (field));
  take_picture (fixture, "changes-compare");

  gtk_widget_activate_action (dialog, "compare.all-mine", NULL);
  g_assert_true (kp_compare_field_get_keeps_mine (field));
  gtk_widget_activate_action (dialog, "compare.all-theirs", NULL);
  g_assert_false (kp_compare_field_get_keeps_mine (field));
  kp_compare_field_set_keeps_mine (field, TRUE);
  gtk_widget_activate_action (dialog, "compare.save", NULL);
  kp_test_wait_for (!is_here (fixture, KP_TYPE_COMPARE_DIALOG));
  kp_test_wait_for (
    g_strcmp0 (kp_client_get_user_name (fixture->client.client), "Jan de Wit") == 0);
  g_assert_cmpstr (kp_client_get_user_phone (fixture->client.client), ==, "030 555 01 22");
  kp_test_wait_for (shows (window, "Will be sent"));
}

static void
test_take_theirs (Fixture *fixture,
                  gconstpointer data)
{
  g_autofree char *id = NULL;
  GtkWidget *window;
  GtkWidget *dialog;

  refuse_details (fixture);
  window = GTK_WIDGET (fixture->window);
  dialog = GTK_WIDGET (decide (fixture));
  id = g_strdup (kp_record_get_id (
    KP_RECORD (kp_change_row_get_change (wait_for (fixture, KP_TYPE_CHANGE_ROW)))));
  wait_for (fixture, KP_TYPE_COMPARE_FIELD);
  gtk_widget_activate_action (dialog, "compare.save", NULL);
  kp_test_wait_for (!is_here (fixture, KP_TYPE_CHANGE_ROW));
  kp_test_wait_for (shows (window, "Undo"));
  take_picture (fixture, "changes-undo");

  gtk_widget_activate_action (wait_for (fixture, ADW_TYPE_TOAST_OVERLAY), "changes.undo", "s",
                              id);
  kp_test_wait_for (is_here (fixture, KP_TYPE_CHANGE_ROW));
  g_assert_cmpstr (kp_client_get_user_name (fixture->client.client), ==, "Jan Wit");
}

static void
test_too_late_answer (Fixture *fixture,
                      gconstpointer data)
{
  g_autofree char *request =
    kp_id_dup_text (&g_array_index (fixture->client.requests, KpId, 0));
  g_autoptr (KpQueryModel) messages = NULL;
  GtkWidget *window;
  GtkWidget *dialog;
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", request);
  g_variant_dict_insert (&arguments, "text", "s", "The one of May");
  refuse (fixture, "request.answer@1", g_variant_dict_end (&arguments),
          "\"r\":\"denied\"", KP_ENTITY_NONE, NULL, NULL);
  window = GTK_WIDGET (fixture->window);
  dialog = GTK_WIDGET (decide (fixture));
  kp_test_wait_for (shows (window, "Not Carried Out"));
  kp_test_wait_for (shows (window, "The one of May"));
  kp_test_wait_for (shows (window, "Send It as a Message"));
  take_picture (fixture, "changes-too-late");

  /* There is no window with toasts here, so only the dialog can say it. */
  gtk_widget_activate_action (dialog, "compare.copy", NULL);
  kp_test_wait_for (shows (window, "Copied"));

  messages = kp_client_list_messages (fixture->client.client, request);
  gtk_widget_activate_action (dialog, "compare.message", NULL);
  kp_test_wait_for (!is_here (fixture, KP_TYPE_COMPARE_DIALOG));
  kp_test_wait_for (kp_query_model_get_n_items (messages) == 1);
  kp_test_wait_for (shows (window, "Message in Request 0"));
  kp_test_wait_for (shows (window, "It will be sent as a message"));
}

static void
answer_alert (Fixture *fixture,
              const char *response)
{
  AdwAlertDialog *alert = wait_for (fixture, ADW_TYPE_ALERT_DIALOG);

  g_signal_emit_by_name (alert, "response", response);
  adw_dialog_force_close (ADW_DIALOG (alert));
}

/* @left: whether it was in a request that may have reached the office */
static void
remove_from_queue (Fixture *fixture,
                   gboolean left)
{
  g_autofree char *request = kp_id_dup_text (&g_array_index (fixture->client.requests, KpId, 0));
  g_autofree char *made = NULL;
  KpChangeRow *row;
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", request);
  g_variant_dict_insert (&arguments, "text", "s", "Never mind");
  made = client_fixture_perform (&fixture->client, "request.comment@1",
                                 g_variant_dict_end (&arguments));
  show_dialog (fixture);
  row = wait_for (fixture, KP_TYPE_CHANGE_ROW);
  kp_test_wait_for (kp_change_get_sync (kp_change_row_get_change (row)) == KP_SYNC_QUEUED);
  if (left)
    client_fixture_run_sql (&fixture->client, TRUE, "UPDATE operation SET left_here = 1");
  gtk_widget_activate_action (GTK_WIDGET (row), "change.drop", NULL);
  answer_alert (fixture, "remove");
}

static void
test_remove (Fixture *fixture,
             gconstpointer data)
{
  remove_from_queue (fixture, FALSE);
  kp_test_wait_for (shows (GTK_WIDGET (fixture->window), "Removed from the queue"));
  kp_test_wait_for (!is_here (fixture, KP_TYPE_CHANGE_ROW));
}

static void
test_remove_too_late (Fixture *fixture,
                      gconstpointer data)
{
  remove_from_queue (fixture, TRUE);
  kp_test_wait_for (shows (GTK_WIDGET (fixture->window), "The office may have this already"));
  g_assert_true (is_here (fixture, KP_TYPE_CHANGE_ROW));
  take_picture (fixture, "changes-may-have-left");
}

static void
test_two_plannings (Fixture *fixture,
                    gconstpointer data)
{
  g_autofree char *order = kp_id_dup_text (&fixture->client.order);
  g_autofree char *org = kp_id_dup_text (&fixture->client.org);
  g_autofree char *body = g_strdup_printf (
    "{\"org_id\":\"%s\",\"number\":\"W-2026-00001\",\"title\":\"Request 1\","
    "\"state\":\"planned\",\"planned_on\":\"2026-12-10\",\"engineer\":\"Hans Meijer\"}",
    org);
  GtkWidget *window;
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "work_order", "s", order);
  g_variant_dict_insert (&arguments, "planned_on", "s", "2026-12-08");
  g_variant_dict_insert (&arguments, "engineer", "s", "Priya Nair");
  refuse (fixture, "work_order.plan@1", g_variant_dict_end (&arguments),
          "\"r\":\"conflict\",\"now\":{\"state\":\"planned\"},\"by\":\"Marieke\","
          "\"at\":1795000009000",
          KP_ENTITY_WORK_ORDER, &fixture->client.order, body);
  window = GTK_WIDGET (fixture->window);
  decide (fixture);
  kp_test_wait_for (shows (window, "Not Carried Out"));
  kp_test_wait_for (shows (window, "Planned on: Tuesday 8 December 2026\nEmployee: Priya Nair"));
  g_assert_true (shows (window, "Planned on: Thursday 10 December 2026\nEmployee: Hans Meijer"));
  g_assert_false (is_here (fixture, KP_TYPE_COMPARE_FIELD));
  take_picture (fixture, "changes-two-plannings");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("/changes-dialog/conflict/chooses-per-field", test_choose);
  ADD ("/changes-dialog/theirs/lets-go-with-a-way-back", test_take_theirs);
  ADD ("/changes-dialog/too-late/goes-as-a-message", test_too_late_answer);
  ADD ("/changes-dialog/queued/is-removed", test_remove);
  ADD ("/changes-dialog/may-have-left/says-why-it-stays", test_remove_too_late);
  g_test_add ("/changes-dialog/two-plannings/shows-both-days-and-employees", Fixture, "worked",
              set_up, test_two_plannings, tear_down);

  return g_test_run ();
}
