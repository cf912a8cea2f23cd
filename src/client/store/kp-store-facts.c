/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the client happens to know of what the server will fill in, from its own projections.
 */

#include "kp-store-facts.h"

static const char SELECT_ORG_NAME[] = "SELECT name FROM p_organisation WHERE id = $1"
                                      " UNION ALL"
                                      " SELECT name FROM p_organisation_entry WHERE id = $1";
static const char SELECT_FLOW_PORTAL[] =
  "SELECT body ->> '$.portal_id' FROM p_request_flow WHERE id = $1";
static const char SELECT_FLOW_NAME[] = "SELECT body -> '$.name' FROM p_request_flow WHERE id = $1";
static const char SELECT_FLOW_WORK_TYPE[] =
  "SELECT body ->> '$.work_type_id' FROM p_request_flow WHERE id = $1";
static const char SELECT_USER_NAME[] =
  "SELECT body ->> '$.user_name' FROM p_membership WHERE user_id = $1 LIMIT 1";

static const struct
{
  const char *name;
  const char *argument;
  const char *sql;
} FACTS[] = {
  { "org_name", "org", SELECT_ORG_NAME },
  { "portal_id", "flow", SELECT_FLOW_PORTAL },
  { "flow_name", "flow", SELECT_FLOW_NAME },
  { "work_type_id", "flow", SELECT_FLOW_WORK_TYPE },
  { "requester_name", "user", SELECT_USER_NAME },
};

/* Returns: (transfer full) (nullable): %NULL also if the query fails: it is a convenience only */
static char *
look_up (KpDb *db,
         const char *sql,
         yyjson_val *argument)
{
  g_autoptr (KpStatement) select = NULL;
  gboolean has_row;
  KpId id;

  if (!kp_id_parse (yyjson_get_str (argument), yyjson_get_len (argument), &id))
    return NULL;

  select = kp_db_prepare (db, sql, NULL);
  if (select == NULL)
    return NULL;
  kp_statement_bind_id (select, 1, &id);
  if (!kp_statement_step (select, &has_row, NULL, NULL) || !has_row)
    return NULL;

  return g_strdup (kp_statement_get_text (select, 0));
}

char *
kp_fact_look_up (KpDb *cache,
                 const KpOperation *operation,
                 const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (FACTS); i++)
    {
      if (g_str_equal (FACTS[i].name, name))
        return look_up (cache, FACTS[i].sql,
                        yyjson_obj_get (operation->arguments, FACTS[i].argument));
    }

  return NULL;
}
