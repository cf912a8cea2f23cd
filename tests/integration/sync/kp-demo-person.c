/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The account is opened as the program opens it: a store of the interface beside that of kp-sync.
 */

#include "kp-demo-person.h"

#include "kp-store-outbox.h"
#include "kp-test.h"

#include <glib/gstdio.h>
#include <string.h>

void
kp_demo_person_remove_folder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      kp_demo_person_remove_folder (child);
    }
  g_remove (path);
}

void
kp_demo_person_quit (KpDemoPerson *person)
{
  if (person->sync != NULL)
    {
      kp_sync_stop (person->sync);
      g_signal_handlers_disconnect_by_data (person->sync, person);
      kp_test_finalize (g_steal_pointer (&person->sync));
    }

  g_clear_pointer (&person->store, kp_store_close);
}

void
kp_demo_person_clear (KpDemoPerson *person)
{
  kp_demo_person_quit (person);
  kp_demo_person_remove_folder (person->data_dir);
  g_free (person->data_dir);
  g_free (person->folder);
  g_free (person->id);
}

KpSyncStatus
kp_demo_person_get_status (KpDemoPerson *person)
{
  KpSyncStatus status;

  kp_sync_get_status (person->sync, &status);

  return status;
}

static void
on_news_cb (KpSync *sync,
            const GArray *news,
            KpDemoPerson *person)
{
  person->news += news->len;
}

void
kp_demo_person_open (KpDemoPerson *person,
                     KpSignIn *sign_in)
{
  g_autoptr (KpAccountFacts) facts = kp_account_folder_dup_facts (sign_in->folder);
  const KpEnvironment *environment = person->environment;
  g_autoptr (GError) error = NULL;

  g_set_str (&person->id, facts->id);
  g_set_str (&person->folder, kp_account_folder_get_path (sign_in->folder));
  person->store = kp_store_open (person->folder, sign_in->secrets->folder_key, environment, &error);
  g_assert_no_error (error);
  if (sign_in->access != NULL)
    kp_lease_renew_sync (person->store, facts, &error);
  g_assert_no_error (error);
  person->sync = kp_sync_new (sign_in, environment);
  g_signal_connect_data (person->sync, "news", G_CALLBACK (on_news_cb), person, NULL,
                         G_CONNECT_DEFAULT);
  kp_sync_start (person->sync);
}

KpSignIn *
kp_demo_person_try_sign_in (KpDemoPerson *person,
                            KpDemoServer *server,
                            GError **error)
{
  KpSignInRequest request = { .address = kp_demo_server_get_address (server),
                              .office_name = "",
                              .portal = person->account->portal,
                              .portal_name = "",
                              .login = person->account->login,
                              .password = person->account->password };

  return kp_sign_in_sync (person->data_dir, &request, kp_environment_get_real (), NULL, error);
}

void
kp_demo_person_wait_for (KpDemoPerson *person,
                         KpSyncPhase phase)
{
  kp_test_wait_for (kp_demo_person_get_status (person).state == phase);
}

void
kp_demo_person_sign_in (KpDemoPerson *person,
                        KpDemoServer *server)
{
  g_autoptr (GError) error = NULL;
  gint64 since = g_get_monotonic_time ();
  KpSignIn *made = kp_demo_person_try_sign_in (person, server, &error);

  g_assert_no_error (error);
  g_assert_no_error (made->keyring_error);
  kp_demo_person_open (person, made);
  kp_demo_person_wait_for (person, KP_SYNC_PHASE_UP_TO_DATE);
  kp_test_wait_for (kp_demo_person_get_status (person).push);
  g_test_message ("signed in and loaded in %d ms",
                  (int) ((g_get_monotonic_time () - since) / 1000));
}

void
kp_demo_person_start_again (KpDemoPerson *person)
{
  g_autoptr (GError) error = NULL;
  KpSignIn *opened = kp_sign_in_open_sync (person->data_dir, person->id, NULL, &error);

  g_assert_no_error (error);
  kp_demo_person_open (person, opened);
}

KpId
kp_demo_person_find_request (KpDemoPerson *person)
{
  g_autoptr (KpStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_row = FALSE;
  KpId id;

  statement = kp_db_prepare (kp_store_get_cache (person->store),
                             "SELECT id FROM p_request WHERE state = 'submitted' LIMIT 1", &error);
  g_assert_no_error (error);
  g_assert_true (kp_statement_step (statement, &has_row, NULL, &error));
  g_assert_true (has_row);
  g_assert_true (kp_statement_get_id (statement, 0, &id));

  return id;
}

gboolean
kp_demo_person_has_message (KpDemoPerson *person,
                            const KpId *id)
{
  g_autofree char *body = NULL;
  KpPending pending = KP_PENDING_NONE;

  return kp_store_dup_record (person->store, KP_ENTITY_MESSAGE, id, &body, &pending, NULL) &&
         pending == KP_PENDING_NONE;
}

KpId
kp_demo_person_comment (KpDemoPerson *person,
                        const KpId *request)
{
  const char *kind = "request.comment@1";
  KpId message = kp_id_make (kp_environment_get_real ());
  g_autofree char *message_text = kp_id_dup_text (&message);
  g_autofree char *request_text = kp_id_dup_text (request);
  g_autofree char *arguments = NULL;
  g_autoptr (GError) error = NULL;
  yyjson_doc *doc;

  arguments = g_strdup_printf ("{\"request\":\"%s\",\"message\":\"%s\",\"text\":\"Bijlage volgt\"}",
                               request_text, message_text);
  doc = yyjson_read (arguments, strlen (arguments), YYJSON_READ_NOFLAG);
  kp_store_queue (person->store, kp_operation_find_kind (kind, strlen (kind)), NULL,
                  yyjson_doc_get_root (doc), NULL, &error);
  yyjson_doc_free (doc);
  g_assert_no_error (error);
  kp_sync_nudge (person->sync);

  return message;
}
