/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching the office: beginnings of words in any order, pages without gaps, and nothing in the
 * words of a query is a command.
 */

#include "kp-error.h"
#include "kps-find.h"
#include "kps-test-office.h"

#include <string.h>

/* Returns: (transfer full) (nullable): the page */
static yyjson_doc *
find (KpsTestOffice *self,
      const char *query,
      const char *after,
      guint limit)
{
  g_autoptr (KpsPerson) eva = kps_test_office_load_person (self, EVA);
  KpsQuestion question = { .query = query, .after = after, .limit = limit };
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
    kps_find (kps_office_get_read_db (self->office), eva, &question, NULL, &error);

  if (text == NULL)
    {
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
      return NULL;
    }

  return yyjson_read (text, strlen (text), YYJSON_READ_NOFLAG);
}

static gsize
count (KpsTestOffice *self,
       const char *query)
{
  yyjson_doc *page = find (self, query, NULL, 50);
  gsize n = yyjson_arr_size (yyjson_obj_get (yyjson_doc_get_root (page), "rows"));

  yyjson_doc_free (page);

  return n;
}

static void
test_words (KpsTestOffice *self,
            gconstpointer data)
{
  KpId id = kps_test_office_submit (self, ANNA, NORTH, "Lékkage in de kelder");
  g_autofree char *outcome = NULL;

  g_assert_cmpuint (count (self, "lekk"), ==, 1);
  g_assert_cmpuint (count (self, "KELD lék"), ==, 1);
  g_assert_cmpuint (count (self, "anna north"), ==, 1);
  g_assert_cmpuint (count (self, "R-2026-00001"), ==, 1);
  g_assert_cmpuint (count (self, "r-2026-000"), ==, 1);
  g_assert_cmpuint (count (self, "R-20-00001"), ==, 0);
  g_assert_cmpuint (count (self, "kel-north"), ==, 0);
  g_assert_cmpuint (count (self, "kel - north"), ==, 1);
  g_assert_cmpuint (count (self, "kelder zolder"), ==, 0);
  g_assert_cmpuint (count (self, "elder"), ==, 0);

  /* What it is found by follows what it says. */
  kps_test_office_put (self, KP_ENTITY_REQUEST, &id, "{\"org_id\":\"%s\",\"title\":\"Zolder\"}",
                       kps_test_text (&self->organisations[NORTH]).text);
  g_assert_cmpuint (count (self, "lekk"), ==, 0);
  g_assert_cmpuint (count (self, "zolder"), ==, 1);
  kps_test_office_delete (self, KP_ENTITY_REQUEST, &id);
  g_assert_cmpuint (count (self, "zolder"), ==, 0);
}

static void
test_hostile (KpsTestOffice *self,
              gconstpointer data)
{
  static const char *const QUERIES[] = {
    "\"",
    "*",
    "north\" OR \"east",
    "words:north",
    "NOT north",
    "north AND",
    "(",
    "^north",
    "{a b}",
    "NEAR(north east)",
    "-",
    "\xe2\x80\xa6",
  };

  for (guint i = 0; i < G_N_ELEMENTS (QUERIES); i++)
    {
      yyjson_doc *page = find (self, QUERIES[i], NULL, 50);

      yyjson_doc_free (page);
    }
  g_assert_cmpuint (count (self, "north OR east"), ==, 0);
}

static void
test_pages (KpsTestOffice *self,
            gconstpointer data)
{
  g_autofree char *after = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint pages = 0;

  for (guint i = 0; i < 23; i++)
    kps_test_office_submit (self, ANNA, NORTH, "Kelder");

  do
    {
      yyjson_doc *page = find (self, "kelder", after, 10);
      yyjson_val *root = yyjson_doc_get_root (page);
      yyjson_val *row;
      size_t i;
      size_t n;

      yyjson_arr_foreach (yyjson_obj_get (root, "rows"), i, n, row)
      {
        g_assert_true (
          g_hash_table_add (seen, g_strdup (yyjson_get_str (yyjson_obj_get (row, "id")))));
      }
      g_free (after);
      after = g_strdup (yyjson_get_str (yyjson_obj_get (root, "next")));
      yyjson_doc_free (page);
      pages++;
    }
  while (after != NULL);

  g_assert_cmpuint (pages, ==, 3);
  g_assert_cmpuint (g_hash_table_size (seen), ==, 23);
}

#define ADD(path, func)                                                         \
  g_test_add ("/find/" path, KpsTestOffice, NULL, kps_test_office_set_up, func, \
              kps_test_office_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("words/beginnings-in-any-order", test_words);
  ADD ("hostile-query/is-only-words", test_hostile);
  ADD ("pages/without-gaps-or-doubles", test_pages);

  return g_test_run ();
}
