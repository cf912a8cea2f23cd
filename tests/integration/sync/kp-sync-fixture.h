/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One account of the faulty server, signed in, with its KpSync and the store that the interface
 * would have, both in a folder of their own. Main thread.
 */

#pragma once

#include "kp-faulty-server.h"
#include "kp-store-outbox.h"
#include "kp-sync.h"

G_BEGIN_DECLS

/**
 * KpSyncFixture:
 */
typedef struct
{
  KpFaultyServer *server;    /* (owned) */
  char *data_dir;            /* (owned) */
  char *org;                 /* (owned): organisation of the customer, as text */
  char *id;                  /* (owned) (nullable): folder id, once signed in */
  char *folder;              /* (owned) (nullable): path of the folder */
  KpSync *sync;              /* (owned) (nullable) */
  KpStore *store;            /* (owned) (nullable) */
  KpEnvironment environment; /* the real one, but for the two clocks */
  gint64 ahead;              /* milliseconds that both clocks are ahead of the real ones */
  guint tick;                /* source that lets conditions on other threads be looked at */
  guint changes;             /* change sets that came */
  guint status_changes;      /* changes of the status that came */
} KpSyncFixture;

void kp_sync_fixture_set_up (KpSyncFixture *self,
                             gconstpointer data);
void kp_sync_fixture_tear_down (KpSyncFixture *self,
                                gconstpointer data);

/* For another process, which has the server's and the folder's facts from its command line. */
void kp_sync_fixture_prepare (KpSyncFixture *self);

/* Signs in with the password; fails with the error of kp_sign_in_sync(). */
KpSignIn *kp_sync_fixture_sign_in (KpSyncFixture *self,
                                   const char *password,
                                   GError **error);

/* Opens the store, makes and starts the KpSync. @sign_in: (transfer full) */
void kp_sync_fixture_start (KpSyncFixture *self,
                            KpSignIn *sign_in);

/* Moves both clocks. */
void kp_sync_fixture_advance (KpSyncFixture *self,
                              gint64 milliseconds);

/* Signs in, starts, and waits until everything is there. */
void kp_sync_fixture_begin (KpSyncFixture *self);

/* As quitting the program does. */
void kp_sync_fixture_stop (KpSyncFixture *self);

KpSyncStatus kp_sync_fixture_get_status (KpSyncFixture *self);

/* Returns: whether the record is in the cache */
gboolean kp_sync_fixture_has_request (KpSyncFixture *self,
                                      const KpId *id);

/* Queues a new request and nudges. */
void kp_sync_fixture_queue (KpSyncFixture *self,
                            const char *title);

/* Waits for a state. */
#define kp_sync_fixture_wait_for(self, expected) \
  kp_test_wait_for (kp_sync_fixture_get_status (self).state == (expected))

G_END_DECLS
