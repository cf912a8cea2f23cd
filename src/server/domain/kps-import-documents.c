/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Documents: documents.csv, what the office shared with its customers. A folder without it shares
 * nothing.
 */

#include "kps-import-private.h"

#include "kp-limits.h"

#include <string.h>

static const char *const COLUMNS[] = {
  "key",
  "organisation",
  "title",
  "kind",
  "period",
  "shared",
  NULL,
};
static const char *const KINDS[] = {
  "annual_accounts",
  "tax_return",
  "letter",
  "report",
  "other",
  NULL,
};

static void
add_document (KpsImport *self,
              const KpsCsv *csv,
              guint row,
              const KpsImportRecord *organisation)
{
  const KpsCell *key = kps_csv_get (csv, row, "key");
  const KpsCell *title = kps_csv_get (csv, row, "title");
  const KpsCell *kind = kps_csv_get (csv, row, "kind");
  const KpsCell *period = kps_csv_get (csv, row, "period");
  const KpsCell *shared = kps_csv_get (csv, row, "shared");
  KpsImportRecord *document;
  gint64 at = 0;

  if (*title->text == '\0' || strlen (title->text) > KP_LIMIT_TITLE)
    kps_import_fault_cell (self, csv, title, "A title has 1 to %d bytes.", KP_LIMIT_TITLE);
  if (!g_strv_contains (KINDS, kind->text))
    kps_import_fault_cell (self, csv, kind,
                           "A document is annual_accounts, tax_return, letter, report or other.");
  if (strlen (period->text) > KP_LIMIT_NAME)
    kps_import_fault_cell (self, csv, period, "A period has at most %d bytes.", KP_LIMIT_NAME);
  if (!kps_import_parse_time (self, shared->text, &at))
    {
      kps_import_fault_cell (self, csv, shared, "“%s” is no moment.", shared->text);
      return;
    }

  document = kps_import_add (self, KP_ENTITY_DOCUMENT, key->text, at);
  if (document == NULL)
    {
      kps_import_fault_cell (self, csv, key, "The document “%s” is there twice.", key->text);
      return;
    }

  kps_import_set_id (document, "org_id", organisation);
  kps_import_set_text (document, "org_name", kps_import_get_text (organisation, "name"));
  kps_import_set_text (document, "title", title->text);
  kps_import_set_text (document, "kind", kind->text);
  kps_import_set_text (document, "period", *period->text != '\0' ? period->text : NULL);
  kps_import_set_int (document, "shared_at", at);
}

void
kps_import_documents (KpsImport *self)
{
  g_autofree char *path = g_build_filename (self->options->folder, "documents.csv", NULL);
  g_autoptr (KpsCsv) csv = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;

  csv = kps_import_load_csv (self, "documents.csv", COLUMNS);
  for (guint row = 0; csv != NULL && row < csv->rows->len; row++)
    {
      const KpsCell *name = kps_csv_get (csv, row, "organisation");
      KpsImportRecord *organisation =
        kps_import_find (self, KP_ENTITY_ORGANISATION, name->text);

      if (organisation == NULL)
        kps_import_fault_cell (self, csv, name, "There is no organisation “%s”.", name->text);
      else
        add_document (self, csv, row, organisation);
    }
}
