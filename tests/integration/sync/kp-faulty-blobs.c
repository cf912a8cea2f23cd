/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An upload is broken off while it comes, a download while it goes: the first by a watch over its
 * chunks, the second by writing the bytes of the answer by hand.
 */

#include "kp-faulty-private.h"

#include <string.h>

/* What happens to some transfers. */
typedef struct
{
  KpBlobFault fault;
  gsize argument;
  int times;
} Planned;

struct _KpFaultyBlobs
{
  GMutex mutex;            /* guards all */
  Planned planned[2];      /* one after the other */
  GHashTable *contents;    /* (owned): hash → GBytes */
  GHashTable *attachments; /* (owned): identifier → hash */
  GHashTable *begun;       /* (owned): SoupServerMessage → Planned */
  GPtrArray *stalled;      /* (owned) (element-type SoupServerMessage) */
  KpFaultyBlobFigures figures;
};

void
kp_faulty_answer (SoupServerMessage *message,
                  guint status,
                  const char *type,
                  const char *body,
                  gsize length)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, type, SOUP_MEMORY_COPY, body, length);
}

void
kp_faulty_answer_problem (SoupServerMessage *message,
                          KpProblem problem)
{
  g_autofree char *body = g_strdup_printf ("{\"code\":\"%s\"}", kp_problem_get_code (problem));

  kp_faulty_answer (message, kp_problem_get_status (problem), "application/problem+json", body,
                    strlen (body));
}

void
kp_faulty_cut (SoupServerMessage *message,
               const char *start,
               gsize stated,
               const char *body,
               gsize length,
               gsize count)
{
  g_autoptr (GIOStream) stream = soup_server_message_steal_connection (message);
  g_autofree char *head =
    g_strdup_printf ("HTTP/1.1 %s\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n", start, stated);
  g_autoptr (GByteArray) whole = g_byte_array_new ();

  g_byte_array_append (whole, (const guint8 *) head, (guint) strlen (head));
  g_byte_array_append (whole, (const guint8 *) body, (guint) length);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), whole->data,
                             MIN (count, whole->len), NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
}

KpFaultyBlobs *
kp_faulty_blobs_new (void)
{
  KpFaultyBlobs *self = g_new0 (KpFaultyBlobs, 1);

  g_mutex_init (&self->mutex);
  self->contents = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                          (GDestroyNotify) g_bytes_unref);
  self->attachments = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->begun = g_hash_table_new_full (NULL, NULL, g_object_unref, g_free);
  self->stalled = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

void
kp_faulty_blobs_free (KpFaultyBlobs *self)
{
  g_hash_table_unref (self->contents);
  g_hash_table_unref (self->attachments);
  g_hash_table_unref (self->begun);
  g_ptr_array_unref (self->stalled);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
kp_faulty_blobs_hang_up (KpFaultyBlobs *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  for (guint i = 0; i < self->stalled->len; i++)
    soup_server_message_unpause (self->stalled->pdata[i]);
  g_ptr_array_set_size (self->stalled, 0);
}

/* Returns: what happens to the transfer that begins. With the mutex held */
static Planned
draw_fault (KpFaultyBlobs *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->planned); i++)
    {
      Planned *planned = &self->planned[i];

      if (planned->times == 0)
        continue;
      if (planned->times > 0)
        planned->times--;
      return *planned;
    }

  return (Planned) { 0 };
}

/* --- Coming in --- */

/* An upload that will break off. */
typedef struct
{
  gsize left;
} Watch;

static void
on_chunk_cb (SoupServerMessage *message,
             GBytes *chunk,
             gpointer user_data)
{
  Watch *watch = user_data;
  const gsize length = g_bytes_get_size (chunk);

  if (length < watch->left)
    watch->left -= length;
  else
    g_socket_shutdown (soup_server_message_get_socket (message), TRUE, TRUE, NULL);
}

static void
free_watch (gpointer data,
            GClosure *closure)
{
  g_free (data);
}

void
kp_faulty_blobs_watch_cb (SoupServer *server,
                          SoupServerMessage *message,
                          const char *path,
                          GHashTable *query,
                          gpointer user_data)
{
  KpFaultyBlobs *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gboolean is_put = soup_server_message_get_method (message) == SOUP_METHOD_PUT;
  const Planned planned = draw_fault (self);
  Watch *watch;

  self->figures.puts += is_put;
  self->figures.gets += !is_put;
  if (!is_put || planned.fault != KP_BLOB_FAULT_CUT)
    {
      g_hash_table_replace (self->begun, g_object_ref (message),
                            g_memdup2 (&planned, sizeof planned));
      return;
    }

  watch = g_new (Watch, 1);
  watch->left = planned.argument;
  if (watch->left == 0)
    g_socket_shutdown (soup_server_message_get_socket (message), TRUE, TRUE, NULL);
  g_signal_connect_data (message, "got-chunk", G_CALLBACK (on_chunk_cb), watch, free_watch, 0);
}

static void
answer_full (SoupServerMessage *message,
             gsize argument)
{
  g_autofree char *seconds = g_strdup_printf ("%" G_GSIZE_FORMAT, argument);

  if (argument > 0)
    soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                  "Retry-After", seconds);
  kp_faulty_answer_problem (message, KP_PROBLEM_QUOTA);
}

static void
take (KpFaultyBlobs *self,
      SoupServerMessage *message,
      const char *sha256)
{
  g_autoptr (GBytes) body =
    soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
  gboolean is_new = !g_hash_table_contains (self->contents, sha256);

  if (!g_str_equal (digest, sha256))
    {
      kp_faulty_answer_problem (message, KP_PROBLEM_DIGEST);
      return;
    }

  self->figures.taken += is_new;
  g_hash_table_replace (self->contents, g_strdup (sha256), g_bytes_ref (body));
  soup_server_message_set_status (message, is_new ? 201 : 204, NULL);
}

/* --- Going out --- */

/* Returns: the first byte that is wanted of the content @sha256 */
static gsize
find_start (SoupServerMessage *message,
            const char *sha256)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *range = soup_message_headers_get_one (headers, "Range");
  const char *tag = soup_message_headers_get_one (headers, "If-Range");
  g_autofree char *expected = g_strdup_printf ("\"%s\"", sha256);

  if (range == NULL || !g_str_has_prefix (range, "bytes="))
    return 0;

  g_assert_cmpstr (tag, ==, expected);

  return (gsize) g_ascii_strtoull (range + strlen ("bytes="), NULL, 10);
}

static void
give (KpFaultyBlobs *self,
      SoupServerMessage *message,
      const char *sha256,
      const Planned *planned)
{
  const KpBlobFault fault = planned->fault;
  GBytes *content = g_hash_table_lookup (self->contents, sha256);
  gsize size;
  const char *data = g_bytes_get_data (content, &size);
  const gsize from = fault != KP_BLOB_FAULT_WHOLE ? find_start (message, sha256) : 0;
  const gsize length = size - MIN (from, size);
  g_autofree char *start =
    from > 0 ? g_strdup_printf ("206 Partial Content\r\nContent-Range: bytes %" G_GSIZE_FORMAT
                                "-%" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT,
                                from, size - 1, size)
             : g_strdup ("200 OK");
  g_autofree char *body = g_memdup2 (data + from, length);
  const gsize sent = fault == KP_BLOB_FAULT_CUT ? MIN (planned->argument, length) : length;

  if (fault == KP_BLOB_FAULT_WRONG)
    body[length / 2] ^= 1;
  self->figures.given += sent;
  kp_faulty_cut (message, start, length, body, sent, G_MAXSIZE);
}

/* --- Both --- */

void
kp_faulty_blobs_handle (KpFaultyBlobs *self,
                        SoupServerMessage *message,
                        const char *name)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Planned planned = { 0 };
  gboolean is_put = soup_server_message_get_method (message) == SOUP_METHOD_PUT;
  const char *sha256 = is_put ? name : g_hash_table_lookup (self->attachments, name);

  if (g_hash_table_contains (self->begun, message))
    planned = *(Planned *) g_hash_table_lookup (self->begun, message);
  g_hash_table_remove (self->begun, message);
  if (planned.fault == KP_BLOB_FAULT_STALL)
    {
      soup_server_message_pause (message);
      g_ptr_array_add (self->stalled, g_object_ref (message));
    }
  else if (planned.fault == KP_BLOB_FAULT_FULL)
    answer_full (message, planned.argument);
  else if (sha256 == NULL)
    kp_faulty_answer_problem (message, KP_PROBLEM_NOT_FOUND);
  else if (!is_put)
    give (self, message, sha256, &planned);
  else
    take (self, message, sha256);

  if (is_put && planned.fault == KP_BLOB_FAULT_FORGET)
    g_hash_table_remove (self->contents, name);
  if (is_put && planned.fault == KP_BLOB_FAULT_SWALLOW)
    g_socket_shutdown (soup_server_message_get_socket (message), TRUE, TRUE, NULL);
}

static const char *
find_missing (KpFaultyBlobs *self,
              JsonObject *operation)
{
  JsonObject *arguments = json_object_get_object_member (operation, "a");
  JsonArray *files = json_object_has_member (arguments, "attachments")
                       ? json_object_get_array_member (arguments, "attachments")
                       : NULL;

  for (guint i = 0; files != NULL && i < json_array_get_length (files); i++)
    {
      JsonObject *file = json_array_get_object_element (files, i);
      const char *sha256 = json_object_get_string_member (file, "sha256");

      if (!g_hash_table_contains (self->contents, sha256))
        return sha256;
    }

  return NULL;
}

char *
kp_faulty_blobs_dup_need (KpFaultyBlobs *self,
                          JsonObject *operation)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const char *missing = find_missing (self, operation);

  if (missing == NULL)
    return NULL;

  self->figures.bare++;

  return g_strdup_printf (",\"need\":[\"file:%s\"]", missing);
}

void
kp_faulty_blobs_set_fault (KpFaultyBlobs *self,
                           KpBlobFault fault,
                           gsize argument,
                           int times)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->planned[0] = (Planned) { fault, argument, times };
  self->planned[1] = (Planned) { 0 };
}

void
kp_faulty_blobs_set_next_fault (KpFaultyBlobs *self,
                                KpBlobFault fault,
                                gsize argument,
                                int times)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->planned[1] = (Planned) { fault, argument, times };
}

void
kp_faulty_blobs_add (KpFaultyBlobs *self,
                     const KpId *attachment,
                     GBytes *content)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);

  g_hash_table_replace (self->contents, g_strdup (sha256), g_bytes_ref (content));
  g_hash_table_replace (self->attachments, kp_id_dup_text (attachment), sha256);
}

char *
kp_faulty_blobs_dup_body (KpFaultyBlobs *self,
                          const KpId *attachment,
                          const char *org)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *id = kp_id_dup_text (attachment);
  const char *sha256 = g_hash_table_lookup (self->attachments, id);

  if (sha256 == NULL)
    return NULL;

  return g_strdup_printf (
    "{\"request_id\":\"%s\",\"org_id\":\"%s\",\"message_id\":null,\"place\":null,"
    "\"name\":\"a.pdf\",\"media_type\":\"application/pdf\","
    "\"size\":%" G_GSIZE_FORMAT ",\"sha256\":\"%s\","
    "\"scan_state\":\"clean\",\"author_id\":\"%s\",\"author_name\":\"Office\","
    "\"author_kind\":\"staff\",\"created_at\":1795348800000}",
    id, org, g_bytes_get_size (g_hash_table_lookup (self->contents, sha256)), sha256, org);
}

GBytes *
kp_faulty_blobs_dup_content (KpFaultyBlobs *self,
                             const char *sha256)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GBytes *content = g_hash_table_lookup (self->contents, sha256);

  return content != NULL ? g_bytes_ref (content) : NULL;
}

void
kp_faulty_blobs_get_figures (KpFaultyBlobs *self,
                             KpFaultyBlobFigures *figures)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  *figures = self->figures;
}
