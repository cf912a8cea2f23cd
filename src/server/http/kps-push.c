/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sockets live on the main thread; commits are told from the writer's; access is computed on a
 * reader. While one round of hints is being computed, further commits wait for the next.
 */

#include "kps-push.h"

#include "kp-error.h"
#include "kp-proof.h"
#include "kps-hooks.h"
#include "kps-secrets.h"

#define TICKET_MS (60 * 1000)
#define TICKET_BYTES 32
#define PING_S 25
#define PONG_S 35
/* Clients only answer pings. */
#define MAX_INCOMING 1024
/* Tickets that were never used are thrown away when there are that many more than sockets. */
#define SPARE_TICKETS 1000
#define CLOSING "closing 5"

typedef struct
{
  KpsPerson *person; /* (owned) */
  gint64 expires_at; /* UTC milliseconds */
} Ticket;

typedef struct
{
  SoupWebsocketConnection *connection; /* (owned) */
  KpsPerson *person;                   /* (owned) */
  gboolean is_new;                     /* was not told anything yet */
} Socket;

struct _KpsPush
{
  GObject parent_instance;

  const KpEnvironment *environment; /* (unowned) */
  GMainContext *context;            /* (owned): the main thread's */
  guint max_sockets;
  KpsOffice *office;  /* (unowned) (nullable) (thread: main) */
  GPtrArray *sockets; /* (owned) (element-type Socket) (thread: main) */
  gboolean computing; /* a round is on a reader (thread: main) */
  gboolean reviewing; /* the next round is for everybody (thread: main) */

  GMutex mutex;        /* guards the fields below */
  GHashTable *tickets; /* (owned): text → Ticket */
  GHashTable *pending; /* (owned): set of streams that changed */
  gboolean scheduled;  /* an idle callback is on its way */
  KpsPushFigures figures;
};

G_DEFINE_FINAL_TYPE (KpsPush, kps_push, G_TYPE_OBJECT)

/* What a round says about one user. */
typedef enum
{
  VERDICT_QUIET = 1,
  VERDICT_HINT,
  VERDICT_CLOSE
} Verdict;

/* One round: handed to a reader and back. */
typedef struct
{
  char **streams;       /* (owned) */
  GPtrArray *persons;   /* (owned) (element-type KpsPerson): each once */
  GHashTable *verdicts; /* (owned): KpId* in persons → Verdict */
} Round;

static void
ticket_free (Ticket *self)
{
  kps_person_free (self->person);
  g_free (self);
}

static void
socket_free (Socket *self)
{
  g_object_unref (self->connection);
  kps_person_free (self->person);
  g_free (self);
}

static void
round_free (Round *self)
{
  g_strfreev (self->streams);
  g_hash_table_unref (self->verdicts);
  g_ptr_array_unref (self->persons);
  g_free (self);
}

static void
count_sockets (KpsPush *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->figures.sockets = self->sockets->len;
}

/* Returns: (transfer container): those that are open, to walk over while some of them close */
static GPtrArray *
list_sockets (KpsPush *self)
{
  GPtrArray *sockets = g_ptr_array_sized_new (self->sockets->len);

  g_ptr_array_extend (sockets, self->sockets, NULL, NULL);

  return sockets;
}

/* Returns: (transfer full): the streams that changed since the last round, terminated */
static char **
take_pending (KpsPush *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  char **streams = (char **) g_hash_table_get_keys_as_array (self->pending, NULL);

  g_hash_table_steal_all (self->pending);
  self->scheduled = FALSE;

  return streams;
}

static Verdict
judge_in_reader (KpDb *db,
                 const KpsPerson *person,
                 char **streams)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsAccess) access = kps_access_load (db, person, &error);

  if (access == NULL)
    {
      /* A failing disk is no reason to cut anybody off; a hint more does no harm. */
      gboolean is_barred = g_error_matches (error, KP_ERROR, KP_ERROR_ACCOUNT_DISABLED) ||
                           g_error_matches (error, KP_ERROR, KP_ERROR_PORTAL_DISABLED) ||
                           g_error_matches (error, KP_ERROR, KP_ERROR_NOT_FOUND);

      return is_barred ? VERDICT_CLOSE : VERDICT_HINT;
    }

  for (guint i = 0; streams[i] != NULL; i++)
    {
      if (kps_access_allows (access, streams[i]))
        return VERDICT_HINT;
    }

  return VERDICT_QUIET;
}

static void
compute_in_reader (KpDb *db,
                   GTask *task)
{
  Round *round = g_task_get_task_data (task);

  for (guint i = 0; i < round->persons->len; i++)
    {
      KpsPerson *person = g_ptr_array_index (round->persons, i);

      g_hash_table_insert (round->verdicts, &person->id,
                           GINT_TO_POINTER (judge_in_reader (db, person, round->streams)));
    }

  g_task_return_boolean (task, TRUE);
}

static void start_round (KpsPush *self);

static void
close_socket (const Socket *socket,
              gushort code)
{
  if (soup_websocket_connection_get_state (socket->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (socket->connection, code, NULL);
}

static void
count_hint (KpsPush *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->figures.hints++;
}

/* @verdict: 0 = the round began before the socket did */
static void
tell_socket (KpsPush *self,
             Socket *socket,
             Verdict verdict)
{
  gboolean must_hint = verdict == VERDICT_HINT || (verdict == VERDICT_QUIET && socket->is_new);

  if (verdict == VERDICT_CLOSE)
    close_socket (socket, SOUP_WEBSOCKET_CLOSE_POLICY_VIOLATION);

  if (!must_hint ||
      soup_websocket_connection_get_state (socket->connection) != SOUP_WEBSOCKET_STATE_OPEN)
    return;

  soup_websocket_connection_send_text (socket->connection, "sync");
  socket->is_new = FALSE;
  count_hint (self);
}

static void
on_computed_cb (GObject *source_object,
                GAsyncResult *result,
                gpointer user_data)
{
  KpsPush *self = KPS_PUSH (source_object);
  const Round *round = g_task_get_task_data (G_TASK (result));
  g_autoptr (GPtrArray) sockets = list_sockets (self);

  self->computing = FALSE;
  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;

  /* A socket that fails while being written to leaves the array; only those still in it are told.
   */
  for (guint i = 0; i < sockets->len; i++)
    {
      Socket *socket = g_ptr_array_index (sockets, i);

      if (g_ptr_array_find (self->sockets, socket, NULL))
        tell_socket (self, socket,
                     GPOINTER_TO_INT (g_hash_table_lookup (round->verdicts, &socket->person->id)));
    }

  start_round (self);
}

static GPtrArray *
collect_persons (KpsPush *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (kp_id_hash, kp_id_equal);
  GPtrArray *persons = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_person_free);

  for (guint i = 0; i < self->sockets->len; i++)
    {
      const Socket *socket = g_ptr_array_index (self->sockets, i);

      if (g_hash_table_add (seen, &socket->person->id))
        g_ptr_array_add (persons, kps_person_copy (socket->person));
    }

  return persons;
}

static gboolean
has_pending (KpsPush *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_hash_table_size (self->pending) > 0;
}

/* Main thread. Nothing to do, or a round under way: returns, and is called again after it. */
static void
start_round (KpsPush *self)
{
  g_autoptr (GTask) task = NULL;
  Round *round;

  if (self->computing || self->office == NULL || (!has_pending (self) && !self->reviewing))
    return;

  round = g_new0 (Round, 1);
  round->streams = take_pending (self);
  round->persons = collect_persons (self);
  round->verdicts = g_hash_table_new (kp_id_hash, kp_id_equal);
  self->reviewing = FALSE;
  self->computing = TRUE;

  task = g_task_new (self, NULL, on_computed_cb, NULL);
  g_task_set_source_tag (task, start_round);
  g_task_set_task_data (task, round, (GDestroyNotify) round_free);
  kps_readers_push (kps_office_get_readers (self->office), task, compute_in_reader);
}

static gboolean
on_scheduled_cb (gpointer user_data)
{
  KpsPush *self = user_data;

  start_round (self);

  return G_SOURCE_REMOVE;
}

static void
run_on_main (KpsPush *self,
             GSourceFunc func,
             gpointer data,
             GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, func, data, destroy);
  g_source_attach (source, self->context);
}

static void
on_closed_cb (KpsPush *self,
              SoupWebsocketConnection *connection)
{
  for (guint i = 0; i < self->sockets->len; i++)
    {
      const Socket *socket = g_ptr_array_index (self->sockets, i);

      if (socket->connection != connection)
        continue;

      g_ptr_array_remove_index_fast (self->sockets, i);
      break;
    }

  count_sockets (self);
}

/* What a drop needs on its way to the main thread. */
typedef struct
{
  KpsPush *push; /* (owned) */
  KpId user_id;
} Drop;

static void
drop_free (gpointer data)
{
  Drop *drop = data;

  g_object_unref (drop->push);
  g_free (drop);
}

static gboolean
on_drop_cb (gpointer user_data)
{
  const Drop *drop = user_data;
  g_autoptr (GPtrArray) sockets = list_sockets (drop->push);

  for (guint i = 0; i < sockets->len; i++)
    {
      const Socket *socket = g_ptr_array_index (sockets, i);

      if (g_ptr_array_find (drop->push->sockets, socket, NULL) &&
          kp_id_equal (&socket->person->id, &drop->user_id))
        close_socket (socket, SOUP_WEBSOCKET_CLOSE_NORMAL);
    }

  return G_SOURCE_REMOVE;
}

static void
kps_push_finalize (GObject *object)
{
  KpsPush *self = KPS_PUSH (object);

  g_ptr_array_unref (self->sockets);
  g_hash_table_unref (self->tickets);
  g_hash_table_unref (self->pending);
  g_mutex_clear (&self->mutex);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (kps_push_parent_class)->finalize (object);
}

static void
kps_push_class_init (KpsPushClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kps_push_finalize;
}

static void
kps_push_init (KpsPush *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->sockets = g_ptr_array_new_with_free_func ((GDestroyNotify) socket_free);
  self->tickets =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) ticket_free);
  self->pending = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->mutex);
}

KpsPush *
kps_push_new (const KpEnvironment *environment,
              guint max_sockets)
{
  KpsPush *self = g_object_new (KPS_TYPE_PUSH, NULL);

  self->environment = environment;
  self->max_sockets = max_sockets;

  return self;
}

void
kps_push_set_office (KpsPush *self,
                     KpsOffice *office)
{
  g_autoptr (GPtrArray) sockets = list_sockets (self);

  self->office = office;
  if (office != NULL)
    return;

  for (guint i = 0; i < sockets->len; i++)
    {
      const Socket *socket = g_ptr_array_index (sockets, i);

      if (!g_ptr_array_find (self->sockets, socket, NULL) ||
          soup_websocket_connection_get_state (socket->connection) != SOUP_WEBSOCKET_STATE_OPEN)
        continue;

      soup_websocket_connection_send_text (socket->connection, CLOSING);
      close_socket (socket, SOUP_WEBSOCKET_CLOSE_GOING_AWAY);
    }
}

static gboolean
is_expired_cb (gpointer key,
               gpointer value,
               gpointer user_data)
{
  return ((const Ticket *) value)->expires_at <= *(const gint64 *) user_data;
}

char *
kps_push_issue_ticket (const KpsPerson *person,
                       gpointer data)
{
  KpsPush *self = KPS_PUSH (data);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 now = kp_environment_now (self->environment);
  guint8 bytes[TICKET_BYTES];
  Ticket *ticket;
  char *text;

  if (self->figures.sockets >= self->max_sockets)
    return NULL;

  if (g_hash_table_size (self->tickets) >= self->max_sockets + SPARE_TICKETS)
    g_hash_table_foreach_remove (self->tickets, is_expired_cb, &now);
  if (g_hash_table_size (self->tickets) >= self->max_sockets + SPARE_TICKETS)
    return NULL;

  kp_environment_fill (self->environment, bytes, sizeof bytes);
  text = kp_proof_encode (bytes, sizeof bytes);
  ticket = g_new (Ticket, 1);
  *ticket = (Ticket) { .person = kps_person_copy (person), .expires_at = now + TICKET_MS };
  g_hash_table_insert (self->tickets, g_strdup (text), ticket);

  return text;
}

void
kps_push_hint (const char *const *streams,
               gpointer data)
{
  KpsPush *self = KPS_PUSH (data);
  gboolean must_schedule;

  {
    g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

    if (self->figures.sockets == 0)
      return;

    for (guint i = 0; streams[i] != NULL; i++)
      g_hash_table_add (self->pending, g_strdup (streams[i]));
    must_schedule = !self->scheduled;
    if (!must_schedule)
      self->figures.coalesced++;
    self->scheduled = TRUE;
  }

  if (must_schedule)
    run_on_main (self, on_scheduled_cb, g_object_ref (self), g_object_unref);
}

KpsPushRefusal
kps_push_judge_ticket (KpsPush *self,
                       const char *ticket,
                       KpsPerson **person)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  gint64 now = kp_environment_now (self->environment);
  Ticket *found;
  g_autofree char *key = NULL;

  *person = NULL;
  if (ticket == NULL ||
      !g_hash_table_steal_extended (self->tickets, ticket, (gpointer *) &key, (gpointer *) &found))
    return KPS_PUSH_NO_TICKET;

  if (KPS_ALLOW (16, found->expires_at > now))
    *person = g_steal_pointer (&found->person);
  g_clear_pointer (&found->person, kps_person_free);
  g_free (found);
  if (*person == NULL)
    return KPS_PUSH_NO_TICKET;

  if (self->figures.sockets < self->max_sockets)
    return KPS_PUSH_OPENED;

  self->figures.refused++;
  g_clear_pointer (person, kps_person_free);

  return KPS_PUSH_FULL;
}

void
kps_push_review (KpsPush *self)
{
  self->reviewing = TRUE;
  start_round (self);
}

void
kps_push_add_socket (KpsPush *self,
                     SoupWebsocketConnection *connection,
                     KpsPerson *person)
{
  Socket *socket = g_new (Socket, 1);

  *socket = (Socket) { .connection = g_object_ref (connection), .person = person, .is_new = TRUE };
  g_ptr_array_add (self->sockets, socket);
  soup_websocket_connection_set_keepalive_interval (connection, PING_S);
  soup_websocket_connection_set_keepalive_pong_timeout (connection, PONG_S);
  soup_websocket_connection_set_max_incoming_payload_size (connection, MAX_INCOMING);
  g_signal_connect_object (connection, "closed", G_CALLBACK (on_closed_cb), self,
                           G_CONNECT_SWAPPED);
  count_sockets (self);

  /* Between the ticket and now something may have happened that nobody told this socket; or its
   * person was switched off.
   */
  kps_push_review (self);
}

void
kps_push_drop_user (KpsPush *self,
                    const KpId *user_id)
{
  Drop *drop = g_new (Drop, 1);

  *drop = (Drop) { .push = g_object_ref (self), .user_id = *user_id };
  run_on_main (self, on_drop_cb, drop, drop_free);
}

void
kps_push_get_figures (KpsPush *self,
                      KpsPushFigures *figures)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  *figures = self->figures;
}
