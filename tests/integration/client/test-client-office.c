/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The main story through the facade: a customer sends a request, the office asks, the customer
 * answers, the office accepts. Runs below support/with-keyring.sh.
 */

#include "kp-client-files.h"
#include "kp-demo-server.h"
#include "kp-error.h"
#include "kp-file-story.h"
#include "kp-form-story.h"
#include "kp-test.h"

#include <glib/gstdio.h>

/**
 * Person:
 */
typedef struct
{
  const KpDemoAccount *account; /* (unowned) */
  char *data_dir;               /* (owned) */
  KpAccounts *accounts;         /* (owned) */
  KpClient *client;             /* (owned) (nullable) */
  guint n_news;
  gboolean once; /* signs in until the program ends */
} Person;

typedef struct
{
  KpDemoServer *server; /* (owned) */
  Person customer;
  Person staff;
} Fixture;

static void
on_done_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static void
on_state_cb (KpStatus *status,
             GParamSpec *pspec,
             gboolean *was_offline)
{
  if (kp_status_get_state (status) == KP_STATUS_OFFLINE)
    *was_offline = TRUE;
}

static void
sign_in (Fixture *fixture,
         Person *person)
{
  const KpCredentials credentials = {
    .portal = person->account->portal,
    .login = person->account->login,
    .password = person->account->password,
    .once = person->once,
  };
  g_autoptr (GAsyncResult) discovered = NULL;
  g_autoptr (GAsyncResult) signed_in = NULL;
  g_autoptr (KpOffice) office = NULL;
  g_autoptr (GError) error = NULL;
  KpStatus *status;
  gboolean was_offline;

  kp_client_discover_async (kp_demo_server_get_address (fixture->server), NULL, on_done_cb,
                            &discovered);
  kp_test_wait_for (discovered != NULL);
  office = kp_client_discover_finish (discovered, &error);
  g_assert_no_error (error);

  kp_client_sign_in_async (person->accounts, office, &credentials, NULL, on_done_cb, &signed_in);
  kp_test_wait_for (signed_in != NULL);
  person->client = kp_client_sign_in_finish (signed_in, &error);
  g_assert_no_error (error);
  kp_test_count (person->client, "news", &person->n_news);
  status = kp_client_get_status (person->client);
  was_offline = kp_status_get_state (status) == KP_STATUS_OFFLINE;
  g_signal_connect (status, "notify::state", G_CALLBACK (on_state_cb), &was_offline);
  kp_test_wait_for (kp_status_get_state (status) == KP_STATUS_UP_TO_DATE);
  g_signal_handlers_disconnect_by_data (status, &was_offline);
  g_assert_false (was_offline);
}

static void
close_client (Person *person)
{
  g_autoptr (GAsyncResult) closed = NULL;

  kp_client_close_async (person->client, on_done_cb, &closed);
  kp_test_wait_for (closed != NULL);
  g_clear_object (&closed);
  kp_test_finalize (g_steal_pointer (&person->client));
}

static void
begin (Person *person,
       const KpDemoAccount *account)
{
  person->account = account;
  person->data_dir = g_dir_make_tmp ("klantportaal-person-XXXXXX", NULL);
  person->accounts = kp_accounts_new (person->data_dir, kp_environment_get_real ());
}

static void
end (Person *person)
{
  if (person->client != NULL)
    close_client (person);

  while (g_list_model_get_n_items (G_LIST_MODEL (person->accounts)) > 0)
    {
      g_autoptr (KpAccount) account = g_list_model_get_item (G_LIST_MODEL (person->accounts), 0);
      g_autoptr (GAsyncResult) removed = NULL;

      kp_accounts_remove_async (person->accounts, account, on_done_cb, &removed);
      kp_test_wait_for (removed != NULL);
      g_assert_true (kp_accounts_remove_finish (person->accounts, removed, NULL));
    }
  g_object_unref (person->accounts);
  g_rmdir (person->data_dir);
  g_free (person->data_dir);
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->server = kp_demo_server_new ();
  begin (&fixture->customer, kp_demo_server_get_account (fixture->server, FALSE));
  begin (&fixture->staff, kp_demo_server_get_account (fixture->server, TRUE));
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  end (&fixture->customer);
  end (&fixture->staff);
  kp_demo_server_free (fixture->server);
}

static void
perform (KpClient *client,
         const char *kind,
         const char *request,
         const char *text)
{
  g_autoptr (GAsyncResult) performed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", request);
  if (text != NULL)
    g_variant_dict_insert (&arguments, "text", "s", text);
  kp_client_perform_async (client, kind, g_variant_dict_end (&arguments), on_done_cb, &performed);
  kp_test_wait_for (performed != NULL);
  id = kp_client_perform_finish (client, performed, &error);
  g_assert_no_error (error);
}

static gboolean
is_confirmed (KpRequest *request,
              const char *state)
{
  return kp_request_get_sync (request) == KP_SYNC_CONFIRMED &&
         g_strcmp0 (kp_request_get_state (request), state) == 0;
}

/* Returns: whether one of the tasks is of that kind and about that subject */
static gboolean
has_task (KpClient *client,
          const char *kind,
          const char *subject)
{
  GListModel *tasks = kp_client_get_tasks (client);

  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (KpTask) task = g_list_model_get_item (tasks, i);

      if (g_strcmp0 (kp_task_get_kind (task), kind) == 0 &&
          g_strcmp0 (kp_task_get_subject_id (task), subject) == 0)
        return TRUE;
    }

  return FALSE;
}

static void
test_story (Fixture *fixture,
            gconstpointer data)
{
  const KpFilter queue = { .scope = KP_SCOPE_ALL, .show = KP_SHOW_TO_DECIDE };
  g_autoptr (KpRequest) mine = NULL;
  g_autoptr (KpRequest) theirs = NULL;
  g_autoptr (KpQueryModel) inbox = NULL;
  g_autoptr (KpQueryModel) answers = NULL;
  g_autofree char *id = NULL;

  sign_in (fixture, &fixture->customer);
  sign_in (fixture, &fixture->staff);
  g_assert_true (kp_client_get_is_staff (fixture->staff.client));
  inbox = kp_client_list_requests (fixture->staff.client, &queue);

  id = kp_submit_filled_form (fixture->customer.client);
  mine = kp_client_get_request (fixture->customer.client, id);
  kp_test_wait_for (is_confirmed (mine, "submitted"));
  g_assert_nonnull (kp_request_get_number (mine));
  g_assert_false (kp_request_get_unread (mine));

  /* The office sees it without asking. */
  kp_test_wait_for (kp_query_model_find (inbox, id) != G_MAXUINT);
  kp_test_wait_for (has_task (fixture->staff.client, KP_TASK_REQUEST, id));
  theirs = kp_client_get_request (fixture->staff.client, id);
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (theirs)));
  g_assert_cmpstr (kp_request_get_title (theirs), ==, kp_request_get_title (mine));
  answers = kp_client_list_answers (fixture->staff.client, id);
  kp_test_wait_for (kp_query_model_get_n_items (answers) > 0);

  /* It asks; the customer hears of it, has a task, and answers. */
  g_assert_true (kp_client_can (fixture->staff.client, KP_RECORD (theirs), "request.ask"));
  perform (fixture->staff.client, "request.ask@1", id, "Welke factuur?");
  kp_test_wait_for (is_confirmed (mine, "needs_information"));
  kp_test_wait_for (has_task (fixture->customer.client, KP_TASK_ANSWER, id));
  kp_test_wait_for (fixture->customer.n_news > 0);
  g_assert_cmpuint (fixture->customer.n_news, ==, 1); /* not one of the message, one of the state */
  kp_test_wait_for (kp_request_get_unread (mine));
  kp_client_mark_read (fixture->customer.client, id);
  kp_test_wait_for (!kp_request_get_unread (mine));
  perform (fixture->customer.client, "request.answer@1", id, "Die van mei.");
  kp_test_wait_for (is_confirmed (theirs, "submitted"));
  kp_test_wait_for (has_task (fixture->staff.client, KP_TASK_REPLY, id));

  /* It accepts; the customer sees the work order's state. */
  fixture->customer.n_news = 0;
  perform (fixture->staff.client, "request.accept@1", id, NULL);
  kp_test_wait_for (is_confirmed (mine, "new"));
  kp_test_wait_for (fixture->customer.n_news > 0);
  g_assert_cmpuint (fixture->customer.n_news, ==, 1);
  g_assert_nonnull (kp_request_get_work_order_id (mine));
  kp_test_wait_for (kp_query_model_find (inbox, id) == G_MAXUINT);
}

/* The first load takes a while; the banner must not say for so long that there is no connection. */
static void
test_sign_in (Fixture *fixture,
              gconstpointer data)
{
  sign_in (fixture, &fixture->customer);
}

/* Opens an account again from the keyring, whether the office answers or not. */
static void
reopen (Person *person)
{
  g_autoptr (KpAccount) account = g_list_model_get_item (G_LIST_MODEL (person->accounts), 0);
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GError) error = NULL;

  kp_client_open_async (person->accounts, account, NULL, on_done_cb, &opened);
  kp_test_wait_for (opened != NULL);
  person->client = kp_client_open_finish (opened, &error);
  g_assert_no_error (error);
}

/* Returns: (transfer full): the newest change, once it stands as @sync says */
static KpChange *
wait_for_change (KpQueryModel *changes,
                 KpSyncState sync)
{
  for (;;)
    {
      g_autoptr (KpChange) change = g_list_model_get_item (G_LIST_MODEL (changes), 0);

      if (change != NULL && kp_record_get_ready (KP_RECORD (change)) &&
          kp_change_get_sync (change) == sync)
        return g_steal_pointer (&change);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_files (Fixture *fixture,
            gconstpointer data)
{
  g_autoptr (KpRequest) request = NULL;
  g_autofree char *request_id = NULL;
  g_autofree char *file = NULL;
  g_autofree char *content = NULL;
  g_autofree char *offline = NULL;
  g_autoptr (GError) error = NULL;

  sign_in (fixture, &fixture->customer);
  sign_in (fixture, &fixture->staff);
  request_id = kp_submit_filled_form (fixture->customer.client);
  request = kp_client_get_request (fixture->customer.client, request_id);
  kp_test_wait_for (is_confirmed (request, "submitted"));
  g_clear_object (&request);

  kp_demo_server_kill (fixture->server);
  file = kp_send_file (fixture->customer.client, request_id, "offerte.txt", "Twee banken");
  close_client (&fixture->customer);
  kp_demo_server_start (fixture->server);
  reopen (&fixture->customer);

  kp_wait_for_file (fixture->staff.client, request_id, file, "clean");
  content = kp_read_file (fixture->staff.client, file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (content, ==, "Twee banken");

  /* What was opened once is here. */
  kp_demo_server_kill (fixture->server);
  offline = kp_read_file (fixture->staff.client, file, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (offline, ==, content);
}

/* Office and program end while a file is on its way: it is sent again, and is there once. */
static void
test_cut_off (Fixture *fixture,
              gconstpointer data)
{
  g_autofree char *content = g_strnfill (9 * 1024 * 1024, 'a');
  g_autoptr (KpQueryModel) files = NULL;
  g_autofree char *request_id = NULL;
  g_autofree char *file = NULL;
  guint n_told = 0;

  sign_in (fixture, &fixture->customer);
  sign_in (fixture, &fixture->staff);
  request_id = kp_submit_filled_form (fixture->customer.client);
  kp_test_count (fixture->customer.client, "file-progress", &n_told);
  file = kp_send_file (fixture->customer.client, request_id, "lang.txt", content);
  kp_test_wait_for (n_told > 0);
  kp_demo_server_kill (fixture->server);
  close_client (&fixture->customer);
  kp_demo_server_start (fixture->server);
  reopen (&fixture->customer);

  kp_wait_for_file (fixture->staff.client, request_id, file, "clean");
  files = kp_client_list_attachments (fixture->staff.client, request_id);
  kp_test_wait_for (kp_query_model_get_n_items (files) > 0);
  g_assert_cmpuint (kp_query_model_get_n_items (files), ==, 1);
}

static void
test_infected (Fixture *fixture,
               gconstpointer data)
{
  g_autofree char *eicar = g_strconcat ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-",
                                        "ANTIVIRUS-TEST-FILE!$H+H*", NULL);
  g_autofree char *request_id = NULL;
  g_autofree char *file = NULL;
  g_autoptr (GError) error = NULL;

  sign_in (fixture, &fixture->customer);
  sign_in (fixture, &fixture->staff);
  request_id = kp_submit_filled_form (fixture->customer.client);
  file = kp_send_file (fixture->customer.client, request_id, "lijst.txt", eicar);
  kp_wait_for_file (fixture->staff.client, request_id, file, "infected");
  g_assert_null (kp_read_file (fixture->staff.client, file, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_FORBIDDEN);
}

/* The office looks into files that only look right from outside. */
static void
test_refused_file (Fixture *fixture,
                   gconstpointer data)
{
  g_autoptr (KpQueryModel) changes = NULL;
  g_autoptr (KpChange) refused = NULL;
  g_autoptr (KpChange) confirmed = NULL;
  g_autoptr (GAsyncResult) removed = NULL;
  g_autofree char *request_id = NULL;
  g_autofree char *file = NULL;
  g_autoptr (GError) error = NULL;

  sign_in (fixture, &fixture->customer);
  request_id = kp_submit_filled_form (fixture->customer.client);
  changes = kp_client_list_changes (fixture->customer.client);
  file = kp_send_file (fixture->customer.client, request_id, "factuur.pdf", "Dit is geen PDF");
  refused = wait_for_change (changes, KP_SYNC_NEEDS_YOU);
  g_assert_cmpstr (kp_change_get_reason (refused), ==, KP_REASON_FILE);

  kp_client_remove_refused_files_async (fixture->customer.client, file, on_done_cb, &removed);
  kp_test_wait_for (removed != NULL);
  kp_client_remove_refused_files_finish (fixture->customer.client, removed, &error);
  g_assert_no_error (error);
  confirmed = wait_for_change (changes, KP_SYNC_CONFIRMED);
}

/* A customer withdraws without a connection what the office declines meanwhile. */
static void
test_crossing_steps (Fixture *fixture,
                     gconstpointer data)
{
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (KpRequest) theirs = NULL;
  g_autoptr (KpQueryModel) changes = NULL;
  g_autoptr (KpQueryModel) differences = NULL;
  g_autoptr (KpChange) change = NULL;
  g_autoptr (KpQueryModel) decisions = NULL;
  g_autoptr (KpChange) decision = NULL;
  g_autoptr (KpDifference) state = NULL;
  g_autoptr (GAsyncResult) declined = NULL;
  g_autofree char *made = NULL;
  g_autofree char *id = NULL;
  GVariantDict arguments;

  sign_in (fixture, &fixture->customer);
  sign_in (fixture, &fixture->staff);
  id = kp_submit_filled_form (fixture->customer.client);
  request = kp_client_get_request (fixture->customer.client, id);
  kp_test_wait_for (is_confirmed (request, "submitted"));
  theirs = kp_client_get_request (fixture->staff.client, id);
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (theirs)));

  kp_demo_server_kill (fixture->server);
  perform (fixture->customer.client, "request.withdraw@1", id, NULL);
  g_clear_object (&request);
  close_client (&fixture->customer);

  kp_demo_server_start (fixture->server);
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", id);
  g_variant_dict_insert (&arguments, "reason", "s", "not_ours");
  g_variant_dict_insert (&arguments, "text", "s", "Dit doen wij niet.");
  kp_client_perform_async (fixture->staff.client, "request.decline@1",
                           g_variant_dict_end (&arguments), on_done_cb, &declined);
  kp_test_wait_for (declined != NULL);
  made = kp_client_perform_finish (fixture->staff.client, declined, NULL);
  g_assert_nonnull (made);
  kp_client_sync_now (fixture->staff.client);
  decisions = kp_client_list_changes (fixture->staff.client);
  decision = wait_for_change (decisions, KP_SYNC_CONFIRMED);

  reopen (&fixture->customer);
  changes = kp_client_list_changes (fixture->customer.client);
  change = wait_for_change (changes, KP_SYNC_NEEDS_YOU);
  g_assert_cmpstr (kp_change_get_reason (change), ==, KP_REASON_CONFLICT);
  g_assert_cmpstr (kp_change_get_reason_by (change), ==,
                   kp_client_get_user_name (fixture->staff.client));
  differences = kp_client_list_differences (fixture->customer.client,
                                            kp_record_get_id (KP_RECORD (change)));
  kp_test_wait_for (kp_query_model_get_n_items (differences) == 1);
  state = g_list_model_get_item (G_LIST_MODEL (differences), 0);
  kp_test_wait_for (g_strcmp0 (kp_difference_get_theirs (state), "declined") == 0);
  g_assert_cmpstr (kp_difference_get_mine (state), ==, "withdrawn");

  /* What is possible now is what the table says of the present state. */
  request = kp_client_get_request (fixture->customer.client, id);
  kp_test_wait_for (is_confirmed (request, "declined") ||
                    kp_request_get_sync (request) == KP_SYNC_NEEDS_YOU);
  g_assert_false (
    kp_client_can (fixture->customer.client, KP_RECORD (request), "request.withdraw"));
}

/* Beyond what is held: found page by page, and opening keeps the organisation here. */
static void
test_search (Fixture *fixture,
             gconstpointer data)
{
  const KpFilter everything = { .scope = KP_SCOPE_ALL };
  g_autoptr (KpQueryModel) held = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GAsyncResult) pinned = NULL;
  g_autoptr (GListModel) found = NULL;
  g_autoptr (GListModel) more = NULL;
  g_autoptr (KpSearchResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;

  sign_in (fixture, &fixture->staff);
  held = kp_client_list_requests (fixture->staff.client, &everything);
  kp_test_wait_for (kp_query_model_get_loaded (held));
  kp_client_find_async (fixture->staff.client, "R-", NULL, NULL, on_done_cb, &first);
  kp_test_wait_for (first != NULL);
  found = kp_client_find_finish (fixture->staff.client, first, &next, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (found), ==, 50);
  g_assert_nonnull (next);
  kp_client_find_async (fixture->staff.client, "R-", next, NULL, on_done_cb, &second);
  kp_test_wait_for (second != NULL);
  more = kp_client_find_finish (fixture->staff.client, second, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (more), >, 0);

  /* One that is not here yet. */
  for (guint i = 0; i < g_list_model_get_n_items (found) && result == NULL; i++)
    {
      g_autoptr (KpSearchResult) item = g_list_model_get_item (found, i);

      if (g_strcmp0 (kp_search_result_get_entity (item), "request") == 0 &&
          kp_query_model_find (held, kp_record_get_id (KP_RECORD (item))) == G_MAXUINT)
        result = g_steal_pointer (&item);
    }
  g_assert_nonnull (result);
  kp_client_pin_async (fixture->staff.client, kp_search_result_get_org_id (result), on_done_cb,
                       &pinned);
  kp_test_wait_for (pinned != NULL);
  g_assert_true (kp_client_pin_finish (fixture->staff.client, pinned, &error));
  kp_test_wait_for (kp_query_model_find (held, kp_record_get_id (KP_RECORD (result))) !=
                    G_MAXUINT);
}

static void
rename_person (Person *person,
               const char *name)
{
  g_autoptr (GAsyncResult) performed = NULL;
  g_autofree char *id = NULL;
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "display_name", "s", name);
  kp_client_perform_async (person->client, "user.update@1", g_variant_dict_end (&arguments),
                           on_done_cb, &performed);
  kp_test_wait_for (performed != NULL);
  id = kp_client_perform_finish (person->client, performed, NULL);
  g_assert_nonnull (id);
}

/* One person at two computers, one of them without a connection. */
static void
test_crossing_values (Fixture *fixture,
                      gconstpointer data)
{
  g_autoptr (KpQueryModel) changes = NULL;
  g_autoptr (KpQueryModel) decisions = NULL;
  g_autoptr (KpChange) change = NULL;
  g_autoptr (KpChange) decision = NULL;
  g_autoptr (GAsyncResult) repeated = NULL;
  g_autoptr (GError) error = NULL;
  Person other = { .n_news = 0 };

  begin (&other, fixture->customer.account);
  sign_in (fixture, &fixture->customer);
  sign_in (fixture, &other);
  kp_demo_server_kill (fixture->server);
  rename_person (&fixture->customer, "Mine");
  close_client (&fixture->customer);

  kp_demo_server_start (fixture->server);
  rename_person (&other, "Theirs");
  kp_client_sync_now (other.client);
  decisions = kp_client_list_changes (other.client);
  decision = wait_for_change (decisions, KP_SYNC_CONFIRMED);

  reopen (&fixture->customer);
  changes = kp_client_list_changes (fixture->customer.client);
  change = wait_for_change (changes, KP_SYNC_NEEDS_YOU);
  kp_test_wait_for (
    g_strcmp0 (kp_client_get_user_name (fixture->customer.client), "Theirs") == 0);

  kp_client_repeat_change_async (
    fixture->customer.client, kp_record_get_id (KP_RECORD (change)),
    g_variant_new_parsed ("@a{sms} {'display_name': 'Theirs'}"), on_done_cb, &repeated);
  kp_test_wait_for (repeated != NULL);
  g_assert_true (
    kp_client_repeat_change_finish (fixture->customer.client, repeated, &error));
  g_assert_no_error (error);
  kp_test_wait_for (g_strcmp0 (kp_client_get_user_name (other.client), "Mine") == 0);
  g_clear_object (&decisions);
  g_clear_object (&decision);
  end (&other);
}

static void
test_offline (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (KpRequest) request = NULL;
  g_autofree char *id = NULL;

  sign_in (fixture, &fixture->customer);
  close_client (&fixture->customer);
  kp_demo_server_kill (fixture->server);

  /* From the keyring, without the office: everything is there, and a request can be sent. */
  reopen (&fixture->customer);
  id = kp_submit_filled_form (fixture->customer.client);
  request = kp_client_get_request (fixture->customer.client, id);
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (request)));
  g_assert_cmpint (kp_request_get_sync (request), !=, KP_SYNC_CONFIRMED);
  g_assert_null (kp_request_get_number (request));

  kp_demo_server_start (fixture->server);
  kp_client_sync_now (fixture->customer.client);
  kp_test_wait_for (is_confirmed (request, "submitted"));
  g_assert_nonnull (kp_request_get_number (request));
}

/* With the customer's password, for one time; what was queued before, @id, goes out then. */
static void
unlock_and_send (Fixture *fixture,
                 const char *id)
{
  Person *person = &fixture->customer;
  g_autoptr (KpAccount) account = g_list_model_get_item (G_LIST_MODEL (person->accounts), 0);
  g_autoptr (GAsyncResult) unlocked = NULL;
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (GError) error = NULL;

  person->account = kp_demo_server_get_account (fixture->server, FALSE);
  kp_client_unlock_async (person->accounts, account, person->account->password, TRUE, NULL,
                          on_done_cb, &unlocked);
  kp_test_wait_for (unlocked != NULL);
  person->client = kp_client_unlock_finish (unlocked, &error);
  g_assert_no_error (error);
  request = kp_client_get_request (person->client, id);
  kp_test_wait_for (is_confirmed (request, "submitted"));
}

/* Whoever signs in for one time leaves no key in the keyring; what waits goes out the next time. */
static void
test_once (Fixture *fixture,
           gconstpointer data)
{
  Person *customer = &fixture->customer;
  g_autoptr (KpAccount) account = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;

  /* What an earlier sign-in left in the keyring goes as well. */
  sign_in (fixture, customer);
  close_client (customer);
  customer->once = TRUE;
  sign_in (fixture, customer);
  g_assert_false (kp_client_get_keyring_kept (customer->client));
  kp_demo_server_kill (fixture->server);
  id = kp_submit_filled_form (customer->client);
  close_client (customer);

  account = g_list_model_get_item (G_LIST_MODEL (customer->accounts), 0);
  g_assert_true (kp_account_get_once (account));
  kp_client_open_async (customer->accounts, account, NULL, on_done_cb, &opened);
  kp_test_wait_for (opened != NULL);
  g_assert_null (kp_client_open_finish (opened, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_KEYRING_ABSENT);

  kp_demo_server_start (fixture->server);
  unlock_and_send (fixture, id);

  /* Signing in again while the program runs keeps nothing either; staying is a new choice. */
  close_client (customer);
  customer->once = FALSE;
  sign_in (fixture, customer);
  g_assert_true (kp_client_get_keyring_kept (customer->client));
  g_assert_false (kp_account_get_once (account));
}

/* The backup was made before the first sign-in on this computer, and so without its key. */
static void
test_once_restored (Fixture *fixture,
                    gconstpointer data)
{
  Person *customer = &fixture->customer;
  g_autofree char *backup = g_strconcat (customer->data_dir, ".backup", NULL);
  g_autofree char *id = NULL;

  kp_demo_server_run_copy (fixture->server, "backup", backup);
  customer->once = TRUE;
  sign_in (fixture, customer);
  kp_demo_server_stop (fixture->server);
  id = kp_submit_filled_form (customer->client);
  close_client (customer);

  kp_demo_server_run_copy (fixture->server, "restore", backup);
  kp_demo_server_start (fixture->server);
  unlock_and_send (fixture, id);
}

static void
test_wrong_password (Fixture *fixture,
                     gconstpointer data)
{
  const KpCredentials credentials = {
    .portal = fixture->customer.account->portal,
    .login = fixture->customer.account->login,
    .password = "not the password at all",
  };
  g_autoptr (GAsyncResult) discovered = NULL;
  g_autoptr (GAsyncResult) signed_in = NULL;
  g_autoptr (KpOffice) office = NULL;
  g_autoptr (GError) error = NULL;

  kp_client_discover_async (kp_demo_server_get_address (fixture->server), NULL, on_done_cb,
                            &discovered);
  kp_test_wait_for (discovered != NULL);
  office = kp_client_discover_finish (discovered, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (kp_office_get_portals (office)), >, 0);

  kp_client_sign_in_async (fixture->customer.accounts, office, &credentials, NULL, on_done_cb,
                           &signed_in);
  kp_test_wait_for (signed_in != NULL);
  g_assert_null (kp_client_sign_in_finish (signed_in, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_WRONG_PASSWORD);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->customer.accounts)), ==, 0);
}

static char *
dup_label (KpClient *client,
           const char *request)
{
  g_autoptr (KpQueryModel) answers = kp_client_list_answers (client, request);
  g_autoptr (KpAnswer) answer = NULL;

  kp_test_wait_for (kp_query_model_get_n_items (answers) > 0);
  answer = g_list_model_get_item (G_LIST_MODEL (answers), 0);
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (answer)));

  return g_strdup (kp_answer_get_label (answer));
}

/* The office imports a changed flow while somebody fills in the earlier version offline. */
static void
test_new_version (Fixture *fixture,
                  gconstpointer data)
{
  static const char FLOW[] = "flows/lindevos/question.json";
  g_autoptr (KpQueryModel) changes = NULL;
  g_autoptr (KpChange) change = NULL;
  g_autoptr (KpRequest) request = NULL;
  g_autoptr (KpRequestForm) form = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autofree char *sent = NULL;
  g_autofree char *late = NULL;
  g_autofree char *again = NULL;
  g_autofree char *then = NULL;
  g_autofree char *now = NULL;

  sign_in (fixture, &fixture->customer);
  sent = kp_submit_filled_form (fixture->customer.client);
  request = kp_client_get_request (fixture->customer.client, sent);
  kp_test_wait_for (is_confirmed (request, "submitted"));
  kp_demo_server_stop (fixture->server);
  late = kp_submit_filled_form (fixture->customer.client);

  kp_demo_server_edit (fixture->server, FLOW, "\"version\": 1", "\"version\": 2");
  kp_demo_server_edit (fixture->server, FLOW, "What is it about?", "What is it not about?");
  kp_demo_server_import (fixture->server);
  kp_demo_server_start (fixture->server);
  kp_client_sync_now (fixture->customer.client);
  changes = kp_client_list_changes (fixture->customer.client);
  change = wait_for_change (changes, KP_SYNC_NEEDS_YOU);
  g_assert_cmpstr (kp_change_get_reason_detail (change), ==, "version\nsubject:changed");

  kp_test_wait_for (kp_change_get_draft_id (change) != NULL);
  kp_client_open_draft_async (fixture->customer.client, kp_change_get_draft_id (change), on_done_cb,
                              &opened);
  kp_test_wait_for (opened != NULL);
  form = kp_client_open_draft_finish (fixture->customer.client, opened, NULL);
  g_assert_true (kp_request_form_get_renewed (form));
  g_assert_true (kp_question_get_changed (kp_request_form_find_question (form, "subject")));
  again = kp_submit_form (fixture->customer.client, form);
  g_object_unref (request);
  request = kp_client_get_request (fixture->customer.client, again);
  kp_test_wait_for (is_confirmed (request, "submitted"));

  then = dup_label (fixture->customer.client, sent);
  now = dup_label (fixture->customer.client, again);
  g_assert_cmpstr (then, ==, "What is it about?");
  g_assert_cmpstr (now, ==, "What is it not about?");
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/client-office/sign-in/is-never-called-offline", test_sign_in);
  ADD ("/client-office/story/asked-answered-accepted", test_story);
  ADD ("/client-office/offline/opened-queued-confirmed-later", test_offline);
  ADD ("/client-office/once/nothing-kept-nothing-lost", test_once);
  ADD ("/client-office/once/restored-nothing-lost", test_once_restored);
  ADD ("/client-office/files/attached-offline-scanned-and-opened-by-the-office", test_files);
  ADD ("/client-office/files/cut-off-in-the-middle/sent-once", test_cut_off);
  ADD ("/client-office/files/infected/nobody-opens-it", test_infected);
  ADD ("/client-office/files/refused/goes-without-it", test_refused_file);
  ADD ("/client-office/search/found-at-the-office-then-held", test_search);
  ADD ("/client-office/crossing/steps-say-who-was-first", test_crossing_steps);
  ADD ("/client-office/crossing/values-are-chosen-and-sent-again", test_crossing_values);
  ADD ("/client-office/versions/shown-by-the-one-it-was-made-with", test_new_version);
  ADD ("/client-office/wrong-password/no-account-is-made", test_wrong_password);

  return g_test_run ();
}
