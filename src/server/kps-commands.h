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

G_END_DECLS
