/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the subcommands share, and the short ones.
 */

#include "kps-commands.h"

#include "kp-error.h"
#include "kps-audit.h"
#include "kps-hooks.h"

int
kps_command_fail (const GError *error)
{
  g_printerr ("klantportaal-server: %s\n", error != NULL ? error->message : "failed");

  return 1;
}

KpsConfig *
kps_command_load_config (const char *config_path,
                         const char *folder,
                         GError **error)
{
  g_autoptr (KpsConfig) config = NULL;

  if (config_path != NULL || folder == NULL)
    config = kps_config_load (config_path != NULL ? config_path : KPS_CONFIG_DEFAULT_PATH, error);
  else
    config = kps_config_new ();

  if (config != NULL && folder != NULL)
    {
      g_free (config->folder);
      config->folder = g_strdup (folder);
    }

  return g_steal_pointer (&config);
}

gboolean
kps_command_require_office (const KpsConfig *config,
                            GError **error)
{
  g_autofree char *path = g_build_filename (config->folder, "office.db", NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;

  g_set_error (error, KP_ERROR, KP_ERROR_NOT_FOUND,
               "There is no office in %s yet; serve, migrate or import begins one",
               config->folder);

  return FALSE;
}

/* What the short subcommands understand. */
typedef struct
{
  char *config; /* (owned) (nullable) */
  char *folder; /* (owned) (nullable) */
  gboolean dry_run;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->config);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Returns: FALSE after having said what is wrong */
static gboolean
parse (Options *options,
       int *argc,
       char **argv[],
       int n_arguments,
       const char *usage)
{
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &options->config, "The configuration", "FILE" },
    { "dir", 0, 0, G_OPTION_ARG_FILENAME, &options->folder, "The office's folder", "DIR" },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &options->dry_run, "import: check only", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (usage);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      kps_command_fail (error);
      return FALSE;
    }

  if (*argc != n_arguments + 1)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);

      g_printerr ("%s", help);
      return FALSE;
    }

  return TRUE;
}

gboolean
kps_command_print_faults (const char *folder,
                          const KpsImportResult *result)
{
  for (guint i = 0; i < result->faults->len; i++)
    {
      const KpsImportFault *fault = g_ptr_array_index (result->faults, i);

      if (fault->line == 0)
        g_printerr ("%s/%s: %s\n", folder, fault->file, fault->message);
      else if (fault->column == 0)
        g_printerr ("%s/%s:%u: %s\n", folder, fault->file, fault->line, fault->message);
      else
        g_printerr ("%s/%s:%u:%u: %s\n", folder, fault->file, fault->line, fault->column,
                    fault->message);
    }

  if (result->is_partial)
    g_printerr ("The other files are judged as soon as these can be read.\n");

  return result->faults->len == 0;
}

KpsConfig *
kps_command_parse_folder (int *argc,
                          char **argv[],
                          GError **error)
{
  g_auto (Options) options = { 0 };

  if (!parse (&options, argc, argv, 0, NULL))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "it is not called like that");
      return NULL;
    }

  return kps_command_load_config (options.config, options.folder, error);
}

static int
run_import (const Options *options,
            const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsConfig) config = kps_command_load_config (options->config, options->folder, &error);
  g_autoptr (KpsOffice) office = NULL;
  g_autoptr (KpsAccounts) accounts = NULL;
  g_autoptr (KpsImportResult) result = NULL;
  KpsAccountsOptions accounts_options;
  KpsImportOptions import = {
    .folder = folder,
    .dry_run = options->dry_run,
    .save_accounts = kps_account_save_imported,
  };

  if (config == NULL)
    return kps_command_fail (error);

  office = kps_office_open (config->folder, 0, kps_hooks_get_environment (), NULL, &error);
  if (office == NULL)
    return kps_command_fail (error);

  kps_config_get_accounts_options (config, &accounts_options);
  accounts = kps_accounts_new (office, &accounts_options, &error);
  if (accounts == NULL)
    return kps_command_fail (error);

  import.data = accounts;
  result = kps_import_run (office, &import, &error);
  if (result == NULL)
    return kps_command_fail (error);

  if (!kps_command_print_faults (folder, result))
    return 1;

  g_print ("%s: %u added, %u changed, %u unchanged, %u accounts\n",
           options->dry_run ? "Nothing was written; it would be" : "Imported",
           result->added, result->changed, result->unchanged, result->accounts->len);

  return 0;
}

int
kps_command_import (int argc,
                    char *argv[])
{
  g_auto (Options) options = { 0 };

  return parse (&options, &argc, &argv, 1, "DIR") ? run_import (&options, argv[1]) : 2;
}

int
kps_command_migrate (int argc,
                     char *argv[])
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsConfig) config = NULL;
  g_autoptr (KpsOffice) office = NULL;

  if (!parse (&options, &argc, &argv, 0, NULL))
    return 2;

  config = kps_command_load_config (options.config, options.folder, &error);
  if (config != NULL)
    office = kps_office_open (config->folder, 0, kps_hooks_get_environment (), NULL, &error);
  if (office == NULL)
    return kps_command_fail (error);

  g_print ("%s has the newest schema\n", kps_office_get_db_path (office));

  return 0;
}

static gboolean
check_secrets (KpsOffice *office,
               GError **error)
{
  g_autofree char *path = g_build_filename (kps_office_get_folder (office), KPS_SECRETS_FILE, NULL);
  g_autoptr (KpsSecrets) secrets = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (
        error, KP_ERROR, KP_ERROR_NOT_FOUND,
        "%s is missing: it is made at the first start, and a restored office needs its old one",
        path);
      return FALSE;
    }

  secrets = kps_secrets_open (path, kps_hooks_get_environment (), error);

  return secrets != NULL;
}

int
kps_command_check (int argc,
                   char *argv[])
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsConfig) config = NULL;
  g_autoptr (KpsOffice) office = NULL;
  guint64 n_rows;
  guint n_files;

  if (!parse (&options, &argc, &argv, 0, NULL))
    return 2;

  config = kps_command_load_config (options.config, options.folder, &error);
  if (config == NULL || !kps_command_require_office (config, &error))
    return kps_command_fail (error);

  office = kps_office_open (config->folder, 0, kps_hooks_get_environment (), NULL, &error);
  if (office == NULL || !check_secrets (office, &error) ||
      !kp_db_check (kps_office_get_read_db (office), &error) ||
      !kps_audit_verify (kps_office_get_read_db (office), &n_rows, &error) ||
      !kps_command_check_files (kps_office_get_read_db (office), config->folder, FALSE, &n_files,
                                &error))
    return kps_command_fail (error);

  g_print ("Configuration, keys, database, %u files and %" G_GUINT64_FORMAT
           " rows of the audit log are in order\n",
           n_files, n_rows);

  return 0;
}

int
kps_command_verify (int argc,
                    char *argv[])
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsConfig) config = NULL;
  g_autoptr (KpsOffice) office = NULL;
  guint64 n_rows;
  guint n_files;

  if (!parse (&options, &argc, &argv, 0, NULL))
    return 2;

  config = kps_command_load_config (options.config, options.folder, &error);
  if (config != NULL && kps_command_require_office (config, &error))
    office = kps_office_open (config->folder, 0, kps_hooks_get_environment (), NULL, &error);
  if (office == NULL || !kps_audit_verify (kps_office_get_read_db (office), &n_rows, &error) ||
      !kps_command_check_files (kps_office_get_read_db (office), config->folder, TRUE, &n_files,
                                &error))
    return kps_command_fail (error);

  g_print ("%" G_GUINT64_FORMAT " rows of the audit log fit together, and %u files are whole\n",
           n_rows, n_files);

  return 0;
}
