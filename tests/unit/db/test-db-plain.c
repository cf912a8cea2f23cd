/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A program linked to the library that cannot encrypt must refuse a key, not write plain text.
 */

#include "kp-db.h"
#include "kp-error.h"
#include "kp-test.h"

static void
test_key (void)
{
  static const guint8 KEY[KP_DB_KEY_SIZE] = { 1 };
  g_autoptr (GError) error = NULL;
  g_autofree char *path = kp_test_dup_path ("plain.db");
  g_autoptr (KpDb) db = kp_db_open (path, &(KpDbOptions) { .key = KEY }, &error);

  g_assert_null (db);
  g_assert_error (error, KP_ERROR, KP_ERROR_CORRUPT);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/db-plain/key/is-refused", test_key);

  return g_test_run ();
}
