/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may do what: the person, the record and the row of the table of operations.
 */

#include "kps-access.h"
#include "kps-hooks.h"

/* Returns: (nullable): the person's membership of the record's organisation */
static const KpsRecord *
find_membership (const KpsAccess *access,
                 const KpId *org_id)
{
  for (guint i = 0; i < access->memberships->len; i++)
    {
      const KpsRecord *membership = access->memberships->pdata[i];
      KpId id;

      if (kps_record_get_id (membership, "org_id", &id) && kp_id_equal (&id, org_id))
        return membership;
    }

  return NULL;
}

/* Returns: (transfer container): the rights that a membership carries; its texts stay the record's
 */
static const char **
list_rights (const KpsRecord *membership)
{
  yyjson_val *array = yyjson_obj_get (membership->root, "rights");
  const char **rights = g_new0 (const char *, yyjson_arr_size (array) + 1);
  yyjson_val *item;
  size_t i;
  size_t n;
  guint found = 0;

  yyjson_arr_foreach (array, i, n, item)
  {
    if (yyjson_is_str (item))
      rights[found++] = yyjson_get_str (item);
  }

  return rights;
}

/* Returns: flags of KpWho that hold between the person and the record */
static guint
find_who (const KpsPerson *person,
          const KpsRecord *record,
          const KpsRecord *membership)
{
  guint who = 0;
  KpId id;

  if (person->staff)
    who |= KP_WHO_STAFF;
  if (membership != NULL)
    who |= KP_WHO_MEMBER;
  if (!person->staff && membership != NULL && kps_record_get_id (record, "requester_id", &id) &&
      kp_id_equal (&id, &person->id))
    who |= KP_WHO_REQUESTER;
  if ((record->entity == KP_ENTITY_USER && kp_id_equal (&record->id, &person->id)) ||
      (kps_record_get_id (record, "user_id", &id) && kp_id_equal (&id, &person->id)))
    who |= KP_WHO_SELF;

  return who;
}

KpsMay
kps_may (const KpsPerson *person,
         const KpsAccess *access,
         const KpOperationKind *kind,
         const KpsRecord *record)
{
  const KpsRecord *membership = NULL;
  g_autofree const char **rights = NULL;
  const char *state;
  guint who;
  KpId org_id;

  if (record == NULL || !KPS_ALLOW (63, kps_access_sees (access, record)))
    return KPS_MAY_GONE;

  if (record->entity == KP_ENTITY_ORGANISATION)
    org_id = record->id;
  else
    kps_record_get_id (record, "org_id", &org_id);

  if (!person->staff && !kp_id_is_zero (&org_id))
    membership = find_membership (access, &org_id);
  if (membership != NULL)
    rights = list_rights (membership);

  who = find_who (person, record, membership);
  state = record->entity == kind->subject ? kps_record_get_text (record, "state") : NULL;
  if (kind->use == KP_SUBJECT_CREATED)
    state = NULL;

  /* First as if the state were right: what is not theirs to do is denied in every state. */
  if (!KPS_ALLOW (64, kp_operation_kind_allows (
                        kind, kind->from != NULL ? kind->from[0] : state, who,
                        person->staff ? (const char *const *) access->rights : rights)))
    return KPS_MAY_DENIED;

  if (kind->from != NULL && (state == NULL || !g_strv_contains (kind->from, state)))
    return KPS_MAY_CONFLICT;

  return KPS_MAY_YES;
}
