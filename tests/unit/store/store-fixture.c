/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replies are written with the server's own writer; identifiers and clocks come from the test.
 */

#include "store-fixture.h"

#include "kp-change-set.h"
#include "kp-test.h"
#include "kp-value.h"

#include <glib/gstdio.h>
#include <string.h>

static void
on_changed_cb (KpStore *store,
               const KpChangeSet *changes,
               gpointer user_data)
{
  StoreFixture *self = user_data;

  self->changes->all |= changes->all;
  self->changes->outbox |= changes->outbox;
  for (guint i = 0; i < changes->records->len; i++)
    {
      const KpChanged *changed = &g_array_index (changes->records, KpChanged, i);

      kp_change_set_add (self->changes, changed->entity, &changed->id);
    }
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (folder);
}

void
store_fixture_set_up (StoreFixture *self,
                      gconstpointer test_data)
{
  kp_test_environment_init (&self->environment, 7);
  self->folder = kp_test_dup_path ("account");
  remove_folder (self->folder);
  g_assert_no_errno (g_mkdir_with_parents (self->folder, 0700));
  for (guint i = 0; i < sizeof self->key; i++)
    self->key[i] = 5 * i + 1;
  self->changes = kp_change_set_new ();
  self->person = store_fixture_make_id (self);
  self->org = store_fixture_make_id (self);
  self->person_text = kp_id_dup_text (&self->person);
  self->org_text = kp_id_dup_text (&self->org);
  self->stream = g_strdup_printf ("o:%s:req", self->org_text);
  self->own_stream = g_strdup_printf ("o:%s:req:own:%s", self->org_text, self->person_text);

  store_fixture_open (self);
}

void
store_fixture_tear_down (StoreFixture *self,
                         gconstpointer test_data)
{
  store_fixture_close (self);
  remove_folder (self->folder);
  kp_change_set_free (self->changes);
  g_clear_pointer (&self->news, g_array_unref);
  g_free (self->folder);
  g_free (self->person_text);
  g_free (self->org_text);
  g_free (self->stream);
  g_free (self->own_stream);
  kp_test_environment_clear (&self->environment);
}

void
store_fixture_open (StoreFixture *self)
{
  g_autoptr (GError) error = NULL;

  self->store = kp_store_open (self->folder, self->key, &self->environment.environment, &error);
  g_assert_no_error (error);
  kp_store_set_changed_func (self->store, on_changed_cb, self);
  kp_store_set_person (self->store, &self->person, "Sanne de Vries", "customer", &error);
  g_assert_no_error (error);
  self->engine = kp_engine_new (self->store);
}

void
store_fixture_close (StoreFixture *self)
{
  g_clear_pointer (&self->engine, kp_engine_free);
  g_clear_pointer (&self->store, kp_store_close);
}

char *
store_fixture_dup_path (StoreFixture *self,
                        const char *name)
{
  return g_build_filename (self->folder, name, NULL);
}

KpId
store_fixture_make_id (StoreFixture *self)
{
  return kp_id_make (&self->environment.environment);
}

KpReplyWriter *
store_fixture_begin_reply (StoreFixture *self,
                           gint64 number,
                           gboolean allowed)
{
  KpReplyWriter *writer = kp_reply_writer_new ();
  KpSeen seen = { .number = number };

  g_snprintf (seen.nonce, sizeof seen.nonce, "%016" G_GINT64_MODIFIER "x", number * 977);
  kp_reply_writer_seen (writer, &seen, "0123456789abcdef", self->environment.now);
  if (allowed)
    {
      const char *streams[] = { self->stream, self->own_stream, NULL };

      kp_reply_writer_allowed (writer, streams);
    }

  return writer;
}

void
store_fixture_write_request (StoreFixture *self,
                             KpReplyWriter *writer,
                             const KpId *id,
                             const char *title,
                             const char *state)
{
  g_autofree char *body =
    g_strdup_printf ("{\"org_id\":\"%s\",\"org_name\":\"Bakkerij\",\"requester_id\":\"%s\","
                     "\"number\":\"R-2026-00001\",\"title\":\"%s\",\"state\":\"%s\","
                     "\"created_at\":1763770000000,\"updated_at\":1763770000000}",
                     self->org_text, self->person_text, title, state);

  kp_reply_writer_record (writer, kp_entity_get (KP_ENTITY_REQUEST), id, body, strlen (body));
}

KpFed
store_fixture_feed (StoreFixture *self,
                    KpReplyWriter *writer,
                    gboolean more)
{
  g_autoptr (GBytes) reply = kp_reply_writer_end (writer, more, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (KpFeedResult) result = { 0 };

  kp_engine_feed (self->engine, reply, self->environment.now, &result, &error);
  g_assert_no_error (error);
  g_clear_pointer (&self->news, g_array_unref);
  self->news = g_steal_pointer (&result.news);

  return result.fed;
}

GArray *
store_fixture_load (StoreFixture *self,
                    guint n)
{
  g_autoptr (KpSyncRequest) first = store_fixture_next (self);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  KpReplyWriter *writer = store_fixture_begin_reply (self, 10, TRUE);
  const char *const streams[] = { self->stream, self->own_stream };

  g_assert_nonnull (first);
  for (guint s = 0; s < G_N_ELEMENTS (streams); s++)
    {
      kp_reply_writer_load (writer, streams[s], n, 0, TRUE);
      for (guint i = 0; i < n; i++)
        {
          KpId id = s == 0 ? store_fixture_make_id (self) : g_array_index (ids, KpId, i);

          if (s == 0)
            {
              g_array_append_val (ids, id);
              store_fixture_write_request (self, writer, &id, "Jaarrekening", "submitted");
            }
          else
            kp_reply_writer_record (writer, kp_entity_get (KP_ENTITY_REQUEST), &id, NULL, 0);
        }
    }
  g_assert_cmpint (store_fixture_feed (self, writer, FALSE), ==, KP_FED_APPLIED);

  return ids;
}

KpSyncRequest *
store_fixture_next (StoreFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = kp_engine_next (self->engine, self->environment.now, &error);
  KpSyncRequest *request;

  g_assert_no_error (error);
  if (body == NULL)
    return NULL;

  request = kp_sync_request_decode (body, &error);
  g_assert_no_error (error);
  return request;
}

static KpId
queue (StoreFixture *self,
       const char *kind,
       const char *arguments)
{
  g_autoptr (yyjson_doc) doc = yyjson_read (arguments, strlen (arguments), YYJSON_READ_NOFLAG);
  g_autoptr (GError) error = NULL;
  KpId id;

  kp_store_queue (self->store, kp_operation_find_kind (kind, strlen (kind)), NULL,
                  yyjson_doc_get_root (doc), &id, &error);
  g_assert_no_error (error);
  return id;
}

KpId
store_fixture_comment (StoreFixture *self,
                       const KpId *request,
                       const char *text,
                       KpId *message)
{
  KpId made = store_fixture_make_id (self);
  g_autofree char *made_text = kp_id_dup_text (&made);
  g_autofree char *request_text = kp_id_dup_text (request);
  g_autofree char *arguments = g_strdup_printf (
    "{\"request\":\"%s\",\"message\":\"%s\",\"text\":\"%s\"}", request_text, made_text, text);

  if (message != NULL)
    *message = made;
  return queue (self, "request.comment@1", arguments);
}

KpId
store_fixture_withdraw (StoreFixture *self,
                        const KpId *request)
{
  g_autofree char *request_text = kp_id_dup_text (request);
  g_autofree char *arguments = g_strdup_printf ("{\"request\":\"%s\"}", request_text);

  return queue (self, "request.withdraw@1", arguments);
}

KpId
store_fixture_submit (StoreFixture *self,
                      const char *title)
{
  KpId request = store_fixture_make_id (self);
  KpId flow = store_fixture_make_id (self);
  g_autofree char *request_text = kp_id_dup_text (&request);
  g_autofree char *flow_text = kp_id_dup_text (&flow);
  g_autofree char *arguments = g_strdup_printf (
    "{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"%s\",\"answers\":{}}",
    request_text, self->org_text, flow_text, title);

  queue (self, "request.submit@1", arguments);
  return request;
}

void
store_fixture_write_result (KpReplyWriter *writer,
                            const KpId *operation,
                            const char *result)
{
  g_autofree char *id = kp_id_dup_text (operation);
  g_autofree char *line = g_strdup_printf ("{\"op\":\"%s\",\"r\":\"%s\"}", id, result);

  kp_reply_writer_result (writer, line, strlen (line));
}

char *
store_fixture_dup_field (StoreFixture *self,
                         KpEntityType entity,
                         const KpId *id,
                         const char *field)
{
  g_autoptr (yyjson_doc) doc = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;

  if (!kp_store_dup_record (self->store, entity, id, &body, NULL, &error))
    {
      g_assert_no_error (error);
      return NULL;
    }

  doc = yyjson_read (body, strlen (body), YYJSON_READ_NOFLAG);
  return g_strdup (yyjson_get_str (yyjson_obj_get (yyjson_doc_get_root (doc), field)));
}

int
store_fixture_get_pending (StoreFixture *self,
                           KpEntityType entity,
                           const KpId *id)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *body = NULL;
  KpPending pending = KP_PENDING_NONE;
  gboolean found = kp_store_dup_record (self->store, entity, id, &body, &pending, &error);

  g_assert_no_error (error);
  return found ? (int) pending : -1;
}
