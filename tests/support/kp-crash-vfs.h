/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file layer for SQLite that knows what a power cut may leave behind, and whose calls can be made
 * to fail. It stands in front of the default one and becomes the default itself; compile it against
 * the library (plain or with encryption) that the test links. One thread. Syncs are noted but not
 * made, so that tests do not wait for a disk.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KpCrashVfs KpCrashVfs;

/* How a call fails. */
typedef enum
{
  KP_CRASH_IO_ERROR = 0, /* half of a write may have been made */
  KP_CRASH_DISK_FULL,    /* likewise */
  KP_CRASH_READ_ERROR    /* reads fail, and nothing else does */
} KpCrashFault;

/**
 * KpCrashCheck:
 * @folder: holds the files as the power cut left them
 * @n_marks: how often kp_crash_vfs_mark() was called before the power cut
 *
 * Returns: (transfer full) (nullable): what is wrong with the state; %NULL = nothing
 */
typedef char *(*KpCrashCheck) (const char *folder,
                               guint n_marks,
                               gpointer data);

/* Becomes the default file layer. Returns: (transfer full) */
KpCrashVfs *kp_crash_vfs_new (void);

/* With no database open. @self: (transfer full) */
void kp_crash_vfs_free (KpCrashVfs *self);

/**
 * kp_crash_vfs_record:
 * @folder: its files as they are now count as durable; no database in it is open
 *
 * Begins to record what is done to databases, logs and journals in @folder.
 */
void kp_crash_vfs_record (KpCrashVfs *self,
                          const char *folder);

/* Something was acknowledged just now. */
void kp_crash_vfs_mark (KpCrashVfs *self);

/**
 * kp_crash_vfs_check_states:
 * @folder: emptied and filled for each state
 * @n_samples: random choices at each call, besides "all" and "nothing" of what was not synced
 * @seed: of the choices
 *
 * Ends the recording and hands every state that a power cut after any of the recorded calls may
 * leave to @check: all that was synced, with nothing, everything, or some sectors of what was not.
 * Fails the running test at the first faulty state.
 *
 * Returns: the number of states
 */
guint kp_crash_vfs_check_states (KpCrashVfs *self,
                                 const char *folder,
                                 guint n_samples,
                                 guint32 seed,
                                 KpCrashCheck check,
                                 gpointer data);

/**
 * kp_crash_vfs_fail:
 * @k: the k-th write, sync or truncation (or read) from now fails; 1 = the next
 * @for_good: and all that follow
 */
void kp_crash_vfs_fail (KpCrashVfs *self,
                        guint k,
                        KpCrashFault fault,
                        gboolean for_good);

/* All calls succeed again. Returns: how many calls failed since kp_crash_vfs_fail() */
guint kp_crash_vfs_heal (KpCrashVfs *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpCrashVfs, kp_crash_vfs_free)

G_END_DECLS
