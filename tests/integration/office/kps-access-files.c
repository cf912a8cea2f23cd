/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * North sent a content, and everybody knows its hash.
 */

#include "kps-access-files.h"

#include "kps-blobs.h"

#define CONTENT "71c480df93d6ae2f1efad1447c66c9525e316218cf51fc8d9ed832f2daf18b73"

static gboolean
add_content (KpsTx *tx,
             gpointer data,
             GError **error)
{
  return kps_blob_add (tx, data, CONTENT, "text/plain", 26, error);
}

/* Submits with a file. @file: identifier of the attachment. Returns: "ok", "later" … */
static char *
submit (KpsTestOffice *office,
        KpsTestPerson person,
        KpsTestOrganisation organisation,
        const KpId *file)
{
  const KpId request = kp_id_make (&office->environment.environment);

  return kps_test_office_do (
    office, person, "request.submit@1", NULL,
    "{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"T\",\"answers\":{},"
    "\"attachments\":[{\"id\":\"%s\",\"name\":\"a.txt\",\"media_type\":\"text/plain\","
    "\"size\":26,\"sha256\":\"" CONTENT "\"}]}",
    kps_test_text (&request).text, kps_test_text (&office->organisations[organisation]).text,
    kps_test_text (&office->plain_flow).text, kps_test_text (file).text);
}

guint
kps_access_check_files (KpsTestOffice *office)
{
  const KpId mine = kp_id_make (&office->environment.environment);
  const KpId other = kp_id_make (&office->environment.environment);
  g_autoptr (GError) error = NULL;
  g_autofree char *given = NULL;
  g_autofree char *guessed = NULL;
  g_autofree char *taken = NULL;

  kps_office_write (office->office, add_content, &office->organisations[NORTH], &error);
  g_assert_no_error (error);
  given = submit (office, ANNA, NORTH, &mine);
  guessed = submit (office, CARL, EAST, &other);
  taken = submit (office, CARL, EAST, &mine);

  return (guint) !g_str_equal (given, "ok") + (guint) !g_str_equal (guessed, "later") +
         (guint) !g_str_equal (taken, "gone");
}
