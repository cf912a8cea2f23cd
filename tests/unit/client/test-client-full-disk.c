/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The facade with not a byte free on the disk: what is there is read, what cannot be kept is said.
 */

#include "client-fixture.h"

#include "kp-error.h"
#include "kp-store-outbox.h"
#include "kp-test.h"

#include <signal.h>
#include <sys/resource.h>

/* The file-size limit of the process stands for a full disk. */
static void
set_disk_full (gboolean full)
{
  struct rlimit limit;

  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  limit.rlim_cur = full ? 0 : limit.rlim_max;
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
}

/* A full disk is said too, and the draft is kept by itself once there is room. */
static void
test_draft_full_disk (ClientFixture *fixture,
                      gconstpointer data)
{
  g_autoptr (KpRequestForm) form = client_fixture_new_form (fixture);

  signal (SIGXFSZ, SIG_IGN);
  set_disk_full (TRUE);
  kp_request_form_set_explanation (form, "No room for this");
  kp_test_wait_for (kp_request_form_get_keep_error (form) == KP_ERROR_STORAGE);
  set_disk_full (FALSE);
  kp_test_wait_for (kp_request_form_get_state (form) == KP_FORM_KEPT);
  g_assert_cmpint (kp_request_form_get_keep_error (form), ==, 0);
}

/* With not a byte free the program still starts, and shows everything that is there. */
static void
test_start_full_disk (ClientFixture *fixture,
                      gconstpointer data)
{
  const KpFilter mine = { .scope = KP_SCOPE_MINE };
  g_autoptr (KpRequestForm) form = client_fixture_new_form (fixture);
  g_autoptr (KpQueryModel) list = NULL;
  g_autoptr (KpRequest) request = NULL;
  g_autofree char *id = NULL;

  /* Something waits, so that there is something to project at the start. */
  client_fixture_fill (form, "Waits");
  id = client_fixture_submit (fixture, form);
  g_clear_object (&form);
  client_fixture_close (fixture);

  signal (SIGXFSZ, SIG_IGN);
  set_disk_full (TRUE);
  client_fixture_open (fixture);
  list = kp_client_list_requests (fixture->client, &mine);
  kp_test_wait_for (kp_query_model_get_n_items (list) == 6);
  request = g_list_model_get_item (G_LIST_MODEL (list), 0);
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (request)));
  g_assert_cmpstr (kp_request_get_title (request), ==, "Waits");

  /* What cannot be kept is said, and is kept once there is room. */
  form = client_fixture_new_form (fixture);
  kp_request_form_set_explanation (form, "No room for this");
  kp_test_wait_for (kp_request_form_get_keep_error (form) == KP_ERROR_STORAGE);
  set_disk_full (FALSE);
  kp_test_wait_for (kp_request_form_get_state (form) == KP_FORM_KEPT);
}

static gboolean
submits (ClientFixture *fixture,
         KpRequestForm *form)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;

  kp_client_submit_form_async (fixture->client, form, client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  id = kp_client_submit_form_finish (fixture->client, result, NULL);

  return id != NULL;
}

/* What is sent is no draft any more, and what cannot be sent still is one. */
static void
test_sent_or_draft (ClientFixture *fixture,
                    gconstpointer data)
{
  g_autoptr (KpRequestForm) form = client_fixture_new_form (fixture);
  g_autoptr (KpQueryModel) drafts = kp_client_list_drafts (fixture->client);
  g_autoptr (KpQueryModel) changes = kp_client_list_changes (fixture->client);
  g_autoptr (KpStore) store = NULL;
  g_autoptr (GPtrArray) queued = NULL;
  g_autoptr (GPtrArray) kept = NULL;

  client_fixture_fill (form, "Tap");
  kp_test_wait_for (kp_request_form_get_state (form) == KP_FORM_KEPT);
  /* As when there is room for the first of two commits only; a kill leaves the same. */
  client_fixture_run_sql (fixture, TRUE,
                          "CREATE TRIGGER cut BEFORE DELETE ON draft"
                          " BEGIN SELECT RAISE (ABORT, 'cut'); END");
  g_assert_false (submits (fixture, form));
  store = client_fixture_open_store (fixture);
  queued = kp_store_list_changes (store, 0, NULL);
  g_assert_cmpuint (queued->len, ==, 0);
  kept = kp_store_draft_list (store, NULL);
  g_assert_cmpuint (kept->len, ==, 1);

  client_fixture_run_sql (fixture, TRUE, "DROP TRIGGER cut");
  g_assert_true (submits (fixture, form));
  kp_test_wait_for (kp_query_model_get_n_items (changes) == 1);
  kp_test_wait_for (kp_query_model_get_n_items (drafts) == 0);
}

#define ADD(path, function) \
  g_test_add (path, ClientFixture, NULL, client_fixture_set_up, function, client_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/client-full-disk/draft/is-said-then-kept", test_draft_full_disk);
  ADD ("/client-full-disk/submit/sent-or-a-draft", test_sent_or_draft);
  ADD ("/client-full-disk/start/everything-is-read", test_start_full_disk);

  return g_test_run ();
}
