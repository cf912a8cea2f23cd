/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The real server as a child process, with a folder of its own below the temporary one.
 * Environment: KP_SERVER names the program (the one with the testing hooks). Blocking, for tests.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KpServerProcess KpServerProcess;

/* Returns: (transfer full): an empty folder and a configuration at the floor of costs; not running
 */
KpServerProcess *kp_server_process_new (void);

/* Kills the server if it runs, and removes the folder. Fails the test if it logged a bug. */
void kp_server_process_free (KpServerProcess *self);

/* Adds lines such as "[limits]\nlogin-tries=3\n" to the configuration, before the start. */
void kp_server_process_configure (KpServerProcess *self,
                                  const char *lines);

/* Switches a check off (KPS_ALLOW), from the next start on; 0 = none. */
void kp_server_process_switch_off (KpServerProcess *self,
                                   guint check);

/* Lets no file of the server grow beyond @bytes, as on a full disk, from the next start on; 0 = no
 * limit. */
void kp_server_process_limit_files (KpServerProcess *self,
                                    guint64 bytes);

/* Hands a listening socket over at the next start, as systemd does. @fd: (transfer full) */
void kp_server_process_hand_over (KpServerProcess *self,
                                  int fd);

/* Starts `serve` and waits until it listens. */
void kp_server_process_start (KpServerProcess *self);

/* Ends it by SIGTERM; it must end well. */
void kp_server_process_stop (KpServerProcess *self);

/* Ends it by SIGKILL. */
void kp_server_process_kill (KpServerProcess *self);

/**
 * kp_server_process_run:
 * @input: (nullable): for its standard input
 * @output: (out) (optional) (transfer full): standard output and error
 * @...: arguments after the subcommand's --config, ended by %NULL
 *
 * Runs a subcommand, whether or not the server runs.
 *
 * Returns: what it exited with
 */
int kp_server_process_run (KpServerProcess *self,
                           const char *input,
                           char **output,
                           const char *command,
                           ...) G_GNUC_NULL_TERMINATED;

/* How far the server's clock is ahead of the real one. */
void kp_server_process_set_clock (KpServerProcess *self,
                                  gint64 ahead_ms);

const char *kp_server_process_get_folder (KpServerProcess *self);
const char *kp_server_process_get_address (KpServerProcess *self);

/* Returns: "PID" as text */
const char *kp_server_process_get_pid (KpServerProcess *self);

/* Returns: the descriptors that the server has open */
guint kp_server_process_count_descriptors (KpServerProcess *self);

/* Returns: how many lines of the log so far contain @text */
guint kp_server_process_count_log (KpServerProcess *self,
                                   const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpServerProcess, kp_server_process_free)

G_END_DECLS
