/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * RFC 4180, section 2; the apostrophe is the OWASP's advice against CSV injection.
 */

#include "kp-csv.h"

#include <string.h>

/* What begins a formula, in the usual and the full-width form; and what spreadsheets skip before
 * it.
 */
static gboolean
is_formula (const char *value)
{
  switch (g_utf8_get_char (value))
    {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
    case '\n':
    case 0xFF1D:
    case 0xFF0B:
    case 0xFF0D:
    case 0xFF20:
      return TRUE;

    default:
      return FALSE;
    }
}

void
kp_csv_append (GString *text,
               const char *value,
               gboolean last)
{
  const char *rest = value != NULL ? value : "";
  gboolean quoted = strpbrk (rest, ",;\"\t\r\n") != NULL || *rest == ' ';

  if (quoted)
    g_string_append_c (text, '"');
  if (is_formula (rest))
    g_string_append_c (text, '\'');
  for (; *rest != '\0'; rest++)
    {
      if (*rest == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *rest);
    }
  if (quoted)
    g_string_append_c (text, '"');
  g_string_append (text, last ? "\r\n" : ",");
}
