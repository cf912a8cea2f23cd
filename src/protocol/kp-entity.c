/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows. Order and names are the wire format; see PROTOCOL.md for the values of JSON fields.
 */

#include "kp-entity.h"

#include <string.h>

/* What belongs to everybody of a portal. */

static const KpField PORTAL_FIELDS[] = {
  { "url_name", KP_FIELD_TEXT, TRUE },
  { "name", KP_FIELD_NAMES, FALSE },
  { "enabled", KP_FIELD_BOOL, FALSE },
  { "office_name", KP_FIELD_TEXT, FALSE },
  { "office_email", KP_FIELD_TEXT, FALSE },
  { "office_phone", KP_FIELD_TEXT, FALSE },
  { "default_locale", KP_FIELD_TEXT, FALSE },
  { "visibility", KP_FIELD_JSON, FALSE },
  { "show_prices", KP_FIELD_BOOL, FALSE },
  { "status_map", KP_FIELD_JSON, FALSE },
  { "terms_required", KP_FIELD_BOOL, FALSE },
  { "lease_days", KP_FIELD_INT, FALSE },
  { "help", KP_FIELD_JSON, FALSE },
  { "help_url", KP_FIELD_TEXT, FALSE },
  { "request_filters", KP_FIELD_JSON, FALSE },
  { NULL },
};
static const KpField WORK_TYPE_FIELDS[] = {
  { "portal_id", KP_FIELD_ID, TRUE },
  { "code", KP_FIELD_TEXT, TRUE },
  { "name", KP_FIELD_NAMES, FALSE },
  { "active", KP_FIELD_BOOL, FALSE },
  { NULL },
};
static const KpField REQUEST_FLOW_FIELDS[] = {
  { "portal_id", KP_FIELD_ID, TRUE },
  { "key", KP_FIELD_TEXT, TRUE },
  { "version", KP_FIELD_INT, FALSE },
  { "state", KP_FIELD_TEXT, TRUE }, /* published | retired */
  { "name", KP_FIELD_NAMES, FALSE },
  { "summary", KP_FIELD_NAMES, FALSE },
  { "icon", KP_FIELD_TEXT, FALSE },
  { "minutes", KP_FIELD_INT, FALSE },
  { "position", KP_FIELD_INT, TRUE },
  { "work_type_id", KP_FIELD_ID, FALSE },
  { "checklist_id", KP_FIELD_ID, FALSE },
  { "title_from", KP_FIELD_TEXT, FALSE }, /* key of the question whose answer names the request */
  { "sections", KP_FIELD_JSON, FALSE },
  { NULL },
};
static const KpField CHECKLIST_FIELDS[] = {
  { "portal_id", KP_FIELD_ID, TRUE },
  { "key", KP_FIELD_TEXT, TRUE },
  { "version", KP_FIELD_INT, FALSE },
  { "name", KP_FIELD_NAMES, FALSE },
  { "items", KP_FIELD_JSON, FALSE },
  { NULL },
};
static const KpField TERMS_FIELDS[] = {
  { "portal_id", KP_FIELD_ID, TRUE },
  { "version", KP_FIELD_INT, TRUE },
  { "state", KP_FIELD_TEXT, TRUE }, /* published | superseded */
  { "text", KP_FIELD_NAMES, FALSE },
  { "sha256", KP_FIELD_TEXT, FALSE },
  { NULL },
};

/* Organisations and people. */

static const KpField ORGANISATION_FIELDS[] = {
  { "name", KP_FIELD_TEXT, TRUE },
  { "number", KP_FIELD_TEXT, TRUE },
  { "legal_form", KP_FIELD_TEXT, FALSE },
  { "kvk_number", KP_FIELD_TEXT, FALSE },
  { "vat_number", KP_FIELD_TEXT, FALSE },
  { "street", KP_FIELD_TEXT, FALSE },
  { "postcode", KP_FIELD_TEXT, FALSE },
  { "city", KP_FIELD_TEXT, FALSE },
  { "responsible", KP_FIELD_TEXT, FALSE }, /* name of the member of staff */
  { NULL },
};
static const KpField ORGANISATION_LINK_FIELDS[] = {
  { "org_id", KP_FIELD_ID, TRUE },   /* the holding */
  { "child_id", KP_FIELD_ID, TRUE }, /* the organisation that it holds */
  { "kind", KP_FIELD_TEXT, FALSE },  /* holding | fiscal_unit | partner */
  { NULL },
};
static const KpField ORGANISATION_ENTRY_FIELDS[] = {
  { "name", KP_FIELD_TEXT, TRUE },
  { "number", KP_FIELD_TEXT, TRUE },
  { "city", KP_FIELD_TEXT, TRUE },
  { "responsible", KP_FIELD_TEXT, TRUE },
  { NULL },
};
static const KpField USER_FIELDS[] = {
  { "login", KP_FIELD_TEXT, FALSE },
  { "email", KP_FIELD_TEXT, FALSE },
  { "phone", KP_FIELD_TEXT, FALSE },
  { "display_name", KP_FIELD_TEXT, TRUE },
  { "locale", KP_FIELD_TEXT, FALSE },
  { "kind", KP_FIELD_TEXT, FALSE }, /* customer | staff */
  { "portal_id", KP_FIELD_ID, FALSE },
  { "queues", KP_FIELD_JSON, FALSE }, /* staff: array of queue names */
  { "rights", KP_FIELD_JSON, FALSE }, /* staff: array of rights, such as "request.handle" */
  { NULL },
};
static const KpField MEMBERSHIP_FIELDS[] = {
  { "user_id", KP_FIELD_ID, TRUE },
  { "org_id", KP_FIELD_ID, TRUE },
  { "org_name", KP_FIELD_TEXT, FALSE },
  { "user_name", KP_FIELD_TEXT, FALSE }, /* for the office: whom it may be called by */
  { "portal_id", KP_FIELD_ID, FALSE },   /* of the user */
  { "role", KP_FIELD_TEXT, FALSE },
  { "rights", KP_FIELD_JSON, FALSE }, /* array of rights, such as "request.submit" */
  { NULL },
};
static const KpField READ_MARK_FIELDS[] = {
  { "user_id", KP_FIELD_ID, TRUE },
  { "subject_id", KP_FIELD_ID, TRUE },
  { "at", KP_FIELD_TIME, TRUE }, /* everything on the subject up to here was seen */
  { NULL },
};

/* Requests and what they become. */

static const KpField REQUEST_FIELDS[] = {
  { "org_id", KP_FIELD_ID, TRUE },
  { "org_name", KP_FIELD_TEXT, TRUE },
  { "portal_id", KP_FIELD_ID, TRUE },
  { "requester_id", KP_FIELD_ID, TRUE },
  { "requester_name", KP_FIELD_TEXT, TRUE },
  { "entered_by_id", KP_FIELD_ID, FALSE }, /* of the office, for a customer who called */
  { "entered_by", KP_FIELD_TEXT, FALSE },  /* name */
  { "flow_id", KP_FIELD_ID, TRUE },        /* pins the version */
  { "flow_name", KP_FIELD_NAMES, FALSE },
  { "work_type_id", KP_FIELD_ID, TRUE },
  { "number", KP_FIELD_TEXT, TRUE },
  { "title", KP_FIELD_TEXT, TRUE },
  { "answers", KP_FIELD_JSON, FALSE },
  { "explanation", KP_FIELD_TEXT, FALSE },
  { "checklist", KP_FIELD_JSON, FALSE },
  { "terms_id", KP_FIELD_ID, FALSE },
  { "terms_at", KP_FIELD_TIME, FALSE },
  { "state", KP_FIELD_TEXT, TRUE },
  { "state_by", KP_FIELD_TEXT, FALSE }, /* name of whoever moved it last */
  { "state_by_id", KP_FIELD_ID, TRUE },
  { "state_at", KP_FIELD_TIME, FALSE },
  { "decline_reason", KP_FIELD_TEXT, FALSE },
  { "decline_text", KP_FIELD_TEXT, FALSE },
  { "work_order_id", KP_FIELD_ID, TRUE },
  { "created_at", KP_FIELD_TIME, TRUE },
  { "updated_at", KP_FIELD_TIME, TRUE },
  { NULL },
};
static const KpField MESSAGE_FIELDS[] = {
  { "request_id", KP_FIELD_ID, TRUE },
  { "org_id", KP_FIELD_ID, TRUE },
  { "author_id", KP_FIELD_ID, TRUE },
  { "author_name", KP_FIELD_TEXT, FALSE },
  { "author_kind", KP_FIELD_TEXT, TRUE }, /* customer | staff */
  { "kind", KP_FIELD_TEXT, TRUE },        /* comment | question | answer, or what became of the
                                            work order: blocked | cancelled | reopened */
  { "text", KP_FIELD_TEXT, FALSE },
  { "created_at", KP_FIELD_TIME, TRUE },
  { NULL },
};
static const KpField WORK_ORDER_FIELDS[] = {
  { "org_id", KP_FIELD_ID, TRUE },
  { "org_name", KP_FIELD_TEXT, TRUE },
  { "portal_id", KP_FIELD_ID, TRUE },
  { "requester_id", KP_FIELD_ID, TRUE },
  { "requester_name", KP_FIELD_TEXT, FALSE },
  { "request_id", KP_FIELD_ID, TRUE },
  { "work_type_id", KP_FIELD_ID, FALSE },
  { "number", KP_FIELD_TEXT, TRUE },
  { "title", KP_FIELD_TEXT, TRUE },
  { "state", KP_FIELD_TEXT, TRUE },
  { "state_by", KP_FIELD_TEXT, FALSE }, /* name of whoever moved it last */
  { "state_by_id", KP_FIELD_ID, TRUE },
  { "state_at", KP_FIELD_TIME, FALSE },
  { "reason", KP_FIELD_TEXT, FALSE }, /* of the present state: why blocked, cancelled, reopened */
  { "engineer", KP_FIELD_TEXT, TRUE },
  { "planned_on", KP_FIELD_DATE, TRUE },
  { "planned_at", KP_FIELD_TIME, FALSE }, /* when it was planned, started, done last */
  { "started_at", KP_FIELD_TIME, FALSE },
  { "done_at", KP_FIELD_TIME, FALSE },
  { "created_at", KP_FIELD_TIME, TRUE },
  { "updated_at", KP_FIELD_TIME, TRUE },
  { NULL },
};
static const KpField WORK_ORDER_PRICE_FIELDS[] = {
  { "org_id", KP_FIELD_ID, TRUE },
  { "requester_id", KP_FIELD_ID, FALSE },
  { "work_order_id", KP_FIELD_ID, TRUE },
  { "cents", KP_FIELD_INT, FALSE },
  { "currency", KP_FIELD_TEXT, FALSE },
  { NULL },
};
static const KpField INTERNAL_NOTE_FIELDS[] = {
  { "org_id", KP_FIELD_ID, TRUE },
  { "request_id", KP_FIELD_ID, TRUE },
  { "author_id", KP_FIELD_ID, FALSE },
  { "author_name", KP_FIELD_TEXT, FALSE },
  { "text", KP_FIELD_TEXT, FALSE },
  { "created_at", KP_FIELD_TIME, TRUE },
  { NULL },
};
static const KpField LOST_OPERATION_FIELDS[] = {
  { "org_id", KP_FIELD_ID, TRUE },
  { "user_id", KP_FIELD_ID, FALSE },
  { "user_name", KP_FIELD_TEXT, TRUE },
  { "kind", KP_FIELD_TEXT, TRUE },
  { "text", KP_FIELD_TEXT, FALSE }, /* what the person wrote */
  { "created_at", KP_FIELD_TIME, TRUE },
  { NULL },
};

static const KpField ATTACHMENT_FIELDS[] = {
  { "request_id", KP_FIELD_ID, TRUE },
  { "org_id", KP_FIELD_ID, TRUE },
  { "message_id", KP_FIELD_ID, TRUE }, /* null: of the request itself */
  { "place", KP_FIELD_TEXT, TRUE },    /* question or checklist item that it answers, or null */
  { "name", KP_FIELD_TEXT, FALSE },
  { "media_type", KP_FIELD_TEXT, FALSE },
  { "size", KP_FIELD_INT, FALSE },
  { "sha256", KP_FIELD_TEXT, TRUE },
  { "scan_state", KP_FIELD_TEXT, TRUE }, /* pending | clean | infected | unscannable */
  { "author_id", KP_FIELD_ID, FALSE },
  { "author_name", KP_FIELD_TEXT, FALSE },
  { "author_kind", KP_FIELD_TEXT, FALSE }, /* customer | staff */
  { "created_at", KP_FIELD_TIME, TRUE },
  { NULL },
};

static const KpField DOCUMENT_FIELDS[] = {
  { "org_id", KP_FIELD_ID, TRUE },
  { "org_name", KP_FIELD_TEXT, TRUE },
  { "title", KP_FIELD_TEXT, TRUE },
  { "kind", KP_FIELD_TEXT, TRUE },
  { "period", KP_FIELD_TEXT, TRUE }, /* such as 2025, 2025-Q1 or 2025-05 */
  { "shared_at", KP_FIELD_TIME, TRUE },
  { NULL },
};

static const KpEntity ENTITIES[KP_N_ENTITIES] = {
  { KP_ENTITY_PORTAL, "portal", NULL, KP_ENTITY_NONE, PORTAL_FIELDS },
  { KP_ENTITY_WORK_TYPE, "work_type", NULL, KP_ENTITY_NONE, WORK_TYPE_FIELDS },
  { KP_ENTITY_REQUEST_FLOW, "request_flow", NULL, KP_ENTITY_NONE, REQUEST_FLOW_FIELDS },
  { KP_ENTITY_CHECKLIST, "checklist", NULL, KP_ENTITY_NONE, CHECKLIST_FIELDS },
  { KP_ENTITY_TERMS, "terms", NULL, KP_ENTITY_NONE, TERMS_FIELDS },
  { KP_ENTITY_ORGANISATION, "organisation", NULL, KP_ENTITY_NONE, ORGANISATION_FIELDS },
  { KP_ENTITY_ORGANISATION_LINK, "organisation_link", NULL, KP_ENTITY_NONE,
    ORGANISATION_LINK_FIELDS },
  { KP_ENTITY_ORGANISATION_ENTRY, "organisation_entry", NULL, KP_ENTITY_NONE,
    ORGANISATION_ENTRY_FIELDS },
  { KP_ENTITY_USER, "user", NULL, KP_ENTITY_NONE, USER_FIELDS },
  { KP_ENTITY_MEMBERSHIP, "membership", NULL, KP_ENTITY_NONE, MEMBERSHIP_FIELDS },
  { KP_ENTITY_READ_MARK, "read_mark", NULL, KP_ENTITY_NONE, READ_MARK_FIELDS },
  { KP_ENTITY_REQUEST, "request", NULL, KP_ENTITY_NONE, REQUEST_FIELDS },
  { KP_ENTITY_MESSAGE, "message", "request_id", KP_ENTITY_REQUEST, MESSAGE_FIELDS },
  { KP_ENTITY_WORK_ORDER, "work_order", NULL, KP_ENTITY_NONE, WORK_ORDER_FIELDS },
  { KP_ENTITY_WORK_ORDER_PRICE, "work_order_price", "work_order_id", KP_ENTITY_WORK_ORDER,
    WORK_ORDER_PRICE_FIELDS },
  { KP_ENTITY_INTERNAL_NOTE, "internal_note", NULL, KP_ENTITY_NONE, INTERNAL_NOTE_FIELDS },
  { KP_ENTITY_LOST_OPERATION, "lost_operation", NULL, KP_ENTITY_NONE, LOST_OPERATION_FIELDS },
  { KP_ENTITY_ATTACHMENT, "attachment", "request_id", KP_ENTITY_REQUEST, ATTACHMENT_FIELDS },
  { KP_ENTITY_DOCUMENT, "document", NULL, KP_ENTITY_NONE, DOCUMENT_FIELDS },
};

const KpEntity *
kp_entity_get (KpEntityType type)
{
  g_return_val_if_fail (type > KP_ENTITY_NONE && type <= KP_N_ENTITIES, NULL);

  return &ENTITIES[type - 1];
}

const KpEntity *
kp_entity_find (const char *name,
                gsize length)
{
  for (guint i = 0; i < KP_N_ENTITIES; i++)
    {
      if (strlen (ENTITIES[i].name) == length && memcmp (ENTITIES[i].name, name, length) == 0)
        return &ENTITIES[i];
    }

  return NULL;
}

const KpField *
kp_entity_find_field (const KpEntity *self,
                      const char *name)
{
  g_return_val_if_fail (self != NULL && name != NULL, NULL);

  for (const KpField *field = self->fields; field->name != NULL; field++)
    {
      if (g_str_equal (field->name, name))
        return field;
    }

  return NULL;
}
