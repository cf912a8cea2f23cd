/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An account folder with a store and an engine in it, a customer who may see one organisation, and
 * a server that a test plays by writing replies.
 */

#pragma once

#include "kp-engine.h"
#include "kp-store-outbox.h"
#include "kp-sync-codec.h"
#include "kp-test-environment.h"

G_BEGIN_DECLS

/**
 * StoreFixture:
 */
typedef struct
{
  KpTestEnvironment environment;
  char *folder; /* (owned) */
  guint8 key[KP_DB_KEY_SIZE];
  KpStore *store;       /* (owned) (nullable) */
  KpEngine *engine;     /* (owned) (nullable) */
  KpChangeSet *changes; /* (owned): what the last commits changed */
  GArray *news;         /* (owned) (nullable): of the last reply */
  KpId person;
  KpId org;
  char *person_text; /* (owned) */
  char *org_text;    /* (owned) */
  char *stream;      /* (owned): o:<org>:req */
  char *own_stream;  /* (owned): o:<org>:req:own:<person> */
} StoreFixture;

void store_fixture_set_up (StoreFixture *self,
                           gconstpointer test_data);
void store_fixture_tear_down (StoreFixture *self,
                              gconstpointer test_data);

void store_fixture_open (StoreFixture *self);
void store_fixture_close (StoreFixture *self);

char *store_fixture_dup_path (StoreFixture *self,
                              const char *name);

KpId store_fixture_make_id (StoreFixture *self);

/* Returns: (transfer full): a reply that begins with @number and what the customer may see, if
 * @allowed
 */
KpReplyWriter *store_fixture_begin_reply (StoreFixture *self,
                                          gint64 number,
                                          gboolean allowed);

/* A request of the organisation with @title in @state, as a line of the reply. */
void store_fixture_write_request (StoreFixture *self,
                                  KpReplyWriter *writer,
                                  const KpId *id,
                                  const char *title,
                                  const char *state);

/* Ends and feeds the reply. Returns: what it did */
KpFed store_fixture_feed (StoreFixture *self,
                          KpReplyWriter *writer,
                          gboolean more);

/* Loads both streams of requests whole, with @n requests in them. Returns: (transfer full): their
 * ids
 */
GArray *store_fixture_load (StoreFixture *self,
                            guint n);

/* Returns: (transfer full) (nullable): the next request, decoded; NULL = nothing to do */
KpSyncRequest *store_fixture_next (StoreFixture *self);

/* Queues a comment. Returns: the id of the operation; @message: (out) (optional) */
KpId store_fixture_comment (StoreFixture *self,
                            const KpId *request,
                            const char *text,
                            KpId *message);

/* Queues the withdrawal of a request. Returns: the id of the operation */
KpId store_fixture_withdraw (StoreFixture *self,
                             const KpId *request);

/* Queues a new request. Returns: its id */
KpId store_fixture_submit (StoreFixture *self,
                           const char *title);

/* Writes a result line: {"op":…,"r":…}. */
void store_fixture_write_result (KpReplyWriter *writer,
                                 const KpId *operation,
                                 const char *result);

/* Returns: (transfer full) (nullable): a field of the projected record as text; NULL = no record */
char *store_fixture_dup_field (StoreFixture *self,
                               KpEntityType entity,
                               const KpId *id,
                               const char *field);

/* Returns: KpPending of the projected record; -1 = no record */
int store_fixture_get_pending (StoreFixture *self,
                               KpEntityType entity,
                               const KpId *id);

G_END_DECLS
