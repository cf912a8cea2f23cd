/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of entities: what a record of each kind holds. Both sides encode, decode, store,
 * project and check records from this table only; adding an entity is adding a row. Constant data,
 * any thread.
 *
 * A record travels and is stored as one flat JSON object of at most KP_LIMIT_RECORD bytes. Its
 * members are the fields below; "id" is outside of it. Members that the table does not know are
 * kept (entities change additively). A field that is missing is null.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpEntityType:
 *
 * Stored in databases: a number is never reused.
 */
typedef enum
{
  KP_ENTITY_NONE = 0,
  KP_ENTITY_PORTAL = 1,
  KP_ENTITY_WORK_TYPE = 2,
  KP_ENTITY_REQUEST_FLOW = 3,
  KP_ENTITY_CHECKLIST = 4,
  KP_ENTITY_TERMS = 5,
  KP_ENTITY_ORGANISATION = 6,
  KP_ENTITY_ORGANISATION_LINK = 7,
  KP_ENTITY_ORGANISATION_ENTRY = 8,
  KP_ENTITY_USER = 9,
  KP_ENTITY_MEMBERSHIP = 10,
  KP_ENTITY_READ_MARK = 11,
  KP_ENTITY_REQUEST = 12,
  KP_ENTITY_MESSAGE = 13,
  KP_ENTITY_WORK_ORDER = 14,
  KP_ENTITY_WORK_ORDER_PRICE = 15,
  KP_ENTITY_INTERNAL_NOTE = 16,
  KP_ENTITY_LOST_OPERATION = 17,
  KP_ENTITY_ATTACHMENT = 18,
  KP_ENTITY_DOCUMENT = 19
} KpEntityType;

#define KP_N_ENTITIES 19

typedef enum
{
  KP_FIELD_TEXT = 1, /* string */
  KP_FIELD_INT,      /* whole number within 53 bits; money in cents */
  KP_FIELD_BOOL,
  KP_FIELD_ID,    /* identifier as text, or null */
  KP_FIELD_TIME,  /* UTC milliseconds, or null */
  KP_FIELD_DATE,  /* YYYY-MM-DD, or null */
  KP_FIELD_NAMES, /* object: language → text, such as {"nl":"…","en":"…"} */
  KP_FIELD_JSON   /* any value, described in PROTOCOL.md */
} KpFieldKind;

/**
 * KpField:
 *
 * One member of a record.
 */
typedef struct
{
  const char *name;
  KpFieldKind kind;
  gboolean column; /* whether the client's projection has a column of that name */
} KpField;

/**
 * KpEntity:
 *
 * One row of the table.
 */
typedef struct
{
  KpEntityType type;
  const char *name;   /* on the wire; the client's projection is the table p_<name> */
  const char *parent; /* (nullable): the field that names the record it is a part of */
  KpEntityType parent_type;
  const KpField *fields; /* ended by one without a name */
} KpEntity;

/* Returns: (transfer none): the row of @type, which must be one of the enumeration but NONE */
const KpEntity *kp_entity_get (KpEntityType type);

/* Returns: (transfer none) (nullable): the row called @name, %NULL if there is none */
const KpEntity *kp_entity_find (const char *name,
                                gsize length);

/* Returns: (transfer none) (nullable) */
const KpField *kp_entity_find_field (const KpEntity *self,
                                     const char *name);

G_END_DECLS
