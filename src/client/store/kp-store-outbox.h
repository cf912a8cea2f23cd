/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The outbox: operations from the moment a person meant them until 35 days after they ended
 * (SYNC.md section 6), and drafts. Its commit is what "queued" means. On the thread of the store.
 */

#pragma once

#include "kp-operation.h"
#include "kp-store.h"

G_BEGIN_DECLS

/* How long what ended is kept, to be offered again to a restored server. */
#define KP_OUTBOX_KEEP_DAYS 35

/* States are stored: a number is never reused. */
typedef enum
{
  KP_OUTBOX_QUEUED = 1,
  KP_OUTBOX_SENT = 2, /* in a request that may have arrived */
  KP_OUTBOX_CONFIRMED = 3,
  KP_OUTBOX_NEEDS_YOU = 4, /* refused: conflict, need, denied, gone, upgrade, lost, bytes */
  KP_OUTBOX_CLOSED = 5     /* was refused, and the person has taken note of it */
} KpOutboxState;

/**
 * KpOutboxItem:
 *
 * One operation as the journal shows it.
 */
typedef struct
{
  KpOperation *operation; /* (owned): id, kind, subject, what the person wrote */
  KpOutboxState state;
  char *result;     /* (owned) (nullable): the final result: ok, conflict, need, denied … */
  char *reply;      /* (owned) (nullable): its whole line: "no", "now", "by", "need" … */
  gint64 queued_at; /* UTC milliseconds */
  gint64 ended_at;  /* UTC milliseconds; 0 = not yet */
  gint64 retry_at;  /* UTC milliseconds; 0 = at once; set after "later" */
  gboolean again;   /* offered again since the server was restored */
} KpOutboxItem;

void kp_outbox_item_free (KpOutboxItem *self);

/**
 * kp_store_queue:
 * @was: (nullable): the old values of exactly the fields that the operation changes; %NULL = taken
 *   from the record as it is shown now: the state for a transition, else the fields that arguments
 *   set
 * @arguments: object with every argument, also the ids of the records that it makes
 * @id: (out) (optional): of the operation
 *
 * Freezes an operation and commits it to the outbox, behind the earlier ones on the same subject;
 * then shows it in the projection. If only the latter fails, the operation is queued all the same
 * and the projection follows with the next change or start.
 *
 * Returns: whether it is durable. Fails with %KP_ERROR_INVALID or %KP_ERROR_TOO_LARGE if the table
 *   does not allow the arguments or the kind is online-only, with %KP_ERROR_STORAGE if the disk is
 *   full
 */
gboolean kp_store_queue (KpStore *self,
                         const KpOperationKind *kind,
                         yyjson_val *was,
                         yyjson_val *arguments,
                         KpId *id,
                         GError **error);

/**
 * kp_store_queue_instead:
 * @former: what the operation takes the place of: a draft, a change that was refused, or a draft
 *   that stands for one
 *
 * As kp_store_queue(), but the same commit deletes the draft and lets go of the refused change: a
 * person who means something once has never two of it, nor none.
 *
 * Returns: likewise; if it fails, @former is as it was
 */
gboolean kp_store_queue_instead (KpStore *self,
                                 const KpId *former,
                                 const KpOperationKind *kind,
                                 yyjson_val *was,
                                 yyjson_val *arguments,
                                 GError **error);

/**
 * kp_store_begin_burst:
 *
 * More operations follow at once. What is queued from now on is durable as ever, but shown only
 * when the burst ends, all of it in one commit of the cache. Harmless the second time.
 */
void kp_store_begin_burst (KpStore *self);

/* Shows what is queued. Before anything else is asked of the store; harmless without a burst. */
void kp_store_end_burst (KpStore *self);

/* Returns: (transfer full) (element-type KpOutboxItem): newest first, at most @limit; 0 = all */
GPtrArray *kp_store_list_changes (KpStore *self,
                                  guint limit,
                                  GError **error);

/* Returns: (transfer full) (nullable): %NULL without @error if there is none */
KpOutboxItem *kp_store_get_change (KpStore *self,
                                   const KpId *id,
                                   GError **error);

/**
 * kp_store_drop_change:
 *
 * The person lets go of a change: one that was refused stays in the journal as closed; one that
 * never left this computer is removed, and with it the later ones of its lane that need it (their
 * number is in @n_dropped). One that may have reached the server cannot be dropped.
 *
 * Returns: %FALSE with %KP_ERROR_NOT_FOUND, or with %KP_ERROR_CONFLICT if it was sent or has ended
 *   well
 */
gboolean kp_store_drop_change (KpStore *self,
                               const KpId *id,
                               guint *n_dropped,
                               GError **error);

/**
 * kp_store_repeat_change:
 * @seen: object: what the person saw of the fields that he wants to change all the same, or of
 *   "state" for a step; the new operation changes only those and compares with exactly these values
 *
 * Means once more what was refused, as a new operation, and lets go of the refused one.
 *
 * Returns: fails with %KP_ERROR_NOT_FOUND, with %KP_ERROR_CONFLICT if it was not refused or made
 *   its subject, or as kp_store_queue() does
 */
gboolean kp_store_repeat_change (KpStore *self,
                                 const KpId *id,
                                 yyjson_val *seen,
                                 GError **error);

/* Takes up again what kp_store_drop_change() closed. Returns: fails with %KP_ERROR_NOT_FOUND */
gboolean kp_store_reopen_change (KpStore *self,
                                 const KpId *id,
                                 GError **error);

/* Returns: whether the numbers were read: operations waiting, and those that need the person */
gboolean kp_store_count_changes (KpStore *self,
                                 guint *n_waiting,
                                 guint *n_needs_you,
                                 GError **error);

/* Drafts: what a person is still writing. They survive everything but the person. */

/**
 * KpDraftRow:
 */
typedef struct
{
  KpId id;
  char *kind;        /* (owned): what it is a draft of, such as "request.submit" */
  char *body;        /* (owned): JSON text, the writer's own */
  gint64 created_at; /* UTC milliseconds */
  gint64 updated_at; /* UTC milliseconds */
} KpDraftRow;

void kp_draft_row_free (KpDraftRow *self);

/* Saves or replaces. @body: JSON text of at most %KP_LIMIT_OPERATION bytes */
gboolean kp_store_draft_save (KpStore *self,
                              const KpId *id,
                              const char *kind,
                              const char *body,
                              GError **error);

/* Returns: (transfer full) (element-type KpDraftRow): newest first */
GPtrArray *kp_store_draft_list (KpStore *self,
                                GError **error);

/* Returns: (transfer full) (nullable): %NULL without @error if there is none */
KpDraftRow *kp_store_draft_load (KpStore *self,
                                 const KpId *id,
                                 GError **error);

gboolean kp_store_draft_delete (KpStore *self,
                                const KpId *id,
                                GError **error);

/* Saves the draft that was deleted last again. Fails with %KP_ERROR_NOT_FOUND if it was not @id */
gboolean kp_store_draft_restore (KpStore *self,
                                 const KpId *id,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpOutboxItem, kp_outbox_item_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpDraftRow, kp_draft_row_free)

G_END_DECLS
