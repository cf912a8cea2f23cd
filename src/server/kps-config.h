/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The configuration: one key file, every key described in data/klantportaal-server.conf. A key that
 * is not in the table is an error with its line, because a mistyped limit is no limit. Any thread.
 */

#pragma once

#include "kps-accounts.h"
#include "kps-files.h"
#include "kps-listener.h"

G_BEGIN_DECLS

/**
 * KpsConfig:
 *
 * All of it, with defaults filled in.
 */
typedef struct
{
  char *folder;  /* (owned): of the office's files */
  char **listen; /* (owned): addresses, see kps_listener_listen() */
  gboolean allow_remote;
  char *office_name; /* (owned) (nullable): NULL = as the portals say */
  guint readers;     /* threads that read */
  guint max_in_flight;
  guint max_sockets;
  guint hash_threads; /* 0 = one per processor */
  guint hash_queue;
  gboolean log_requests;
  guint password_memory_kib;
  guint password_passes;
  guint login_burst;
  guint login_every_s;
  guint address_burst;
  guint address_every_ms;
  guint access_s;
  guint customer_days;
  guint staff_hours;
  char *scanner; /* (owned): see kps_scanner_new() */
  gboolean serve_unscanned;
  guint quota_mib; /* of the files of one organisation */
} KpsConfig;

#define KPS_CONFIG_DEFAULT_PATH "/etc/klantportaal/server.conf"

/* Returns: (transfer full): the shipped values */
KpsConfig *kps_config_new (void);

/**
 * kps_config_load:
 *
 * Returns: (transfer full): fails with %KP_ERROR_INVALID as "FILE:LINE: …", or with a #GFileError
 */
KpsConfig *kps_config_load (const char *path,
                            GError **error);
void kps_config_free (KpsConfig *self);

void kps_config_get_accounts_options (const KpsConfig *self,
                                      KpsAccountsOptions *options);
void kps_config_get_files_options (const KpsConfig *self,
                                   KpsFilesOptions *options);
void kps_config_get_listener_options (const KpsConfig *self,
                                      KpsListenerOptions *options);

/* Returns: (transfer container): group, key, group, key … of all there are; for the test of the
 * sample */
const char **kps_config_list_keys (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsConfig, kps_config_free)

G_END_DECLS
