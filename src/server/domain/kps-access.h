/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may hold which stream, and who may do what: one function each (SECURITY.md section 4).
 * Computed from the facts in the database at every request, never stored. Any thread, on the
 * caller's connection and in its transaction.
 */

#pragma once

#include "kp-operation.h"
#include "kps-record.h"

G_BEGIN_DECLS

/**
 * KpsPerson:
 *
 * Who asks, as authentication found out. Immutable.
 */
typedef struct
{
  KpId id;        /* of the user */
  KpId portal_id; /* of a customer; zero = office staff, or a service */
  gboolean staff;
  char *name; /* (owned): shown to others */
} KpsPerson;

/**
 * kps_person_load:
 * @person: (out) (transfer full) (nullable): %NULL if there is no such user
 *
 * Reads the user's record.
 */
gboolean kps_person_load (KpDb *db,
                          const KpId *id,
                          KpsPerson **person,
                          GError **error);
KpsPerson *kps_person_copy (const KpsPerson *self);
void kps_person_free (KpsPerson *self);

/**
 * KpsGrant:
 *
 * One stream, or a pattern of streams (`o:*:req`), that somebody may hold.
 */
typedef struct
{
  char *pattern; /* (owned) */
  char
    *reason; /* (owned): the facts that were used, for "why do I see this?"; English, for staff */
} KpsGrant;

/**
 * KpsAccess:
 *
 * The answer of access (): all that a person may hold at this moment.
 */
typedef struct
{
  GPtrArray *grants;      /* (owned) (element-type KpsGrant): by pattern, ascending, no doubles */
  GHashTable *exact;      /* (owned): the patterns without a star */
  GPtrArray *memberships; /* (owned) (element-type KpsRecord): of a customer, those that count */
  char **rights;          /* (owned): of staff */
  char acc[17];           /* hash of the sorted list */
} KpsAccess;

/**
 * kps_access_load:
 *
 * Returns: (transfer full): the access of @person; fails with %KP_ERROR_ACCOUNT_DISABLED if the
 *   account is disabled or gone, with %KP_ERROR_PORTAL_DISABLED if the portal is
 */
KpsAccess *kps_access_load (KpDb *db,
                            const KpsPerson *person,
                            GError **error);
void kps_access_free (KpsAccess *self);

/* Returns: whether the stream may be held */
gboolean kps_access_allows (const KpsAccess *self,
                            const char *stream);

/* Returns: whether one of the record's streams may be held */
gboolean kps_access_sees (const KpsAccess *self,
                          const KpsRecord *record);

/* Returns: (transfer container): the patterns, as they are sent as "allowed" */
const char **kps_access_get_allowed (const KpsAccess *self);

/**
 * kps_access_explain:
 *
 * Returns: (transfer full): one sentence: which fact lets the person hold @stream, or that none
 *   does
 */
char *kps_access_explain (const KpsAccess *self,
                          const char *stream);

/* What kps_may() answers. */
typedef enum
{
  KPS_MAY_YES = 1,
  KPS_MAY_GONE,    /* unknown or not visible: the two are told apart nowhere */
  KPS_MAY_DENIED,  /* visible, but not this person's to do */
  KPS_MAY_CONFLICT /* theirs to do, but not in the state that the record is in */
} KpsMay;

/**
 * kps_may:
 * @record: (nullable): the subject; for an operation that makes its subject, the record that
 *   decides: the organisation of a new request. %NULL = there is none
 *
 * The one question before every change, over the table of operations.
 */
KpsMay kps_may (const KpsPerson *person,
                const KpsAccess *access,
                const KpOperationKind *kind,
                const KpsRecord *record);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsPerson, kps_person_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsAccess, kps_access_free)

G_END_DECLS
