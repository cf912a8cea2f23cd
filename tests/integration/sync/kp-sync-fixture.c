/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every test of the io layer begins and ends with.
 */

#include "kp-sync-fixture.h"

#include "kp-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define TICK_MS 5

/* Read on kp-sync too. */
static gint64
get_ahead (gpointer data)
{
  KpSyncFixture *self = data;

  return __atomic_load_n (&self->ahead, __ATOMIC_RELAXED);
}

static gint64
get_now (gpointer data)
{
  return kp_environment_now (kp_environment_get_real ()) + get_ahead (data);
}

static gint64
get_boot_time (gpointer data)
{
  return kp_environment_boot_time (kp_environment_get_real ()) + get_ahead (data);
}

static void
fill (gpointer data,
      guint8 *bytes,
      gsize length)
{
  kp_environment_fill (kp_environment_get_real (), bytes, length);
}

static gboolean
on_tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
kp_sync_fixture_set_up (KpSyncFixture *self,
                        gconstpointer data)
{
  self->server = kp_faulty_server_new ();
  self->org = kp_faulty_server_dup_org (self->server);
  self->data_dir = g_dir_make_tmp ("klantportaal-sync-XXXXXX", NULL);
  g_assert_nonnull (self->data_dir);
  kp_sync_fixture_prepare (self);
}

void
kp_sync_fixture_prepare (KpSyncFixture *self)
{
  self->environment = (KpEnvironment) {
    .now = get_now, .boot_time = get_boot_time, .fill = fill, .data = self
  };
  self->tick = g_timeout_add (TICK_MS, on_tick_cb, NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

void
kp_sync_fixture_tear_down (KpSyncFixture *self,
                           gconstpointer data)
{
  kp_sync_fixture_stop (self);
  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_pointer (&self->server, kp_faulty_server_free);
  remove_all (self->data_dir);
  g_clear_pointer (&self->data_dir, g_free);
  g_clear_pointer (&self->org, g_free);
  g_clear_pointer (&self->folder, g_free);
  g_clear_pointer (&self->id, g_free);
}

KpSignIn *
kp_sync_fixture_sign_in (KpSyncFixture *self,
                         const char *password,
                         GError **error)
{
  KpSignInRequest request = { .address = kp_faulty_server_get_address (self->server),
                              .office_name = "Kantoor Proef",
                              .portal = "groen",
                              .portal_name = "Groen",
                              .login = KP_FAULTY_LOGIN,
                              .password = password };

  return kp_sign_in_sync (self->data_dir, &request, &self->environment, NULL, error);
}

static void
on_changes_cb (KpSync *sync,
               const KpChangeSet *changes,
               KpSyncFixture *self)
{
  g_assert_true (changes->all || changes->outbox || changes->records->len > 0);
  self->changes++;
}

static void
on_status_changed_cb (KpSync *sync,
                      KpSyncFixture *self)
{
  self->status_changes++;
}

void
kp_sync_fixture_start (KpSyncFixture *self,
                       KpSignIn *sign_in)
{
  g_autoptr (KpAccountFacts) facts = kp_account_folder_dup_facts (sign_in->folder);
  g_autoptr (GError) error = NULL;

  g_set_str (&self->id, facts->id);
  g_set_str (&self->folder, kp_account_folder_get_path (sign_in->folder));
  self->store = kp_store_open (self->folder, sign_in->secrets->folder_key,
                               &self->environment, &error);
  g_assert_no_error (error);
  if (sign_in->access != NULL)
    kp_lease_renew_sync (self->store, facts, &error);
  else
    kp_lease_check_sync (self->store, facts, &error);
  g_assert_no_error (error);

  self->sync = kp_sync_new (sign_in, &self->environment);
  g_signal_connect_data (self->sync, "changes", G_CALLBACK (on_changes_cb), self, NULL,
                         G_CONNECT_DEFAULT);
  g_signal_connect_data (self->sync, "status-changed", G_CALLBACK (on_status_changed_cb), self,
                         NULL, G_CONNECT_DEFAULT);
  kp_sync_start (self->sync);
}

void
kp_sync_fixture_advance (KpSyncFixture *self,
                         gint64 milliseconds)
{
  __atomic_add_fetch (&self->ahead, milliseconds, __ATOMIC_RELAXED);
}

void
kp_sync_fixture_begin (KpSyncFixture *self)
{
  g_autoptr (GError) error = NULL;
  KpSignIn *sign_in = kp_sync_fixture_sign_in (self, KP_FAULTY_PASSWORD, &error);

  g_assert_no_error (error);
  kp_sync_fixture_start (self, sign_in);
  kp_sync_fixture_wait_for (self, KP_SYNC_PHASE_UP_TO_DATE);
  kp_test_wait_for (kp_sync_fixture_get_status (self).push);
}

void
kp_sync_fixture_stop (KpSyncFixture *self)
{
  if (self->sync != NULL)
    {
      kp_sync_stop (self->sync);
      g_signal_handlers_disconnect_by_data (self->sync, self);
      kp_test_finalize (g_steal_pointer (&self->sync));
    }

  g_clear_pointer (&self->store, kp_store_close);
}

KpSyncStatus
kp_sync_fixture_get_status (KpSyncFixture *self)
{
  KpSyncStatus status;

  kp_sync_get_status (self->sync, &status);

  return status;
}

gboolean
kp_sync_fixture_has_request (KpSyncFixture *self,
                             const KpId *id)
{
  g_autofree char *body = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has = kp_store_dup_record (self->store, KP_ENTITY_REQUEST, id, &body, NULL, &error);

  g_assert_no_error (error);

  return has;
}

void
kp_sync_fixture_queue (KpSyncFixture *self,
                       const char *title)
{
  const char *kind = "request.submit@1";
  KpId request = kp_id_make (&self->environment);
  g_autofree char *request_text = kp_id_dup_text (&request);
  g_autofree char *arguments = NULL;
  g_autoptr (GError) error = NULL;
  yyjson_doc *doc;

  arguments = g_strdup_printf ("{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\","
                               "\"title\":\"%s\",\"answers\":{}}",
                               request_text, self->org, request_text, title);
  doc = yyjson_read (arguments, strlen (arguments), YYJSON_READ_NOFLAG);
  kp_store_queue (self->store, kp_operation_find_kind (kind, strlen (kind)), NULL,
                  yyjson_doc_get_root (doc), NULL, &error);
  yyjson_doc_free (doc);
  g_assert_no_error (error);
  kp_sync_nudge (self->sync);
}
