/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Stands in for libFuzzer where that is not linked: gives a target each file of its corpus, and
 * each of these cut short at every byte, once.
 */

#include <gio/gio.h>

int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize length);

static void
replay (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));

  /* A copy of the exact size, so that reading beyond its end is noticed. */
  for (gsize cut = 0; cut <= length; cut++)
    {
      g_autofree guint8 *copy = g_memdup2 (bytes, cut);

      LLVMFuzzerTestOneInput (copy, cut);
    }
}

int
main (int argc,
      char **argv)
{
  guint n_files = 0;

  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GDir) folder = g_dir_open (argv[i], 0, NULL);
      const char *name;

      g_assert_nonnull (folder);
      while ((name = g_dir_read_name (folder)) != NULL)
        {
          g_autofree char *path = g_build_filename (argv[i], name, NULL);

          replay (path);
          n_files++;
        }
    }
  g_assert_cmpuint (n_files, >, 0);

  return 0;
}
