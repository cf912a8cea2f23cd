/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The invariants of SYNC.md section 11, as the model checks them: I3 and I5 after every reply, I4
 * byte for byte whenever a round ends, and what acknowledged changes look like at any time.
 */

#include "sim.h"

#include "kp-store-pending.h"
#include "kp-store-replica.h"

#include <string.h>

/* A record as a key: its kind, and its identifier in hexadecimal. */
static char *
make_key (gint64 entity,
          KpStatement *row,
          int column)
{
  KpId id;
  char text[KP_ID_SIZE];

  kp_statement_get_id (row, column, &id);
  kp_id_format (&id, text);

  return g_strdup_printf ("%d %s", (int) entity, text);
}

/* Streams and their cursors. */

static const char SELECT_STREAMS[] = "SELECT name, state, head FROM stream";

typedef struct
{
  KpCursorState state;
  gint64 head;
} Held;

static GHashTable *
list_streams (SimDevice *self)
{
  GHashTable *streams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (KpStatement) select =
    kp_db_prepare (kp_store_get_cache (self->store), SELECT_STREAMS, NULL);
  gboolean has_row;

  while (kp_statement_step (select, &has_row, NULL, NULL) && has_row)
    {
      Held *held = g_new (Held, 1);

      *held = (Held) {
        .state = kp_statement_get_int64 (select, 1),
        .head = kp_statement_get_int64 (select, 2),
      };
      g_hash_table_insert (streams, g_strdup (kp_statement_get_text (select, 0)), held);
    }

  return streams;
}

GHashTable *
sim_device_list_held (SimDevice *self)
{
  GHashTable *streams = list_streams (self);
  GHashTableIter iter;
  gpointer held;

  g_hash_table_iter_init (&iter, streams);
  while (g_hash_table_iter_next (&iter, NULL, &held))
    {
      if (((Held *) held)->state == KP_CURSOR_NOTHING)
        g_hash_table_iter_remove (&iter);
    }

  return streams;
}

/* What the device has: record key → body, of one stream or of all. */

static const char SELECT_MEMBERS[] =
  "SELECT raw.ent, raw.id, raw.body, membership.gen FROM membership"
  "  JOIN stream ON stream.number = membership.stream"
  "  JOIN raw ON raw.key = membership.key WHERE stream.name = $1";
static const char SELECT_RAW[] = "SELECT ent, id, body FROM raw";

static GHashTable *
list_members (SimDevice *self,
              const char *stream,
              gboolean with_ended)
{
  GHashTable *members = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (KpStatement) select = kp_db_prepare (
    kp_store_get_cache (self->store), stream != NULL ? SELECT_MEMBERS : SELECT_RAW, NULL);
  gboolean has_row;

  if (stream != NULL)
    kp_statement_bind_text (select, 1, stream);
  while (kp_statement_step (select, &has_row, NULL, NULL) && has_row)
    {
      if (stream == NULL || with_ended || kp_statement_get_int64 (select, 3) >= 0)
        g_hash_table_insert (members, make_key (kp_statement_get_int64 (select, 0), select, 1),
                             g_strdup (kp_statement_get_text (select, 2)));
    }

  return members;
}

/* What the office publishes in a stream: record key → body. */

static const char SELECT_PUBLISHED[] =
  "SELECT pub.ent, pub.id, record.body FROM pub JOIN stream ON stream.no = pub.stream"
  "  JOIN record ON record.ent = pub.ent AND record.id = pub.id"
  " WHERE stream.id = $1 AND pub.gone = 0 AND pub.seq <= $2";

static GHashTable *
list_published (Sim *sim,
                const char *stream,
                gint64 upto)
{
  GHashTable *published = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (KpStatement) select =
    kp_db_prepare (kps_office_get_read_db (sim->office), SELECT_PUBLISHED, NULL);
  gboolean has_row;

  kp_statement_bind_text (select, 1, stream);
  kp_statement_bind_int64 (select, 2, upto);
  while (kp_statement_step (select, &has_row, NULL, NULL) && has_row)
    g_hash_table_insert (published, make_key (kp_statement_get_int64 (select, 0), select, 1),
                         g_strdup (kp_statement_get_text (select, 2)));

  return published;
}

/* Returns: (transfer full) (nullable): NULL if the account is closed */
static KpsAccess *
load_access (SimDevice *self)
{
  return kps_access_load (kps_office_get_read_db (self->sim->office), self->person, NULL);
}

/* I5: a cursor never passes a change that was not applied. */
static void
check_cursor (SimDevice *self,
              const char *stream,
              const Held *held)
{
  g_autoptr (GHashTable) published = NULL;
  g_autoptr (GHashTable) members = NULL;
  GHashTableIter iter;
  gpointer key;
  gpointer body;

  if (held->state != KP_CURSOR_COMPLETE)
    return;

  published = list_published (self->sim, stream, held->head);
  members = list_members (self, stream, FALSE);
  g_hash_table_iter_init (&iter, published);
  while (g_hash_table_iter_next (&iter, &key, &body))
    {
      if (g_strcmp0 (g_hash_table_lookup (members, key), body) != 0)
        sim_fail (self->sim, "I5 the cursor passed a change: %s %s %s", self->name, stream,
                  (char *) key);
    }
}

/* The subscriptions that follow from access, and from the pins as of the last request: worked out
 * apart from the engine.
 */
static GHashTable *
list_wanted (SimDevice *self,
             const KpsAccess *access)
{
  GHashTable *wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < access->grants->len; i++)
    {
      const char *stream = ((const KpsGrant *) g_ptr_array_index (access->grants, i))->pattern;
      g_auto (GStrv) parts = g_strsplit (stream, ":", 0);
      gboolean is_pinnable = self->person->staff && strlen (parts[1]) == KP_ID_LENGTH &&
                             (g_str_equal (parts[0], "o") || g_str_equal (parts[0], "s"));

      if (!is_pinnable || g_hash_table_contains (self->asked, parts[1]))
        g_hash_table_add (wanted, g_strdup (stream));
    }

  return wanted;
}

/* A part is never held without its whole. */
static const char COUNT_LOOSE_MESSAGES[] =
  "SELECT count(*) FROM raw AS part WHERE part.ent = 13 AND NOT EXISTS"
  " (SELECT 1 FROM p_message JOIN raw AS whole ON whole.ent = 12 AND whole.id = "
  "p_message.request_id"
  "   WHERE p_message.raw_key = part.key)";
static const char COUNT_LOOSE_PRICES[] =
  "SELECT count(*) FROM raw AS part WHERE part.ent = 15 AND NOT EXISTS"
  " (SELECT 1 FROM p_work_order_price AS price JOIN raw AS whole"
  "   ON whole.ent = 14 AND whole.id = price.work_order_id WHERE price.raw_key = part.key)";

static void
check_stream_of_round (SimDevice *self,
                       const char *stream,
                       GHashTable *all)
{
  g_autoptr (GHashTable) published = list_published (self->sim, stream, G_MAXINT64);
  g_autoptr (GHashTable) members = list_members (self, stream, TRUE);
  GHashTableIter iter;
  gpointer key;
  gpointer body;

  if (g_hash_table_size (published) != g_hash_table_size (members))
    sim_fail (self->sim, "I4 rows differ: %s %s has %u of %u", self->name, stream,
              g_hash_table_size (members), g_hash_table_size (published));

  g_hash_table_iter_init (&iter, published);
  while (g_hash_table_iter_next (&iter, &key, &body))
    {
      if (g_strcmp0 (g_hash_table_lookup (members, key), body) != 0)
        sim_fail (self->sim, "I4 content differs: %s %s %s", self->name, stream, (char *) key);
      g_hash_table_add (all, g_strdup (key));
    }
}

static void
check_round (SimDevice *self,
             const KpsAccess *access)
{
  g_autoptr (GHashTable) wanted = list_wanted (self, access);
  g_autoptr (GHashTable) streams = list_streams (self);
  g_autoptr (GHashTable) all = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) raw = list_members (self, NULL, TRUE);
  KpDb *cache = kp_store_get_cache (self->store);
  GHashTableIter iter;
  gpointer stream;

  self->sim->rounds++;
  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &stream, NULL))
    {
      if (!g_hash_table_contains (streams, stream))
        sim_fail (self->sim, "I3 not subscribed: %s %s", self->name, (char *) stream);
      check_stream_of_round (self, stream, all);
    }
  if (g_hash_table_size (wanted) != g_hash_table_size (streams))
    sim_fail (self->sim, "I3 subscriptions differ: %s", self->name);

  if (g_hash_table_size (all) != g_hash_table_size (raw))
    sim_fail (self->sim, "I3 records held without a stream: %s %u of %u", self->name,
              g_hash_table_size (raw), g_hash_table_size (all));
  if (sim_device_query (self, cache, COUNT_LOOSE_MESSAGES) != 0 ||
      sim_device_query (self, cache, COUNT_LOOSE_PRICES) != 0)
    sim_fail (self->sim, "I3 a part is held without its whole: %s", self->name);
}

/* What is shown is what would be shown if everything were projected again. */
static void
check_projection (SimDevice *self)
{
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();
  g_autoptr (GError) error = NULL;

  kp_pending_project_again (self->store, changes, &error);
  sim_check_error (self->sim, "projecting again", error);
  if (changes->records->len > 0 || changes->all)
    {
      const KpChanged *first = &g_array_index (changes->records, KpChanged, 0);
      g_autofree char *id = kp_id_dup_text (&first->id);

      sim_fail (self->sim, "the projection is stale: %s %s %s", self->name,
                kp_entity_get (first->entity)->name, id);
    }
}

static const char COUNT_UNPROJECTED[] =
  "SELECT count(*) FROM raw WHERE (ent = 12 AND key NOT IN (SELECT raw_key FROM p_request))"
  " OR (ent = 13 AND key NOT IN (SELECT raw_key FROM p_message))"
  " OR (ent = 9 AND key NOT IN (SELECT raw_key FROM p_user))";
static const char COUNT_HOLLOW[] = "SELECT (SELECT count(*) FROM p_request WHERE raw_key > 0 AND "
                                   "raw_key NOT IN (SELECT key FROM raw))"
                                   "     + (SELECT count(*) FROM p_message WHERE raw_key > 0 AND "
                                   "raw_key NOT IN (SELECT key FROM raw))";

void
sim_check_applied (SimDevice *self,
                   KpFed fed,
                   GHashTable *held)
{
  g_autoptr (KpsAccess) access = load_access (self);
  g_autoptr (GHashTable) streams = list_streams (self);
  KpDb *cache = kp_store_get_cache (self->store);
  GHashTableIter iter;
  gpointer stream;
  gpointer cursor;

  if (access == NULL)
    {
      sim_fail (self->sim, "I3 a closed account was answered: %s", self->name);
      return;
    }

  g_hash_table_iter_init (&iter, streams);
  while (g_hash_table_iter_next (&iter, &stream, &cursor))
    {
      if (fed == KP_FED_RESET)
        continue;
      if (!kps_access_allows (access, stream))
        sim_fail (self->sim, "I3 holds a stream without access: %s %s", self->name,
                  (char *) stream);
      check_cursor (self, stream, cursor);
    }

  check_projection (self);
  if (sim_device_query (self, cache, COUNT_UNPROJECTED) != 0 ||
      sim_device_query (self, cache, COUNT_HOLLOW) != 0)
    sim_fail (self->sim, "raw rows and projections differ: %s", self->name);

  if (fed == KP_FED_APPLIED && !self->more)
    check_round (self, access);
  sim_check_flicker (self, held);
}

static const char COUNT_ALL[] = "SELECT (SELECT count(*) FROM raw) + (SELECT count(*) FROM "
                                "membership) + (SELECT count(*) FROM stream)"
                                " + (SELECT count(*) FROM p_request) + (SELECT count(*) FROM "
                                "p_message) + (SELECT count(*) FROM p_user)";

void
sim_check_closed (SimDevice *self)
{
  if (sim_device_query (self, kp_store_get_cache (self->store), COUNT_ALL) != 0)
    sim_fail (self->sim, "I3 a closed account holds data: %s", self->name);
}

/* Flicker: an acknowledged change never disappears and comes back on the device that made it. */

static const char SELECT_WHERE[] =
  "SELECT stream.id FROM pub JOIN stream ON stream.no = pub.stream"
  " WHERE pub.ent = $1 AND pub.id = $2 AND pub.gone = 0";

/* Whether the record is published where the person may look, and for staff: where this device looks
 */
static gboolean
is_in_sight (SimDevice *self,
             const KpsAccess *access,
             GHashTable *held,
             KpEntityType entity,
             const KpId *id)
{
  g_autoptr (KpStatement) select =
    kp_db_prepare (kps_office_get_read_db (self->sim->office), SELECT_WHERE, NULL);
  gboolean has_row;

  kp_statement_bind_int64 (select, 1, entity);
  kp_statement_bind_id (select, 2, id);
  while (kp_statement_step (select, &has_row, NULL, NULL) && has_row)
    {
      const char *stream = kp_statement_get_text (select, 0);

      if (kps_access_allows (access, stream) &&
          (!self->person->staff || held == NULL || g_hash_table_contains (held, stream)))
        return TRUE;
    }

  return FALSE;
}

/* Returns: 1 visible, 0 not, -1 this kind is not watched */
static int
is_visible (SimDevice *self,
            const SimOperation *operation)
{
  g_autofree char *body = NULL;
  const KpOperationKind *kind = operation->kind;

  if (g_str_equal (kind->name, "user.update"))
    return kp_store_dup_record (self->store, KP_ENTITY_USER, &operation->subject, &body, NULL,
                                NULL) &&
           strstr (body, operation->value) != NULL;
  if (g_str_equal (kind->name, "request.submit"))
    return kp_store_dup_record (self->store, KP_ENTITY_REQUEST, &operation->subject, &body, NULL,
                                NULL);
  if (g_str_equal (kind->name, "request.comment"))
    return kp_store_dup_record (self->store, KP_ENTITY_MESSAGE, &operation->added, &body, NULL,
                                NULL);

  return -1;
}

static gboolean
is_overwritten (SimDevice *self,
                guint n)
{
  const SimOperation *operation = g_ptr_array_index (self->operations, n);

  for (guint i = n + 1; i < self->operations->len; i++)
    {
      const SimOperation *later = g_ptr_array_index (self->operations, i);

      if (kp_id_equal (&later->subject, &operation->subject))
        return TRUE;
    }

  return FALSE;
}

static void
watch (SimDevice *self,
       guint n)
{
  SimOperation *operation = g_ptr_array_index (self->operations, n);
  g_autoptr (KpOutboxItem) item = kp_store_get_change (self->store, &operation->id, NULL);
  int visible = is_visible (self, operation);
  gboolean confirmed = item != NULL && item->state == KP_OUTBOX_CONFIRMED;

  if (visible < 0)
    return;

  if (visible && operation->track == 2)
    sim_fail (self->sim, "flicker: %s %s %s", self->name, operation->kind->name, operation->value);

  if (visible)
    operation->track = 1;
  else if (!confirmed || is_overwritten (self, n))
    operation->track = 0;
  else if (operation->track == 1)
    operation->track = 2;
}

void
sim_check_flicker (SimDevice *self,
                   GHashTable *held)
{
  g_autoptr (KpsAccess) access = load_access (self);

  for (guint i = 0; access != NULL && i < self->operations->len; i++)
    {
      SimOperation *operation = g_ptr_array_index (self->operations, i);
      gboolean added = operation->kind->added != KP_ENTITY_NONE;
      KpEntityType entity = added ? operation->kind->added : operation->kind->subject;
      const KpId *id = added ? &operation->added : &operation->subject;

      if (held != NULL && !is_in_sight (self, access, held, entity, id))
        operation->track = 0;
      else
        watch (self, i);
    }
}

/* When all is quiet. */

static const char SELECT_RESULT[] =
  "SELECT outcome, commit_no FROM op WHERE user_id = $1 AND id = $2";
static const char COUNT_RECORD[] = "SELECT count(*) FROM record WHERE ent = $1 AND id = $2";

static gboolean
has_record (Sim *sim,
            KpEntityType entity,
            const KpId *id)
{
  g_autoptr (KpStatement) count =
    kp_db_prepare (kps_office_get_read_db (sim->office), COUNT_RECORD, NULL);
  gboolean has_row;

  kp_statement_bind_int64 (count, 1, entity);
  kp_statement_bind_id (count, 2, id);
  g_assert_true (kp_statement_step (count, &has_row, NULL, NULL) && has_row);
  return kp_statement_get_int64 (count, 0) == 1;
}

/* @commit: (out): the group commit that stored it */
static char *
load_result (Sim *sim,
             const KpId *user,
             const KpId *id,
             gint64 *commit)
{
  g_autoptr (KpStatement) select =
    kp_db_prepare (kps_office_get_read_db (sim->office), SELECT_RESULT, NULL);
  gboolean has_row;

  kp_statement_bind_id (select, 1, user);
  kp_statement_bind_id (select, 2, id);
  if (!kp_statement_step (select, &has_row, NULL, NULL) || !has_row)
    return NULL;

  *commit = kp_statement_get_int64 (select, 1);
  return g_strdup (kp_statement_get_text (select, 0));
}

char *
sim_dup_outcome (Sim *sim,
                 const KpId *user,
                 const KpId *operation)
{
  gint64 commit;

  return load_result (sim, user, operation, &commit);
}

static void
check_operation (SimDevice *self,
                 const SimOperation *operation,
                 GHashTable *lanes)
{
  Sim *sim = self->sim;
  g_autoptr (KpOutboxItem) item = kp_store_get_change (self->store, &operation->id, NULL);
  g_autofree char *stored = NULL;
  gboolean ok;
  gint64 commit = 0;
  gint64 *before;

  /* Ended so long ago that it was pruned; refused ones stay until the person lets go of them. */
  if (item == NULL)
    return;

  if (item->state == KP_OUTBOX_QUEUED || item->state == KP_OUTBOX_SENT)
    {
      sim_fail (sim, "an operation has no final state: %s %s", self->name, operation->kind->name);
      return;
    }

  stored = load_result (sim, &self->person->id, &operation->id, &commit);
  ok = g_strcmp0 (item->result, "ok") == 0;
  sim->confirmed += ok;
  sim->refused += !ok;
  if (g_strcmp0 (item->result, "bytes") == 0)
    sim_fail (sim, "frozen bytes changed: %s", self->name);
  if (sim->environment.now - item->queued_at > 390 * SIM_DAY)
    return;
  if (g_strcmp0 (stored, item->result) != 0)
    sim_fail (sim, "I10 results differ: %s %s %s, not %s", self->name, operation->kind->name,
              item->result, stored);
  if (operation->kind->added != KP_ENTITY_NONE &&
      !g_hash_table_contains (sim->deleted, &operation->added) &&
      has_record (sim, operation->kind->added, &operation->added) != ok)
    sim_fail (sim, "I1/I2 the effect of %s: %s %s", operation->kind->name, self->name,
              item->result);

  before = g_hash_table_lookup (lanes, &operation->subject);
  if (ok && before != NULL && *before > commit)
    sim_fail (sim, "I7 the order in a lane: %s %s", self->name, operation->kind->name);
  if (ok)
    g_hash_table_replace (lanes, (gpointer) &operation->subject,
                          g_memdup2 (&commit, sizeof commit));
}

void
sim_check_quiet (Sim *self)
{
  for (guint i = 0; i < SIM_DEVICES && self->failure == NULL; i++)
    {
      SimDevice *device = &self->devices[i];
      g_autoptr (KpsAccess) access = load_access (device);
      g_autoptr (GHashTable) lanes = g_hash_table_new_full (kp_id_hash, kp_id_equal, NULL, g_free);

      if (access == NULL)
        {
          sim_check_closed (device);
          continue;
        }

      check_round (device, access);
      for (guint k = 0; k < device->operations->len; k++)
        check_operation (device, g_ptr_array_index (device->operations, k), lanes);
    }
}
