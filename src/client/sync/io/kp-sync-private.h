/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of KpSync share. Everything here is for kp-sync only, unless a field says
 * otherwise.
 */

#pragma once

#include "kp-engine.h"
#include "kp-http.h"
#include "kp-push-socket.h"
#include "kp-schedule.h"
#include "kp-sync.h"
#include "kp-worker.h"

G_BEGIN_DECLS

/* What the account allows at the moment. */
typedef enum
{
  KP_MODE_RUNNING = 1,
  KP_MODE_SIGNED_OUT, /* a password is needed; the store stays open */
  KP_MODE_LOCKED,     /* the lease ended; the store is closed */
  KP_MODE_DAMAGED,    /* the cache was damaged; the store is closed until kp_sync_reopen() */
  KP_MODE_CLOSED      /* closed by the office; the store is closed and the cache gone */
} KpMode;

struct _KpSync
{
  GObject parent_instance;

  const KpEnvironment *environment; /* (unowned) */
  KpAccountFolder *folder;          /* (owned) (thread: any) */
  GMainContext *owner;              /* (owned): of the thread that made this object */
  GMainContext *context;            /* (owned): of kp-sync */
  GCancellable *stop;               /* (owned) (thread: any): cancelled by kp_sync_stop() */
  GThread *thread;                  /* (owned) (nullable) (thread: owner, then who stops) */
  GNetworkMonitor *monitor;         /* (owned) (thread: owner) */

  GMutex mutex; /* guards the fields up to the next blank line */
  KpSyncStatus status;
  KpChangeSet *changes; /* (owned) (nullable): not emitted yet */
  GArray *news;         /* (owned) (element-type KpNews): not emitted yet */
  GQueue jobs;          /* of KpSyncJob */
  GHashTable *progress; /* (owned) (nullable): KpId → double: how much of files travelled */
  gboolean is_changed;  /* status is not emitted yet */
  gboolean is_damaged;  /* "store-damaged" is not emitted yet */
  gboolean is_emitting; /* a turn of the owner's loop is booked */
  gboolean is_nudged;   /* contact is wanted at once */
  gboolean is_reopened; /* the store may be opened again */
  gboolean is_stopping; /* no more jobs are taken */
  gboolean files_ended; /* nothing comes from kp-files any more */

  KpHttp *http;         /* (owned) */
  KpSecrets *secrets;   /* (owned) */
  char *access;         /* (owned) (nullable): access token */
  gint64 access_until;  /* boot milliseconds */
  KpStore *store;       /* (owned) (nullable) */
  KpEngine *engine;     /* (owned) (nullable): with the store */
  KpPushSocket *socket; /* (owned) (nullable) */
  KpSchedule schedule;
  KpMode mode;
  GSource *timer;           /* (owned): wakes the loop */
  gint64 boot_seen;         /* boot and monotonic milliseconds of the loop's last turn: they part */
  gint64 monotonic_seen;    /* while the computer sleeps */
  gint64 lease_checked;     /* boot milliseconds */
  gint64 keyring_retry;     /* boot milliseconds from which the keyring is asked again */
  gboolean is_fresh;        /* a full sign-in was just now: it renews the lease */
  gboolean keyring_kept;    /* the keyring has what the next start needs */
  KpWorker *files;          /* (owned) (thread: any): kp-files */
  gboolean is_sending_file; /* one is under way on kp-files */
  guint file_failures;      /* transfers that failed and may succeed later, in a row */
  gint64 files_due;         /* boot milliseconds of the next transfer; 0 = at once */
  GHashTable *begun;        /* (owned): KpId* → KpSealedWriter: fetched in part */
  gboolean in_round;        /* requests follow each other until the engine has nothing more */
  gboolean is_push_asked;   /* the last request asked for a ticket */
  gboolean was_tried;       /* contact was tried since the start */
  gboolean in_contact;      /* and the last try succeeded */
  int error_code;           /* KpError of the last failure; 0 = none */
};

/* kp-sync.c */

/* Works the newest facts into the status and books a turn of the owner's loop if they changed. */
void kp_sync_publish (KpSync *self);

/* @news: (nullable) (element-type KpNews) */
void kp_sync_tell_news (KpSync *self,
                        const GArray *news);

/* Has the owner close its store and call kp_sync_reopen(). */
void kp_sync_tell_damage (KpSync *self);

/* Opens the store and the engine; %FALSE leaves the reason in the status. */
gboolean kp_sync_open_store (KpSync *self);
void kp_sync_close_store (KpSync *self);

/* How much of a file has travelled, from 0 to 1. Any thread. */
void kp_sync_tell_progress (KpSync *self,
                            const KpId *id,
                            double part);

/* @task: (transfer full): what it holds must not be finalised on kp-sync */
void kp_sync_release_task (GTask *task);

/* kp-sync-files.c */

/* Sends the next file, if one waits and it is time. */
void kp_sync_turn_files (KpSync *self);

/* Returns: milliseconds until kp_sync_turn_files() has something to do; -1 = not known */
gint64 kp_sync_get_files_wait (KpSync *self);

/* kp-sync-exchange.c */

/* Contact is wanted at once, and within a round once more. */
void kp_sync_ask (KpSync *self);

/* One request and its reply, or the end of a round. */
void kp_sync_exchange (KpSync *self);

/* Lets go of the socket without more. */
void kp_sync_close_socket (KpSync *self);

/* Acts upon a failure of any call: waits, signs out, locks or purges. */
void kp_sync_take_failure (KpSync *self,
                           const GError *error);

/* kp-sync-session.c */

/* Returns: whether there is an access token that is good for a while */
gboolean kp_sync_ensure_access (KpSync *self,
                                GError **error);

/* Forgets the access token: the next call begins with a refresh. */
void kp_sync_drop_access (KpSync *self);

/* Writes the secrets into the keyring. Returns: whether they are there now */
gboolean kp_sync_keep_secrets (KpSync *self,
                               GError **error);

/* One call under both cancellables: the owner's wish to stop and the caller's own. Any thread, but
 * that of @http. @cancellable: (nullable). Fails as kp_http_call_sync() does
 */
gboolean kp_sync_call_http (KpSync *self,
                            KpHttp *http,
                            const KpCall *call,
                            KpReply *reply,
                            GCancellable *cancellable,
                            GError **error);

/**
 * kp_sync_call:
 * @call: its token is filled in
 * @cancellable: (nullable): besides the one of kp_sync_stop()
 *
 * Makes a call with a good access token, refreshed first if need be.
 *
 * Returns: whether the reply is 2xx. %KP_ERROR_ACCOUNT_DISABLED and %KP_ERROR_DEVICE_REVOKED are
 *   verified; unsigned ones are %KP_ERROR_FORBIDDEN
 */
gboolean kp_sync_call (KpSync *self,
                       KpCall *call,
                       KpReply *reply,
                       GCancellable *cancellable,
                       GError **error);

G_END_DECLS
