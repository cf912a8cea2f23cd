/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the two files of KpApply share: kp-store-apply.c reads lines, kp-store-subscriptions.c looks
 * after streams and after what no stream holds any more.
 */

#pragma once

#include "kp-store-pending.h"
#include "kp-store-private.h"
#include "kp-store-replica.h"

G_BEGIN_DECLS

/* Numbers of kinds that this version does not know; see the table kind. */
#define KP_APPLY_FIRST_UNKNOWN_KIND 1000

/**
 * KpApplyStream:
 *
 * A subscribed stream.
 */
typedef struct
{
  gint64 number;
  KpCursor cursor;
  gint64 gen;
  gint64 swept;
} KpApplyStream;

struct _KpApply
{
  KpStore *store;             /* (unowned) */
  KpTransaction *transaction; /* (owned) (nullable) */
  KpProjector *projector;     /* (owned) */
  KpPendingSet *pending;      /* (owned) */
  GHashTable *records;        /* (owned): whose projection depends on operations */
  GHashTable *streams;        /* (owned): name → KpApplyStream */
  GHashTable *kinds;          /* (owned): name → number, of kinds unknown to this version */
  GArray *loose;              /* (owned) of gint64: keys of raw rows that lost a membership */
  GArray *news;               /* (owned) of KpNews */
  KpChangeSet *changes;       /* (owned) */
  KpReplicaState before;      /* as it was when the reply came */
  KpSeen seen;                /* of the reply */
  gint64 round;               /* of the cache after this reply */
  KpApplyStream *stream;      /* (unowned) (nullable): that of the lines being read */
  gboolean is_delta;
  gboolean is_reset;
  gboolean purged;
  gboolean facts_changed; /* of what kp-store-facts.c reads, which records made here show */

  KpStatement *find_raw;       /* (owned) */
  KpStatement *insert_raw;     /* (owned) */
  KpStatement *update_raw;     /* (owned) */
  KpStatement *put_membership; /* (owned) */
};

gboolean kp_apply_save_stream (KpApply *self,
                               const KpApplyStream *stream,
                               GError **error);

/* Sweeps every stream, and drops what none holds any more. */
gboolean kp_apply_end_round (KpApply *self,
                             GError **error);

/* Records made here may show the record that changes. */
void kp_apply_note_fact (KpApply *self,
                         KpEntityType entity);

G_END_DECLS
