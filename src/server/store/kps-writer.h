/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one who writes. A thread with the one write connection takes all jobs that are queued into
 * one transaction, a savepoint for each step, and commits once (ARCHITECTURE, "Group commit").
 * kps_batch_run() is the same without the thread, for the simulation and for subcommands.
 */

#pragma once

#include "kps-store.h"

G_BEGIN_DECLS

/* What became of one step. */
typedef enum
{
  KPS_STEP_LATER = 0, /* nothing of it was kept; the same may succeed later. `error` says why */
  KPS_STEP_DONE,      /* run() succeeded and is durable */
  KPS_STEP_REFUSED,   /* run() failed, was undone, and refuse() is durable (if there was one) */
} KpsStepState;

/**
 * KpsStepFunc:
 *
 * Changes the database within the open transaction. May be called a second time, in another
 * transaction, after the first was lost: it starts from @data alone each time.
 */
typedef gboolean (*KpsStepFunc) (KpsTx *tx,
                                 gpointer data,
                                 GError **error);

/**
 * KpsStep:
 *
 * A change that happens wholly or not at all.
 */
typedef struct
{
  KpsStepFunc run;    /* in a savepoint of its own */
  KpsStepFunc refuse; /* (nullable): once run() broke a rule and was undone: writes the refusal */
  gpointer data;      /* (unowned): of the job */
  KpsStepState state; /* valid in the job's `done` */
  GError *error;      /* (owned) (nullable): why it is not DONE */
} KpsStep;

/**
 * KpsJob:
 *
 * The steps of one caller, run in order, and whom to tell.
 */
typedef struct _KpsJob KpsJob;

/**
 * KpsJobDone:
 *
 * Called once, on the writer's thread, after COMMIT (or its failure).
 */
typedef void (*KpsJobDone) (KpsJob *job,
                            gpointer data);

/* @data: handed to @done; freed by @free_data after it */
KpsJob *kps_job_new (KpsJobDone done,
                     gpointer data,
                     GDestroyNotify free_data);
void kps_job_add (KpsJob *self,
                  KpsStepFunc run,
                  KpsStepFunc refuse,
                  gpointer data);
guint kps_job_get_n_steps (const KpsJob *self);
const KpsStep *kps_job_get_step (const KpsJob *self,
                                 guint i);
/* Ends every step as LATER and calls `done`: for a job that nobody will run. */
void kps_job_end (KpsJob *self);
void kps_job_free (KpsJob *self);

/**
 * KpsChanged:
 * @streams: whose counters moved, ascending
 *
 * Called after COMMIT, before the jobs' `done`, on the writer's thread.
 */
typedef void (*KpsChanged) (const char *const *streams,
                            gpointer data);

/**
 * kps_batch_run:
 * @db: the write connection, outside of any transaction
 * @jobs: (element-type KpsJob): one group commit
 * @changed: (nullable)
 *
 * Runs and commits @jobs, and calls their `done`. When the transaction is lost underway (full
 * disk), the steps run again, one per transaction.
 *
 * Returns: whether one transaction was enough
 */
gboolean kps_batch_run (KpDb *db,
                        const KpEnvironment *environment,
                        GPtrArray *jobs,
                        KpsChanged changed,
                        gpointer data);

#define KPS_TYPE_WRITER (kps_writer_get_type ())
G_DECLARE_FINAL_TYPE (KpsWriter, kps_writer, KPS, WRITER, GObject)

/**
 * kps_writer_new:
 * @path: of a migrated database; the thread opens it for itself
 * @environment: outlives the writer
 * @changed: (nullable)
 *
 * Returns: (transfer full): a writer that waits for jobs; fails if @path can't be opened
 */
KpsWriter *kps_writer_new (const char *path,
                           const KpEnvironment *environment,
                           KpsChanged changed,
                           gpointer data,
                           GError **error);

/**
 * kps_writer_push:
 * @job: (transfer full)
 *
 * Queues a job. Any thread. After kps_writer_shutdown() its steps end as LATER.
 */
void kps_writer_push (KpsWriter *self,
                      KpsJob *job);

/**
 * kps_writer_run_async:
 * @run: one step
 * @free_data: (nullable): for @data, called when nobody needs it any more
 *
 * For a caller with a main loop. The change is durable when the callback comes.
 */
void kps_writer_run_async (KpsWriter *self,
                           KpsStepFunc run,
                           gpointer data,
                           GDestroyNotify free_data,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* Returns: %FALSE with the error of `run`, or %KP_ERROR_STORAGE or %KP_ERROR_BUSY if it was not
 * kept
 */
gboolean kps_writer_run_finish (KpsWriter *self,
                                GAsyncResult *result,
                                GError **error);

/**
 * kps_writer_run_sync:
 *
 * The same for a caller without a main loop; blocks. Any thread but the writer's.
 */
gboolean kps_writer_run_sync (KpsWriter *self,
                              KpsStepFunc run,
                              gpointer data,
                              GError **error);

/**
 * KpsWriterFigures:
 *
 * For /metrics.
 */
typedef struct
{
  guint64 commits;
  guint64 steps;
  guint64 lost; /* group commits that had to be run again or failed */
  guint queued;
} KpsWriterFigures;

void kps_writer_get_figures (KpsWriter *self,
                             KpsWriterFigures *figures);

/* Runs what is queued, ends the thread and closes the connection. Only for the thread that made it.
 */
void kps_writer_shutdown (KpsWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsJob, kps_job_free)

G_END_DECLS
