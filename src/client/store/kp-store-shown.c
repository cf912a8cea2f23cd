/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A portal may list less than its customers may see: what is left out stays here, and opens when a
 * task, a message or a link leads to it. What a person made and the office has not got yet is never
 * left out. $10 a moment, $11 states, $12 codes of kinds of work.
 */

#include "kp-store-lists.h"

#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

static const char BY_AGE[] =
  " AND (r.pending <> 0 OR r.created_at >= $10"
  "      OR " KP_LIST_SHOWN_STATE " NOT IN (SELECT value FROM json_each ($11)))";
static const char BY_KIND[] =
  " AND (r.pending <> 0 OR r.work_type_id IS NULL OR r.work_type_id IN"
  "      (SELECT t.id FROM p_work_type t WHERE t.code IN (SELECT value FROM json_each ($12))))";

void
kp_shown_append (KpReader *reader,
                 GString *sql)
{
  const KpShown *shown = kp_reader_get_shown (reader);

  if (shown->completed_days > 0)
    g_string_append (sql, BY_AGE);
  if (shown->work_types != NULL)
    g_string_append (sql, BY_KIND);
}

void
kp_shown_bind (KpReader *reader,
               KpStatement *query)
{
  const KpShown *shown = kp_reader_get_shown (reader);
  const KpEnvironment *environment = kp_store_get_environment (kp_reader_get_store (reader));

  if (shown->completed_days > 0)
    {
      kp_statement_bind_int64 (query, 10,
                               kp_environment_now (environment) - shown->completed_days * DAY);
      kp_statement_bind_text (query, 11, kp_reader_get_states (reader, TRUE));
    }
  if (shown->work_types != NULL)
    kp_statement_bind_text (query, 12, shown->work_types);
}
