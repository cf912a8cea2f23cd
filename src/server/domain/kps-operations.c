/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order of the checks is that of the executable model, Server.run ().
 */

#include "kps-operations.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-value.h"
#include "kps-attachments.h"
#include "kps-effects.h"
#include "kps-hooks.h"
#include "kps-requests.h"

#include <string.h>

#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define MAX_AGE_DAYS 365
#define AGAIN_DAYS 14
#define LATER_S 30

/* What a check found. */
typedef enum
{
  VERDICT_PASSED = 1, /* go on */
  VERDICT_KNOWN,      /* answered before: nothing to write */
  VERDICT_REFUSED,    /* final, to be stored */
  VERDICT_LATER,      /* not final */
  VERDICT_FAILED      /* the database did */
} Verdict;

static gboolean
parse_id (GBytes *bytes,
          KpId *id)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  g_autoptr (yyjson_doc) doc = kp_value_read (text, length, KP_LIMIT_OPERATION, NULL, NULL);

  return kp_value_get_id (yyjson_obj_get (yyjson_doc_get_root (doc), "id"), id);
}

KpsAsk *
kps_ask_new (const KpsPerson *person,
             const KpOffer *offer,
             GPtrArray *asks,
             const KpSeen *seen,
             GError **error)
{
  KpsAsk *self = g_new0 (KpsAsk, 1);

  self->person = person;
  self->offer = offer;
  self->asks = asks;
  self->seen = seen;

  /* One that we do not understand is answered as such, and does not block the others. */
  self->operation = kp_operation_parse (offer->bytes, NULL);
  if (self->operation != NULL)
    self->id = self->operation->id;
  else if (!parse_id (offer->bytes, &self->id))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "An operation has no identifier");
      kps_ask_free (self);
      return NULL;
    }

  return self;
}

void
kps_ask_free (KpsAsk *self)
{
  g_clear_pointer (&self->operation, kp_operation_free);
  kps_result_free (self->result);
  g_free (self);
}

/* @line: (transfer full) */
static void
set_result (KpsAsk *self,
            const char *outcome,
            char *line)
{
  gsize length = KPS_SHA_SIZE;
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_clear_pointer (&self->result, kps_result_free);
  self->result = g_new0 (KpsResult, 1);
  self->result->outcome = g_strdup (outcome);
  self->result->line = line;
  g_checksum_update (checksum, g_bytes_get_data (self->offer->bytes, NULL),
                     (gssize) g_bytes_get_size (self->offer->bytes));
  g_checksum_get_digest (checksum, self->result->sha, &length);
}

static void
set_plain_result (KpsAsk *self,
                  const char *outcome)
{
  set_result (self, outcome, kps_result_line (&self->id, outcome));
}

void
kps_ask_set_later (KpsAsk *self)
{
  set_result (self, "later", kps_result_line_later (&self->id, LATER_S, NULL));
}

static Verdict
refuse (KpsAsk *self,
        const char *outcome)
{
  set_plain_result (self, outcome);
  return VERDICT_REFUSED;
}

static Verdict
put_off (KpsAsk *self)
{
  kps_ask_set_later (self);
  return VERDICT_LATER;
}

static gboolean
is_expired (const KpsAsk *self)
{
  return self->offer->again && self->offer->days >= AGAIN_DAYS;
}

/* It took effect, and the content that it brought did not survive a restore: its sender may have it
 * still, and is asked once more before the answer.
 */
static gboolean
find_lost (KpsAsk *self,
           KpDb *db,
           GPtrArray *missing,
           GError **error)
{
  g_autoptr (KpsRecord) attachment = NULL;
  g_autoptr (GPtrArray) needs = g_ptr_array_new_with_free_func (g_free);
  KpId org_id;

  if (!self->offer->again || is_expired (self) || self->operation == NULL ||
      self->operation->n_listed == 0)
    return TRUE;
  if (!kps_record_load (db, KP_ENTITY_ATTACHMENT, &self->operation->listed[0], &attachment, error))
    return FALSE;

  return attachment == NULL || !kps_record_get_id (attachment, "org_id", &org_id) ||
         kps_attachments_check (db, self->operation, &org_id, missing, needs, error);
}

/* Answered before: the stored result, if it is the same operation. */
static Verdict
check_known (KpsAsk *self,
             KpDb *db,
             GError **error)
{
  g_autoptr (KpsResult) stored = NULL;
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);

  if (!kps_result_load (db, &self->person->id, &self->id, &stored, error))
    return VERDICT_FAILED;
  if (stored == NULL)
    return VERDICT_PASSED;

  if (g_str_equal (stored->outcome, "ok") && !find_lost (self, db, missing, error))
    return VERDICT_FAILED;
  if (missing->len > 0)
    {
      set_result (self, "later", kps_result_line_later (&self->id, LATER_S, missing));
      return VERDICT_LATER;
    }

  set_plain_result (self, "bytes");
  if (memcmp (stored->sha, self->result->sha, KPS_SHA_SIZE) == 0)
    {
      kps_result_free (self->result);
      self->result = g_steal_pointer (&stored);
    }
  else
    g_message ("An operation came again with other bytes");

  return VERDICT_KNOWN;
}

/* Its result may have been forgotten meanwhile: the person is asked. */
static Verdict
check_age (KpsAsk *self,
           gint64 now)
{
  g_autoptr (GPtrArray) needs = NULL;

  if (self->operation == NULL || now - self->operation->at <= MAX_AGE_DAYS * DAY)
    return VERDICT_PASSED;

  needs = g_ptr_array_new ();
  g_ptr_array_add (needs, (gpointer) "confirm");
  set_result (self, "need", kps_result_line_need (&self->id, needs));

  return VERDICT_REFUSED;
}

static gboolean
is_answered_later (KpsAsk *self,
                   const KpId *id)
{
  for (guint i = 0; i < self->asks->len; i++)
    {
      const KpsAsk *other = self->asks->pdata[i];

      if (other == self)
        break;
      if (kp_id_equal (&other->id, id) &&
          (other->result == NULL || g_str_equal (other->result->outcome, "later")))
        return TRUE;
    }

  return FALSE;
}

/* Results are kept a little longer than anything is run unasked: one that was made before that may
 * have been answered and forgotten, and nobody can wait for it.
 */
static gboolean
is_forgotten (const KpId *id,
              gint64 now)
{
  gint64 made_at = 0;

  /* A UUIDv7 begins with its moment. */
  for (guint i = 0; i < 6; i++)
    made_at = made_at << 8 | id->bytes[i];

  return now - made_at > MAX_AGE_DAYS * DAY;
}

/* Any final result of the predecessor releases the lane. */
static Verdict
check_lane (KpsAsk *self,
            KpDb *db,
            gint64 now,
            GError **error)
{
  g_autoptr (KpsResult) before = NULL;

  if (self->operation == NULL || kp_id_is_zero (&self->operation->after))
    return VERDICT_PASSED;
  if (is_answered_later (self, &self->operation->after))
    return put_off (self);
  if (!kps_result_load (db, &self->person->id, &self->operation->after, &before, error))
    return VERDICT_FAILED;

  return before != NULL || is_expired (self) || is_forgotten (&self->operation->after, now)
           ? VERDICT_PASSED
           : put_off (self);
}

/* Refused before the restore stays refused: nothing takes effect later that somebody was told did
 * not.
 */
static Verdict
check_former_result (KpsAsk *self)
{
  static const char *const REFUSALS[] = {
    "conflict",
    "need",
    "denied",
    "gone",
    "upgrade",
    "lost",
    "bytes",
    NULL,
  };

  if (!self->offer->again || self->offer->result == NULL ||
      !g_strv_contains (REFUSALS, self->offer->result))
    return VERDICT_PASSED;

  return refuse (self, self->offer->result);
}

/* Loads the record that decides: the subject, or what a new one belongs to. */
static gboolean
load_deciding (KpsAsk *self,
               KpDb *db,
               KpsRecord **subject,
               KpsRecord **deciding,
               GError **error)
{
  const KpOperation *operation = self->operation;
  KpId org_id;

  if (!kps_record_load (db, operation->kind->subject, &operation->subject, subject, error))
    return FALSE;
  if (operation->kind->use == KP_SUBJECT_CHANGES || *subject != NULL)
    return TRUE;

  /* A mark belongs to the person, everything else to the organisation that it names. */
  if (operation->kind->use == KP_SUBJECT_UPSERTED)
    return kps_record_load (db, KP_ENTITY_USER, &self->person->id, deciding, error);

  return !kp_value_get_id (yyjson_obj_get (operation->arguments, "org"), &org_id) ||
         kps_record_load (db, KP_ENTITY_ORGANISATION, &org_id, deciding, error);
}

/* @added: (out) (nullable): one of the records that it would add, which is there already */
static gboolean
load_added (KpDb *db,
            const KpOperation *operation,
            KpsRecord **added,
            GError **error)
{
  if (operation->kind->added != KP_ENTITY_NONE &&
      !kps_record_load (db, operation->kind->added, &operation->added, added, error))
    return FALSE;

  for (guint i = 0; *added == NULL && i < operation->n_listed; i++)
    {
      if (!kps_record_load (db, operation->kind->listed->entity, &operation->listed[i], added,
                            error))
        return FALSE;
    }

  return TRUE;
}

/* Identifiers are made by clients; one that is taken can't be taken again. */
static Verdict
check_new_ids (KpsAsk *self,
               KpDb *db,
               const KpsAccess *access,
               const KpsRecord *subject,
               GError **error)
{
  g_autoptr (KpsRecord) added = NULL;
  const KpsRecord *taken = NULL;

  if (!load_added (db, self->operation, &added, error))
    return VERDICT_FAILED;

  if (added != NULL)
    taken = added;
  else if (self->operation->kind->use == KP_SUBJECT_CREATED)
    taken = subject;

  if (taken == NULL)
    return VERDICT_PASSED;
  if (!KPS_ALLOW (66, kps_access_sees (access, taken)))
    return refuse (self, "gone");

  set_result (self, "conflict", kps_result_line_conflict (self->operation, taken));

  return VERDICT_REFUSED;
}

static Verdict
check_right (KpsAsk *self,
             const KpsAccess *access,
             const KpsRecord *deciding)
{
  switch (kps_may (self->person, access, self->operation->kind, deciding))
    {
    case KPS_MAY_YES:
      return VERDICT_PASSED;

    case KPS_MAY_GONE:
      return refuse (self, "gone");

    case KPS_MAY_DENIED:
      return refuse (self, "denied");

    case KPS_MAY_CONFLICT:
      break;
    }

  set_result (self, "conflict", kps_result_line_conflict (self->operation, deciding));

  return VERDICT_REFUSED;
}

static Verdict
check_rules (KpsAsk *self,
             KpDb *db,
             const KpsAccess *access,
             KpsContext *context,
             GError **error)
{
  if (!kps_check_rules (db, self->person, access, self->operation, context, error))
    return VERDICT_FAILED;
  if (context->is_gone)
    return refuse (self, "gone");
  if (context->needs->len == 0)
    return VERDICT_PASSED;

  set_result (self, "need", kps_result_line_need (&self->id, context->needs));

  return VERDICT_REFUSED;
}

/* A content that is not here is asked for and waited for: that is no refusal, since the person gave
 * it. @deciding: of a new request the organisation, else the subject.
 */
static Verdict
check_files (KpsAsk *self,
             KpDb *db,
             const KpsRecord *deciding,
             GError **error)
{
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) needs = g_ptr_array_new_with_free_func (g_free);
  KpId org_id = deciding->id;

  if (deciding->entity != KP_ENTITY_ORGANISATION)
    kps_record_get_id (deciding, "org_id", &org_id);
  if (!kps_attachments_check (db, self->operation, &org_id, missing, needs, error))
    return VERDICT_FAILED;

  if (needs->len > 0)
    {
      set_result (self, "need", kps_result_line_need (&self->id, needs));
      return VERDICT_REFUSED;
    }
  if (missing->len == 0)
    return VERDICT_PASSED;
  if (is_expired (self))
    return refuse (self, "lost");

  set_result (self, "later", kps_result_line_later (&self->id, LATER_S, missing));

  return VERDICT_LATER;
}

/* Judges by the present records, and runs it. */
static Verdict
judge_and_run (KpsAsk *self,
               KpsTx *tx,
               const KpsAccess *access,
               GError **error)
{
  KpDb *db = kps_tx_get_db (tx);
  g_autoptr (KpsRecord) subject = NULL;
  g_autoptr (KpsRecord) deciding = NULL;
  g_autofree char *number = NULL;
  g_auto (KpsContext) context = { 0 };
  Verdict verdict;

  kps_context_init (&context);
  if (self->operation == NULL)
    return refuse (self, "upgrade");
  if (!load_deciding (self, db, &subject, &deciding, error))
    return VERDICT_FAILED;

  /* Who has no business with the organisation learns nothing from the identifiers he tries. */
  verdict = check_right (self, access, deciding != NULL ? deciding : subject);
  if (verdict == VERDICT_PASSED)
    verdict = check_new_ids (self, db, access, subject, error);
  if (verdict != VERDICT_PASSED)
    return verdict;

  if (subject != NULL && !kp_operation_matches_was (self->operation, subject->root))
    {
      set_result (self, "conflict", kps_result_line_conflict (self->operation, subject));
      return VERDICT_REFUSED;
    }

  verdict = check_rules (self, db, access, &context, error);
  if (verdict == VERDICT_PASSED && self->operation->n_listed > 0)
    verdict = check_files (self, db, deciding != NULL ? deciding : subject, error);
  if (verdict != VERDICT_PASSED)
    return verdict;

  context.organisation = g_steal_pointer (&deciding);
  if (!kps_effects_run (tx, self->person, self->operation, subject, &context, &number, error))
    return VERDICT_FAILED;

  set_result (self, "ok", kps_result_line_ok (&self->id, number));

  return VERDICT_PASSED;
}

static Verdict
check_history (KpsAsk *self,
               KpDb *db,
               GError **error)
{
  gboolean knows;

  if (!kps_history_knows (db, self->seen, &knows, error))
    return VERDICT_FAILED;

  /* The reply will be a reset, without results: what is said here is never sent. */
  return knows ? VERDICT_PASSED : put_off (self);
}

static Verdict
run (KpsAsk *self,
     KpsTx *tx,
     GError **error)
{
  KpDb *db = kps_tx_get_db (tx);
  g_autoptr (KpsAccess) access = NULL;
  Verdict verdict = check_history (self, db, error);

  if (verdict == VERDICT_PASSED)
    {
      access = kps_access_load (db, self->person, error);
      if (access == NULL)
        return VERDICT_FAILED;
      verdict = check_known (self, db, error);
    }
  if (verdict == VERDICT_PASSED)
    verdict = check_age (self, kps_tx_get_now (tx));
  if (verdict == VERDICT_PASSED)
    verdict = check_lane (self, db, kps_tx_get_now (tx), error);
  if (verdict == VERDICT_PASSED)
    verdict = check_former_result (self);
  if (verdict != VERDICT_PASSED)
    return verdict;

  verdict = judge_and_run (self, tx, access, error);
  if (verdict != VERDICT_REFUSED || !self->offer->again)
    return verdict;

  /* Somebody else's operation may still come back first; after a while nobody expects that. */
  return is_expired (self) ? refuse (self, "lost") : put_off (self);
}

/* Each part is within its limit, and together they are more than a record holds. */
static void
set_too_long (KpsAsk *self)
{
  g_autoptr (GPtrArray) needs = g_ptr_array_new ();

  g_ptr_array_add (needs, (gpointer) "answers:too-long");
  set_result (self, "need", kps_result_line_need (&self->id, needs));
}

gboolean
kps_ask_run (KpsTx *tx,
             gpointer data,
             GError **error)
{
  KpsAsk *self = data;

  g_clear_pointer (&self->result, kps_result_free);
  switch (run (self, tx, error))
    {
    case VERDICT_PASSED:
      return kps_result_save (tx, &self->person->id, &self->id, self->result, error);

    case VERDICT_KNOWN:
      return kps_result_renew (tx, &self->person->id, &self->id, error);

    case VERDICT_LATER:
      return TRUE;

    case VERDICT_REFUSED:
      /* Whatever was tried is undone; kps_ask_refuse() comes next. */
      g_set_error_literal (error, KP_ERROR, KP_ERROR_CONFLICT, self->result->outcome);
      return FALSE;

    case VERDICT_FAILED:
      break;
    }

  g_clear_pointer (&self->result, kps_result_free);
  if (error != NULL && g_error_matches (*error, KP_ERROR, KP_ERROR_TOO_LARGE))
    set_too_long (self);

  return FALSE;
}

gboolean
kps_ask_refuse (KpsTx *tx,
                gpointer data,
                GError **error)
{
  KpsAsk *self = data;

  /* Refused as a whole, by the account's or the portal's standing: it waits for better days. */
  if (self->result == NULL || g_str_equal (self->result->outcome, "ok"))
    {
      kps_ask_set_later (self);
      return TRUE;
    }

  if (g_str_equal (self->result->outcome, "lost") && self->operation != NULL &&
      !kps_effects_keep_lost (tx, self->person, self->operation, error))
    return FALSE;

  return kps_result_save (tx, &self->person->id, &self->id, self->result, error);
}
