/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The real server with the demo office, as a process on a port of its own, and its accounts.
 * Environment: KP_SERVER_PROGRAM and KP_DEMO_DATA. Blocking, for tests.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KpDemoServer KpDemoServer;

typedef struct
{
  char *login;    /* (owned) */
  char *password; /* (owned) */
  char *portal;   /* (owned) (nullable): url_name; NULL = staff */
} KpDemoAccount;

/* Returns: (transfer full): loaded and listening */
KpDemoServer *kp_demo_server_new (void);
void kp_demo_server_free (KpDemoServer *self);

/* Starts it again on the same port, after either of the next two. */
void kp_demo_server_start (KpDemoServer *self);
void kp_demo_server_stop (KpDemoServer *self);
void kp_demo_server_kill (KpDemoServer *self);

/* Edits one of its files, in a copy. */
void kp_demo_server_edit (KpDemoServer *self,
                          const char *file,
                          const char *old,
                          const char *new);

/* Brings its files in again. */
void kp_demo_server_import (KpDemoServer *self);

const char *kp_demo_server_get_address (KpDemoServer *self);

/* Returns: (transfer none): the first account that is staff, or a customer */
const KpDemoAccount *kp_demo_server_get_account (KpDemoServer *self,
                                                 gboolean staff);

/* Runs "COMMAND FOLDER" on the office: backup, or (stopped) restore. */
void kp_demo_server_run_copy (KpDemoServer *self,
                              const char *command,
                              const char *folder);

/* Runs "user VERB" for the account; the server may run. */
void kp_demo_server_run_user (KpDemoServer *self,
                              const char *verb,
                              const KpDemoAccount *account);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpDemoServer, kp_demo_server_free)

G_END_DECLS
