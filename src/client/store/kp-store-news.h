/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is worth a notification, found while a reply is applied. Inside the transaction of the
 * cache.
 */

#pragma once

#include "kp-operation.h"
#include "kp-store-projection.h"
#include "kp-store.h"

G_BEGIN_DECLS

/* More than this at once is not news but catching up; marks do not count. */
#define KP_NEWS_MAX 20

/**
 * KpNews:
 *
 * Something that somebody else did, that concerns the person and that he has not read yet: a
 * notification may be shown. Or a read mark: what was shown about its subject goes again.
 */
typedef struct
{
  KpEntityType entity; /* message, request, work_order, read_mark */
  KpId id;
  KpId subject; /* the request or work order that it is about */
} KpNews;

/**
 * kp_news_collect:
 * @arrived: with its value; the projection is still the one before
 * @news: (element-type KpNews): where it is added, if it is news to the person
 */
gboolean kp_news_collect (KpStore *store,
                          KpProjector *projector,
                          const KpProjected *arrived,
                          GArray *news,
                          GError **error);

G_END_DECLS
