/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Comma-separated values: what RFC 4180 wants, and what a spreadsheet must not run.
 */

#include "kp-csv.h"

typedef struct
{
  const char *value;
  const char *written;
} CsvCase;

static const CsvCase CASES[] = {
  { "Kraan", "Kraan" },
  { "", "" },
  { NULL, "" },
  { "Bakker, Slager", "\"Bakker, Slager\"" },
  { "De \"Oven\"", "\"De \"\"Oven\"\"\"" },
  { "één\r\ntwee", "\"één\r\ntwee\"" },
  { "een;twee", "\"een;twee\"" },
  { " ingesprongen", "\" ingesprongen\"" },
  { "=1+2", "'=1+2" },
  { "+31 30 555 01 21", "'+31 30 555 01 21" },
  { "-5", "'-5" },
  { "@SUM(A1)", "'@SUM(A1)" },
  { "\t=1", "\"'\t=1\"" },
  { "\r=1", "\"'\r=1\"" },
  { "＝HYPERLINK(\"x\")", "\"'＝HYPERLINK(\"\"x\"\")\"" },
  { "1=1", "1=1" },
};

static void
test_values (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autofree char *line = g_strdup_printf ("%s,x\r\n", CASES[i].written);

      kp_csv_append (text, CASES[i].value, FALSE);
      kp_csv_append (text, "x", TRUE);
      g_assert_cmpstr (text->str, ==, line);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/values/quoted-and-never-a-formula", test_values);

  return g_test_run ();
}
