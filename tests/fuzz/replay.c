/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Stands in for libFuzzer where that is not linked: gives a target each file of its corpus, each of
 * these cut short at every byte, and each in many ways that a fixed seed bends it.
 */

#include <gio/gio.h>
#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize length);

/* How often a file is bent, and at most how often each time. */
#define N_BENT 20000
#define MAX_BENDS 8

/* What a reader may not expect at just this place. */
static const char *const TOKENS[] = {
  "\"",
  "\\",
  "{",
  "}",
  "[",
  "]",
  ",",
  ":",
  "\n",
  "null",
  "true",
  "-1",
  "1e999",
  "\\u0000",
  "9007199254740993",
  "\xff",
  "{\"v\":",
  "\"id\":",
  "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
  ".",
};

static void
give (const guint8 *bytes,
      gsize length)
{
  /* A copy of the exact size, so that reading beyond its end is noticed. */
  g_autofree guint8 *copy = g_memdup2 (bytes, length);

  LLVMFuzzerTestOneInput (copy, length);
}

/* Changes, removes, doubles or adds something somewhere. */
static void
bend (GByteArray *bytes,
      GRand *rand)
{
  guint place = g_rand_int_range (rand, 0, bytes->len + 1);
  guint wanted = g_rand_int_range (rand, 1, 32);
  guint length = MIN (bytes->len - place, wanted);
  const char *token = TOKENS[g_rand_int_range (rand, 0, G_N_ELEMENTS (TOKENS))];
  g_autofree guint8 *tail = g_memdup2 (bytes->data + place, bytes->len - place);
  guint tail_length = bytes->len - place;

  switch (g_rand_int_range (rand, 0, 4))
    {
    case 0:
      if (tail_length > 0)
        bytes->data[place] ^= 1 << g_rand_int_range (rand, 0, 8);
      break;

    case 1:
      if (length > 0)
        g_byte_array_remove_range (bytes, place, length);
      break;

    case 2:
      g_byte_array_set_size (bytes, place + length);
      g_byte_array_append (bytes, tail, tail_length);
      break;

    default:
      g_byte_array_set_size (bytes, place);
      g_byte_array_append (bytes, (const guint8 *) token, strlen (token));
      g_byte_array_append (bytes, tail, tail_length);
      break;
    }
}

static void
give_bent (const char *text,
           gsize length)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (length);

  for (guint i = 0; i < N_BENT; i++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_sized_new (length);
      guint n_bends = g_rand_int_range (rand, 1, MAX_BENDS + 1);

      g_byte_array_append (bytes, (const guint8 *) text, length);
      for (guint k = 0; k < n_bends; k++)
        bend (bytes, rand);
      give (bytes->data, bytes->len);
    }
}

static void
replay (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));

  for (gsize cut = 0; cut <= length; cut++)
    give ((const guint8 *) bytes, cut);
  give_bent (bytes, length);
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
