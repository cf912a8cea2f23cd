/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The office's rules about requests and profiles beyond the table of operations: a new request is
 * complete, its flow is still offered, its terms are the present ones. On the writer's connection.
 */

#pragma once

#include "kp-operation.h"
#include "kps-access.h"

G_BEGIN_DECLS

/**
 * KpsContext:
 *
 * What the rules find, and found out on the way for the facts that only the server knows.
 */
typedef struct
{
  GPtrArray *needs;        /* (owned) (element-type utf8): what is missing, as in `need` */
  gboolean is_gone;        /* it refers to something that does not exist or may not be seen */
  KpsRecord *organisation; /* (owned) (nullable): of a new request */
  KpsRecord *flow;         /* (owned) (nullable): likewise */
  KpsRecord *requester;    /* (owned) (nullable): membership of who asked through the office */
} KpsContext;

void kps_context_init (KpsContext *self);
void kps_context_clear (KpsContext *self);

/**
 * kps_check_rules:
 * @context: is filled
 *
 * Returns: %FALSE as a database fails
 */
gboolean kps_check_rules (KpDb *db,
                          const KpsPerson *person,
                          const KpsAccess *access,
                          const KpOperation *operation,
                          KpsContext *context,
                          GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KpsContext, kps_context_clear)

G_END_DECLS
