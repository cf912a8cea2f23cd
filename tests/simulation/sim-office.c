/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The office: the real one, and what its people, its operator and bad luck do to it.
 */

#include "sim.h"

#include "kp-value.h"
#include "kps-standing.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* What a step of the office does. */
typedef struct
{
  Sim *sim;
  KpsStandingKind standing;
  KpId subject;
  gboolean is_on;
} Step;

static gboolean
put_text (KpsTx *tx,
          KpEntityType entity,
          const KpId *id,
          const char *body,
          GError **error)
{
  return kps_tx_put (tx, entity, id, body, strlen (body), error);
}

static gboolean
put_user (Sim *sim,
          KpsTx *tx,
          const KpId *id,
          const char *name,
          gboolean staff,
          GError **error)
{
  g_autofree char *portal = kp_id_dup_text (&sim->portal);
  g_autofree char *body =
    staff ? g_strdup_printf (
              "{\"display_name\":\"%s\",\"kind\":\"staff\",\"portal_id\":null,\"phone\":\"\","
              "\"queues\":[\"requests\",\"work\",\"office\"],\"rights\":[\"request.handle\","
              "\"request.comment\"]}",
              name)
          : g_strdup_printf ("{\"display_name\":\"%s\",\"kind\":\"customer\",\"portal_id\":\"%s\","
                             "\"phone\":\"\"}",
                             name, portal);

  return put_text (tx, KP_ENTITY_USER, id, body, error);
}

static gboolean
put_membership (Sim *sim,
                KpsTx *tx,
                guint n,
                const KpId *user,
                const KpId *org,
                GError **error)
{
  g_autofree char *user_text = kp_id_dup_text (user);
  g_autofree char *org_text = kp_id_dup_text (org);
  g_autofree char *body =
    g_strdup_printf ("{\"user_id\":\"%s\",\"org_id\":\"%s\",\"role\":\"manager\","
                     "\"rights\":[\"request.submit\",\"request.comment\"]}",
                     user_text, org_text);

  return put_text (tx, KP_ENTITY_MEMBERSHIP, &sim->memberships[n], body, error);
}

static const char SET_RESPONSIBLE[] =
  "INSERT OR IGNORE INTO responsibility (user_id, org_id) VALUES ($1, $2)";
static const char UNSET_RESPONSIBLE[] =
  "DELETE FROM responsibility WHERE user_id = $1 AND org_id = $2";

static gboolean
set_responsible (KpsTx *tx,
                 const KpId *user,
                 const KpId *org,
                 gboolean is_on,
                 GError **error)
{
  g_autoptr (KpStatement) set =
    kp_db_prepare (kps_tx_get_db (tx), is_on ? SET_RESPONSIBLE : UNSET_RESPONSIBLE, error);

  if (set == NULL)
    return FALSE;

  kp_statement_bind_id (set, 1, user);
  kp_statement_bind_id (set, 2, org);
  return kp_statement_run (set, NULL, error);
}

static gboolean
put_portal (Sim *sim,
            KpsTx *tx,
            GError **error)
{
  static const char PORTAL[] =
    "{\"url_name\":\"demo\",\"name\":{\"nl\":\"Demo\"},\"enabled\":true,"
    "\"visibility\":{\"request\":\"own\",\"work_order\":\"own\"},\"show_prices\":true,"
    "\"terms_required\":false}";
  g_autofree char *portal = kp_id_dup_text (&sim->portal);
  g_autofree char *flow = g_strdup_printf (
    "{\"portal_id\":\"%s\",\"key\":\"algemeen\",\"version\":1,\"state\":\"published\","
    "\"name\":{\"nl\":\"Vraag\"},\"position\":1,\"sections\":[]}",
    portal);

  return put_text (tx, KP_ENTITY_PORTAL, &sim->portal, PORTAL, error) &&
         put_text (tx, KP_ENTITY_REQUEST_FLOW, &sim->flow, flow, error);
}

/* What was asked and taken on before the history begins. */
static gboolean
put_work (Sim *sim,
          KpsTx *tx,
          GError **error)
{
  static const struct
  {
    guint customer;
    guint organisation;
    const char *state;
    const char *work; /* (nullable): state of its work order */
  } WORK[] = {
    { 0, 0, "submitted", NULL },
    { 0, 1, "needs_information", NULL },
    { 1, 0, "in_review", NULL },
    { 2, 1, "submitted", NULL },
    { 0, 0, "accepted", "new" },
    { 1, 0, "accepted", "planned" },
    { 2, 1, "accepted", "done" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (WORK); i++)
    {
      KpId request = kp_id_make (&sim->environment.environment);
      KpId order = kp_id_make (&sim->environment.environment);
      g_autofree char *request_text = kp_id_dup_text (&request);
      g_autofree char *order_text = kp_id_dup_text (&order);
      g_autofree char *org = kp_id_dup_text (&sim->organisations[WORK[i].organisation]);
      g_autofree char *user = kp_id_dup_text (&sim->customers[WORK[i].customer]);
      g_autofree char *same =
        g_strdup_printf ("\"org_id\":\"%s\",\"requester_id\":\"%s\",\"title\":\"%u\"", org,
                         user, i);
      g_autofree char *body = g_strdup_printf ("{%s,\"state\":\"%s\",\"work_order_id\":%s%s%s}",
                                               same, WORK[i].state,
                                               WORK[i].work != NULL ? "\"" : "null",
                                               WORK[i].work != NULL ? order_text : "",
                                               WORK[i].work != NULL ? "\"" : "");
      g_autofree char *work =
        g_strdup_printf ("{%s,\"state\":\"%s\",\"request_id\":\"%s\"}", same, WORK[i].work,
                         request_text);

      if (!put_text (tx, KP_ENTITY_REQUEST, &request, body, error) ||
          (WORK[i].work != NULL && !put_text (tx, KP_ENTITY_WORK_ORDER, &order, work, error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
set_up (KpsTx *tx,
        gpointer data,
        GError **error)
{
  static const struct
  {
    guint customer;
    guint organisation;
  } MEMBERS[SIM_MEMBERSHIPS] = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 2, 1 } };
  Sim *sim = data;

  if (!put_portal (sim, tx, error))
    return FALSE;

  for (guint i = 0; i < SIM_ORGANISATIONS; i++)
    {
      g_autofree char *body =
        g_strdup_printf ("{\"name\":\"Organisatie %u\",\"number\":\"%u\"}", i, 1000 + i);

      if (!put_text (tx, KP_ENTITY_ORGANISATION, &sim->organisations[i], body, error))
        return FALSE;
    }
  for (guint i = 0; i < SIM_CUSTOMERS; i++)
    {
      g_autofree char *name = g_strdup_printf ("Klant %u", i);

      if (!put_user (sim, tx, &sim->customers[i], name, FALSE, error))
        return FALSE;
    }
  for (guint i = 0; i < SIM_STAFF; i++)
    {
      g_autofree char *name = g_strdup_printf ("Medewerker %u", i);

      if (!put_user (sim, tx, &sim->staff[i], name, TRUE, error))
        return FALSE;
      for (guint k = 0; k < SIM_ORGANISATIONS; k++)
        {
          if (!set_responsible (tx, &sim->staff[i], &sim->organisations[k], TRUE, error))
            return FALSE;
        }
    }
  for (guint i = 0; i < SIM_MEMBERSHIPS; i++)
    {
      if (!put_membership (sim, tx, i, &sim->customers[MEMBERS[i].customer],
                           &sim->organisations[MEMBERS[i].organisation], error))
        return FALSE;
    }

  return put_work (sim, tx, error);
}

static void
write_office (Sim *self,
              KpsStepFunc run,
              gpointer data)
{
  g_autoptr (GError) error = NULL;

  kps_office_write (self->office, run, data, &error);
  sim_check_error (self, "the office writes", error);
}

static void
open_office (Sim *self)
{
  g_autofree char *folder = g_build_filename (self->folder, "office", NULL);
  g_autoptr (GError) error = NULL;

  self->office = kps_office_open (folder, 0, &self->environment.environment, NULL, &error);
  g_assert_no_error (error);
}

void
sim_office_set_up (Sim *self)
{
  const KpEnvironment *environment = &self->environment.environment;

  open_office (self);
  self->portal = kp_id_make (environment);
  self->flow = kp_id_make (environment);
  for (guint i = 0; i < SIM_ORGANISATIONS; i++)
    self->organisations[i] = kp_id_make (environment);
  for (guint i = 0; i < SIM_CUSTOMERS; i++)
    self->customers[i] = kp_id_make (environment);
  for (guint i = 0; i < SIM_STAFF; i++)
    self->staff[i] = kp_id_make (environment);
  for (guint i = 0; i < SIM_MEMBERSHIPS; i++)
    self->memberships[i] = kp_id_make (environment);
  write_office (self, set_up, self);
}

void
sim_office_restart (Sim *self)
{
  g_clear_pointer (&self->office, kps_office_close);
  open_office (self);
}

/* Background changes. */

static const char COUNT_RECORDS[] = "SELECT count(*) FROM record WHERE ent = $1";
static const char SELECT_RECORD[] =
  "SELECT id FROM record WHERE ent = $1 ORDER BY id LIMIT 1 OFFSET $2";

/* Returns: (transfer full) (nullable): one of the records of a kind */
static KpsRecord *
pick_record (Sim *sim,
             KpDb *db,
             KpEntityType entity)
{
  g_autoptr (KpStatement) count = kp_db_prepare (db, COUNT_RECORDS, NULL);
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_RECORD, NULL);
  KpsRecord *record = NULL;
  gboolean has_row;
  guint n;
  KpId id;

  kp_statement_bind_int64 (count, 1, entity);
  g_assert_true (kp_statement_step (count, &has_row, NULL, NULL));
  n = kp_statement_get_int64 (count, 0);
  if (n == 0)
    return NULL;

  kp_statement_bind_int64 (select, 1, entity);
  kp_statement_bind_int64 (select, 2, sim_pick (sim, n));
  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL) && has_row);
  g_assert_true (kp_statement_get_id (select, 0, &id));
  g_assert_true (kps_record_load (db, entity, &id, &record, NULL));
  return record;
}

/* Puts the record back with one member changed. @value: JSON text */
static gboolean
put_changed (KpsTx *tx,
             const KpsRecord *record,
             const char *field,
             const char *value,
             GError **error)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  g_autoptr (yyjson_doc) parsed = yyjson_read (value, strlen (value), YYJSON_READ_NOFLAG);
  yyjson_mut_val *root = yyjson_val_mut_copy (doc, record->root);

  g_assert_nonnull (parsed);
  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_put (root, yyjson_mut_strcpy (doc, field),
                      yyjson_val_mut_copy (doc, yyjson_doc_get_root (parsed)));

  return kps_tx_put_doc (tx, record->entity, &record->id, doc, error);
}

static char *
make_text (Sim *sim,
           guint length)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "t%u", ++sim->serial);
  while (text->len < length)
    g_string_append (text, " bijlage volgt per omgaande");

  return g_string_free (text, FALSE);
}

static gboolean
touch_record (Sim *sim,
              KpsTx *tx,
              GError **error)
{
  static const KpEntityType KINDS[] = {
    KP_ENTITY_ORGANISATION,
    KP_ENTITY_USER,
    KP_ENTITY_PORTAL,
    KP_ENTITY_WORK_ORDER_PRICE,
    KP_ENTITY_WORK_ORDER,
    KP_ENTITY_MESSAGE,
    KP_ENTITY_REQUEST,
    KP_ENTITY_INTERNAL_NOTE,
    KP_ENTITY_REQUEST,
  };
  g_autoptr (KpsRecord) record =
    pick_record (sim, kps_tx_get_db (tx), KINDS[sim_pick (sim, G_N_ELEMENTS (KINDS))]);
  g_autofree char *value = g_strdup_printf ("%u", ++sim->serial);

  return record == NULL || put_changed (tx, record, "touched", value, error);
}

static gboolean
add_price (Sim *sim,
           KpsTx *tx,
           GError **error)
{
  g_autoptr (KpsRecord) order = pick_record (sim, kps_tx_get_db (tx), KP_ENTITY_WORK_ORDER);
  KpId id = kp_id_make (&sim->environment.environment);
  g_autofree char *order_text = NULL;
  g_autofree char *body = NULL;

  if (order == NULL)
    return TRUE;

  order_text = kp_id_dup_text (&order->id);
  body = g_strdup_printf (
    "{\"org_id\":\"%s\",\"requester_id\":\"%s\",\"work_order_id\":\"%s\",\"cents\":%u}",
    kps_record_get_text (order, "org_id"), kps_record_get_text (order, "requester_id"), order_text,
    100 + sim->serial);

  return put_text (tx, KP_ENTITY_WORK_ORDER_PRICE, &id, body, error);
}

static gboolean
add_message (Sim *sim,
             KpsTx *tx,
             GError **error)
{
  g_autoptr (KpsRecord) request = pick_record (sim, kps_tx_get_db (tx), KP_ENTITY_REQUEST);
  KpId id = kp_id_make (&sim->environment.environment);
  g_autofree char *staff = kp_id_dup_text (&sim->staff[0]);
  g_autofree char *text = make_text (sim, sim_pick (sim, 9000));
  g_autofree char *request_text = NULL;
  g_autofree char *body = NULL;

  if (request == NULL)
    return TRUE;

  request_text = kp_id_dup_text (&request->id);
  body = g_strdup_printf (
    "{\"request_id\":\"%s\",\"org_id\":\"%s\",\"author_id\":\"%s\","
    "\"author_name\":\"Kantoor\",\"author_kind\":\"staff\",\"kind\":\"comment\","
    "\"text\":\"%s\",\"created_at\":%" G_GINT64_FORMAT "}",
    request_text, kps_record_get_text (request, "org_id"), staff, text, kps_tx_get_now (tx));

  return put_text (tx, KP_ENTITY_MESSAGE, &id, body, error);
}

/* By a member of staff who has none of the devices; one that was decided stays so. */
static gboolean
move_request (Sim *sim,
              KpsTx *tx,
              GError **error)
{
  static const char *const STATES[] = { "\"submitted\"", "\"in_review\"",
                                        "\"needs_information\"", "\"declined\"" };
  g_autoptr (KpsRecord) request = pick_record (sim, kps_tx_get_db (tx), KP_ENTITY_REQUEST);
  const char *state = request != NULL ? kps_record_get_text (request, "state") : NULL;

  if (state == NULL || g_str_equal (state, "accepted") || g_str_equal (state, "declined") ||
      g_str_equal (state, "withdrawn"))
    return TRUE;

  return put_changed (tx, request, "state", STATES[sim_pick (sim, G_N_ELEMENTS (STATES))], error);
}

static gboolean
delete_record (Sim *sim,
               KpsTx *tx,
               GError **error)
{
  static const KpEntityType KINDS[] = {
    KP_ENTITY_MESSAGE,
    KP_ENTITY_WORK_ORDER_PRICE,
    KP_ENTITY_INTERNAL_NOTE,
  };
  g_autoptr (KpsRecord) record =
    pick_record (sim, kps_tx_get_db (tx), KINDS[sim_pick (sim, G_N_ELEMENTS (KINDS))]);

  if (record == NULL)
    return TRUE;

  g_hash_table_add (sim->deleted, g_memdup2 (&record->id, sizeof record->id));
  return kps_tx_delete (tx, record->entity, &record->id, error);
}

static gboolean
change_policy (Sim *sim,
               KpsTx *tx,
               GError **error)
{
  static const char *const VISIBILITIES[] = {
    "{\"request\":\"own\",\"work_order\":\"own\"}",
    "{\"request\":\"organisation\",\"work_order\":\"organisation\"}",
    "{\"request\":\"organisation\",\"work_order\":\"own\"}",
    "{\"request\":\"own\",\"work_order\":\"none\"}",
  };
  g_autoptr (KpsRecord) portal = NULL;

  if (sim_chance (sim, 0.25))
    return set_responsible (tx, &sim->staff[sim_pick (sim, SIM_STAFF)],
                            &sim->organisations[sim_pick (sim, SIM_ORGANISATIONS)],
                            sim_chance (sim, 0.7), error);

  portal = pick_record (sim, kps_tx_get_db (tx), KP_ENTITY_PORTAL);
  if (sim_chance (sim, 0.3))
    return put_changed (tx, portal, "show_prices", sim_chance (sim, 0.5) ? "true" : "false", error);

  return put_changed (tx, portal, "visibility", VISIBILITIES[sim_pick (sim, 4)], error);
}

static gboolean
run_background (KpsTx *tx,
                gpointer data,
                GError **error)
{
  Sim *sim = data;

  switch (sim_pick (sim, 10))
    {
    case 0:
    case 1:
    case 2:
      return touch_record (sim, tx, error);

    case 3:
      return add_price (sim, tx, error);

    case 4:
    case 5:
    case 6:
      return add_message (sim, tx, error);

    case 7:
      return move_request (sim, tx, error);

    case 8:
      return delete_record (sim, tx, error);

    default:
      return change_policy (sim, tx, error);
    }
}

void
sim_office_background (Sim *self)
{
  write_office (self, run_background, self);
}

KpsJob *
sim_office_make_background_job (Sim *self)
{
  KpsJob *job = kps_job_new (NULL, NULL, NULL);

  kps_job_add (job, run_background, NULL, self);

  return job;
}

/* Rights that survive a restore. */

static gboolean
set_standing (KpsTx *tx,
              gpointer data,
              GError **error)
{
  const Step *step = data;

  return kps_standing_set (tx, kps_office_get_rights_path (step->sim->office), step->standing,
                           &step->subject, step->is_on, error);
}

static char *
name_standing (KpsStandingKind kind,
               const KpId *subject)
{
  g_autofree char *text = kp_id_dup_text (subject);

  return g_strdup_printf ("%d %s", kind, text);
}

gboolean
sim_office_is_on (Sim *self,
                  KpsStandingKind kind,
                  const KpId *subject)
{
  g_autofree char *name = name_standing (kind, subject);
  gpointer is_on;

  return !g_hash_table_lookup_extended (self->standings, name, NULL, &is_on) ||
         GPOINTER_TO_INT (is_on);
}

void
sim_office_change_right (Sim *self)
{
  Step step = { .sim = self };
  guint n = sim_pick (self, SIM_CUSTOMERS + SIM_STAFF);

  if (sim_chance (self, 0.4))
    {
      step.standing = KPS_STANDING_ACCOUNT;
      step.subject = n < SIM_CUSTOMERS ? self->customers[n] : self->staff[n - SIM_CUSTOMERS];
      step.is_on = sim_chance (self, 0.7);
    }
  else
    {
      step.standing = KPS_STANDING_MEMBERSHIP;
      step.subject = self->memberships[sim_pick (self, SIM_MEMBERSHIPS)];
      step.is_on = sim_chance (self, 0.6);
    }

  sim_say (self, "right %d %s", step.standing, step.is_on ? "on" : "off");
  write_office (self, set_standing, &step);
  g_hash_table_insert (self->standings, name_standing (step.standing, &step.subject),
                       GINT_TO_POINTER (step.is_on));
  if (sim_chance (self, 0.1))
    sim_office_restart (self);
  sim_office_check_rights (self);
}

void
sim_office_check_rights (Sim *self)
{
  GHashTableIter iter;
  gpointer name;
  gpointer expected;

  g_hash_table_iter_init (&iter, self->standings);
  while (g_hash_table_iter_next (&iter, &name, &expected))
    {
      g_auto (GStrv) parts = g_strsplit (name, " ", 2);
      gboolean is_on = FALSE;
      KpId subject;

      kp_id_parse (parts[1], strlen (parts[1]), &subject);
      kps_standing_load (kps_office_get_read_db (self->office), atoi (parts[0]), &subject, &is_on,
                         NULL);
      if (is_on != GPOINTER_TO_INT (expected))
        sim_fail (self, "I10 a right came back: %s", (char *) name);
    }
}

void
sim_office_back_up (Sim *self)
{
  g_autofree char *path = g_strdup_printf ("%s/backup-%u.db", self->folder, self->backups->len);
  g_autoptr (GError) error = NULL;

  kp_db_backup (kps_office_get_write_db (self->office), path, &error);
  sim_check_error (self, "the office is backed up", error);
  g_ptr_array_add (self->backups, g_steal_pointer (&path));
}

static void
copy_file (const char *from,
           const char *to)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &bytes, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents_full (to, bytes, length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

void
sim_office_restore (Sim *self)
{
  g_autofree char *path = NULL;
  g_autofree char *wal = NULL;
  g_autofree char *shm = NULL;

  if (self->backups->len == 0)
    return;

  path = g_strdup (kps_office_get_db_path (self->office));
  wal = g_strconcat (path, "-wal", NULL);
  shm = g_strconcat (path, "-shm", NULL);
  self->restores++;
  if (self->mutant == SIM_MUTANT_RIGHTS_LOG_LOST)
    g_unlink (kps_office_get_rights_path (self->office));

  g_clear_pointer (&self->office, kps_office_close);
  g_unlink (wal);
  g_unlink (shm);
  copy_file (g_ptr_array_index (self->backups, sim_pick (self, self->backups->len)), path);
  open_office (self);
  sim_say (self, "RESTORE");
  sim_office_check_rights (self);
}

/* Pruning at any place, not only after 35 days. */

static const char PRUNE_STREAM[] = "UPDATE stream SET floor = max (floor, $2) WHERE no = $1";
static const char PRUNE_ROWS[] = "DELETE FROM pub WHERE stream = $1 AND gone = 1 AND seq <= $2";
static const char PRUNE_LOG[] =
  "DELETE FROM commit_log WHERE no <= $1 AND no < (SELECT max (no) FROM commit_log)";
static const char PICK_STREAM[] = "SELECT no, head FROM stream ORDER BY no LIMIT 1 OFFSET $1";
static const char COUNT_STREAMS[] = "SELECT count(*) FROM stream";
static const char NEWEST_COMMIT[] = "SELECT max (no) FROM commit_log";

static gint64
query_number (KpDb *db,
              const char *sql)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, sql, NULL);
  gboolean has_row;

  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL) && has_row);
  return kp_statement_get_int64 (select, 0);
}

static gboolean
run_with (KpDb *db,
          const char *sql,
          gint64 first,
          gint64 second,
          GError **error)
{
  g_autoptr (KpStatement) run = kp_db_prepare (db, sql, error);

  if (run == NULL)
    return FALSE;

  kp_statement_bind_int64 (run, 1, first);
  if (second >= 0)
    kp_statement_bind_int64 (run, 2, second);
  return kp_statement_run (run, NULL, error);
}

static gboolean
prune (KpsTx *tx,
       gpointer data,
       GError **error)
{
  Sim *sim = data;
  KpDb *db = kps_tx_get_db (tx);
  gint64 stream;
  gint64 upto;

  if (sim_chance (sim, 0.2))
    return kps_tx_prune (tx, error);

  {
    g_autoptr (KpStatement) pick = kp_db_prepare (db, PICK_STREAM, error);
    gboolean has_row;

    kp_statement_bind_int64 (pick, 1, sim_pick (sim, query_number (db, COUNT_STREAMS)));
    g_assert_true (kp_statement_step (pick, &has_row, NULL, NULL) && has_row);
    stream = kp_statement_get_int64 (pick, 0);
    upto = kp_statement_get_int64 (pick, 1);
  }

  if (sim_chance (sim, 0.5))
    upto = sim_pick (sim, upto + 1);
  if (!run_with (db, PRUNE_STREAM, stream, upto, error) ||
      !run_with (db, PRUNE_ROWS, stream, upto, error))
    return FALSE;

  return !sim_chance (sim, 0.2) ||
         run_with (db, PRUNE_LOG, sim_pick (sim, query_number (db, NEWEST_COMMIT) + 1), -1, error);
}

void
sim_office_prune (Sim *self)
{
  write_office (self, prune, self);
}
