/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the parts of the faulty server share. On its thread.
 */

#pragma once

#include "kp-faulty-blobs.h"
#include "kp-problem.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

#define KP_FAULTY_BLOB "/v1/blob/"

void kp_faulty_answer (SoupServerMessage *message,
                       guint status,
                       const char *type,
                       const char *body,
                       gsize length);
void kp_faulty_answer_problem (SoupServerMessage *message,
                               KpProblem problem);

/**
 * kp_faulty_cut:
 * @start: status and headers, but for the length
 * @stated: the length that the answer claims to have
 * @count: bytes that go out at most, head included
 *
 * Answers by hand, and closes.
 */
void kp_faulty_cut (SoupServerMessage *message,
                    const char *start,
                    gsize stated,
                    const char *body,
                    gsize length,
                    gsize count);

KpFaultyBlobs *kp_faulty_blobs_new (void);
void kp_faulty_blobs_free (KpFaultyBlobs *self);

/* A call begins: an early handler. */
void kp_faulty_blobs_watch_cb (SoupServer *server,
                               SoupServerMessage *message,
                               const char *path,
                               GHashTable *query,
                               gpointer user_data);

/* Answers a call whose proof is good. @name: the rest of the path */
void kp_faulty_blobs_handle (KpFaultyBlobs *self,
                             SoupServerMessage *message,
                             const char *name);

/* An attachment with this content is there to be fetched. */
void kp_faulty_blobs_add (KpFaultyBlobs *self,
                          const KpId *attachment,
                          GBytes *content);

/* Returns: (transfer full) (nullable): the record of an attachment; NULL if it is none */
char *kp_faulty_blobs_dup_body (KpFaultyBlobs *self,
                                const KpId *attachment,
                                const char *org);

/* Returns: (transfer full) (nullable): what a result says if a content that the operation names is
 * not here */
char *kp_faulty_blobs_dup_need (KpFaultyBlobs *self,
                                JsonObject *operation);

/* Lets go of what was never answered. */
void kp_faulty_blobs_hang_up (KpFaultyBlobs *self);

G_END_DECLS
