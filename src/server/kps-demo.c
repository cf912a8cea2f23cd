/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The same import that an office would use, then a file that says how to sign in.
 */

#include "kps-demo.h"

#include "kp-error.h"
#include "kps-commands.h"
#include "kps-hooks.h"

#include <json-glib/json-glib.h>
#include <string.h>

static const char SELECT_HAS_RECORDS[] = "SELECT EXISTS (SELECT 1 FROM record)";

static gboolean
is_loaded (KpsOffice *office,
           gboolean *loaded,
           GError **error)
{
  g_autoptr (KpStatement) select =
    kp_db_prepare (kps_office_get_read_db (office), SELECT_HAS_RECORDS, error);
  gboolean has_row;

  if (select == NULL || !kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  *loaded = kp_statement_get_int64 (select, 0) != 0;

  return TRUE;
}

gboolean
kps_demo_prepare (const KpsConfig *config,
                  const char *data,
                  guint scale,
                  KpsImportResult **result,
                  GError **error)
{
  g_autoptr (KpsOffice) office =
    kps_office_open (config->folder, 0, kps_hooks_get_environment (), NULL, error);
  g_autoptr (KpsAccounts) accounts = NULL;
  g_autoptr (KpsImportResult) imported = NULL;
  KpsAccountsOptions options;
  KpsImportOptions import = { .folder = data,
                              .scale = scale,
                              .save_accounts = kps_account_save_imported };

  if (office == NULL || !is_loaded (office, &import.dry_run, error))
    return FALSE;

  kps_config_get_accounts_options (config, &options);
  accounts = kps_accounts_new (office, &options, error);
  if (accounts == NULL)
    return FALSE;

  import.data = accounts;
  imported = kps_import_run (office, &import, error);
  if (imported == NULL)
    return FALSE;

  /* One that was loaded before goes on as it is: files that changed since are only said. */
  if (!kps_command_print_faults (data, imported) && !import.dry_run)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "The files in %s have faults", data);
      return FALSE;
    }

  *result = g_steal_pointer (&imported);

  return TRUE;
}

static void
add_text (JsonBuilder *builder,
          const char *name,
          const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_account (JsonBuilder *builder,
             const KpsImportAccount *account)
{
  json_builder_begin_object (builder);
  add_text (builder, "login", account->login);
  add_text (builder, "password", account->password);
  add_text (builder, "kind", account->portal_url_name != NULL ? "customer" : "staff");
  add_text (builder, "portal", account->portal_url_name);
  add_text (builder, "name", account->name);
  json_builder_end_object (builder);
}

gboolean
kps_demo_write_credentials (const char *path,
                            const char *base_url,
                            const KpsImportResult *result,
                            GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  add_text (builder, "base_url", base_url);
  json_builder_set_member_name (builder, "accounts");
  json_builder_begin_array (builder);
  for (guint i = 0; i < result->accounts->len; i++)
    add_account (builder, g_ptr_array_index (result->accounts, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);

  return g_file_set_contents_full (path, text, strlen (text), G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                   error);
}
