/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The subcommands that do something and end: for the office's administrator at the console. Each
 * returns what the process exits with: 0 = done, 1 = failed (said on standard error), 2 = used
 * wrongly.
 */

#pragma once

#include "kps-config.h"

G_BEGIN_DECLS

/* Prints "klantportaal-server: …". Returns: 1 */
int kps_command_fail (const GError *error);

/**
 * kps_command_load_config:
 * @config_path: (nullable): %NULL = %KPS_CONFIG_DEFAULT_PATH if @folder is %NULL too, else defaults
 * @folder: (nullable): overrides that of the configuration
 *
 * Returns: (transfer full): the configuration that a subcommand goes by
 */
KpsConfig *kps_command_load_config (const char *config_path,
                                    const char *folder,
                                    GError **error);

/**
 * kps_command_require_office:
 *
 * For subcommands that look into an office: a folder that is spelled wrongly must not become one.
 *
 * Returns: %FALSE with %KP_ERROR_NOT_FOUND if the configuration's folder holds no office
 */
gboolean kps_command_require_office (const KpsConfig *config,
                                     GError **error);

/* user add|disable|enable|password LOGIN; arguments without "user" */
int kps_command_user (int argc,
                      char *argv[]);

/* import [--dry-run] DIR */
int kps_command_import (int argc,
                        char *argv[]);

/* backup DIR, restore DIR */
int kps_command_backup (int argc,
                        char *argv[]);
int kps_command_rescan (int argc,
                        char *argv[]);
int kps_command_restore (int argc,
                         char *argv[]);

/* migrate, check, verify */
int kps_command_migrate (int argc,
                         char *argv[]);
int kps_command_check (int argc,
                       char *argv[]);
int kps_command_verify (int argc,
                        char *argv[]);

/* Prints the faults of an import as "FILE:LINE:COLUMN: …". Returns: whether there were none */
gboolean kps_command_print_faults (const char *folder,
                                   const KpsImportResult *result);

/* For subcommands that take --config and --dir only. Returns: (nullable): NULL after the usage was
 * printed, or with an error
 */
KpsConfig *kps_command_parse_folder (int *argc,
                                     char **argv[],
                                     GError **error);

/* Contents of files (kps-command-files.c). @db: whose rows say which there are. */

/* Copies what is in @from, a folder of an office or a backup, and not whole in @to. @missing:
 * (nullable) (element-type utf8): grows by hashes of what is whole in neither
 */
gboolean kps_command_copy_files (KpDb *db,
                                 const char *from,
                                 const char *to,
                                 GPtrArray *missing,
                                 GError **error);

/* Names on standard error what of @missing still has a row, and fails if anything does. */
gboolean kps_command_name_missing (KpDb *db,
                                   const GPtrArray *missing,
                                   GError **error);

/* @reads: whether every byte is looked at. Names what is not there on standard error, and fails. */
gboolean kps_command_check_files (KpDb *db,
                                  const char *folder,
                                  gboolean reads,
                                  guint *n,
                                  GError **error);

/* After a restore: clients are asked for what is lost. @n: (out): how many */
gboolean kps_command_forget_lost_files (KpsOffice *office,
                                        guint *n,
                                        GError **error);

G_END_DECLS
