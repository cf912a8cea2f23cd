/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who asks.
 */

#include "kps-access.h"

gboolean
kps_person_load (KpDb *db,
                 const KpId *id,
                 KpsPerson **person,
                 GError **error)
{
  g_autoptr (KpsRecord) user = NULL;

  *person = NULL;
  if (!kps_record_load (db, KP_ENTITY_USER, id, &user, error))
    return FALSE;
  if (user == NULL)
    return TRUE;

  *person = g_new0 (KpsPerson, 1);
  (*person)->id = *id;
  (*person)->staff = g_strcmp0 (kps_record_get_text (user, "kind"), "staff") == 0;
  (*person)->name = g_strdup (kps_record_get_text (user, "display_name"));
  kps_record_get_id (user, "portal_id", &(*person)->portal_id);

  return TRUE;
}

KpsPerson *
kps_person_copy (const KpsPerson *self)
{
  KpsPerson *copy = g_new (KpsPerson, 1);

  *copy = *self;
  copy->name = g_strdup (self->name);

  return copy;
}

void
kps_person_free (KpsPerson *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_free (self);
}
