/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handlers run on the server's thread with the mutex held, which is all the order a test needs.
 */

#include "kp-faulty-server.h"

#include "kp-entity.h"
#include "kp-faulty-private.h"
#include "kp-library-log.h"
#include "kp-problem.h"
#include "kp-proof.h"
#include "kp-sync-codec.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>
#include <sodium.h>
#include <string.h>

#define ACC "0123456789abcdef"

struct _KpFaultyServer
{
  GThread *thread;       /* (owned) */
  GMainContext *context; /* (owned) */
  GMainLoop *loop;       /* (owned) */
  SoupServer *server;    /* (owned) (thread: server) */
  char *address;         /* (owned): constant once the server listens */
  guint port;
  GMutex mutex; /* guards the rest */
  GCond ready;  /* signalled when a job on the server's thread is done */
  KpFault fault;
  int argument;
  int times;
  guint page;
  guint nonce;            /* number of the newest nonce */
  guint token;            /* number of the newest access token; refresh tokens count beside it */
  guint refresh;          /* number of the newest refresh token */
  guint refresh_used;     /* number of the newest refresh token that was used */
  char *device_key;       /* (owned) (nullable): of the device that signed in */
  char *folder_key;       /* (owned) (nullable): deposited */
  GArray *requests;       /* (owned) (element-type KpId): the stream, in order */
  GHashTable *operations; /* (owned) (element-type utf8 GBytes): by id */
  GPtrArray *sockets;     /* (owned) (element-type SoupWebsocketConnection) */
  GPtrArray *stalled;     /* (owned) (element-type SoupServerMessage) */
  KpFaultyFigures figures;
  KpFaultyBlobs *blobs; /* (owned) */
  KpId user;
  KpId device;
  KpId org;
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 secret_key[crypto_sign_SECRETKEYBYTES];
};

static char *
dup_nonce (KpFaultyServer *self)
{
  return g_strdup_printf ("nonce-%u", self->nonce);
}

static JsonObject *
parse_body (SoupServerMessage *message,
            JsonNode **root)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autofree char *copy = g_strndup (text != NULL ? text : "", length);

  *root = json_from_string (copy, NULL);
  g_assert_nonnull (*root);

  return json_node_get_object (*root);
}

/* Returns: whether the proof is good; otherwise the message is answered */
static gboolean
check_proof (KpFaultyServer *self,
             SoupServerMessage *message,
             const char *device_key)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *authorization = soup_message_headers_get_one (headers, "Authorization");
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autofree char *nonce = dup_nonce (self);
  g_autofree char *target = NULL;
  g_autofree char *text = NULL;
  guint8 key[crypto_sign_PUBLICKEYBYTES];
  GUri *uri = soup_server_message_get_uri (message);
  KpProof proof;

  if (!kp_proof_parse (soup_message_headers_get_one (headers, "Portal-Proof"), &proof) ||
      strcmp (proof.nonce, nonce) != 0)
    {
      kp_faulty_answer_problem (message, KP_PROBLEM_PROOF_NONCE);
      return FALSE;
    }

  target = g_uri_get_query (uri) != NULL
             ? g_strconcat (g_uri_get_path (uri), "?", g_uri_get_query (uri), NULL)
             : g_strdup (g_uri_get_path (uri));
  text = kp_proof_dup_text (soup_server_message_get_method (message), target, bytes,
                            authorization != NULL ? authorization + strlen ("Bearer ") : NULL,
                            nonce);
  if (device_key != NULL && kp_proof_decode (device_key, key, sizeof key) &&
      crypto_sign_verify_detached (proof.signature, (const guint8 *) text, strlen (text), key) == 0)
    return TRUE;

  self->figures.bad_proofs++;
  kp_faulty_answer_problem (message, KP_PROBLEM_PROOF);

  return FALSE;
}

static void
answer_revoked (KpFaultyServer *self,
                SoupServerMessage *message,
                gboolean forged)
{
  g_autofree char *user = kp_id_dup_text (&self->user);
  g_autofree char *device = kp_id_dup_text (&self->device);
  g_autofree char *nonce = dup_nonce (self);
  g_autofree char *text = kp_problem_dup_signed_text (KP_PROBLEM_DEVICE_REVOKED, user, device,
                                                      nonce);
  g_autofree char *encoded = NULL;
  g_autofree char *body = NULL;
  guint8 signature[crypto_sign_BYTES];
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 other_key[crypto_sign_SECRETKEYBYTES];

  crypto_sign_keypair (public_key, other_key);
  crypto_sign_detached (signature, NULL, (const guint8 *) text, strlen (text),
                        forged ? other_key : self->secret_key);
  encoded = kp_proof_encode (signature, sizeof signature);
  body = g_strdup_printf ("{\"code\":\"device-revoked\",\"user\":\"%s\",\"device\":\"%s\","
                          "\"pn\":\"%s\",\"sig\":\"%s\"}",
                          user, device, nonce, encoded);
  kp_faulty_answer (message, 403, "application/problem+json", body, strlen (body));
}

static void
answer_tokens (KpFaultyServer *self,
               SoupServerMessage *message,
               const char *more)
{
  g_autofree char *body = NULL;

  self->token++;
  self->refresh++;
  body = g_strdup_printf ("{\"access\":\"access-%u\",\"access_s\":600,"
                          "\"refresh\":\"refresh-%u\"%s}",
                          self->token, self->refresh, more);
  kp_faulty_answer (message, 200, "application/json", body, strlen (body));
}

static void
handle_discovery (SoupServerMessage *message)
{
  static const char BODY[] =
    "{\"v\":1,\"office\":{\"name\":\"Kantoor Proef\"},\"base_url\":\"http://elsewhere\","
    "\"portals\":[{\"url_name\":\"groen\",\"name\":{\"nl\":\"Groen\",\"en\":\"Green\"},"
    "\"languages\":[\"nl\",\"en\"]}],\"portal\":null,\"languages\":[\"nl\",\"en\"],"
    "\"password_min\":15}";

  kp_faulty_answer (message, 200, "application/json", BODY, strlen (BODY));
}

static void
handle_sign_in (KpFaultyServer *self,
                SoupServerMessage *message)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *body = parse_body (message, &root);
  JsonObject *device = json_object_get_object_member (body, "device");
  const char *key = json_object_get_string_member (device, "key");
  g_autofree char *user_id = kp_id_dup_text (&self->user);
  g_autofree char *device_id = kp_id_dup_text (&self->device);
  g_autofree char *server_key = kp_proof_encode (self->public_key, sizeof self->public_key);
  g_autofree char *more = NULL;

  if (!check_proof (self, message, key))
    return;

  if (strcmp (json_object_get_string_member (body, "password"), KP_FAULTY_PASSWORD) != 0)
    {
      kp_faulty_answer_problem (message, KP_PROBLEM_WRONG_PASSWORD);
      return;
    }

  g_set_str (&self->device_key, key);
  if (self->folder_key == NULL)
    self->folder_key = g_strdup (json_object_get_string_member (body, "folder_key"));
  more = g_strdup_printf (",\"user\":{\"id\":\"%s\",\"name\":\"Sanne\",\"login\":\"%s\","
                          "\"email\":\"%s\",\"kind\":\"customer\",\"locale\":\"nl\","
                          "\"portal_id\":\"%s\"},\"device\":\"%s\",\"server_key\":\"%s\","
                          "\"folder_key\":\"%s\",\"lease_days\":30",
                          user_id, KP_FAULTY_LOGIN, KP_FAULTY_LOGIN, user_id, device_id, server_key,
                          self->folder_key);
  answer_tokens (self, message, more);
}

static void
handle_refresh (KpFaultyServer *self,
                SoupServerMessage *message)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *body = parse_body (message, &root);
  guint number = 0;

  if (!check_proof (self, message, self->device_key))
    return;

  if (self->fault == KP_FAULT_SIGNED_OUT)
    {
      kp_faulty_answer_problem (message, KP_PROBLEM_SIGNED_OUT);
      return;
    }

  if (self->fault == KP_FAULT_REVOKED)
    {
      answer_revoked (self, message, FALSE);
      return;
    }

  /* SECURITY.md section 3: the newest, or the predecessor of one that nobody used. */
  sscanf (json_object_get_string_member (body, "refresh"), "refresh-%u", &number);
  if (number < self->refresh_used || number == 0 || number > self->refresh)
    {
      self->figures.old_refreshes++;
      kp_faulty_answer_problem (message, KP_PROBLEM_SIGNED_OUT);
      return;
    }

  self->refresh_used = number;
  self->figures.refreshes++;
  answer_tokens (self, message, "");
}

static void
write_request (KpFaultyServer *self,
               KpReplyWriter *writer,
               gint64 seq)
{
  const KpId *id = &g_array_index (self->requests, KpId, seq - 1);
  g_autofree char *org = kp_id_dup_text (&self->org);
  g_autofree char *file = kp_faulty_blobs_dup_body (self->blobs, id, org);
  g_autofree char *body = g_strdup_printf ("{\"org_id\":\"%s\",\"title\":\"Aanvraag %d\","
                                           "\"state\":\"submitted\"}",
                                           org, (int) seq);

  if (file != NULL)
    kp_reply_writer_record (writer, kp_entity_get (KP_ENTITY_ATTACHMENT), id, file, strlen (file));
  else
    kp_reply_writer_record (writer, kp_entity_get (KP_ENTITY_REQUEST), id, body, strlen (body));
}

/* Returns: whether the stream has more than this reply brings */
static gboolean
write_stream (KpFaultyServer *self,
              KpReplyWriter *writer,
              const KpHave *have)
{
  gint64 head = self->requests->len;
  gint64 from = have->cursor.head;
  gint64 low;

  if (have->cursor.state == KP_CURSOR_COMPLETE)
    {
      gint64 to = MIN (head, from + self->page);

      if (from == head)
        return FALSE;

      kp_reply_writer_delta (writer, have->stream, from, to);
      for (gint64 seq = from + 1; seq <= to; seq++)
        write_request (self, writer, seq);
      return to < head;
    }

  if (have->cursor.state == KP_CURSOR_NOTHING)
    from = head;
  low = have->cursor.state == KP_CURSOR_NOTHING ? head : have->cursor.low;
  kp_reply_writer_load (writer, have->stream, from, MAX (low - self->page, 0),
                        have->cursor.state == KP_CURSOR_NOTHING);
  for (gint64 seq = low; seq > MAX (low - self->page, 0); seq--)
    write_request (self, writer, seq);

  return low > self->page || from < head;
}

static void
take_operation (KpFaultyServer *self,
                KpReplyWriter *writer,
                GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  g_autofree char *text = g_strndup (data, length);
  g_autoptr (JsonNode) root = json_from_string (text, NULL);
  const char *id = json_object_get_string_member (json_node_get_object (root), "id");
  GBytes *known = g_hash_table_lookup (self->operations, id);
  g_autofree char *need = kp_faulty_blobs_dup_need (self->blobs, json_node_get_object (root));
  g_autofree char *line =
    g_strdup_printf ("{\"op\":\"%s\",\"r\":\"%s\"%s}", id, need != NULL ? "later" : "ok",
                     need != NULL ? need : "");

  if (known != NULL && !g_bytes_equal (known, bytes))
    self->figures.doubles++;
  if (known == NULL && need == NULL)
    {
      self->figures.operations++;
      g_hash_table_insert (self->operations, g_strdup (id), g_bytes_ref (bytes));
    }
  kp_reply_writer_result (writer, line, strlen (line));
}

static GBytes *
make_exchange (KpFaultyServer *self,
               KpSyncRequest *request)
{
  KpReplyWriter *writer = kp_reply_writer_new ();
  g_autofree char *org = kp_id_dup_text (&self->org);
  g_autofree char *stream = g_strdup_printf ("o:%s:req", org);
  const char *const streams[] = { stream, NULL };
  KpSeen seen = { .number = 1 + self->requests->len + g_hash_table_size (self->operations) +
                            request->offers->len };
  gboolean more = FALSE;

  g_strlcpy (seen.nonce, "00000000000000aa", sizeof seen.nonce);
  kp_reply_writer_seen (writer, &seen, ACC, g_get_real_time () / 1000);
  if (strcmp (request->acc, ACC) != 0)
    kp_reply_writer_allowed (writer, streams);
  for (guint i = 0; i < request->offers->len; i++)
    take_operation (self, writer, ((KpOffer *) g_ptr_array_index (request->offers, i))->bytes);
  for (guint i = 0; i < request->have->len; i++)
    more |= write_stream (self, writer, g_ptr_array_index (request->have, i));

  /* Whoever was just told of the stream has still to ask for it. */
  more |= strcmp (request->acc, ACC) != 0;

  return kp_reply_writer_end (writer, more, request->push ? "ticket" : NULL);
}

/* Returns: whether the fault has answered the exchange */
static gboolean
apply_fault (KpFaultyServer *self,
             SoupServerMessage *message,
             GBytes *reply)
{
  static const char GARBAGE[] = "{\"seen\":[1,\"0000000000000000\"],\"acc\":\"\",\"now\":1}\n"
                                "{{{{\n";
  static const char PAGE[] = "<html><body>Welkom in ons hotel</body></html>";
  g_autofree char *seconds = g_strdup_printf ("%d", self->argument);
  KpFault fault = self->times != 0 ? self->fault : KP_FAULT_NONE;
  gsize length;
  const char *body = g_bytes_get_data (reply, &length);

  if (self->times > 0)
    self->times--;

  switch (fault)
    {
    case KP_FAULT_NONE:
      return FALSE;

    case KP_FAULT_CUT:
      kp_faulty_cut (message, "200 OK\r\nContent-Type: application/x-ndjson", length, body, length,
                     self->argument);
      return TRUE;

    case KP_FAULT_STALL:
      soup_server_message_pause (message);
      g_ptr_array_add (self->stalled, g_object_ref (message));
      return TRUE;

    case KP_FAULT_GARBAGE:
      kp_faulty_answer (message, 200, "application/x-ndjson", GARBAGE, strlen (GARBAGE));
      return TRUE;

    case KP_FAULT_WEB_PAGE:
      kp_faulty_answer (message, 200, "text/html", PAGE, strlen (PAGE));
      return TRUE;

    case KP_FAULT_ERROR:
      kp_faulty_answer (message, 500, "text/plain", "?", 1);
      return TRUE;

    case KP_FAULT_BUSY:
      soup_message_headers_replace (soup_server_message_get_response_headers (message),
                                    "Retry-After", seconds);
      kp_faulty_answer_problem (message, KP_PROBLEM_BUSY);
      return TRUE;

    case KP_FAULT_OLD_ACCESS:
    case KP_FAULT_SIGNED_OUT:
      kp_faulty_answer_problem (message, KP_PROBLEM_SIGNED_OUT);
      return TRUE;

    case KP_FAULT_REVOKED:
    case KP_FAULT_FORGED:
      answer_revoked (self, message, fault == KP_FAULT_FORGED);
      return TRUE;
    }

  g_assert_not_reached ();
}

static void
handle_sync (KpFaultyServer *self,
             SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (GBytes) bytes = soup_message_body_flatten (body);
  g_autoptr (KpSyncRequest) request = NULL;
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;
  const char *text;

  if (!check_proof (self, message, self->device_key))
    return;

  self->figures.attempts++;
  request = kp_sync_request_decode (bytes, &error);
  g_assert_no_error (error);
  reply = make_exchange (self, request);
  if (apply_fault (self, message, reply))
    return;

  self->figures.syncs++;
  text = g_bytes_get_data (reply, &length);
  kp_faulty_answer (message, 200, "application/x-ndjson", text, length);
}

static void
handle_blob (KpFaultyServer *self,
             SoupServerMessage *message,
             const char *path)
{
  if (check_proof (self, message, self->device_key))
    kp_faulty_blobs_handle (self->blobs, message, path + strlen (KP_FAULTY_BLOB));
}

static void
handle_find (KpFaultyServer *self,
             SoupServerMessage *message)
{
  static const char BODY[] = "{\"rows\":[{\"entity\":\"request\",\"id\":\"x\","
                             "\"title\":\"Gevonden\","
                             "\"updated_at\":5}],\"next\":null}";

  if (check_proof (self, message, self->device_key))
    kp_faulty_answer (message, 200, "application/json", BODY, strlen (BODY));
}

static void
handle_password (KpFaultyServer *self,
                 SoupServerMessage *message)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *body = parse_body (message, &root);

  if (!check_proof (self, message, self->device_key))
    return;

  if (strcmp (json_object_get_string_member (body, "old"), KP_FAULTY_PASSWORD) != 0)
    kp_faulty_answer_problem (message, KP_PROBLEM_WRONG_PASSWORD);
  else
    soup_server_message_set_status (message, 204, NULL);
}

static void
on_request_cb (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               gpointer user_data)
{
  KpFaultyServer *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autofree char *nonce = dup_nonce (self);

  soup_message_headers_replace (soup_server_message_get_response_headers (message), "Portal-Nonce",
                                nonce);
  if (strcmp (path, "/.well-known/klantportaal") == 0)
    handle_discovery (message);
  else if (strcmp (path, "/v1/sign-in") == 0)
    handle_sign_in (self, message);
  else if (strcmp (path, "/v1/refresh") == 0)
    handle_refresh (self, message);
  else if (strcmp (path, "/v1/sync") == 0)
    handle_sync (self, message);
  else if (g_str_has_prefix (path, KP_FAULTY_BLOB))
    handle_blob (self, message, path);
  else if (strcmp (path, "/v1/find") == 0)
    handle_find (self, message);
  else if (strcmp (path, "/v1/password") == 0)
    handle_password (self, message);
  else if (strcmp (path, "/v1/sign-out") == 0)
    soup_server_message_set_status (message, 204, NULL);
  else
    kp_faulty_answer_problem (message, KP_PROBLEM_NOT_FOUND);
}

static void
on_socket_closed_cb (SoupWebsocketConnection *socket,
                     gpointer user_data)
{
  KpFaultyServer *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->figures.sockets--;
  g_ptr_array_remove (self->sockets, socket);
}

static void
on_socket_cb (SoupServer *server,
              SoupServerMessage *message,
              const char *path,
              SoupWebsocketConnection *socket,
              gpointer user_data)
{
  KpFaultyServer *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->figures.sockets++;
  g_ptr_array_add (self->sockets, g_object_ref (socket));
  g_signal_connect_data (socket, "closed", G_CALLBACK (on_socket_closed_cb), self, NULL,
                         G_CONNECT_DEFAULT);
}

/* A task for the server's thread, and the wait for its end. */
typedef struct
{
  KpFaultyServer *self;
  void (*func) (KpFaultyServer *self);
  gboolean done;
} Job;

static gboolean
run_job_cb (gpointer user_data)
{
  Job *job = user_data;

  job->func (job->self);
  g_mutex_lock (&job->self->mutex);
  job->done = TRUE;
  g_cond_broadcast (&job->self->ready);
  g_mutex_unlock (&job->self->mutex);

  return G_SOURCE_REMOVE;
}

static void
run_there (KpFaultyServer *self,
           void (*func) (KpFaultyServer *self))
{
  Job job = { .self = self, .func = func };
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, run_job_cb, &job, NULL);
  g_source_attach (source, self->context);
  g_mutex_lock (&self->mutex);
  while (!job.done)
    g_cond_wait (&self->ready, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static void
listen_there (KpFaultyServer *self)
{
  g_autoptr (GError) error = NULL;

  self->server = soup_server_new ("server-header", "faulty", NULL);
  soup_server_add_early_handler (self->server, "/v1/blob", kp_faulty_blobs_watch_cb, self->blobs,
                                 NULL);
  soup_server_add_handler (self->server, NULL, on_request_cb, self, NULL);
  soup_server_add_handler (self->server, "/v1/blob", on_request_cb, self, NULL);
  soup_server_add_websocket_handler (self->server, "/v1/push", NULL, NULL, on_socket_cb, self,
                                     NULL);
  soup_server_listen_local (self->server, self->port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);

  if (self->port == 0)
    {
      GSList *uris = soup_server_get_uris (self->server);

      self->port = g_uri_get_port (uris->data);
      self->address = g_strdup_printf ("http://127.0.0.1:%u", self->port);
      g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
    }
}

static void
stop_there (KpFaultyServer *self)
{
  g_autoptr (GPtrArray) sockets = NULL;

  kp_faulty_blobs_hang_up (self->blobs);
  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->stalled->len; i++)
    soup_server_message_unpause (g_ptr_array_index (self->stalled, i));
  g_ptr_array_set_size (self->stalled, 0);
  sockets = g_ptr_array_copy (self->sockets, (GCopyFunc) (void (*) (void)) g_object_ref, NULL);
  g_ptr_array_set_free_func (sockets, g_object_unref);
  g_mutex_unlock (&self->mutex);

  /* As a killed process would: no farewell. */
  for (guint i = 0; i < sockets->len; i++)
    g_io_stream_close (soup_websocket_connection_get_io_stream (g_ptr_array_index (sockets, i)),
                       NULL, NULL);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
}

static gpointer
run (gpointer data)
{
  KpFaultyServer *self = data;

  g_main_context_push_thread_default (self->context);
  g_main_loop_run (self->loop);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

KpFaultyServer *
kp_faulty_server_new (void)
{
  KpFaultyServer *self = g_new0 (KpFaultyServer, 1);
  const KpEnvironment *environment = kp_environment_get_real ();

  self->page = 1000;
  self->nonce = 1;
  self->user = kp_id_make (environment);
  self->device = kp_id_make (environment);
  self->org = kp_id_make (environment);
  self->requests = g_array_new (FALSE, FALSE, sizeof (KpId));
  self->operations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                            (GDestroyNotify) g_bytes_unref);
  self->sockets = g_ptr_array_new_with_free_func (g_object_unref);
  self->blobs = kp_faulty_blobs_new ();
  self->stalled = g_ptr_array_new_with_free_func (g_object_unref);
  crypto_sign_keypair (self->public_key, self->secret_key);
  kp_library_log_let_clients_hang_up ();
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("faulty-server", run, self);
  run_there (self, listen_there);

  return self;
}

void
kp_faulty_server_free (KpFaultyServer *self)
{
  if (self->server != NULL)
    run_there (self, stop_there);
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_ptr_array_unref (self->stalled);
  g_ptr_array_unref (self->sockets);
  g_hash_table_unref (self->operations);
  kp_faulty_blobs_free (self->blobs);
  g_array_unref (self->requests);
  g_free (self->folder_key);
  g_free (self->device_key);
  g_free (self->address);
  g_free (self);
}

const char *
kp_faulty_server_get_address (KpFaultyServer *self)
{
  return self->address;
}

void
kp_faulty_server_set_fault (KpFaultyServer *self,
                            KpFault fault,
                            int argument,
                            int times)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->fault = fault;
  self->argument = argument;
  self->times = times;
}

void
kp_faulty_server_stop (KpFaultyServer *self)
{
  run_there (self, stop_there);
}

void
kp_faulty_server_start (KpFaultyServer *self)
{
  run_there (self, listen_there);
}

void
kp_faulty_server_turn_nonce (KpFaultyServer *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->nonce++;
}

void
kp_faulty_server_set_page (KpFaultyServer *self,
                           guint count)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->page = count;
}

typedef struct
{
  KpFaultyServer *self;
  const char *text; /* interned */
} Saying;

static gboolean
say_cb (gpointer user_data)
{
  Saying *saying = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&saying->self->mutex);

  for (guint i = 0; i < saying->self->sockets->len; i++)
    soup_websocket_connection_send_text (g_ptr_array_index (saying->self->sockets, i),
                                         saying->text);

  return G_SOURCE_REMOVE;
}

void
kp_faulty_server_say (KpFaultyServer *self,
                      const char *text)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Saying *saying = g_new (Saying, 1);

  *saying = (Saying) { .self = self, .text = g_intern_string (text) };
  g_source_set_callback (source, say_cb, saying, g_free);
  g_source_attach (source, self->context);
}

KpId
kp_faulty_server_publish (KpFaultyServer *self)
{
  return kp_faulty_server_publish_file (self, NULL);
}

KpId
kp_faulty_server_publish_file (KpFaultyServer *self,
                               GBytes *content)
{
  KpId id = kp_id_make (kp_environment_get_real ());

  if (content != NULL)
    kp_faulty_blobs_add (self->blobs, &id, content);
  g_mutex_lock (&self->mutex);
  g_array_append_val (self->requests, id);
  g_mutex_unlock (&self->mutex);
  kp_faulty_server_say (self, "sync");

  return id;
}

void
kp_faulty_server_get_figures (KpFaultyServer *self,
                              KpFaultyFigures *figures)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  *figures = self->figures;
}

KpFaultyBlobs *
kp_faulty_server_get_blobs (KpFaultyServer *self)
{
  return self->blobs;
}

char *
kp_faulty_server_dup_org (KpFaultyServer *self)
{
  return kp_id_dup_text (&self->org);
}
