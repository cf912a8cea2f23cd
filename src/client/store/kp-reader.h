/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every list needs besides its SQL: who reads, in which language, and how the portals name
 * states. On the thread of its store.
 */

#pragma once

#include "kp-row.h"
#include "kp-store.h"

G_BEGIN_DECLS

typedef struct _KpReader KpReader;

/**
 * kp_reader_new:
 * @store: outlives the reader
 * @language: of texts, such as "nl"
 */
KpReader *kp_reader_new (KpStore *store,
                         const char *language);
void kp_reader_free (KpReader *self);

/* The portals changed, or the person did: they are read again when needed. */
void kp_reader_forget (KpReader *self);

KpStore *kp_reader_get_store (KpReader *self);
KpDb *kp_reader_get_db (KpReader *self);
const char *kp_reader_get_language (KpReader *self);

/* Returns: (transfer none): the person, zero if not known */
const KpId *kp_reader_get_person (KpReader *self);
gboolean kp_reader_is_staff (KpReader *self);

/**
 * kp_reader_name_state:
 * @portal: (nullable): as text
 * @state: of a request or work order
 * @completed: (out) (optional): whether the portal puts it into the bucket of completed ones
 *
 * Returns: (transfer none): what customers of the portal read, the usual name if it has none
 */
const char *kp_reader_name_state (KpReader *self,
                                  const char *portal,
                                  const char *state,
                                  gboolean *completed);

/**
 * KpShown:
 *
 * The filters of a portal: what it lists of the requests that its customers may see. The office
 * sees all.
 */
typedef struct
{
  gint64 completed_days; /* completed ones that were made in so many days; 0 = all */
  char *work_types;      /* (owned) (nullable): JSON array of codes; NULL = all kinds of work */
} KpShown;

/* Returns: (transfer none) */
const KpShown *kp_reader_get_shown (KpReader *self);

/* Returns: (transfer none): JSON array of the states in a bucket, by the person's portal */
const char *kp_reader_get_states (KpReader *self,
                                  gboolean completed);

/**
 * kp_reader_list_statuses:
 * @names: (out) (transfer full) (element-type utf8): what customers read, each once, in the order
 *   in which things happen
 * @states: (out) (transfer full) (element-type utf8): JSON arrays: the states behind each name
 */
void kp_reader_list_statuses (KpReader *self,
                              GPtrArray **names,
                              GPtrArray **states);

/**
 * kp_reader_list_ids:
 * @query: with its parameters bound; its first column is an identifier
 *
 * Returns: (transfer full) (element-type KpId): in the order of the query
 */
GArray *kp_reader_list_ids (KpStatement *query,
                            GCancellable *cancellable,
                            GError **error);

/**
 * KpRowFunc:
 * @query: on a row, its first column the identifier, then the columns of the format
 *
 * Completes a row by what is not a plain column.
 */
typedef void (*KpRowFunc) (KpReader *self,
                           KpStatement *query,
                           KpRow *row);

/**
 * kp_reader_fetch:
 * @sql: $1 = identifier, $2 = the person; at most one row for each
 * @format: one letter per cell: t text, n number, i identifier as text, j names in all languages,
 *   - nothing (the column is skipped)
 * @complete: (nullable)
 *
 * Returns: (transfer full) (element-type KpRow): of those that are here
 */
GPtrArray *kp_reader_fetch (KpReader *self,
                            const char *sql,
                            const char *format,
                            GArray *ids,
                            KpRowFunc complete,
                            GCancellable *cancellable,
                            GError **error);

/* Returns: (transfer full) (nullable): a pattern for LIKE … ESCAPE '\', %NULL for an empty search
 */
char *kp_reader_dup_pattern (const char *search);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpReader, kp_reader_free)

G_END_DECLS
