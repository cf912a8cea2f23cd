/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The facade on a real store, without a network: what a person does is kept and shown at once.
 */

#include "client-fixture.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-store-outbox.h"
#include "kp-test.h"

#include <signal.h>
#include <sys/wait.h>

static char *
dup_request (ClientFixture *fixture,
             guint index)
{
  return kp_id_dup_text (&g_array_index (fixture->requests, KpId, index));
}

static gpointer
get_item (KpQueryModel *list,
          guint position)
{
  gpointer item = g_list_model_get_item (G_LIST_MODEL (list), position);

  kp_test_wait_for (kp_record_get_ready (item));

  return item;
}

static void
wait_for_items (KpQueryModel *list,
                guint n)
{
  kp_test_wait_for (kp_query_model_get_n_items (list) == n);
}

static void
test_open (ClientFixture *fixture,
           gconstpointer data)
{
  KpClient *client = fixture->client;
  KpCounts *counts = kp_client_get_counts (client);
  g_autoptr (KpFlow) flow = g_list_model_get_item (kp_client_get_flows (client), 0);
  g_autoptr (KpTask) task = g_list_model_get_item (kp_client_get_tasks (client), 0);
  int year;
  int month;

  g_assert_cmpstr (kp_client_get_user_name (client), ==, "Jan");
  g_assert_cmpstr (kp_client_get_office_name (client), ==, "Office");
  g_assert_true (kp_client_get_terms_required (client));
  g_assert_cmpstr (kp_terms_get_text (kp_client_get_terms (client)), ==, "Be kind");
  g_assert_cmpint (kp_flow_get_steps (flow), ==, 3);
  g_assert_cmpstr (kp_task_get_kind (task), ==, KP_TASK_ANSWER);
  g_assert_true (kp_client_has_right (client, "request.submit", NULL));
  g_assert_false (kp_client_has_right (client, "request.handle", NULL));
  kp_test_wait_for (kp_counts_get (counts, KP_COUNT_OPEN) == 5);
  g_assert_cmpuint (kp_counts_get (counts, KP_COUNT_WAITING), ==, 1);
  kp_counts_get_last_month (counts, &year, &month);
  g_assert_cmpint (month, >, 0);
}

static void
test_list (ClientFixture *fixture,
           gconstpointer data)
{
  const KpFilter newest = { .scope = KP_SCOPE_MINE, .show = KP_SHOW_OPEN };
  const KpFilter searched = { .scope = KP_SCOPE_MINE, .search = "quest 3" };
  const KpFilter completed = { .scope = KP_SCOPE_ALL, .show = KP_SHOW_COMPLETED };
  g_autoptr (KpQueryModel) list = kp_client_list_requests (fixture->client, &newest);
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (KpRequest) same = NULL;

  wait_for_items (list, 5);
  request = get_item (list, 0);
  g_assert_cmpstr (kp_request_get_title (request), ==, "Request 4");
  g_assert_cmpstr (kp_request_get_status_text (request), ==, "Got it");
  g_assert_cmpstr (kp_request_get_org_name (request), ==, "Bakery");
  g_assert_true (kp_request_get_mine (request));
  g_assert_cmpint (kp_request_get_sync (request), ==, KP_SYNC_CONFIRMED);
  g_assert_true (kp_client_can (fixture->client, KP_RECORD (request), "request.withdraw"));
  g_assert_false (kp_client_can (fixture->client, KP_RECORD (request), "request.answer"));
  g_assert_false (kp_client_can (fixture->client, KP_RECORD (request), "request.accept"));

  kp_client_refilter (fixture->client, list, &searched);
  wait_for_items (list, 1);
  same = get_item (list, 0);
  g_assert_cmpstr (kp_request_get_title (same), ==, "Request 3");
  kp_client_refilter (fixture->client, list, &completed);
  wait_for_items (list, 0);
}

static void
test_narrow (ClientFixture *fixture,
             gconstpointer data)
{
  g_autoptr (KpQueryModel) statuses = kp_client_list_statuses (fixture->client);
  g_autoptr (KpChoice) received = NULL;
  g_autofree char *nowhere = kp_id_dup_text (&fixture->flow);
  KpFilter by_status = { .status = NULL };
  const KpFilter by_work = { .work_type_id = nowhere };
  const KpFilter before = { .until = G_GINT64_CONSTANT (1795000003000) };
  const KpFilter after = { .from = G_GINT64_CONSTANT (1795000003000), .search = "request" };
  const KpFilter by_person = { .search = "Jan" };
  g_autoptr (KpQueryModel) list = NULL;

  kp_test_wait_for (kp_query_model_get_n_items (statuses) > 0);
  received = get_item (statuses, 0);
  g_assert_cmpstr (kp_choice_get_name (received), ==, "Got it");
  by_status.status = kp_choice_get_value (received);
  list = kp_client_list_requests (fixture->client, &by_status);
  wait_for_items (list, 4);
  kp_client_refilter (fixture->client, list, &by_work);
  wait_for_items (list, 0);
  kp_client_refilter (fixture->client, list, &before);
  wait_for_items (list, 3);
  kp_client_refilter (fixture->client, list, &after);
  wait_for_items (list, 2);
  kp_client_refilter (fixture->client, list, &by_person);
  wait_for_items (list, 5);
}

static void
test_view (ClientFixture *fixture,
           gconstpointer data)
{
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autofree char *kept = NULL;

  kp_client_load_view_async (fixture->client, "requests", client_fixture_keep_result_cb, &first);
  kp_test_wait_for (first != NULL);
  g_assert_null (kp_client_load_view_finish (fixture->client, first, NULL));
  g_clear_object (&first);

  kp_client_keep_view (fixture->client, "requests", "{'sort': <'title'>}");
  client_fixture_close (fixture);
  client_fixture_open (fixture);
  kp_client_load_view_async (fixture->client, "requests", client_fixture_keep_result_cb, &second);
  kp_test_wait_for (second != NULL);
  kept = kp_client_load_view_finish (fixture->client, second, NULL);
  g_assert_cmpstr (kept, ==, "{'sort': <'title'>}");
}

static void
test_export (ClientFixture *fixture,
             gconstpointer data)
{
  const char *const headings[] = { "Number", "Title", "Kind", "Status", "Organisation",
                                   "By", "Made", "Last", "Work", NULL };
  const KpFilter filter = { .search = "Request", .sort = KP_SORT_TITLE };
  g_autofree char *path = g_build_filename (fixture->data_dir, "Requests.csv", NULL);
  g_autofree char *nowhere = g_build_filename (fixture->data_dir, "no", "Requests.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) impossible = g_file_new_for_path (nowhere);
  g_autoptr (GAsyncResult) exported = NULL;
  g_autoptr (GAsyncResult) failed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  kp_client_export_requests_async (fixture->client, &filter, headings, file, NULL,
                                   client_fixture_keep_result_cb, &exported);
  kp_test_wait_for (exported != NULL);
  g_assert_true (kp_client_export_requests_finish (fixture->client, exported, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 5);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_true (g_str_has_prefix (
    text, "\xEF\xBB\xBFNumber,Title,Kind,Status,Organisation,By,Made,Last,Work\r\n"
          "R-2026-00000,Request 0,,Waiting for you,Bakery,Jan,2026-"));
  g_assert_nonnull (strstr (text, "\r\nR-2026-00004,Request 4,,Got it,Bakery,Jan,"));

  kp_client_export_requests_async (fixture->client, &filter, headings, impossible, NULL,
                                   client_fixture_keep_result_cb, &failed);
  kp_test_wait_for (failed != NULL);
  g_assert_false (kp_client_export_requests_finish (fixture->client, failed, &n, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_STORAGE);
  g_assert_true (g_file_delete (file, NULL, NULL));
}

static void
test_perform (ClientFixture *fixture,
              gconstpointer data)
{
  g_autofree char *id = dup_request (fixture, 2);
  g_autofree char *message_id = NULL;
  g_autoptr (KpQueryModel) messages = kp_client_list_messages (fixture->client, id);
  g_autoptr (KpRequest) request = kp_client_get_request (fixture->client, id);
  g_autoptr (KpRequest) again = kp_client_get_request (fixture->client, id);
  g_autoptr (KpMessage) message = NULL;
  GVariantDict arguments;

  g_assert_true (request == again);
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (request)));

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", id);
  g_variant_dict_insert (&arguments, "text", "s", "Hello");
  message_id =
    client_fixture_perform (fixture, "request.comment@1", g_variant_dict_end (&arguments));

  wait_for_items (messages, 1);
  message = get_item (messages, 0);
  g_assert_cmpstr (kp_record_get_id (KP_RECORD (message)), ==, message_id);
  g_assert_cmpstr (kp_message_get_text (message), ==, "Hello");
  g_assert_cmpstr (kp_message_get_author_name (message), ==, "Jan");
  g_assert_true (kp_message_get_mine (message));
  g_assert_cmpint (kp_message_get_sync (message), !=, KP_SYNC_CONFIRMED);
  kp_test_wait_for (kp_request_get_sync (request) != KP_SYNC_CONFIRMED);
}

#define MANY 20

/* One right behind the other: whatever they share, the last one shows it all. */
static void
test_perform_many (ClientFixture *fixture,
                   gconstpointer data)
{
  g_autofree char *id = dup_request (fixture, 2);
  g_autoptr (KpQueryModel) messages = kp_client_list_messages (fixture->client, id);

  wait_for_items (messages, 0);
  for (guint i = 0; i < MANY; i++)
    {
      GVariantDict arguments;

      g_variant_dict_init (&arguments, NULL);
      g_variant_dict_insert (&arguments, "request", "s", id);
      g_variant_dict_insert (&arguments, "text", "s", "Hello");
      kp_client_perform_async (fixture->client, "request.comment@1",
                               g_variant_dict_end (&arguments), NULL, NULL);
    }
  wait_for_items (messages, MANY);
}

static void
test_perform_wrong (ClientFixture *fixture,
                    gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) other = NULL;

  kp_client_perform_async (fixture->client, "request.comment@1",
                           g_variant_new_parsed ("{'text': <'no request'>}"),
                           client_fixture_keep_result_cb, &result);
  kp_client_perform_async (fixture->client, "request.nonsense@1",
                           g_variant_new_parsed ("@a{sv} {}"), client_fixture_keep_result_cb,
                           &second);
  kp_test_wait_for (result != NULL && second != NULL);
  g_assert_null (kp_client_perform_finish (fixture->client, result, &error));
  g_assert_nonnull (error);
  g_assert_null (kp_client_perform_finish (fixture->client, second, &other));
  g_assert_nonnull (other);
}

static void
test_form (ClientFixture *fixture,
           gconstpointer data)
{
  const KpFilter mine = { .scope = KP_SCOPE_MINE };
  g_autoptr (KpQueryModel) list = kp_client_list_requests (fixture->client, &mine);
  g_autoptr (KpQueryModel) drafts = kp_client_list_drafts (fixture->client);
  g_autoptr (KpQueryModel) answers = NULL;
  g_autoptr (KpRequestForm) form = client_fixture_new_form (fixture);
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (KpAnswer) answer = NULL;
  g_autofree char *id = NULL;

  wait_for_items (list, 5);
  client_fixture_fill (form, "Tap");

  /* Kept by itself after two seconds; sending makes an end of the draft. */
  kp_test_wait_for (kp_request_form_get_state (form) == KP_FORM_KEPT);
  wait_for_items (drafts, 1);
  id = client_fixture_submit (fixture, form);
  g_assert_cmpint (kp_request_form_get_state (form), ==, KP_FORM_SUBMITTED);
  wait_for_items (drafts, 0);
  wait_for_items (list, 6);

  request = get_item (list, 0);
  g_assert_cmpstr (kp_record_get_id (KP_RECORD (request)), ==, id);
  g_assert_cmpstr (kp_request_get_title (request), ==, "Tap");
  g_assert_null (kp_request_get_number (request));
  g_assert_cmpint (kp_request_get_sync (request), !=, KP_SYNC_CONFIRMED);
  g_assert_cmpstr (kp_request_get_status_text (request), ==, "Not sent yet");

  answers = kp_client_list_answers (fixture->client, id);
  wait_for_items (answers, 2);
  answer = get_item (answers, 0);
  g_assert_cmpstr (kp_answer_get_value (answer), ==, "Tap");
  g_clear_object (&answer);
  answer = get_item (answers, 1);
  g_assert_cmpstr (kp_answer_get_section (answer), ==, "Checklist");
  g_assert_cmpstr (kp_answer_get_label (answer), ==, "A photo");
}

/* Far more than may be sent is kept all the same; what even a draft does not hold is said. */
static void
test_long_draft (ClientFixture *fixture,
                 gconstpointer data)
{
  g_autoptr (KpRequestForm) form = client_fixture_new_form (fixture);
  g_autofree char *longer = g_strnfill (4 * KP_LIMIT_OPERATION, 'x');
  g_autofree char *longest = g_strnfill (KP_LIMIT_DRAFT, 'x');

  kp_request_form_set_explanation (form, longer);
  kp_test_wait_for (kp_request_form_get_state (form) == KP_FORM_KEPT);

  kp_request_form_set_explanation (form, longest);
  kp_test_wait_for (kp_request_form_get_keep_error (form) == KP_ERROR_TOO_LARGE);
  g_assert_cmpint (kp_request_form_get_state (form), ==, KP_FORM_CHANGED);

  kp_request_form_set_explanation (form, "Short");
  kp_test_wait_for (kp_request_form_get_state (form) == KP_FORM_KEPT);
  g_assert_cmpint (kp_request_form_get_keep_error (form), ==, 0);
}

static void
test_leave (ClientFixture *fixture,
            gconstpointer data)
{
  g_autoptr (KpQueryModel) drafts = NULL;
  g_autoptr (KpRequestForm) form = client_fixture_new_form (fixture);
  g_autoptr (KpRequestForm) again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpDraft) draft = NULL;

  /* The program ends within the two seconds. */
  client_fixture_fill (form, "Half a sentence");
  g_clear_object (&form);
  client_fixture_close (fixture);

  client_fixture_open (fixture);
  drafts = kp_client_list_drafts (fixture->client);
  wait_for_items (drafts, 1);
  draft = get_item (drafts, 0);
  g_assert_cmpstr (kp_draft_get_title (draft), ==, "Half a sentence");
  g_assert_cmpstr (kp_draft_get_flow_name (draft), ==, "Repair");

  kp_client_open_draft_async (fixture->client, kp_record_get_id (KP_RECORD (draft)),
                              client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  again = kp_client_open_draft_finish (fixture->client, result, NULL);
  g_assert_cmpstr (kp_request_form_get_title (again), ==, "Half a sentence");
}

/* What was named once can be picked the next time, and is filled in where the flow says so. */
static void
test_named_before (ClientFixture *self,
                   gconstpointer data)
{
  g_autoptr (KpRequestForm) first = client_fixture_new_form (self);
  g_autoptr (KpRequestForm) second = NULL;
  g_autofree char *id = NULL;
  KpQuestion *machine = kp_request_form_find_question (first, "machine");

  g_assert_cmpuint (kp_question_get_candidates (machine)->len, ==, 0);
  client_fixture_fill (first, "Tap");
  kp_question_set_part (machine, "name", "Boiler 2");
  kp_question_set_part (machine, "location", "Cellar");
  id = client_fixture_submit (self, first);

  second = client_fixture_new_form (self);
  machine = kp_request_form_find_question (second, "machine");
  g_assert_cmpuint (kp_question_get_candidates (machine)->len, ==, 1);
  g_assert_cmpstr (kp_question_get_part (machine, "name"), ==, "Boiler 2");
  g_assert_cmpstr (kp_question_get_part (machine, "location"), ==, "Cellar");
}

/* Deleting can be undone at once, with everything that was typed. */
static void
test_undo (ClientFixture *self,
           gconstpointer data)
{
  g_autoptr (KpRequestForm) form = client_fixture_new_form (self);
  g_autoptr (KpQueryModel) drafts = kp_client_list_drafts (self->client);
  g_autofree char *id = g_strdup (kp_request_form_get_draft_id (form));
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) deleted = NULL;
  g_autoptr (GAsyncResult) restored = NULL;
  g_autoptr (GAsyncResult) twice = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDraft) draft = NULL;

  client_fixture_fill (form, "Half a sentence");
  kp_client_save_form_async (self->client, form, client_fixture_keep_result_cb, &saved);
  kp_test_wait_for (saved != NULL && kp_query_model_get_n_items (drafts) == 1);
  kp_client_delete_draft_async (self->client, id, client_fixture_keep_result_cb, &deleted);
  kp_test_wait_for (deleted != NULL && kp_query_model_get_n_items (drafts) == 0);

  kp_client_restore_draft_async (self->client, id, client_fixture_keep_result_cb, &restored);
  kp_test_wait_for (restored != NULL);
  g_assert_true (kp_client_restore_draft_finish (self->client, restored, &error));
  kp_test_wait_for (kp_query_model_get_n_items (drafts) == 1);
  draft = g_list_model_get_item (G_LIST_MODEL (drafts), 0);
  kp_test_wait_for (g_strcmp0 (kp_draft_get_title (draft), "Half a sentence") == 0);

  /* Only the one that was deleted last. */
  kp_client_restore_draft_async (self->client, id, client_fixture_keep_result_cb, &twice);
  kp_test_wait_for (twice != NULL);
  g_assert_false (kp_client_restore_draft_finish (self->client, twice, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_NOT_FOUND);
}

static void
test_refused (ClientFixture *fixture,
              gconstpointer data)
{
  g_autoptr (KpQueryModel) drafts = NULL;
  g_autoptr (KpQueryModel) changes = kp_client_list_changes (fixture->client);
  g_autoptr (KpRequestForm) form = client_fixture_new_form (fixture);
  g_autoptr (KpRequestForm) again = NULL;
  g_autoptr (KpChange) change = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;
  g_autofree char *second = NULL;

  client_fixture_fill (form, "Tap");
  id = client_fixture_submit (fixture, form);
  wait_for_items (changes, 1);
  change = get_item (changes, 0);
  g_assert_cmpstr (kp_change_get_kind (change), ==, "request.submit");
  g_assert_cmpstr (kp_change_get_subject_title (change), ==, "Tap");

  /* The office answers while the program is closed. */
  client_fixture_close (fixture);
  client_fixture_refuse (fixture, kp_record_get_id (KP_RECORD (change)), "\"subject:missing\"");
  client_fixture_open (fixture);

  g_clear_object (&changes);
  g_clear_object (&change);
  changes = kp_client_list_changes (fixture->client);
  drafts = kp_client_list_drafts (fixture->client);
  wait_for_items (changes, 1);
  change = get_item (changes, 0);
  g_assert_cmpint (kp_change_get_sync (change), ==, KP_SYNC_NEEDS_YOU);
  g_assert_cmpstr (kp_change_get_reason (change), ==, KP_REASON_NEED);
  g_assert_cmpstr (kp_change_get_reason_detail (change), ==, "subject:missing");
  g_assert_nonnull (kp_change_get_draft_id (change));

  kp_client_open_draft_async (fixture->client, kp_change_get_draft_id (change),
                              client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  again = kp_client_open_draft_finish (fixture->client, result, NULL);
  g_assert_true (kp_request_form_get_refused (again));
  g_assert_cmpstr (kp_request_form_get_title (again), ==, "Tap");
  g_assert_cmpint (kp_question_get_fault (kp_request_form_find_question (again, "subject")), ==,
                   KP_FAULT_MISSING);

  /* Sent again, the refusal is done with: one change waits, no draft is left. */
  client_fixture_fill (again, "Tap in the kitchen");
  second = client_fixture_submit (fixture, again);
  g_assert_cmpstr (second, !=, id);
  wait_for_items (drafts, 0);
  wait_for_items (changes, 1);
}

static void
test_drop (ClientFixture *fixture,
           gconstpointer data)
{
  g_autofree char *id = dup_request (fixture, 1);
  g_autofree char *same = NULL;
  g_autoptr (KpRequest) request = kp_client_get_request (fixture->client, id);
  GVariantDict arguments;

  kp_test_wait_for (kp_record_get_ready (KP_RECORD (request)));
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", id);
  same = client_fixture_perform (fixture, "request.withdraw@1", g_variant_dict_end (&arguments));
  g_assert_cmpstr (same, ==, id);
  kp_test_wait_for (g_strcmp0 (kp_request_get_state (request), "withdrawn") == 0);
  g_assert_cmpint (kp_request_get_bucket (request), ==, KP_BUCKET_COMPLETED);
}

static void
test_details (ClientFixture *fixture,
              gconstpointer data)
{
  g_autoptr (KpQueryModel) changes = kp_client_list_changes (fixture->client);
  g_autoptr (GAsyncResult) dropped = NULL;
  g_autoptr (KpChange) change = NULL;
  g_autofree char *id = NULL;
  guint n_names = 0;
  guint n_emails = 0;

  kp_test_count (fixture->client, "notify::user-name", &n_names);
  kp_test_count (fixture->client, "notify::user-email", &n_emails);
  id = client_fixture_perform (fixture, "user.update@1",
                               g_variant_new_parsed ("{'display_name': <'Jan de Wit'>}"));
  g_assert_cmpstr (id, ==, kp_client_get_user_id (fixture->client));
  kp_test_wait_for (n_names == 1);
  g_assert_cmpstr (kp_client_get_user_name (fixture->client), ==, "Jan de Wit");
  g_assert_cmpuint (n_emails, ==, 0);

  /* Taken back before it was sent, if it was not: the name is the old one again. */
  wait_for_items (changes, 1);
  change = get_item (changes, 0);
  kp_client_drop_change_async (fixture->client, kp_record_get_id (KP_RECORD (change)),
                               client_fixture_keep_result_cb, &dropped);
  kp_test_wait_for (dropped != NULL);
  if (kp_client_drop_change_finish (fixture->client, dropped, NULL))
    {
      kp_test_wait_for (n_names == 2);
      g_assert_cmpstr (kp_client_get_user_name (fixture->client), ==, "Jan");
      wait_for_items (changes, 0);
    }
}

static void
test_killed (ClientFixture *fixture,
             gconstpointer data)
{
  const KpFilter mine = { .scope = KP_SCOPE_MINE };
  g_autoptr (KpQueryModel) list = NULL;
  g_autoptr (KpRequest) request = NULL;
  int status;
  pid_t child;

  client_fixture_close (fixture);

  /* A child queues and is killed the moment that it is told that the request is kept. */
  child = fork ();
  if (child == 0)
    {
      g_autoptr (KpRequestForm) form = NULL;

      client_fixture_open (fixture);
      form = client_fixture_new_form (fixture);
      client_fixture_fill (form, "Survivor");
      client_fixture_submit (fixture, form);
      kill (getpid (), SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);

  client_fixture_open (fixture);
  list = kp_client_list_requests (fixture->client, &mine);
  wait_for_items (list, 6);
  request = get_item (list, 0);
  g_assert_cmpstr (kp_request_get_title (request), ==, "Survivor");
}

/* A number beside a list, and the list. */
static void
check_counts (ClientFixture *fixture,
              guint n_queue)
{
  static const struct
  {
    KpCount count;
    KpFilter filter;
    gboolean staff; /* whether only staff are told */
  } PAIRS[] = {
    { KP_COUNT_OPEN, { .scope = KP_SCOPE_ORGANISATION, .show = KP_SHOW_OPEN }, FALSE },
    { KP_COUNT_COMPLETED, { .scope = KP_SCOPE_ORGANISATION, .show = KP_SHOW_COMPLETED }, FALSE },
    { KP_COUNT_MINE_OPEN, { .scope = KP_SCOPE_MINE, .show = KP_SHOW_OPEN }, FALSE },
    { KP_COUNT_QUEUE, { .scope = KP_SCOPE_ORGANISATION, .show = KP_SHOW_TO_DECIDE }, TRUE },
  };
  KpCounts *counts = kp_client_get_counts (fixture->client);

  for (guint i = 0; i < G_N_ELEMENTS (PAIRS); i++)
    {
      g_autoptr (KpQueryModel) list = kp_client_list_requests (fixture->client, &PAIRS[i].filter);

      if (PAIRS[i].staff && !fixture->staff)
        continue;

      kp_test_wait_for (kp_query_model_get_loaded (list));
      kp_test_wait_for (kp_counts_get (counts, PAIRS[i].count) ==
                        kp_query_model_get_n_items (list));
    }
  kp_test_wait_for (kp_counts_get (counts, KP_COUNT_QUEUE) == n_queue);
}

static void
test_counts (ClientFixture *fixture,
             gconstpointer data)
{
  g_autofree char *id = dup_request (fixture, 1);
  g_autofree char *order_id = NULL;
  GVariantDict arguments;

  check_counts (fixture, fixture->staff ? 5 : 0);
  if (!fixture->staff)
    return;

  /* What waits for the customer is in the queue all the same, but does not wait for the office. */
  g_assert_cmpuint (kp_counts_get (kp_client_get_counts (fixture->client), KP_COUNT_WAITING), ==,
                    4);
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", id);
  order_id = client_fixture_perform (fixture, "request.accept@1", g_variant_dict_end (&arguments));
  check_counts (fixture, 4);
}

static void
test_organisation (ClientFixture *fixture,
                   gconstpointer data)
{
  const KpFilter selected = { .scope = KP_SCOPE_ORGANISATION };
  const KpFilter everything = { .scope = KP_SCOPE_ALL };
  g_autoptr (KpQueryModel) list = kp_client_list_requests (fixture->client, &selected);
  g_autoptr (KpQueryModel) all = kp_client_list_requests (fixture->client, &everything);
  g_autofree char *other = dup_request (fixture, 1);
  KpCounts *counts = kp_client_get_counts (fixture->client);

  wait_for_items (list, 5);
  wait_for_items (all, 5);

  /* There is no such organisation, so there is nothing of it. */
  kp_client_set_organisation (fixture->client, other);
  wait_for_items (list, 0);
  kp_test_wait_for (kp_counts_get (counts, KP_COUNT_OPEN) == 0);
  g_assert_cmpuint (kp_query_model_get_n_items (all), ==, 5);
  kp_client_set_organisation (fixture->client, "");
  wait_for_items (list, 5);
  kp_test_wait_for (kp_counts_get (counts, KP_COUNT_OPEN) == 5);
}

static void
test_staff (ClientFixture *fixture,
            gconstpointer data)
{
  const KpFilter queue = { .scope = KP_SCOPE_ALL,
                           .show = KP_SHOW_TO_DECIDE,
                           .sort = KP_SORT_OLDEST };
  const KpFilter all = { .scope = KP_SCOPE_ALL };
  g_autoptr (KpQueryModel) list = kp_client_list_requests (fixture->client, &queue);
  g_autoptr (KpQueryModel) orders = kp_client_list_work_orders (fixture->client, &all);
  g_autofree char *id = dup_request (fixture, 1);
  g_autofree char *order_id = NULL;
  g_autoptr (KpRequest) request = kp_client_get_request (fixture->client, id);
  g_autoptr (KpWorkOrder) order = NULL;
  GVariantDict arguments;

  wait_for_items (list, 5);
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (request)));
  g_assert_true (kp_client_can (fixture->client, KP_RECORD (request), "request.accept"));
  g_assert_false (kp_client_can (fixture->client, KP_RECORD (request), "request.withdraw"));

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", id);
  order_id = client_fixture_perform (fixture, "request.accept@1", g_variant_dict_end (&arguments));

  wait_for_items (list, 4);
  wait_for_items (orders, 1);
  order = get_item (orders, 0);
  g_assert_cmpstr (kp_record_get_id (KP_RECORD (order)), ==, order_id);
  g_assert_cmpstr (kp_work_order_get_title (order), ==, "Request 1");
  kp_test_wait_for (g_strcmp0 (kp_request_get_state (request), "new") == 0);
  g_assert_false (kp_client_can (fixture->client, KP_RECORD (request), "request.accept"));
}

static void
test_read (ClientFixture *fixture,
           gconstpointer data)
{
  g_autofree char *id = dup_request (fixture, 3);
  g_autoptr (KpRequest) request = kp_client_get_request (fixture->client, id);
  g_autoptr (KpStore) store = NULL;
  g_autoptr (GPtrArray) operations = NULL;
  g_autoptr (KpQueryModel) changes = NULL;
  g_autoptr (GError) error = NULL;
  guint n_waiting;
  guint n_needs_you;

  kp_test_wait_for (kp_record_get_ready (KP_RECORD (request)));
  kp_client_mark_read (fixture->client, id);
  kp_client_mark_read (fixture->client, id);
  client_fixture_close (fixture);

  store = client_fixture_open_store (fixture);
  operations = kp_store_list_changes (store, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (operations->len, ==, 1);
  kp_store_count_changes (store, &n_waiting, &n_needs_you, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_waiting, ==, 0);
  g_clear_pointer (&store, kp_store_close);

  client_fixture_open (fixture);
  changes = kp_client_list_changes (fixture->client);
  kp_test_wait_for (kp_query_model_get_loaded (changes));
  g_assert_cmpuint (kp_query_model_get_n_items (changes), ==, 0);
}

static void
test_two_clients (ClientFixture *fixture,
                  gconstpointer data)
{
  ClientFixture other = { 0 };

  client_fixture_set_up (&other, "staff");
  g_assert_true (kp_client_get_is_staff (other.client));
  g_assert_false (kp_client_get_is_staff (fixture->client));
  client_fixture_tear_down (&other, NULL);
  g_assert_cmpstr (kp_client_get_user_name (fixture->client), ==, "Jan");
}

static void
test_closed_lists (ClientFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (KpQueryModel) list = kp_client_list_requests (fixture->client, NULL);
  g_autoptr (KpRequest) request = NULL;

  wait_for_items (list, 5);
  request = get_item (list, 0);
  client_fixture_close (fixture);
  g_assert_cmpuint (kp_query_model_get_n_items (list), ==, 0);
  g_assert_nonnull (kp_request_get_title (request));
}

static void
test_dropped (ClientFixture *fixture,
              gconstpointer data)
{
  kp_test_finalize (g_steal_pointer (&fixture->client));
}

#define ADD(path, data, function) \
  g_test_add (path, ClientFixture, data, client_fixture_set_up, function, client_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/client/open/person-rights-and-first-lists", NULL, test_open);
  ADD ("/client/list/narrowed-by-status-work-and-period", NULL, test_narrow);
  ADD ("/client/view/kept-for-this-account", NULL, test_view);
  ADD ("/client/export/whole-list-or-the-file-as-it-was", NULL, test_export);
  ADD ("/client/list/filter-search-and-buckets", NULL, test_list);
  ADD ("/client/perform/shown-at-once-as-queued", NULL, test_perform);
  ADD ("/client/perform/many-at-once/all-are-shown", NULL, test_perform_many);
  ADD ("/client/perform/wrong/nothing-is-kept", NULL, test_perform_wrong);
  ADD ("/client/form/kept-by-itself-then-sent", NULL, test_form);
  ADD ("/client/form/too-much-to-send/is-kept-or-said", NULL, test_long_draft);
  ADD ("/client/form/closed-in-the-middle/comes-back", NULL, test_leave);
  ADD ("/client/form/filled-from-what-was-named-before", NULL, test_named_before);
  ADD ("/client/draft/deleted-and-undone", NULL, test_undo);
  ADD ("/client/form/refused/comes-back-with-its-faults", NULL, test_refused);
  ADD ("/client/withdraw/shown-at-once", NULL, test_drop);
  ADD ("/client/details/changed-and-taken-back", NULL, test_details);
  ADD ("/client/submit/killed/still-there", NULL, test_killed);
  ADD ("/client/counts/customer/those-of-the-lists", NULL, test_counts);
  ADD ("/client/counts/staff/those-of-the-lists", "staff", test_counts);
  ADD ("/client/organisation/lists-and-counts-follow", NULL, test_organisation);
  ADD ("/client/staff/accept-makes-a-work-order", "staff", test_staff);
  ADD ("/client/read/marked-once-and-not-in-the-journal", NULL, test_read);
  ADD ("/client/two-accounts/do-not-meet", NULL, test_two_clients);
  ADD ("/client/close/lists-are-empty-records-stay", NULL, test_closed_lists);
  ADD ("/client/dropped/without-closing-goes-too", NULL, test_dropped);

  return g_test_run ();
}
