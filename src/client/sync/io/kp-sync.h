/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One account's synchronisation: owns the thread kp-sync with its own store connection, the
 * engine, the SoupSession, the tokens and the push socket. Unless said otherwise its functions
 * belong to the thread that made it, whose thread-default main context also gets the signals:
 *
 * - "status-changed": kp_sync_get_status() has something new. At most one per turn of the loop.
 * - "changes" (KpChangeSet): records that were committed to the cache since the last one.
 * - "news" (GArray of KpNews): what somebody else did, for desktop notifications.
 * - "progress" (KpId, double): how much of a file has travelled, from 0 to 1.
 * - "store-damaged": the cache was damaged; close the other store of the account, then
 *   kp_sync_reopen(), then open it again. Nothing of the person's is lost.
 *
 * Arguments are lent for the time of the signal.
 */

#pragma once

#include "kp-lease.h"
#include "kp-sign-in.h"
#include "kp-worker.h"

G_BEGIN_DECLS

typedef enum
{
  KP_SYNC_PHASE_UP_TO_DATE = 1, /* in contact, nothing waits */
  KP_SYNC_PHASE_SENDING,        /* in contact, operations or records are travelling */
  KP_SYNC_PHASE_QUEUED,         /* in contact, the server asked to wait with some operations */
  KP_SYNC_PHASE_OFFLINE,        /* no contact; calm, it comes back by itself */
  KP_SYNC_PHASE_SIGNED_OUT,     /* kp_sync_sign_in_sync() is needed; nothing is deleted */
  KP_SYNC_PHASE_LOCKED,         /* the offline lease ended: the store is closed until signing in */
  KP_SYNC_PHASE_CLOSED          /* disabled or revoked, signed by the server: the cache is gone, the
                             outbox stays sealed in the folder; the store must be closed */
} KpSyncPhase;

/**
 * KpSyncStatus:
 *
 * A snapshot, copied as a whole.
 */
typedef struct
{
  KpSyncPhase state;
  guint queued;        /* operations that wait or are under way */
  guint needs_you;     /* operations that were refused and wait for the person */
  guint left_out;      /* organisations that are not fetched, because they are too many */
  gboolean restored;   /* the office went back to an older copy: work is being offered again */
  gboolean loading;    /* a stream is being loaded afresh: lists are not complete yet */
  gboolean push;       /* hints arrive by themselves */
  gboolean keyring;    /* the keyring keeps the account: the next start needs no password */
  gint64 last_contact; /* UTC milliseconds of the last complete reply, 0 = never */
  gint64 next_attempt; /* UTC milliseconds, 0 = none planned */
  int error_code;      /* KpError that explains a state other than up to date, 0 = none */
} KpSyncStatus;

#define KP_TYPE_SYNC (kp_sync_get_type ())
G_DECLARE_FINAL_TYPE (KpSync, kp_sync, KP, SYNC, GObject)

/**
 * kp_sync_new:
 * @sign_in: (transfer full): from kp_sign_in_sync() or kp_sign_in_open_sync()
 * @environment: (transfer none): outlives the object
 *
 * Returns: (transfer full): not started
 */
KpSync *kp_sync_new (KpSignIn *sign_in,
                     const KpEnvironment *environment);

/* Starts the thread: opens the store there and makes contact at once. */
void kp_sync_start (KpSync *self);

/**
 * kp_sync_stop:
 *
 * Ends what is under way, also in the middle of a request, and joins the threads: at most half a
 * second, and as long as a disk takes that kp-files reads or writes. Harmless the second time, but
 * not at the same time. Queued operations stay queued. Any thread but kp-sync and kp-files.
 */
void kp_sync_stop (KpSync *self);

/* Something was queued, or a person asks to try now. Any thread. */
void kp_sync_nudge (KpSync *self);

/* The other store is closed: after "store-damaged". Any thread. */
void kp_sync_reopen (KpSync *self);

/* Copies the newest status. Any thread. */
void kp_sync_get_status (KpSync *self,
                         KpSyncStatus *status);

KpAccountFolder *kp_sync_get_folder (KpSync *self);

/* Returns: (transfer none): kp-files, where files are read and written. Ends with kp_sync_stop() */
KpWorker *kp_sync_get_files_worker (KpSync *self);

/**
 * kp_sync_push:
 * @task: completes in its own main context; a reference is kept until @func has run
 * @func: called on kp-sync, between two requests, with source object, data and cancellable of @task
 *
 * As kp_worker_push(): for the functions below. After kp_sync_stop() @task fails with
 * %G_IO_ERROR_CANCELLED. Any thread.
 */
void kp_sync_push (KpSync *self,
                   GTask *task,
                   GTaskThreadFunc func);

/* The functions below may be called on kp-sync only, so from a @func of kp_sync_push(). */

/**
 * kp_sync_sign_in_sync:
 *
 * Signs the same person in again, after which synchronising goes on. Also how a locked account
 * opens.
 *
 * Returns: fails as kp_sign_in_sync() does
 */
gboolean kp_sync_sign_in_sync (KpSync *self,
                               const char *password,
                               GCancellable *cancellable,
                               GError **error);

/* Ends the session at the server and forgets the token; data and queue stay, sealed by the
 * keyring's key. Works offline too: then only the token is forgotten.
 */
gboolean kp_sync_sign_out_sync (KpSync *self,
                                GCancellable *cancellable,
                                GError **error);

/* Fails with %KP_ERROR_WRONG_PASSWORD, %KP_ERROR_WEAK_PASSWORD, %KP_ERROR_OFFLINE … */
gboolean kp_sync_change_password_sync (KpSync *self,
                                       const char *old_password,
                                       const char *new_password,
                                       GCancellable *cancellable,
                                       GError **error);

/**
 * kp_sync_fetch:
 * @task: returns a boolean once the file is here, encrypted, with its key in the store; its
 *   cancellable ends the transfer
 * @sha256: that the content must have
 *
 * Fails with %KP_ERROR_OFFLINE, %KP_ERROR_NOT_FOUND, %KP_ERROR_FORBIDDEN, %KP_ERROR_INVALID if the
 * content is another, %KP_ERROR_STORAGE …
 */
void kp_sync_fetch (KpSync *self,
                    GTask *task,
                    const KpId *id,
                    const char *sha256,
                    gint64 size);

/**
 * KpFound:
 *
 * One row of a search at the server: more than what this computer holds. Staff only.
 */
typedef struct
{
  char *entity;      /* (owned) */
  char *id;          /* (owned): 22 characters */
  char *org_id;      /* (owned) */
  char *org_name;    /* (owned) */
  char *number;      /* (owned): human number, may be empty */
  char *title;       /* (owned) */
  char *state;       /* (owned) */
  gint64 updated_at; /* UTC milliseconds */
} KpFound;

void kp_found_free (KpFound *self);

/**
 * kp_sync_find_sync:
 * @after: (nullable): from the previous page
 * @next: (out) (transfer full) (nullable): for the next page, %NULL = this was the last
 *
 * Returns: (transfer full) (element-type KpFound)
 */
GPtrArray *kp_sync_find_sync (KpSync *self,
                              const char *query,
                              const char *after,
                              char **next,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
