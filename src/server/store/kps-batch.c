/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One group commit (ARCHITECTURE, "Group commit"). A savepoint isolates ordinary failures only: on
 * a full disk SQLite rolls the whole transaction back by itself, so after any error we ask whether
 * it is still open.
 */

#include "kp-error.h"
#include "kps-tx-private.h"
#include "kps-writer.h"

struct _KpsJob
{
  GArray *steps; /* (owned): of KpsStep */
  KpsJobDone done;
  gpointer data;            /* (owned) if free_data */
  GDestroyNotify free_data; /* (nullable) */
};

/* What became of an attempt to run steps in one transaction. */
typedef enum
{
  ATTEMPT_ENDED = 1, /* each step has its state */
  ATTEMPT_LOST       /* the transaction is gone, nothing of it was kept */
} Attempt;

static void
clear_step (gpointer data)
{
  g_clear_error (&((KpsStep *) data)->error);
}

KpsJob *
kps_job_new (KpsJobDone done,
             gpointer data,
             GDestroyNotify free_data)
{
  KpsJob *self = g_new0 (KpsJob, 1);

  self->steps = g_array_new (FALSE, TRUE, sizeof (KpsStep));
  g_array_set_clear_func (self->steps, clear_step);
  self->done = done;
  self->data = data;
  self->free_data = free_data;

  return self;
}

void
kps_job_add (KpsJob *self,
             KpsStepFunc run,
             KpsStepFunc refuse,
             gpointer data)
{
  KpsStep step = { .run = run, .refuse = refuse, .data = data };

  g_return_if_fail (run != NULL);

  g_array_append_val (self->steps, step);
}

guint
kps_job_get_n_steps (const KpsJob *self)
{
  return self->steps->len;
}

const KpsStep *
kps_job_get_step (const KpsJob *self,
                  guint i)
{
  g_return_val_if_fail (i < self->steps->len, NULL);

  return &g_array_index (self->steps, KpsStep, i);
}

void
kps_job_free (KpsJob *self)
{
  if (self == NULL)
    return;

  if (self->free_data != NULL)
    self->free_data (self->data);
  g_array_unref (self->steps);
  g_free (self);
}

/* A rule that was broken stays broken; a full or busy disk, or a bug of ours, may pass. */
static gboolean
is_refusal (const GError *error)
{
  KpDisposition disposition = kp_error_get_disposition (error);

  return disposition != KP_DISPOSITION_RETRY && disposition != KP_DISPOSITION_BUG;
}

static void
end_step (KpsStep *step,
          KpsStepState state,
          GError *error)
{
  g_clear_error (&step->error);
  step->state = state;
  step->error = error;
}

/* Writes the refusal of a step that was undone, in the outer transaction. */
static Attempt
refuse_step (KpsTx *tx,
             KpsStep *step,
             GError *why)
{
  g_autoptr (GError) error = NULL;

  if (!is_refusal (why))
    {
      end_step (step, KPS_STEP_LATER, why);
      return ATTEMPT_ENDED;
    }

  if (step->refuse != NULL && !step->refuse (tx, step->data, &error))
    {
      /* Half a refusal may be in the transaction, and no savepoint is around it. */
      end_step (step, KPS_STEP_LATER, why);
      kps_tx_drop_step (tx);
      return ATTEMPT_LOST;
    }

  kps_tx_keep_step (tx);
  end_step (step, KPS_STEP_REFUSED, why);

  return ATTEMPT_ENDED;
}

static Attempt
run_step (KpDb *db,
          KpsTx *tx,
          KpsStep *step)
{
  GError *error = NULL;

  if (!kp_db_savepoint (db, &error))
    {
      end_step (step, KPS_STEP_LATER, error);
      return ATTEMPT_LOST;
    }

  if (step->run (tx, step->data, &error) && kp_db_release (db, &error))
    {
      kps_tx_keep_step (tx);
      end_step (step, KPS_STEP_DONE, NULL);
      return ATTEMPT_ENDED;
    }

  kps_tx_drop_step (tx);
  if (!kp_db_is_in_transaction (db) || !kp_db_rollback_to (db, NULL))
    {
      end_step (step, KPS_STEP_LATER, error);
      return ATTEMPT_LOST;
    }

  return refuse_step (tx, step, error);
}

/* COMMIT failed, or could not be tried: nothing of it was kept. */
static void
end_all_later (GPtrArray *steps,
               const GError *error)
{
  for (guint i = 0; i < steps->len; i++)
    end_step (steps->pdata[i], KPS_STEP_LATER, g_error_copy (error));
}

static Attempt
attempt (KpDb *db,
         const KpEnvironment *environment,
         GPtrArray *steps,
         char ***streams)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpTransaction) transaction = kp_db_begin (db, &error);
  g_autoptr (KpsTx) tx = NULL;

  if (transaction == NULL)
    {
      end_all_later (steps, error);
      return ATTEMPT_ENDED;
    }

  tx = kps_tx_new (db, environment);
  for (guint i = 0; i < steps->len; i++)
    {
      if (run_step (db, tx, steps->pdata[i]) == ATTEMPT_LOST)
        return ATTEMPT_LOST;
    }

  if (!kps_tx_flush (tx, streams, &error))
    {
      end_all_later (steps, error);
      return ATTEMPT_LOST;
    }

  if (!kp_transaction_commit (g_steal_pointer (&transaction), &error))
    {
      g_clear_pointer (streams, g_strfreev);
      end_all_later (steps, error);
    }

  return ATTEMPT_ENDED;
}

static void
announce (char **streams,
          KpsChanged changed,
          gpointer data)
{
  if (streams != NULL && *streams != NULL && changed != NULL)
    changed ((const char *const *) streams, data);
}

/* The disk was full for all of them together: perhaps some fit alone. */
static void
run_one_by_one (KpDb *db,
                const KpEnvironment *environment,
                GPtrArray *steps,
                KpsChanged changed,
                gpointer data)
{
  for (guint i = 0; i < steps->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      g_auto (GStrv) streams = NULL;

      g_ptr_array_add (one, steps->pdata[i]);
      if (attempt (db, environment, one, &streams) == ATTEMPT_ENDED)
        announce (streams, changed, data);
    }
}

gboolean
kps_batch_run (KpDb *db,
               const KpEnvironment *environment,
               GPtrArray *jobs,
               KpsChanged changed,
               gpointer data)
{
  g_autoptr (GPtrArray) steps = g_ptr_array_new ();
  g_auto (GStrv) streams = NULL;
  Attempt result;

  for (guint i = 0; i < jobs->len; i++)
    {
      KpsJob *job = jobs->pdata[i];

      for (guint j = 0; j < job->steps->len; j++)
        g_ptr_array_add (steps, &g_array_index (job->steps, KpsStep, j));
    }

  result = attempt (db, environment, steps, &streams);
  if (result == ATTEMPT_ENDED)
    announce (streams, changed, data);
  else if (steps->len > 1)
    run_one_by_one (db, environment, steps, changed, data);

  for (guint i = 0; i < jobs->len; i++)
    {
      KpsJob *job = jobs->pdata[i];

      if (job->done != NULL)
        job->done (job, job->data);
    }

  return result == ATTEMPT_ENDED;
}

void
kps_job_end (KpsJob *self)
{
  for (guint i = 0; i < self->steps->len; i++)
    end_step (&g_array_index (self->steps, KpsStep, i), KPS_STEP_LATER,
              g_error_new_literal (KP_ERROR, KP_ERROR_BUSY, "The writer is shut down"));

  if (self->done != NULL)
    self->done (self, self->data);
}
