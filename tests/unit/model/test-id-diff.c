/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The difference of two lists: applied, it makes the new one, and it names no more than needed.
 */

#include "kp-id-diff.h"

static KpId
id_of (guint number)
{
  KpId id = { { 1 } };

  memcpy (id.bytes + 12, &number, sizeof number);

  return id;
}

static GArray *
list_of (const guint *numbers,
         guint n)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (KpId));

  for (guint i = 0; i < n; i++)
    {
      KpId id = id_of (numbers[i]);

      g_array_append_val (list, id);
    }

  return list;
}

/* Asserts that the splices lead from @old to @new, in order and without touching each other. */
static void
assert_leads (GArray *old,
              GArray *new,
              GArray *splices)
{
  guint old_at = 0;
  guint new_at = 0;

  for (guint i = 0; i <= splices->len; i++)
    {
      const KpSplice end = { old->len, 0, new->len, 0 };
      const KpSplice *splice = i < splices->len ? &g_array_index (splices, KpSplice, i) : &end;

      g_assert_cmpuint (splice->old_start - old_at, ==, splice->new_start - new_at);
      if (i > 0 && i < splices->len)
        g_assert_cmpuint (splice->old_start, >, old_at);
      for (; old_at < splice->old_start; old_at++, new_at++)
        g_assert_true (kp_id_equal (&g_array_index (old, KpId, old_at),
                                    &g_array_index (new, KpId, new_at)));

      old_at += splice->removed;
      new_at += splice->added;
    }
}

typedef struct
{
  const char *name;
  guint old[8];
  guint n_old;
  guint new[8];
  guint n_new;
  KpSplice splices[3];
  guint n_splices;
} Case;

static const Case CASES[] = {
  { "same", { 1, 2, 3 }, 3, { 1, 2, 3 }, 3, { { 0 } }, 0 },
  { "first-answer", { 0 }, 0, { 1, 2 }, 2, { { 0, 0, 0, 2 } }, 1 },
  { "emptied", { 1, 2 }, 2, { 0 }, 0, { { 0, 2, 0, 0 } }, 1 },
  { "added-in-front", { 1, 2 }, 2, { 9, 1, 2 }, 3, { { 0, 0, 0, 1 } }, 1 },
  { "removed-in-the-middle", { 1, 2, 3 }, 3, { 1, 3 }, 2, { { 1, 1, 1, 0 } }, 1 },
  { "two-places", { 1, 2, 3, 4 }, 4, { 9, 1, 2, 3 }, 4, { { 0, 0, 0, 1 }, { 3, 1, 4, 0 } }, 2 },
  { "moved-to-the-front-is-one-splice",
    { 1, 2, 3, 4, 5 },
    5,
    { 4, 1, 2, 3, 5 },
    5,
    { { 0, 4, 0, 4 } },
    1 },
  { "moved-beside-something-new",
    { 1, 2, 3, 4, 5 },
    5,
    { 1, 3, 2, 4, 9 },
    5,
    { { 1, 2, 1, 2 }, { 4, 1, 4, 1 } },
    2 },
};

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  g_autoptr (GArray) old = list_of (one->old, one->n_old);
  g_autoptr (GArray) new = list_of (one->new, one->n_new);
  g_autoptr (GArray) splices = kp_id_diff (old, new, 50);

  assert_leads (old, new, splices);
  g_assert_cmpuint (splices->len, ==, one->n_splices);
  for (guint i = 0; i < splices->len; i++)
    {
      const KpSplice *splice = &g_array_index (splices, KpSplice, i);

      g_assert_cmpuint (splice->old_start, ==, one->splices[i].old_start);
      g_assert_cmpuint (splice->removed, ==, one->splices[i].removed);
      g_assert_cmpuint (splice->new_start, ==, one->splices[i].new_start);
      g_assert_cmpuint (splice->added, ==, one->splices[i].added);
    }
}

/* Every tenth row goes: a hundred places, of which the nearest are taken together. */
static void
test_many_places_are_merged (void)
{
  g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (KpId));
  g_autoptr (GArray) new = g_array_new (FALSE, FALSE, sizeof (KpId));
  g_autoptr (GArray) splices = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      KpId id = id_of (i + 1);

      g_array_append_val (old, id);
      if (i % 10 != 5)
        g_array_append_val (new, id);
    }

  splices = kp_id_diff (old, new, 50);
  g_assert_cmpuint (splices->len, ==, 50);
  assert_leads (old, new, splices);
}

static void
test_random_lists (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint round = 0; round < 300; round++)
    {
      g_autoptr (GArray) old = g_array_new (FALSE, FALSE, sizeof (KpId));
      g_autoptr (GArray) new = g_array_new (FALSE, FALSE, sizeof (KpId));
      g_autoptr (GArray) splices = NULL;
      guint n = (guint) g_rand_int_range (rand, 0, 60);

      for (guint i = 0; i < n; i++)
        {
          KpId id = id_of (i + 1);

          if (g_rand_boolean (rand))
            g_array_append_val (old, id);
          if (g_rand_boolean (rand))
            g_array_insert_val (new, (guint) g_rand_int_range (rand, 0, (int) new->len + 1), id);
        }

      splices = kp_id_diff (old, new, 4);
      g_assert_cmpuint (splices->len, <=, 4);
      assert_leads (old, new, splices);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *path = g_strconcat ("/id-diff/", CASES[i].name, NULL);

      g_test_add_data_func (path, &CASES[i], test_case);
    }
  g_test_add_func ("/id-diff/more-places-than-allowed/nearest-are-merged",
                   test_many_places_are_merged);
  g_test_add_func ("/id-diff/random-lists/always-lead-to-the-new-one", test_random_lists);

  return g_test_run ();
}
