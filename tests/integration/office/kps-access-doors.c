/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Anna's account is disabled, and Dora's portal is closed.
 */

#include "kps-access-doors.h"

#include "kp-error.h"
#include "kps-standing.h"

typedef struct
{
  KpsTestOffice *office;
  gboolean is_on;
} Door;

static gboolean
set_anna (KpsTx *tx,
          gpointer data,
          GError **error)
{
  const Door *door = data;

  return kps_standing_set (tx, kps_office_get_rights_path (door->office->office),
                           KPS_STANDING_ACCOUNT, &door->office->people[ANNA], door->is_on, error);
}

/* Returns: 1 if the person gets in all the same */
static guint
enter (KpsTestOffice *office,
       KpsTestPerson person,
       KpError code)
{
  g_autoptr (KpsPerson) loaded = kps_test_office_load_person (office, person);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsAccess) access =
    kps_access_load (kps_office_get_read_db (office->office), loaded, &error);

  return access != NULL || !g_error_matches (error, KP_ERROR, (int) code);
}

guint
kps_access_check_doors (KpsTestOffice *office,
                        guint *n_cells)
{
  Door door = { .office = office, .is_on = FALSE };
  guint n_leaks;

  g_assert_true (kps_office_write (office->office, set_anna, &door, NULL));
  n_leaks = enter (office, ANNA, KP_ERROR_ACCOUNT_DISABLED);
  door.is_on = TRUE;
  g_assert_true (kps_office_write (office->office, set_anna, &door, NULL));

  kps_test_office_put (office, KP_ENTITY_PORTAL, &office->other_portal, "{\"enabled\":false}");
  n_leaks += enter (office, DORA, KP_ERROR_PORTAL_DISABLED);
  kps_test_office_put (office, KP_ENTITY_PORTAL, &office->other_portal, "{\"enabled\":true}");
  *n_cells += 2;

  return n_leaks;
}
