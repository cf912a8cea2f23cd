/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What customers and staff do with requests and work orders, from what each has on the screen, and
 * what becomes of it. The oracle is the arrows of DOMAIN.md sections 4 and 5, written down once
 * more, and the rule of SYNC.md section 7: a step takes effect if the subject is still as the
 * person saw it and an arrow starts there, else it is a conflict and nothing changes.
 */

#include "sim.h"

#include "kp-error.h"
#include "kp-store-private.h"
#include "kp-sync-codec.h"
#include "kp-value.h"

#include <string.h>

/* An arrow; bars separate states that it starts from. */
struct _SimArrow
{
  const char *kind;
  KpEntityType entity;
  const char *from;
  const char *to;
  gboolean by_staff;
  const char *rest; /* arguments after the subject; %s = a new identifier, a day, or a name */
};

#define MESSAGE ",\"message\":\"%s\",\"text\":\"Daarom\""
#define REQUEST KP_ENTITY_REQUEST
#define WORK KP_ENTITY_WORK_ORDER

static const SimArrow ARROWS[] = {
  { "request.withdraw@1", REQUEST, "submitted|needs_information", "withdrawn", FALSE, "" },
  { "request.answer@1", REQUEST, "needs_information", "submitted", FALSE, MESSAGE },
  { "request.review@1", REQUEST, "submitted", "in_review", TRUE, "" },
  { "request.ask@1", REQUEST, "submitted|in_review", "needs_information", TRUE, MESSAGE },
  { "request.accept@1", REQUEST, "submitted|in_review|needs_information", "accepted", TRUE,
    ",\"work_order\":\"%s\"" },
  { "request.decline@1", REQUEST, "submitted|in_review|needs_information", "declined", TRUE,
    ",\"reason\":\"other\",\"text\":\"Daarom\"" },
  { "work_order.plan@1", WORK, "new|planned", "planned", TRUE, ",\"planned_on\":\"%s\"" },
  { "work_order.plan@1", WORK, "new|planned", "planned", TRUE,
    ",\"planned_on\":\"%s\",\"engineer\":\"%s\"" },
  { "work_order.start@1", WORK, "planned", "in_progress", TRUE, "" },
  { "work_order.block@1", WORK, "in_progress", "blocked", TRUE, MESSAGE },
  { "work_order.resume@1", WORK, "blocked", "in_progress", TRUE, "" },
  { "work_order.complete@1", WORK, "in_progress", "done", TRUE, "" },
  { "work_order.cancel@1", WORK, "new|planned|in_progress|blocked", "cancelled", TRUE, MESSAGE },
  { "work_order.confirm@1", WORK, "done", "confirmed", FALSE, "" },
  { "work_order.reopen@1", WORK, "done", "in_progress", FALSE, MESSAGE },
};

/* Fields that people set, by their arguments of the same name. */
static const char *const FIELDS[] = { "planned_on", "engineer", "phone", NULL };

static gboolean
starts_from (const SimArrow *arrow,
             const char *state)
{
  g_auto (GStrv) states = g_strsplit (arrow->from, "|", -1);

  return state != NULL && g_strv_contains ((const char *const *) states, state);
}

/* What is known of a subject: its state and what people set. */

static GHashTable *
look_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

static void
look_free (gpointer look)
{
  g_clear_pointer ((GHashTable **) &look, g_hash_table_unref);
}

static void
look_set (GHashTable *look,
          const char *field,
          yyjson_val *value)
{
  if (value != NULL)
    g_hash_table_replace (look, (gpointer) field, g_strdup (yyjson_get_str (value)));
}

static GHashTable *
look_at (yyjson_val *body)
{
  GHashTable *look = look_new ();

  look_set (look, "state", yyjson_obj_get (body, "state"));
  for (guint i = 0; FIELDS[i] != NULL; i++)
    look_set (look, FIELDS[i], yyjson_obj_get (body, FIELDS[i]));

  return look;
}

static gboolean
looks_alike (GHashTable *one,
             GHashTable *other,
             const char *field)
{
  return g_strcmp0 (g_hash_table_lookup (one, field), g_hash_table_lookup (other, field)) == 0;
}

GHashTable *
sim_look_on_screen (SimDevice *self,
                    KpEntityType entity,
                    const KpId *id)
{
  g_autofree char *body = NULL;
  g_autoptr (yyjson_doc) doc = NULL;

  if (!kp_store_dup_record (self->store, entity, id, &body, NULL, NULL))
    return NULL;

  doc = yyjson_read (body, strlen (body), YYJSON_READ_NOFLAG);

  return look_at (yyjson_doc_get_root (doc));
}

static GHashTable *
look_in_office (Sim *sim,
                KpEntityType entity,
                const KpId *id)
{
  g_autoptr (KpsRecord) record = NULL;

  g_assert_true (
    kps_record_load (kps_office_get_read_db (sim->office), entity, id, &record, NULL));

  return record != NULL ? look_at (record->root) : NULL;
}

/* Moves. */

static const char PICK_REQUEST[] =
  "SELECT id FROM p_request WHERE state IS NOT NULL ORDER BY state IN ('accepted', 'declined',"
  " 'withdrawn'), id LIMIT 1 OFFSET $1";
static const char PICK_WORK[] =
  "SELECT id FROM p_work_order WHERE state IS NOT NULL ORDER BY state IN ('confirmed',"
  " 'cancelled'), id LIMIT 1 OFFSET $1";
static const char COUNT_REQUESTS[] =
  "SELECT count(*) FROM p_request WHERE state NOT IN ('accepted', 'declined', 'withdrawn')";
static const char COUNT_WORK[] =
  "SELECT count(*) FROM p_work_order WHERE state NOT IN ('confirmed', 'cancelled')";

/* Mostly one of those that are not done with, as far as there are any. */
static gboolean
pick_subject (SimDevice *self,
              KpEntityType entity,
              KpId *id)
{
  KpDb *cache = kp_store_get_cache (self->store);
  gint64 n = sim_device_query (self, cache, entity == WORK ? COUNT_WORK : COUNT_REQUESTS);
  g_autoptr (KpStatement) pick =
    kp_db_prepare (cache, entity == WORK ? PICK_WORK : PICK_REQUEST, NULL);
  gboolean has_row;

  kp_statement_bind_int64 (pick, 1, sim_pick (self->sim, n + 2));
  return kp_statement_step (pick, &has_row, NULL, NULL) && has_row &&
         kp_statement_get_id (pick, 0, id);
}

/* Returns: (nullable): one that the person is offered; or sometimes any, as an old window would */
static const SimArrow *
pick_arrow (SimDevice *self,
            KpEntityType entity,
            const char *state)
{
  g_autoptr (GPtrArray) arrows = g_ptr_array_new ();
  gboolean any = sim_chance (self->sim, 0.25);

  for (guint i = 0; i < G_N_ELEMENTS (ARROWS); i++)
    {
      if (ARROWS[i].entity == entity &&
          (any || (ARROWS[i].by_staff == self->person->staff && starts_from (&ARROWS[i], state))))
        g_ptr_array_add (arrows, (gpointer) &ARROWS[i]);
    }

  return arrows->len > 0 ? arrows->pdata[sim_pick (self->sim, arrows->len)] : NULL;
}

static char *
fill_rest (SimDevice *self,
           const SimArrow *arrow)
{
  KpId made = kp_id_make (&self->environment.environment);
  g_autofree char *id = kp_id_dup_text (&made);
  g_autofree char *day = g_strdup_printf ("2026-12-%02u", 1 + sim_pick (self->sim, 28));
  g_autofree char *name = g_strdup_printf ("Monteur %u", sim_pick (self->sim, 4));
  g_auto (GStrv) parts = g_strsplit (arrow->rest, "%s", 3);
  gboolean plans = strstr (arrow->rest, "planned_on") != NULL;
  GString *rest = g_string_new (parts[0]);

  for (guint i = 1; parts[0] != NULL && parts[i] != NULL; i++)
    g_string_append_printf (rest, "%s%s", plans ? (i == 1 ? day : name) : id, parts[i]);

  return g_string_free (rest, FALSE);
}

/* Returns: whether there was something to do with the subject that came to hand */
static gboolean
try_move (SimDevice *self,
          KpEntityType entity)
{
  g_autoptr (GHashTable) seen = NULL;
  const SimArrow *arrow;
  g_autofree char *id_text = NULL;
  g_autofree char *rest = NULL;
  g_autofree char *arguments = NULL;
  SimOperation *operation;
  KpId id;

  if (!pick_subject (self, entity, &id))
    return FALSE;

  seen = sim_look_on_screen (self, entity, &id);
  arrow = seen != NULL ? pick_arrow (self, entity, g_hash_table_lookup (seen, "state")) : NULL;
  if (arrow == NULL)
    return FALSE;

  id_text = kp_id_dup_text (&id);
  rest = fill_rest (self, arrow);
  arguments = g_strdup_printf ("{\"%s\":\"%s\"%s}", entity == WORK ? "work_order" : "request",
                               id_text, rest);
  operation = sim_device_queue (self, arrow->kind, arguments, NULL, NULL);
  if (operation == NULL)
    return FALSE;

  operation->arrow = arrow;
  operation->seen = g_steal_pointer (&seen);

  return TRUE;
}

static void
move (SimDevice *self,
      KpEntityType entity)
{
  for (guint i = 0; i < 6 && !try_move (self, entity); i++)
    entity = entity == WORK ? REQUEST : WORK;
}

/* A way out of what was refused: letting go, or once more with what the office said in view. */

static KpOutboxItem *
pick_refused (SimDevice *self)
{
  g_autoptr (GPtrArray) items = kp_store_list_changes (self->store, 0, NULL);

  g_assert_nonnull (items);
  for (guint i = items->len; i > 0; i--)
    {
      if (((KpOutboxItem *) items->pdata[i - 1])->state != KP_OUTBOX_NEEDS_YOU)
        g_ptr_array_remove_index (items, i - 1);
    }

  return items->len > 0 ? g_ptr_array_steal_index (items, sim_pick (self->sim, items->len)) : NULL;
}

static SimOperation *
find_operation (Sim *sim,
                const KpId *id)
{
  return g_hash_table_lookup (sim->by_id, id);
}

/* The new operation is the newest of the journal. */
static void
note_repeated (SimDevice *self,
               const SimOperation *former,
               GHashTable *seen)
{
  g_autoptr (GPtrArray) items = kp_store_list_changes (self->store, 1, NULL);
  const KpOutboxItem *item = items->pdata[0];
  SimOperation *operation = sim_device_note (self, item->operation, former->value);

  operation->arrow = former->arrow;
  operation->seen = g_hash_table_ref (seen);
}

static void
repeat (SimDevice *self,
        const KpOutboxItem *item,
        const SimOperation *former)
{
  g_autoptr (yyjson_doc) reply = yyjson_read (item->reply, strlen (item->reply), 0);
  yyjson_val *now = yyjson_obj_get (yyjson_doc_get_root (reply), "now");
  g_autoptr (GHashTable) seen = look_at (now);
  g_autoptr (GError) error = NULL;

  if (!kp_store_repeat_change (self->store, &item->operation->id, now, &error))
    {
      /* What was shown may be there no more. */
      if (error->code != KP_ERROR_NOT_FOUND)
        sim_check_error (self->sim, "a refused change is repeated", error);
      return;
    }

  sim_say (self->sim, "%s repeats %s", self->name, item->operation->kind->name);
  note_repeated (self, former, seen);
}

static void
see_to_refused (SimDevice *self)
{
  g_autoptr (KpOutboxItem) item = pick_refused (self);
  const SimOperation *former;
  g_autoptr (GError) error = NULL;

  if (item == NULL)
    return;

  former = find_operation (self->sim, &item->operation->id);
  if (former == NULL)
    return;

  if (former->seen != NULL && item->reply != NULL && strstr (item->reply, "\"now\":{") != NULL &&
      sim_chance (self->sim, 0.6))
    {
      repeat (self, item, former);
      return;
    }

  sim_say (self->sim, "%s lets go of %s", self->name, item->operation->kind->name);
  kp_store_drop_change (self->store, &item->operation->id, NULL, &error);
  sim_check_error (self->sim, "a refused change is let go of", error);
}

/* Somebody of the office enters what a customer asks by telephone. */
static void
enter (SimDevice *self)
{
  Sim *sim = self->sim;
  KpId request = kp_id_make (&self->environment.environment);
  g_autofree char *request_text = kp_id_dup_text (&request);
  g_autofree char *org =
    kp_id_dup_text (&sim->organisations[sim_pick (sim, SIM_ORGANISATIONS)]);
  g_autofree char *user = kp_id_dup_text (&sim->customers[sim_pick (sim, SIM_CUSTOMERS)]);
  g_autofree char *flow = kp_id_dup_text (&sim->flow);
  g_autofree char *arguments = g_strdup_printf (
    "{\"request\":\"%s\",\"org\":\"%s\",\"user\":\"%s\",\"flow\":\"%s\",\"title\":\"Gebeld\","
    "\"answers\":{}}",
    request_text, org, user, flow);

  sim_device_queue (self, "request.enter@1", arguments, NULL, NULL);
}

void
sim_move (SimDevice *self)
{
  switch (sim_pick (self->sim, 8))
    {
    case 0:
    case 1:
    case 2:
      move (self, REQUEST);
      break;

    case 3:
    case 4:
    case 5:
      move (self, WORK);
      break;

    case 6:
      see_to_refused (self);
      break;

    default:
      if (self->person->staff)
        enter (self);
      else
        move (self, WORK);
      break;
    }
}

/* The judgement: what the office answers to the operations of one request. */

/* One operation on its way. */
typedef struct
{
  SimOperation *operation; /* (unowned) */
  gboolean again;
  gboolean known;      /* answered before */
  gboolean refused;    /* as its sender was told before a restore */
  yyjson_doc *written; /* (owned): its arguments, by FIELDS */
} Asked;

struct _SimJudgement
{
  Sim *sim; /* (unowned) */
  const KpsPerson *person;
  GPtrArray *asked;  /* (owned) (element-type Asked) */
  GHashTable *looks; /* (owned): KpId of a subject → its look, as the oracle has it */
  GHashTable *kinds; /* (owned): KpId of a subject → its entity */
};

static void
asked_free (gpointer data)
{
  Asked *asked = data;

  yyjson_doc_free (asked->written);
  g_free (asked);
}

static void
add_look (SimJudgement *self,
          KpEntityType entity,
          const KpId *id)
{
  if (g_hash_table_contains (self->looks, id))
    return;

  g_hash_table_insert (self->looks, g_memdup2 (id, sizeof *id),
                       look_in_office (self->sim, entity, id));
  g_hash_table_insert (self->kinds, g_memdup2 (id, sizeof *id), GINT_TO_POINTER (entity));
}

static void
add_asked (SimJudgement *self,
           const KpOffer *offer)
{
  g_autoptr (KpOperation) parsed = kp_operation_parse (offer->bytes, NULL);
  SimOperation *operation = parsed != NULL ? find_operation (self->sim, &parsed->id) : NULL;
  g_autoptr (yyjson_mut_doc) written = NULL;
  g_autofree char *stored = NULL;
  Asked *asked;

  if (operation == NULL)
    return;

  written = yyjson_mut_doc_new (NULL);
  yyjson_mut_doc_set_root (written, yyjson_val_mut_copy (written, parsed->arguments));
  stored = sim_dup_outcome (self->sim, &self->person->id, &parsed->id);
  asked = g_new (Asked, 1);
  *asked = (Asked) {
    .operation = operation,
    .again = offer->again,
    .known = stored != NULL,
    .refused = offer->again && offer->result != NULL && !g_str_equal (offer->result, "ok"),
    .written = yyjson_mut_doc_imut_copy (written, NULL),
  };
  g_ptr_array_add (self->asked, asked);
  add_look (self, parsed->kind->subject, &parsed->subject);
}

SimJudgement *
sim_judgement_new (Sim *sim,
                   const KpsPerson *person,
                   GBytes *body)
{
  SimJudgement *self = g_new (SimJudgement, 1);
  g_autoptr (KpSyncRequest) request = kp_sync_request_decode (body, NULL);

  *self = (SimJudgement) {
    .sim = sim,
    .person = person,
    .asked = g_ptr_array_new_with_free_func (asked_free),
    .looks = g_hash_table_new_full (kp_id_hash, kp_id_equal, g_free, look_free),
    .kinds = g_hash_table_new_full (kp_id_hash, kp_id_equal, g_free, NULL),
  };
  g_assert_nonnull (request);
  for (guint i = 0; i < request->offers->len; i++)
    add_asked (self, request->offers->pdata[i]);

  return self;
}

void
sim_judgement_free (SimJudgement *self)
{
  g_ptr_array_unref (self->asked);
  g_hash_table_unref (self->looks);
  g_hash_table_unref (self->kinds);
  g_free (self);
}

/* Whether the step is still about what the person saw, and one that may be taken there. */
static gboolean
may_move (const SimJudgement *self,
          const Asked *asked,
          GHashTable *look)
{
  const SimOperation *operation = asked->operation;
  yyjson_val *written = yyjson_doc_get_root (asked->written);
  const char *state = look != NULL ? g_hash_table_lookup (look, "state") : NULL;
  gboolean is_step = operation->arrow != NULL;

  if (look == NULL)
    return FALSE;
  if (is_step && (operation->arrow->by_staff != self->person->staff ||
                  !looks_alike (look, operation->seen, "state") ||
                  !starts_from (operation->arrow, state)))
    return FALSE;

  /* A step that leaves the state as it is sets fields, and only then can they have changed. */
  for (guint i = 0; FIELDS[i] != NULL; i++)
    {
      if (yyjson_obj_get (written, FIELDS[i]) != NULL &&
          (!is_step || g_str_equal (operation->arrow->to, state)) &&
          !looks_alike (look, operation->seen, FIELDS[i]))
        return FALSE;
    }

  return TRUE;
}

static GHashTable *
look_at_new (SimJudgement *self,
             KpEntityType entity,
             const KpId *id,
             const char *state)
{
  GHashTable *look = look_new ();

  g_hash_table_replace (look, (gpointer) "state", g_strdup (state));
  g_hash_table_replace (self->looks, g_memdup2 (id, sizeof *id), look);
  g_hash_table_replace (self->kinds, g_memdup2 (id, sizeof *id), GINT_TO_POINTER (entity));

  return look;
}

static void
take_effect (SimJudgement *self,
             const Asked *asked)
{
  const SimOperation *operation = asked->operation;
  yyjson_val *written = yyjson_doc_get_root (asked->written);
  GHashTable *look = g_hash_table_lookup (self->looks, &operation->subject);

  if (look == NULL)
    look = look_at_new (self, operation->kind->subject, &operation->subject, NULL);
  if (operation->kind->added == WORK)
    look_at_new (self, WORK, &operation->added, "new");

  if (operation->kind->use == KP_SUBJECT_CREATED)
    g_hash_table_replace (look, (gpointer) "state", g_strdup ("submitted"));
  if (operation->arrow != NULL)
    g_hash_table_replace (look, (gpointer) "state", g_strdup (operation->arrow->to));
  for (guint i = 0; FIELDS[i] != NULL; i++)
    look_set (look, FIELDS[i], yyjson_obj_get (written, FIELDS[i]));
}

static char *
describe (GHashTable *look)
{
  GString *text = g_string_new (NULL);

  if (look == NULL)
    return g_string_free (g_string_assign (text, "nothing"), FALSE);

  g_string_append_printf (text, "%s", (char *) g_hash_table_lookup (look, "state"));
  for (guint i = 0; FIELDS[i] != NULL; i++)
    g_string_append_printf (text, " %s", (char *) g_hash_table_lookup (look, FIELDS[i]));

  return g_string_free (text, FALSE);
}

static void
judge (SimJudgement *self,
       const Asked *asked)
{
  const SimOperation *operation = asked->operation;
  g_autofree char *outcome = sim_dup_outcome (self->sim, &self->person->id, &operation->id);
  GHashTable *look = g_hash_table_lookup (self->looks, &operation->subject);
  gboolean may;

  if (asked->known || outcome == NULL)
    return;

  may = operation->seen == NULL || may_move (self, asked, look);
  if (g_str_equal (outcome, "ok") && !may)
    {
      g_autofree char *seen = describe (operation->seen);
      g_autofree char *is = describe (look);

      sim_fail (self->sim, "M1 took effect on what nobody saw, or where no arrow starts: %s of %s,"
                           " seen as %s, is %s",
                operation->kind->name, self->person->name, seen, is);
    }
  if (g_str_equal (outcome, "ok") && asked->refused)
    sim_fail (self->sim, "M6 refused before a restore, and takes effect after it: %s",
              operation->kind->name);
  if (g_str_equal (outcome, "conflict") && operation->seen != NULL && may && !asked->again)
    sim_fail (self->sim, "M2 a conflict with nobody: %s of %s", operation->kind->name,
              self->person->name);
  if (g_str_equal (outcome, "ok"))
    {
      self->sim->moves += operation->arrow != NULL;
      take_effect (self, asked);
    }
  if (g_str_equal (outcome, "conflict"))
    self->sim->conflicts++;
}

static void
check_looks (SimJudgement *self)
{
  GHashTableIter iter;
  gpointer id;
  gpointer expected;

  g_hash_table_iter_init (&iter, self->looks);
  while (g_hash_table_iter_next (&iter, &id, &expected))
    {
      KpEntityType entity = GPOINTER_TO_INT (g_hash_table_lookup (self->kinds, id));
      g_autoptr (GHashTable) look = look_in_office (self->sim, entity, id);
      gboolean same = (look == NULL) == (expected == NULL);

      if (look != NULL && expected != NULL)
        {
          same = looks_alike (look, expected, "state");
          for (guint i = 0; FIELDS[i] != NULL; i++)
            same = same && looks_alike (look, expected, FIELDS[i]);
        }
      if (!same)
        sim_fail (self->sim, "M3 the effect is another one: %s", kp_entity_get (entity)->name);
    }
}

void
sim_judgement_end (SimJudgement *self,
                   gboolean alone)
{
  for (guint i = 0; i < self->asked->len; i++)
    judge (self, self->asked->pdata[i]);
  if (alone)
    check_looks (self);
}

/* When all is quiet. */

static const char COUNT_TWICE[] =
  "SELECT count(*) - count(DISTINCT json_extract (body, '$.number')) FROM record"
  " WHERE ent IN (12, 14) AND json_extract (body, '$.number') IS NOT NULL";

static void
check_numbers (Sim *sim)
{
  g_autoptr (KpStatement) count =
    kp_db_prepare (kps_office_get_read_db (sim->office), COUNT_TWICE, NULL);
  gboolean has_row;

  g_assert_true (kp_statement_step (count, &has_row, NULL, NULL) && has_row);
  if (kp_statement_get_int64 (count, 0) != 0)
    sim_fail (sim, "M4 a human number was given twice");
}

/* An accepted request has the one work order that it names, and no other has any. */
static void
check_orders (Sim *sim)
{
  KpDb *db = kps_office_get_read_db (sim->office);
  g_autoptr (GPtrArray) orders = kps_record_load_all (db, WORK, NULL);
  g_autoptr (GPtrArray) requests = kps_record_load_all (db, REQUEST, NULL);
  g_autoptr (GHashTable) of_request = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < orders->len; i++)
    {
      const char *request = kps_record_get_text (orders->pdata[i], "request_id");

      if (!g_hash_table_insert (of_request, (gpointer) request, orders->pdata[i]))
        sim_fail (sim, "M5 a request has two work orders");
    }

  for (guint i = 0; i < requests->len; i++)
    {
      const KpsRecord *request = requests->pdata[i];
      g_autofree char *id = kp_id_dup_text (&request->id);
      const KpsRecord *order = g_hash_table_lookup (of_request, id);
      g_autofree char *order_id = order != NULL ? kp_id_dup_text (&order->id) : NULL;
      gboolean accepted = g_strcmp0 (kps_record_get_text (request, "state"), "accepted") == 0;

      if (accepted != (order != NULL) ||
          g_strcmp0 (kps_record_get_text (request, "work_order_id"), order_id) != 0)
        sim_fail (sim, "M5 a request is %s and its work order %s",
                  kps_record_get_text (request, "state"), order != NULL ? "is there" : "is not");
    }
}

/* I6: all that the person did is in the journal, ended, or he let go of it; and what was refused
 * can be let go of.
 */
static void
check_journal (SimDevice *self)
{
  guint n_waiting;
  guint n_refused;

  for (guint i = 0; i < self->operations->len; i++)
    {
      const SimOperation *operation = self->operations->pdata[i];
      g_autoptr (KpOutboxItem) item = kp_store_get_change (self->store, &operation->id, NULL);

      if (item == NULL && self->environment.now - operation->queued_at < 35 * SIM_DAY)
        sim_fail (self->sim, "I6 an operation is lost: %s %s", self->name, operation->kind->name);
    }

  for (;;)
    {
      g_autoptr (KpOutboxItem) item = pick_refused (self);
      g_autoptr (GError) error = NULL;

      if (item == NULL)
        break;
      if (item->result == NULL || g_str_equal (item->result, "ok"))
        sim_fail (self->sim, "I6 refused without a reason: %s", self->name);
      if (!kp_store_drop_change (self->store, &item->operation->id, NULL, &error))
        sim_fail (self->sim, "I6 no way out: %s %s: %s", self->name, item->operation->kind->name,
                  error->message);
      if (self->sim->failure != NULL)
        return;
    }

  g_assert_true (kp_store_count_changes (self->store, &n_waiting, &n_refused, NULL));
  if (n_refused != 0)
    sim_fail (self->sim, "I6 refused and not shown: %s %u", self->name, n_refused);
}

void
sim_check_moves (Sim *self)
{
  check_numbers (self);
  check_orders (self);
  for (guint i = 0; i < SIM_DEVICES && self->failure == NULL; i++)
    check_journal (&self->devices[i]);
}
