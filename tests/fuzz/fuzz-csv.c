/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables of an import: reading ends for every input, every row is as long as the header, and every
 * cell and fault stands somewhere in the file.
 */

#include "kps-csv.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize length);

static void
on_fault_cb (const char *file,
             guint line,
             guint column,
             const char *message,
             gpointer data)
{
  g_assert_nonnull (message);
  g_assert_cmpuint (line, <=, *(guint *) data + 1);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize length)
{
  g_autoptr (KpsCsv) csv = NULL;
  guint lines = 1;

  for (gsize i = 0; i < length; i++)
    lines += bytes[i] == '\n';

  csv = kps_csv_parse ("fuzz", (const char *) bytes, length, on_fault_cb, &lines);
  for (guint i = 0; i < csv->rows->len; i++)
    {
      GPtrArray *row = csv->rows->pdata[i];

      g_assert_cmpuint (row->len, ==, csv->header->len);
      for (guint j = 0; j < row->len; j++)
        {
          const KpsCell *cell = row->pdata[j];

          g_assert_true (g_utf8_validate (cell->text, -1, NULL));
          g_assert_cmpuint (cell->line, <=, lines);
        }
    }

  return 0;
}
