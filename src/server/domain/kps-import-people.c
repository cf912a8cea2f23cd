/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * People: staff.csv, organisations.csv, links.csv and customers.csv: who there is, and who belongs
 * to whom.
 */

#include "kps-import-private.h"

#include "kp-check.h"

#include <string.h>

#define YEAR (365 * 24 * 60 * 60 * G_GINT64_CONSTANT (1000))

/* A cell that must hold something; names itself otherwise. */
static const char *
get_required (KpsImport *self,
              const KpsCsv *csv,
              guint row,
              const char *column)
{
  const KpsCell *cell = kps_csv_get (csv, row, column);

  if (*cell->text == '\0')
    kps_import_fault_cell (self, csv, cell, "“%s” is empty.", column);

  return cell->text;
}

static void
check (KpsImport *self,
       const KpsCsv *csv,
       guint row,
       const char *column,
       gboolean (*is_right) (const char *text))
{
  const KpsCell *cell = kps_csv_get (csv, row, column);

  if (*cell->text != '\0' && !is_right (cell->text))
    kps_import_fault_cell (self, csv, cell, "“%s” is no %s.", cell->text, column);
}

/* Columns that become fields of the same name; an empty cell is null. */
static void
copy_cells (const KpsCsv *csv,
            guint row,
            KpsImportRecord *record,
            const char *const *columns)
{
  for (guint i = 0; columns[i] != NULL; i++)
    {
      const char *text = kps_csv_get (csv, row, columns[i])->text;

      kps_import_set_text (record, columns[i], *text != '\0' ? text : NULL);
    }
}

/* Copies the words of a cell as an array. */
static void
copy_words (const KpsCsv *csv,
            guint row,
            KpsImportRecord *record,
            const char *column)
{
  g_auto (GStrv) words = g_strsplit (kps_csv_get (csv, row, column)->text, " ", -1);
  yyjson_mut_val *array = yyjson_mut_arr (record->doc);

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] != '\0')
        yyjson_mut_arr_add_strcpy (record->doc, array, words[i]);
    }
  yyjson_mut_obj_put (record->root, yyjson_mut_strcpy (record->doc, column), array);
}

static void
add_account (KpsImport *self,
             const KpsCsv *csv,
             guint row,
             const KpsImportRecord *user,
             const KpsImportRecord *portal)
{
  const char *password = kps_csv_get (csv, row, "password")->text;
  KpsImportAccount *account = g_new0 (KpsImportAccount, 1);

  account->user_id = user->id;
  account->login = g_strdup (kps_import_get_text (user, "login"));
  account->name = g_strdup (kps_import_get_text (user, "display_name"));
  account->password = *password != '\0' ? g_strdup (password) : NULL;
  if (portal != NULL)
    {
      account->portal_url_name = g_strdup (portal->key);
      account->portal_id = portal->id;
    }
  g_ptr_array_add (self->accounts, account);
}

/* Returns: (nullable): the user of a row, with what staff and customers have in common */
static KpsImportRecord *
add_user (KpsImport *self,
          const KpsCsv *csv,
          guint row,
          const char *key,
          const char *kind)
{
  static const char *const COLUMNS[] = { "login", "email", "phone", "locale", NULL };
  const KpsCell *cell = kps_csv_get (csv, row, "login");
  const KpsCell *locale = kps_csv_get (csv, row, "locale");
  const char *name = get_required (self, csv, row, "name");
  KpsImportRecord *user;

  get_required (self, csv, row, "login");
  user = kps_import_add (self, KP_ENTITY_USER, key, self->day - YEAR);
  if (user == NULL)
    {
      kps_import_fault_cell (self, csv, cell, "The login “%s” is there twice.", cell->text);
      return NULL;
    }

  check (self, csv, row, "email", kp_check_email);
  check (self, csv, row, "phone", kp_check_phone);
  if (!g_str_equal (locale->text, "nl") && !g_str_equal (locale->text, "en"))
    kps_import_fault_cell (self, csv, locale, "The locale is “nl” or “en”.");

  copy_cells (csv, row, user, COLUMNS);
  kps_import_set_text (user, "display_name", name);
  kps_import_set_text (user, "kind", kind);

  return user;
}

static void
read_staff (KpsImport *self)
{
  static const char *const COLUMNS[] = { "login", "name", "email", "phone", "locale",
                                         "password", "queues", "rights", NULL };
  g_autoptr (KpsCsv) csv = kps_import_load_csv (self, "staff.csv", COLUMNS);

  for (guint row = 0; csv != NULL && row < csv->rows->len; row++)
    {
      g_autofree char *key = g_strconcat ("staff/", kps_csv_get (csv, row, "login")->text, NULL);
      KpsImportRecord *user = add_user (self, csv, row, key, "staff");

      if (user == NULL)
        continue;

      kps_import_set_null (user, "portal_id");
      copy_words (csv, row, user, "queues");
      copy_words (csv, row, user, "rights");
      add_account (self, csv, row, user, NULL);
    }
}

/* The member of staff who answers for an organisation. */
static void
set_responsible (KpsImport *self,
                 const KpsCsv *csv,
                 guint row,
                 KpsImportRecord *organisation)
{
  const KpsCell *cell = kps_csv_get (csv, row, "responsible");
  g_autofree char *key = g_strconcat ("staff/", cell->text, NULL);
  KpsImportRecord *user = kps_import_find (self, KP_ENTITY_USER, key);

  if (*cell->text != '\0' && user == NULL)
    kps_import_fault_cell (self, csv, cell, "There is no member of staff “%s”.", cell->text);

  kps_import_set_text (organisation, "responsible",
                       user != NULL ? kps_import_get_text (user, "display_name") : NULL);
  if (user == NULL)
    return;

  g_array_append_val (self->responsible, user->id);
  g_array_append_val (self->responsible, organisation->id);
}

static void
read_organisation (KpsImport *self,
                   const KpsCsv *csv,
                   guint row,
                   guint copy)
{
  static const char *const COLUMNS[] = { "name", "number", "legal_form", "kvk_number",
                                         "vat_number", "street", "postcode", "city", NULL };
  const KpsCell *cell = kps_csv_get (csv, row, "key");
  g_autofree char *key = NULL;
  KpsImportRecord *organisation;

  key = copy == 0 ? g_strdup (cell->text) : g_strdup_printf ("%s+%u", cell->text, copy);
  organisation = kps_import_add (self, KP_ENTITY_ORGANISATION, key, self->day - YEAR);
  if (organisation == NULL)
    {
      kps_import_fault_cell (self, csv, cell, "The organisation “%s” is there twice.", key);
      return;
    }

  copy_cells (csv, row, organisation, COLUMNS);
  set_responsible (self, csv, row, organisation);
  if (copy > 0)
    {
      g_autofree char *name =
        g_strdup_printf ("%s %u", kps_csv_get (csv, row, "name")->text, copy + 1);
      g_autofree char *number =
        g_strdup_printf ("%s-%u", kps_csv_get (csv, row, "number")->text, copy + 1);

      kps_import_set_text (organisation, "name", name);
      kps_import_set_text (organisation, "number", number);
    }
}

static void
read_organisations (KpsImport *self)
{
  static const char *const COLUMNS[] = { "key", "name", "number", "legal_form",
                                         "kvk_number", "vat_number", "street", "postcode",
                                         "city", "responsible", NULL };
  g_autoptr (KpsCsv) csv = kps_import_load_csv (self, "organisations.csv", COLUMNS);

  for (guint row = 0; csv != NULL && row < csv->rows->len; row++)
    {
      get_required (self, csv, row, "key");
      get_required (self, csv, row, "name");
      get_required (self, csv, row, "number");
      check (self, csv, row, "kvk_number", kp_check_kvk);
      check (self, csv, row, "vat_number", kp_check_vat);
      check (self, csv, row, "postcode", kp_check_postcode);
      for (guint copy = 0; copy < MAX (self->options->scale, 1); copy++)
        read_organisation (self, csv, row, copy);
    }
}

/* Returns: (nullable): the record that a cell names */
static KpsImportRecord *
find_named (KpsImport *self,
            const KpsCsv *csv,
            guint row,
            const char *column,
            KpEntityType entity)
{
  const KpsCell *cell = kps_csv_get (csv, row, column);
  KpsImportRecord *record = kps_import_find (self, entity, cell->text);

  if (record == NULL)
    kps_import_fault_cell (self, csv, cell, "There is no %s “%s”.", column, cell->text);

  return record;
}

static void
read_links (KpsImport *self)
{
  static const char *const COLUMNS[] = { "parent", "child", "kind", NULL };
  static const char *const KINDS[] = { "holding", "fiscal_unit", "partner", NULL };
  g_autoptr (KpsCsv) csv = kps_import_load_csv (self, "links.csv", COLUMNS);

  for (guint row = 0; csv != NULL && row < csv->rows->len; row++)
    {
      const KpsCell *kind = kps_csv_get (csv, row, "kind");
      KpsImportRecord *parent = find_named (self, csv, row, "parent", KP_ENTITY_ORGANISATION);
      KpsImportRecord *child = find_named (self, csv, row, "child", KP_ENTITY_ORGANISATION);
      g_autofree char *key = NULL;
      KpsImportRecord *link;

      if (!g_strv_contains (KINDS, kind->text))
        kps_import_fault_cell (self, csv, kind, "A link is holding, fiscal_unit or partner.");
      if (parent == NULL || child == NULL)
        continue;

      key = g_strdup_printf ("%s/%s", parent->key, child->key);
      link = kps_import_add (self, KP_ENTITY_ORGANISATION_LINK, key, self->day - YEAR);
      if (link == NULL)
        {
          kps_import_fault_cell (self, csv, kind, "The link is there twice.");
          continue;
        }
      kps_import_set_id (link, "org_id", parent);
      kps_import_set_id (link, "child_id", child);
      kps_import_set_text (link, "kind", kind->text);
    }
}

/* One word of "linde-holding:member tuin:reader". */
static void
add_membership (KpsImport *self,
                const KpsCsv *csv,
                const KpsCell *cell,
                const KpsImportRecord *user,
                const char *word)
{
  g_auto (GStrv) parts = g_strsplit (word, ":", 2);
  const char *role = parts[1] != NULL ? parts[1] : "member";
  yyjson_val *rights = g_hash_table_lookup (self->roles, role);
  KpsImportRecord *organisation = kps_import_find (self, KP_ENTITY_ORGANISATION, parts[0]);
  g_autofree char *key = NULL;
  KpsImportRecord *membership;

  if (organisation == NULL)
    kps_import_fault_cell (self, csv, cell, "There is no organisation “%s”.", parts[0]);
  if (rights == NULL)
    kps_import_fault_cell (self, csv, cell, "There is no role “%s”.", role);
  if (organisation == NULL || rights == NULL)
    return;

  key = g_strdup_printf ("%s/%s", user->key, organisation->key);
  membership = kps_import_add (self, KP_ENTITY_MEMBERSHIP, key, self->day - YEAR);
  if (membership == NULL)
    {
      kps_import_fault_cell (self, csv, cell, "“%s” is there twice.", parts[0]);
      return;
    }

  kps_import_set_id (membership, "user_id", user);
  kps_import_set_id (membership, "org_id", organisation);
  kps_import_set_text (membership, "org_name", kps_import_get_text (organisation, "name"));
  kps_import_set_text (membership, "user_name", kps_import_get_text (user, "display_name"));
  kps_import_set_text (membership, "portal_id", kps_import_get_text (user, "portal_id"));
  kps_import_set_text (membership, "role", role);
  kps_import_copy (membership, "rights", rights);
}

static void
read_customers (KpsImport *self)
{
  static const char *const COLUMNS[] = { "login", "portal", "name", "email", "phone",
                                         "locale", "password", "organisations", NULL };
  g_autoptr (KpsCsv) csv = kps_import_load_csv (self, "customers.csv", COLUMNS);

  for (guint row = 0; csv != NULL && row < csv->rows->len; row++)
    {
      const KpsCell *cell = kps_csv_get (csv, row, "organisations");
      KpsImportRecord *portal = find_named (self, csv, row, "portal", KP_ENTITY_PORTAL);
      g_auto (GStrv) words = g_strsplit (cell->text, " ", -1);
      g_autofree char *key = NULL;
      KpsImportRecord *user;

      if (portal == NULL)
        continue;

      key = g_strdup_printf ("%s/%s", portal->key, kps_csv_get (csv, row, "login")->text);
      user = add_user (self, csv, row, key, "customer");
      if (user == NULL)
        continue;

      kps_import_set_id (user, "portal_id", portal);
      add_account (self, csv, row, user, portal);
      for (guint i = 0; words[i] != NULL; i++)
        {
          if (*words[i] != '\0')
            add_membership (self, csv, cell, user, words[i]);
        }
    }
}

void
kps_import_people (KpsImport *self)
{
  read_staff (self);
  read_organisations (self);
  read_links (self);
  read_customers (self);
}
