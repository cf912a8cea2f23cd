/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding what staff do not hold: organisations, requests and work orders by the beginnings of
 * words in name, number and title. Only what the person may hold is found.
 */

#pragma once

#include "kps-access.h"

G_BEGIN_DECLS

/**
 * KpsQuestion:
 *
 * Borrowed.
 */
typedef struct
{
  const char *query; /* untrusted, at most KP_LIMIT_QUERY bytes; words are joined by "and" */
  const char *after; /* (nullable): "next" of the page before */
  guint limit;       /* rows, at most KP_LIMIT_FIND_PAGE */
} KpsQuestion;

/**
 * kps_find:
 *
 * Returns: (transfer full): {"rows":[{"entity","id","org_id","org_name","number","title","state",
 *   "updated_at"}],"next":"…"|null}, newest first. Fails with %KP_ERROR_FORBIDDEN for customers,
 *   with %KP_ERROR_INVALID for a query without words
 */
char *kps_find (KpDb *db,
                const KpsPerson *person,
                const KpsQuestion *question,
                GCancellable *cancellable,
                GError **error);

G_END_DECLS
