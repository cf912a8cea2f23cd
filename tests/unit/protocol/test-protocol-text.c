/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PROTOCOL.md names what the tables hold, section by section, and nothing else. Called with its
 * path.
 */

#include "kp-file.h"
#include "kp-limits.h"
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

static const char *const KINDS[] = {
  [KP_FIELD_TEXT] = "text",
  [KP_FIELD_INT] = "int",
  [KP_FIELD_BOOL] = "bool",
  [KP_FIELD_ID] = "id",
  [KP_FIELD_TIME] = "time",
  [KP_FIELD_DATE] = "date",
  [KP_FIELD_NAMES] = "names",
  [KP_FIELD_JSON] = "json",
};

static void
assert_has_row (const char *section,
                char *owned)
{
  g_autofree char *row = owned;

  assert_says (section, "\n", row, "\n");
}

static void
check_argument (const char *section,
                const KpArgument *argument)
{
  g_autofree char *limit =
    argument->limit != 0 ? g_strdup_printf ("%" G_GSIZE_FORMAT, argument->limit) : g_strdup ("");

  assert_has_row (section, g_strdup_printf ("| `%s` | %s |%s | %s |", argument->name,
                                            KINDS[argument->kind],
                                            argument->required ? " yes" : " ", limit));
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
        assert_has_row (section, g_strdup_printf ("| `%s` | %s | %s|", field->name,
                                                  KINDS[field->kind],
                                                  field->column ? "yes " : " "));
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
        check_argument (section, argument);
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

/* Returns: the rows of the table of limits */
static guint
count_plain_rows (const char *text)
{
  const char *start = strstr (text, "\n## Limits\n");
  const char *end = strstr (start + 1, "\n## ");
  guint n = 0;

  for (const char *row = strstr (start, "\n| "); row != NULL && row < end;
       row = strstr (row + 1, "\n| "))
    n++;

  return n - 1; /* its head */
}

/* Returns: (transfer full): "64 KiB", "10 MiB", "4,096" */
static char *
size_text (guint64 n)
{
  if (n >= 1024 * 1024 * 1024)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " GiB", n / (1024 * 1024 * 1024));
  if (n >= 1024 * 1024)
    return g_strdup_printf ("%" G_GUINT64_FORMAT " MiB", n / (1024 * 1024));

  return g_strdup_printf ("%" G_GUINT64_FORMAT " KiB", n / 1024);
}

/* A row of the table of limits: what stands in it, and the numbers that its text must hold. */
typedef struct
{
  const char *what;
  guint64 sizes[2];   /* bytes, as sizes; 0 = none */
  guint64 numbers[4]; /* likewise, as numbers */
} LimitRow;

static const LimitRow LIMITS[] = {
  { "body of `/v1/sync`",
    { KP_LIMIT_SYNC_REQUEST },
    { KP_LIMIT_OPERATIONS_PER_REQUEST, KP_LIMIT_STREAMS } },
  { "one operation", { KP_LIMIT_OPERATION } },
  { "one record", { KP_LIMIT_RECORD } },
  { "reply of `/v1/sync`", { KP_LIMIT_REPLY_MIN, KP_LIMIT_REPLY_SLACK } },
  { "body of `/v1/blob`", { KP_LIMIT_FILE, KP_LIMIT_ORGANISATION_FILES } },
  { "body of sign-in, refresh, sign-out, password", { KP_LIMIT_SMALL_REQUEST } },
  { "reply of those, and a problem", { KP_LIMIT_SMALL_REPLY } },
  { "discovery; a page of `/v1/find`", { KP_LIMIT_DISCOVERY } },
  { "message of the push socket", { 0 }, { KP_LIMIT_HINT } },
  { "stream id", { 0 }, { KP_LIMIT_STREAM } },
  { "title, name, login", { 0 }, { KP_LIMIT_TITLE } },
  { "file; files of one operation; what it says of them; name of a file",
    { KP_LIMIT_FILE, KP_LIMIT_ATTACHMENT_LIST },
    { KP_LIMIT_ATTACHMENTS, KP_LIMIT_FILE_NAME } },
  { "text; explanation; answers; checklist",
    { KP_LIMIT_TEXT, KP_LIMIT_ANSWERS },
    { KP_LIMIT_EXPLANATION_CHARACTERS, KP_LIMIT_EXPLANATION } },
  { "password", { 0 }, { KP_LIMIT_PASSWORD_MIN, KP_LIMIT_PASSWORD } },
  { "portal's name in addresses", { 0 }, { KP_LIMIT_URL_NAME } },
  { "form", { 0 }, { KP_LIMIT_QUESTIONS, KP_LIMIT_OPTIONS, KP_LIMIT_KEY } },
  { "condition; pattern",
    { 0 },
    { KP_LIMIT_CONDITION_DEPTH, KP_LIMIT_PATTERN, KP_LIMIT_PATTERN_STEPS,
      KP_LIMIT_PATTERN_TEXT } },
  { "query of `/v1/find`", { 0 }, { KP_LIMIT_QUERY, KP_LIMIT_FIND_PAGE } },
};

/* Returns: (transfer full): with a comma before the last three digits, as the page writes it */
static char *
number_text (guint64 n)
{
  if (n < 1000)
    return g_strdup_printf ("%" G_GUINT64_FORMAT, n);

  return g_strdup_printf ("%" G_GUINT64_FORMAT ",%03" G_GUINT64_FORMAT, n / 1000, n % 1000);
}

static void
test_limits (gconstpointer text)
{
  for (guint i = 0; i < G_N_ELEMENTS (LIMITS); i++)
    {
      g_autofree char *start = g_strdup_printf ("\n| %s | ", LIMITS[i].what);
      const char *row = strstr (text, start);
      g_autofree char *cell = NULL;

      g_test_message ("%s", LIMITS[i].what);
      g_assert_nonnull (row);
      row += strlen (start);
      cell = g_strndup (row, strcspn (row, "\n"));
      for (guint k = 0; k < G_N_ELEMENTS (LIMITS[i].sizes) && LIMITS[i].sizes[k] != 0; k++)
        {
          g_autofree char *size = size_text (LIMITS[i].sizes[k]);

          assert_says (cell, "", size, "");
        }
      for (guint k = 0; k < G_N_ELEMENTS (LIMITS[i].numbers) && LIMITS[i].numbers[k] != 0; k++)
        {
          g_autofree char *number = number_text (LIMITS[i].numbers[k]);

          assert_says (cell, "", number, "");
        }
    }
  /* A row of the page that nobody here knows would be a limit that nobody keeps. */
  g_assert_cmpuint (count_plain_rows (text), ==, G_N_ELEMENTS (LIMITS));
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
  g_test_add_data_func ("/protocol-text/limits", text, test_limits);
  g_test_add_data_func ("/protocol-text/problems", text, test_problems);

  return g_test_run ();
}
