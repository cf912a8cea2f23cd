/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PROTOCOL.md names what the tables hold, section by section, and nothing else. Called with its
 * path.
 */

#include "kp-file.h"
#include "kp-operation.h"
#include "kp-problem.h"

#include <string.h>

/* Returns: (transfer full): the text under "### `name`" */
static char *
get_section (const char *text,
             const char *name)
{
  g_autofree char *heading = g_strdup_printf ("\n### `%s`\n", name);
  const char *start = strstr (text, heading);
  const char *end;

  g_test_message ("section %s", name);
  g_assert_nonnull (start);
  start += strlen (heading);
  end = strstr (start, "\n##");

  return end != NULL ? g_strndup (start, end - start) : g_strdup (start);
}

static void
assert_says (const char *section,
             const char *before,
             const char *name,
             const char *after)
{
  g_autofree char *sought = g_strconcat (before, name, after, NULL);

  g_test_message ("%s", sought);
  g_assert_nonnull (strstr (section, sought));
}

/* Returns: the rows of the tables in @section, whose first cell is a name */
static guint
count_rows (const char *section)
{
  guint n = 0;

  for (const char *row = strstr (section, "\n| `"); row != NULL; row = strstr (row + 1, "\n| `"))
    n++;

  return n;
}

static void
test_entities (gconstpointer text)
{
  for (int type = 1; type <= KP_N_ENTITIES; type++)
    {
      const KpEntity *entity = kp_entity_get (type);
      g_autofree char *section = get_section (text, entity->name);
      guint n = 0;

      for (const KpField *field = entity->fields; field->name != NULL; field++, n++)
        assert_says (section, "\n| `", field->name, "` | ");
      g_assert_cmpuint (count_rows (section), ==, n);
    }
}

static void
check_effects (const char *section,
               const KpEffect *effects)
{
  for (const KpEffect *effect = effects; effect != NULL && effect->field != NULL; effect++)
    assert_says (section, "`", effect->field, "`");
}

static void
test_operations (gconstpointer text)
{
  for (const KpOperationKind *kind = kp_operation_get_kinds (); kind->name != NULL; kind++)
    {
      g_autofree char *name = g_strdup_printf ("%s@%d", kind->name, kind->version);
      g_autofree char *section = get_section (text, name);
      guint n = 0;

      for (const KpArgument *argument = kind->arguments; argument->name != NULL; argument++, n++)
        assert_says (section, "\n| `", argument->name, "` | ");
      g_assert_cmpuint (count_rows (section), ==, n);

      check_effects (section, kind->effects);
      check_effects (section, kind->added_effects);
      if (kind->listed != NULL)
        check_effects (section, kind->listed->effects);
      for (guint i = 0; kind->from != NULL && kind->from[i] != NULL; i++)
        assert_says (section, "`", kind->from[i], "`");
      if (kind->to != NULL)
        assert_says (section, "`", kind->to, "`");
      if (kind->right != NULL)
        assert_says (section, "`", kind->right, "`");
    }
}

static void
test_file_types (gconstpointer text)
{
  for (const KpFileType *type = kp_file_type_get_all (); type->media_type != NULL; type++)
    {
      g_autofree char *extensions = g_strjoinv ("`, `", (char **) type->extensions);
      g_autofree char *row = g_strdup_printf ("\n| `%s` | `%s` | %s|", type->media_type, extensions,
                                              type->is_photo ? "yes " : "");

      g_test_message ("%s", row);
      g_assert_nonnull (strstr (text, row));
    }
}

static void
test_problems (gconstpointer text)
{
  for (int problem = 1; problem <= KP_N_PROBLEMS; problem++)
    {
      g_autofree char *row = g_strdup_printf ("\n| `%s` | %u | ", kp_problem_get_code (problem),
                                              kp_problem_get_status (problem));

      g_test_message ("%s", row);
      g_assert_nonnull (strstr (text, row));
    }
}

int
main (int argc,
      char **argv)
{
  g_autofree char *text = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  g_assert_true (g_file_get_contents (argv[1], &text, NULL, NULL));

  g_test_add_data_func ("/protocol-text/entities", text, test_entities);
  g_test_add_data_func ("/protocol-text/operations", text, test_operations);
  g_test_add_data_func ("/protocol-text/file-types", text, test_file_types);
  g_test_add_data_func ("/protocol-text/problems", text, test_problems);

  return g_test_run ();
}
