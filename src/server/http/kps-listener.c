/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a request: admitted by its headers, read, paused, authenticated and handled on the
 * pool of its route, answered. libsoup stays on the main thread, SQL on the pools; a call crosses
 * over, a reply comes back, and is dropped if nobody is there to read it.
 */

#include "kps-listener-private.h"

#include "kp-error.h"
#include "kp-file.h"
#include "kp-limits.h"
#include "kps-authentication.h"
#include "kps-exchange.h"
#include "kps-log.h"
#include "kps-problem.h"
#include "kps-request.h"
#include "kps-socket.h"

#include <string.h>

G_DEFINE_FINAL_TYPE (KpsListener, kps_listener, G_TYPE_OBJECT)

/* A refused body is read up to here, so that the client sees the answer; then the line is cut. That
 * of a file is read whole, as it may be refused for reasons that the client cannot know. */
#define MAX_DISCARDED (256 * 1024)
#define CHANGE_THREADS 2
#define FILE_THREADS 2
/* Files under way at once, of everybody and of one address. */
#define MAX_FILING 16
#define MAX_FILING_OF_ONE 4
#define FULL_RETRY_S 1
#define PUSH_FULL_RETRY_S 30

static void
errand_clear (gpointer data)
{
  KpsErrand *self = data;

  g_clear_pointer (&self->call, kps_call_free);
  g_object_unref (self->message);
  g_byte_array_unref (self->piece);
}

KpsErrand *
kps_errand_ref (KpsErrand *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
kps_errand_unref (KpsErrand *self)
{
  g_atomic_rc_box_release_full (self, errand_clear);
}

static void
admission_free (KpsAdmission *self)
{
  g_clear_pointer (&self->upload, kps_errand_unref);
  g_clear_pointer (&self->params, g_hash_table_unref);
  g_free (self->address);
  g_free (self->base_url);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->person, kps_person_free);
  g_free (self);
}

void
kps_listener_options_init (KpsListenerOptions *options)
{
  *options = (KpsListenerOptions) {
    .max_in_flight = 512,
    .hash_threads = MAX (1, g_get_num_processors ()),
    .hash_queue = 64,
    .per_address = { .burst = 60, .every_ms = 2 * 1000 },
    .public_rate = { .burst = 300, .every_ms = 20 },
  };
}

static void
log_answer (KpsListener *self,
            const KpsAdmission *admission,
            const char *method,
            guint status)
{
  g_autofree char *status_text = g_strdup_printf ("%u", status);
  gint64 duration_us = g_get_monotonic_time () - admission->began_us;
  g_autofree char *duration = g_strdup_printf ("%" G_GINT64_FORMAT, duration_us / 1000);

  if (self->options.log_requests || status >= 500)
    kps_log ("answer", "method", method, "route",
             admission->route != NULL ? admission->route->path : "none", "status", status_text,
             "ms", duration, NULL);
}

static const char *
get_known_method (SoupServerMessage *message)
{
  const char *method = soup_server_message_get_method (message);

  return method == SOUP_METHOD_GET || method == SOUP_METHOD_POST || method == SOUP_METHOD_PUT
           ? method
           : "other";
}

static void
add_headers (SoupMessageHeaders *headers,
             const KpsReply *reply)
{
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  if (reply->headers == NULL)
    return;

  g_hash_table_iter_init (&iter, reply->headers);
  while (g_hash_table_iter_next (&iter, &name, &value))
    soup_message_headers_replace (headers, name, value);
}

static void
respond (KpsListener *self,
         SoupServerMessage *message,
         const KpsAdmission *admission,
         const KpsReply *reply)
{
  const KpEnvironment *environment = kps_office_get_environment (self->surroundings.office);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);
  char nonce[KPS_NONCE_SIZE];

  kps_proof_make_nonce (kps_accounts_get_secrets (self->surroundings.accounts),
                        kp_environment_now (environment), nonce);
  soup_message_headers_replace (headers, "Portal-Nonce", nonce);
  soup_message_headers_replace (headers, "Cache-Control", "no-store");
  soup_message_headers_replace (headers, "X-Content-Type-Options", "nosniff");
  if (reply->retry_s > 0)
    {
      g_autofree char *retry = g_strdup_printf ("%u", reply->retry_s);

      soup_message_headers_replace (headers, "Retry-After", retry);
    }

  add_headers (headers, reply);
  soup_server_message_set_status (message, reply->status, NULL);
  if (reply->body != NULL)
    {
      soup_message_headers_replace (headers, "Content-Type", reply->content_type);
      soup_message_headers_set_content_length (headers, g_bytes_get_size (reply->body));
      soup_message_body_append_bytes (soup_server_message_get_response_body (message),
                                      reply->body);
    }

  kps_metrics_count (self->surroundings.metrics, get_known_method (message),
                     admission->route != NULL ? admission->route->path : "none", reply->status,
                     g_get_monotonic_time () - admission->began_us,
                     admission->route != NULL && admission->route->special == KPS_SPECIAL_EXCHANGE);
  log_answer (self, admission, get_known_method (message), reply->status);
}

/* --- KpsAdmission: by the headers alone --- */

static void
forget (KpsListener *self,
        SoupServerMessage *message)
{
  KpsAdmission *admission = g_hash_table_lookup (self->messages, message);

  if (admission == NULL)
    return;

  /* libsoup finishes the message before it hands over the socket that comes of it. */
  if (admission->person != NULL &&
      soup_server_message_get_status (message) == SOUP_STATUS_SWITCHING_PROTOCOLS)
    g_hash_table_replace (self->upgrading, message, g_steal_pointer (&admission->person));

  if (admission->filing)
    self->n_filing--;
  g_cancellable_cancel (admission->cancellable);
  g_hash_table_remove (self->messages, message);
  kps_metrics_set_in_flight (self->surroundings.metrics, g_hash_table_size (self->messages));
}

/* Returns: (transfer full) (nullable): why the call is not admitted, or NULL */
static KpsReply *
take_rate (KpsListener *self,
           const KpsAdmission *admission)
{
  KpsLimiter *limiter = kps_accounts_get_limiter (self->surroundings.accounts);
  guint wait_s = 0;

  switch (admission->route->rate)
    {
    case KPS_RATE_NONE:
      break;

    case KPS_RATE_SIGN_IN:
      wait_s =
        kps_limiter_take (limiter, "address", admission->address, &self->options.per_address);
      break;

    case KPS_RATE_PUBLIC:
      wait_s = kps_limiter_take (limiter, "public", admission->address, &self->options.public_rate);
      break;
    }

  return wait_s > 0 ? kps_problem_new (KP_PROBLEM_TOO_MANY, wait_s) : NULL;
}

/* Whether files that are under way fill the memory that there is for them. */
static gboolean
is_filing (KpsListener *self,
           const KpsAdmission *admission)
{
  GHashTableIter iter;
  gpointer other;
  guint n_of_one = 0;

  g_hash_table_iter_init (&iter, self->messages);
  while (g_hash_table_iter_next (&iter, NULL, &other))
    n_of_one += ((const KpsAdmission *) other)->filing &&
                g_str_equal (((const KpsAdmission *) other)->address, admission->address);

  return self->n_filing >= MAX_FILING || n_of_one >= MAX_FILING_OF_ONE;
}

static KpsReply *
judge_room (KpsListener *self,
            const KpsRoute *route,
            KpsAdmission *admission)
{
  gboolean is_full = g_hash_table_size (self->messages) > self->options.max_in_flight;
  gboolean is_hashing = route->pool == KPS_POOL_HASH &&
                        self->n_hashing >= self->options.hash_threads + self->options.hash_queue;

  if (is_full || is_hashing || (route->pool == KPS_POOL_FILES && is_filing (self, admission)))
    return kps_problem_new (KP_PROBLEM_BUSY, FULL_RETRY_S);

  admission->filing = route->pool == KPS_POOL_FILES;
  self->n_filing += admission->filing;

  return NULL;
}

static KpsReply *
judge_ticket (KpsListener *self,
              KpsAdmission *admission,
              SoupServerMessage *message)
{
  g_autoptr (GHashTable) query = kps_request_parse_query (message);
  const char *ticket = query != NULL ? g_hash_table_lookup (query, "ticket") : NULL;

  switch (kps_push_judge_ticket (self->surroundings.push, ticket, &admission->person))
    {
    case KPS_PUSH_OPENED:
      return NULL;

    case KPS_PUSH_FULL:
      return kps_problem_new (KP_PROBLEM_BUSY, PUSH_FULL_RETRY_S);

    case KPS_PUSH_NO_TICKET:
      break;
    }

  return kps_problem_new (KP_PROBLEM_NOT_FOUND, 0);
}

/* Returns: (transfer full) (nullable): the refusal; NULL = admitted, @admission has its route */
static KpsReply *
judge (KpsListener *self,
       SoupServerMessage *message,
       KpsAdmission *admission)
{
  const char *method = soup_server_message_get_method (message);
  const char *path = g_uri_get_path (soup_server_message_get_uri (message));
  g_autoptr (GError) error = NULL;
  const KpsRoute *route = kps_route_resolve (KPS_ROUTES, method, path, &admission->params, &error);
  KpsReply *refusal;
  gboolean is_upload;

  if (g_error_matches (error, KP_ERROR, KP_ERROR_CONFLICT))
    return kps_problem_new (KP_PROBLEM_METHOD, 0);

  if (route == NULL)
    return kps_problem_new (KP_PROBLEM_NOT_FOUND, 0);

  /* What is wrong with a file is told to whoever may send one, and written down. */
  is_upload = route->special == KPS_SPECIAL_UPLOAD;
  if (!kps_request_check_framing (message, is_upload ? G_MAXSIZE : route->body_limit, &error))
    return kps_problem_new_for_error (NULL, error);
  if (is_upload && !kp_file_hash_is_valid (g_hash_table_lookup (admission->params, "sha256")))
    return kps_problem_new (KP_PROBLEM_BAD_REQUEST, 0);

  admission->base_url = kps_request_make_base_url (message);
  if (admission->base_url == NULL)
    return kps_problem_new (KP_PROBLEM_BAD_REQUEST, 0);

  refusal = judge_room (self, route, admission);
  if (refusal != NULL)
    return refusal;

  admission->route = route;
  refusal = take_rate (self, admission);
  if (refusal == NULL && route->special == KPS_SPECIAL_PUSH)
    refusal = judge_ticket (self, admission, message);

  return refusal;
}

/* --- The call: authenticated and handled on a pool --- */

static GHashTable *
copy_headers (SoupMessageHeaders *headers)
{
  GHashTable *copy = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  for (guint i = 0; KPS_CALL_HEADERS[i] != NULL; i++)
    {
      const char *value = soup_message_headers_get_list (headers, KPS_CALL_HEADERS[i]);

      if (value != NULL)
        g_hash_table_insert (copy, (gpointer) KPS_CALL_HEADERS[i], g_strdup (value));
    }

  return copy;
}

static KpsCall *
make_call (KpsListener *self,
           SoupServerMessage *message,
           const KpsAdmission *admission)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  KpsCall *call = g_new0 (KpsCall, 1);

  call->route = admission->route;
  call->surroundings = &self->surroundings;
  call->params = g_hash_table_ref (admission->params);
  call->query = kps_request_parse_query (message);
  call->method = g_strdup (soup_server_message_get_method (message));
  call->target = kps_request_dup_target (message);
  call->base_url = g_strdup (admission->base_url);
  call->token = kps_request_dup_token (message);
  call->proof = g_strdup (soup_message_headers_get_one (headers, "Portal-Proof"));
  call->address = g_strdup (admission->address);
  call->headers = copy_headers (headers);
  /* libsoup would cut any answer by it, with code of its own (CVE-2026-2443). */
  soup_message_headers_remove (headers, "Range");
  call->body = soup_message_body_flatten (soup_server_message_get_request_body (message));
  call->cancellable = g_object_ref (admission->cancellable);

  return call;
}

/* Returns NULL without an error where the main thread goes on. */
void
kps_listener_handle_in_pool (KpDb *db,
                             GTask *task)
{
  KpsErrand *errand = g_task_get_task_data (task);
  KpsCall *call = errand->call;
  KpsReply *reply = NULL;
  GError *error = NULL;

  if (kps_authenticate (call, db, &reply, &error) && reply == NULL &&
      call->route->handler != NULL)
    reply = call->route->handler (call, db, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, reply, (GDestroyNotify) kps_reply_free);
}

static void
log_failure (const KpsCall *call,
             const GError *error)
{
  KpDisposition disposition = kp_error_get_disposition (error);

  if (disposition == KP_DISPOSITION_BUG || g_error_matches (error, KP_ERROR, KP_ERROR_STORAGE) ||
      g_error_matches (error, KP_ERROR, KP_ERROR_CORRUPT))
    kps_log ("failure", "route", call->route->path, "message", error->message, NULL);
}

void
kps_listener_answer (KpsListener *self,
                     const KpsErrand *errand,
                     KpsReply *reply,
                     const GError *error)
{
  const KpsAdmission *admission = g_hash_table_lookup (self->messages, errand->message);
  g_autoptr (KpsReply) owned = reply;

  if (error != NULL)
    log_failure (errand->call, error);

  /* Nobody is there to read the answer. */
  if (admission == NULL)
    return;

  if (owned == NULL)
    owned = kps_problem_new_for_error (errand->call, error);
  respond (self, errand->message, admission, owned);
  soup_server_message_unpause (errand->message);
}

static void
on_exchanged_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GBytes *body = kps_exchange_run_finish (result, &error);
  KpsReply *reply = NULL;

  if (body != NULL)
    reply = kps_reply_new (SOUP_STATUS_OK, "application/x-ndjson", body);
  kps_listener_answer (g_task_get_source_object (task), g_task_get_task_data (task), reply, error);
}

static void
on_handled_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  KpsListener *self = KPS_LISTENER (source_object);
  const KpsErrand *errand = g_task_get_task_data (G_TASK (result));
  const KpsCall *call = errand->call;
  g_autoptr (GError) error = NULL;
  KpsReply *reply = g_task_propagate_pointer (G_TASK (result), &error);

  if (call->route->pool == KPS_POOL_HASH)
    self->n_hashing--;

  if (reply != NULL || error != NULL || call->route->special != KPS_SPECIAL_EXCHANGE)
    {
      kps_listener_answer (self, errand, reply, error);
      return;
    }

  kps_exchange_run_async (self->surroundings.office, call->session->person, call->body,
                          call->cancellable, on_exchanged_cb, g_object_ref (result));
}

static KpsReaders *
choose_pool (KpsListener *self,
             KpsPool pool)
{
  switch (pool)
    {
    case KPS_POOL_READ:
      return kps_office_get_readers (self->surroundings.office);

    case KPS_POOL_CHANGE:
      return self->changers;

    case KPS_POOL_FILES:
      return self->filers;

    case KPS_POOL_HASH:
      break;
    }

  return self->hashers;
}

KpsErrand *
kps_listener_make_errand (KpsListener *self,
                          SoupServerMessage *message,
                          const KpsAdmission *admission)
{
  KpsErrand *errand = g_atomic_rc_box_new (KpsErrand);

  *errand = (KpsErrand) {
    .call = make_call (self, message, admission),
    .message = g_object_ref (message),
    .piece = g_byte_array_new (),
  };

  return errand;
}

/* Nothing more is read of the message until it is answered, or goes on. @errand: (transfer full) */
void
kps_listener_send_errand (KpsListener *self,
                          KpsErrand *errand,
                          KpsReaders *pool,
                          KpsReadFunc func,
                          GAsyncReadyCallback callback)
{
  /* Not cancelled by the task itself: a change that was begun is finished, and counted. */
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, NULL);

  soup_server_message_pause (errand->message);
  g_task_set_source_tag (task, kps_listener_send_errand);
  g_task_set_task_data (task, errand, (GDestroyNotify) kps_errand_unref);
  kps_readers_push (pool, task, func);
}

/* The rest of the body does not matter. */
void
kps_listener_stop_reading (SoupServerMessage *message,
                           KpsAdmission *admission)
{
  admission->is_refused = TRUE;
  if (kps_request_has_body (message))
    soup_message_headers_replace (soup_server_message_get_response_headers (message), "Connection",
                                  "close");
}

static void
on_chunk_cb (KpsListener *self,
             GBytes *chunk,
             SoupServerMessage *message)
{
  KpsAdmission *admission = g_hash_table_lookup (self->messages, message);

  if (admission == NULL)
    return;

  if (!admission->is_refused)
    {
      kps_upload_take (self, admission, chunk);
      return;
    }

  admission->discarded += g_bytes_get_size (chunk);
  if (admission->discarded > admission->discarded_most)
    g_socket_shutdown (soup_server_message_get_socket (message), TRUE, FALSE, NULL);
}

/* --- What libsoup calls --- */

static void
on_headers_cb (SoupServer *soup,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               gpointer user_data)
{
  KpsListener *self = user_data;
  KpsAdmission *admission = g_new0 (KpsAdmission, 1);
  g_autoptr (KpsReply) refusal = NULL;
  gboolean is_upload;

  admission->began_us = g_get_monotonic_time ();
  admission->cancellable = g_cancellable_new ();
  admission->address = kps_request_dup_address (message);
  g_hash_table_insert (self->messages, message, admission);
  g_signal_connect_object (message, "finished", G_CALLBACK (forget), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (message, "disconnected", G_CALLBACK (forget), self, G_CONNECT_SWAPPED);

  admission->discarded_most = MAX_DISCARDED;
  refusal = judge (self, message, admission);
  kps_metrics_set_in_flight (self->surroundings.metrics, g_hash_table_size (self->messages));
  is_upload = refusal == NULL && admission->route->special == KPS_SPECIAL_UPLOAD;
  if (refusal == NULL && !is_upload)
    return;

  if (is_upload)
    kps_upload_begin (self, message, admission);
  else
    {
      respond (self, message, admission, refusal);
      kps_listener_stop_reading (message, admission);
    }
  soup_message_body_set_accumulate (soup_server_message_get_request_body (message), FALSE);
  g_signal_connect_object (message, "got-chunk", G_CALLBACK (on_chunk_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Runs after on_headers_cb(), and only if nothing set a status since. */
static void
on_body_cb (SoupServer *soup,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  KpsListener *self = user_data;
  const KpsAdmission *admission = g_hash_table_lookup (self->messages, message);

  /* The socket's handshake is libsoup's. */
  if (admission == NULL || admission->route == NULL ||
      admission->route->special == KPS_SPECIAL_PUSH)
    return;

  if (admission->upload != NULL)
    {
      kps_upload_end (self, admission, on_handled_cb);
      return;
    }

  if (admission->route->pool == KPS_POOL_HASH)
    self->n_hashing++;
  kps_listener_send_errand (self, kps_listener_make_errand (self, message, admission),
                            choose_pool (self, admission->route->pool), kps_listener_handle_in_pool,
                            on_handled_cb);
}

static void
on_socket_cb (SoupServer *soup,
              SoupServerMessage *message,
              const char *path,
              SoupWebsocketConnection *connection,
              gpointer user_data)
{
  KpsListener *self = user_data;
  gpointer person = NULL;

  forget (self, message);
  if (g_hash_table_steal_extended (self->upgrading, message, NULL, &person))
    kps_push_add_socket (self->surroundings.push, connection, person);
  else
    soup_websocket_connection_close (connection, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION, NULL);
}

static void
kps_listener_finalize (GObject *object)
{
  KpsListener *self = KPS_LISTENER (object);

  kps_listener_shutdown (self);
  g_clear_object (&self->soup);
  g_clear_object (&self->changers);
  g_clear_object (&self->hashers);
  g_clear_object (&self->filers);
  g_hash_table_unref (self->messages);
  g_hash_table_unref (self->upgrading);

  G_OBJECT_CLASS (kps_listener_parent_class)->finalize (object);
}

static void
kps_listener_class_init (KpsListenerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kps_listener_finalize;
}

#define PUSH_PATH "/v1/push"

static void
kps_listener_init (KpsListener *self)
{
  self->messages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) admission_free);
  self->upgrading = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kps_person_free);
  /* Raw, because the proof is over the path as sent. */
  self->soup = g_object_new (SOUP_TYPE_SERVER, "raw-paths", TRUE, NULL);
  soup_server_add_early_handler (self->soup, NULL, on_headers_cb, self, NULL);
  soup_server_add_handler (self->soup, NULL, on_body_cb, self, NULL);
  soup_server_add_early_handler (self->soup, PUSH_PATH, on_headers_cb, self, NULL);
  soup_server_add_handler (self->soup, PUSH_PATH, on_body_cb, self, NULL);
  soup_server_add_websocket_handler (self->soup, PUSH_PATH, NULL, NULL, on_socket_cb, self, NULL);
}

KpsListener *
kps_listener_new (const KpsSurroundings *surroundings,
                  const KpsListenerOptions *options,
                  GError **error)
{
  g_autoptr (KpsListener) self = g_object_new (KPS_TYPE_LISTENER, NULL);
  const char *path = kps_office_get_db_path (surroundings->office);

  self->surroundings = *surroundings;
  self->options = *options;
  self->changers = kps_readers_new (path, CHANGE_THREADS, error);
  if (self->changers == NULL)
    return NULL;

  self->hashers = kps_readers_new (path, options->hash_threads, error);
  if (self->hashers == NULL)
    return NULL;

  self->filers = kps_readers_new (path, FILE_THREADS, error);
  if (self->filers == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

static char *
take_socket (KpsListener *self,
             GSocket *socket,
             GError **error)
{
  if (!soup_server_listen_socket (self->soup, socket, 0, error))
    return NULL;

  return kps_socket_describe (socket, error);
}

char *
kps_listener_listen (KpsListener *self,
                     const char *address,
                     gboolean allow_remote,
                     GError **error)
{
  g_autoptr (GSocket) socket = kps_socket_listen (address, allow_remote, error);

  return socket != NULL ? take_socket (self, socket, error) : NULL;
}

char *
kps_listener_adopt (KpsListener *self,
                    int fd,
                    GError **error)
{
  g_autoptr (GSocket) socket = g_socket_new_from_fd (fd, error);

  return socket != NULL ? take_socket (self, socket, error) : NULL;
}

void
kps_listener_shutdown (KpsListener *self)
{
  soup_server_disconnect (self->soup);
  if (self->changers != NULL)
    kps_readers_shutdown (self->changers);
  if (self->hashers != NULL)
    kps_readers_shutdown (self->hashers);
  if (self->filers != NULL)
    kps_readers_shutdown (self->filers);
}
