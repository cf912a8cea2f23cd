/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folder of an account as files: locks, the note of the key, and what is set aside. Any thread.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_STORE_CACHE "cache.db"
#define KP_STORE_OUTBOX "outbox.db"

typedef enum
{
  KP_STORE_OPENING, /* alone: files may be moved while it is held */
  KP_STORE_OPEN     /* together: nobody may move a file */
} KpStoreLock;

/* Waits for the lock. Returns: a descriptor that holds it until closed; -1 on failure */
int kp_store_files_lock (const char *folder,
                         KpStoreLock kind,
                         GError **error);

/* Returns: %FALSE with %KP_ERROR_CORRUPT if the folder's files were made with another key. True
 *   when there is no note and no file yet
 */
gboolean kp_store_files_check_key (const char *folder,
                                   const guint8 *key,
                                   GError **error);

/* Returns: whether the key was noted, so that kp_store_files_check_key() really compared */
gboolean kp_store_files_has_key_note (const char *folder);

/* Notes a one-way check value of the key, once. */
gboolean kp_store_files_note_key (const char *folder,
                                  const guint8 *key,
                                  GError **error);

gboolean kp_store_files_forget_key_note (const char *folder,
                                         GError **error);

/* Moves the outbox aside whole. Fails with %KP_ERROR_BUSY while another store has it open. */
gboolean kp_store_files_move_outbox (const char *folder,
                                     gint64 now,
                                     GError **error);

/* Returns: (transfer full) (nullable): the newest that was moved aside */
char *kp_store_files_dup_damaged_outbox (const char *folder);

/* Sets the cache aside, in the place of an earlier one, and forgets the mark. Fails with
 * %KP_ERROR_BUSY while another store has it open.
 */
gboolean kp_store_files_set_cache_aside (const char *folder,
                                         GError **error);

/* Removes what was set aside; called when the new cache is whole. */
void kp_store_files_remove_aside (const char *folder);

/* Marks the cache as damaged, for the next start. */
void kp_store_files_mark_cache (const char *folder);

/* Returns: whether the cache is marked as damaged */
gboolean kp_store_files_is_cache_marked (const char *folder);

/**
 * kp_store_files_dup_log_mark:
 *
 * A number that SQLite gives to each write-ahead log (file format, section 4.1: the salts).
 *
 * Returns: (transfer full) (nullable): that of the cache's log; %NULL if there is none
 */
char *kp_store_files_dup_log_mark (const char *folder);

/* Returns: whether no store has the files open */
gboolean kp_store_files_are_unused (const char *folder);

G_END_DECLS
