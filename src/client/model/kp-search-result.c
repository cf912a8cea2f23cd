/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-search-result.h"

#include "kp-record-private.h"

struct _KpSearchResult
{
  KpRecord parent_instance;
};

typedef enum
{
  ENTITY,
  ORG_ID,
  ORG_NAME,
  NUMBER,
  TITLE,
  STATE,
  UPDATED_AT
} Column;

/* In the order of Column, and of the cells in kp-store-founds.c. */
static const KpProperty TABLE[] = {
  { "entity", KP_PROPERTY_TEXT },
  { "org-id", KP_PROPERTY_TEXT },
  { "org-name", KP_PROPERTY_TEXT },
  { "number", KP_PROPERTY_TEXT },
  { "title", KP_PROPERTY_TEXT },
  { "state", KP_PROPERTY_TEXT },
  { "updated-at", KP_PROPERTY_NUMBER },
};

G_DEFINE_FINAL_TYPE (KpSearchResult, kp_search_result, KP_TYPE_RECORD)

const KpItemKind KP_SEARCH_RESULT_KIND = {
  .get_type = kp_search_result_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_search_result_class_init (KpSearchResultClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_search_result_init (KpSearchResult *self)
{
}

const char *
kp_search_result_get_entity (KpSearchResult *self)
{
  return kp_record_get_text (KP_RECORD (self), ENTITY);
}

const char *
kp_search_result_get_org_id (KpSearchResult *self)
{
  return kp_record_get_text (KP_RECORD (self), ORG_ID);
}

const char *
kp_search_result_get_org_name (KpSearchResult *self)
{
  return kp_record_get_text (KP_RECORD (self), ORG_NAME);
}

const char *
kp_search_result_get_number (KpSearchResult *self)
{
  return kp_record_get_text (KP_RECORD (self), NUMBER);
}

const char *
kp_search_result_get_title (KpSearchResult *self)
{
  return kp_record_get_text (KP_RECORD (self), TITLE);
}

const char *
kp_search_result_get_state (KpSearchResult *self)
{
  return kp_record_get_text (KP_RECORD (self), STATE);
}

gint64
kp_search_result_get_updated_at (KpSearchResult *self)
{
  return kp_record_get_number (KP_RECORD (self), UPDATED_AT);
}
