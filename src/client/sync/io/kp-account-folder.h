/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One folder per account: <data dir>/<folder id>/ with account.json (facts that are no secret),
 * lock, and the store's cache.db and outbox.db. Whoever has a KpAccountFolder holds the lock: a
 * second window or process gets %KP_ERROR_IN_USE. Functions ending in _sync touch the disk; the
 * others may be called on any thread.
 */

#pragma once

#include "kp-account-facts.h"
#include "kp-environment.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* How long what a person wrote outlives the closing of the account. */
#define KP_ACCOUNT_FOLDER_SEALED_DAYS 90

/**
 * KpAccountFolder:
 *
 * A locked folder. Reference counted; the last reference lets go of the lock.
 */
typedef struct _KpAccountFolder KpAccountFolder;

/**
 * kp_account_folder_list_sync:
 * @data_dir: may be absent
 *
 * Lists the accounts of this computer, also those that are open elsewhere. A folder without a
 * readable account.json is left out; one that never got so far and holds no outbox is removed.
 *
 * Returns: (transfer full) (element-type KpAccountFacts): sorted by folder id, so oldest first;
 *   fails with %KP_ERROR_STORAGE
 */
GPtrArray *kp_account_folder_list_sync (const char *data_dir,
                                        GError **error);

/**
 * kp_account_folder_expire_sync:
 * @now: UTC milliseconds
 *
 * Removes the folders of accounts that the office closed %KP_ACCOUNT_FOLDER_SEALED_DAYS ago or
 * longer: until then their outbox waits, sealed, for the account to be enabled again. To be called
 * before the accounts are listed. What cannot be removed stays for the next time.
 */
void kp_account_folder_expire_sync (const char *data_dir,
                                    gint64 now);

/**
 * kp_account_folder_create_sync:
 *
 * Makes a new empty folder (mode 0700) and locks it. It becomes an account with the first
 * kp_account_folder_set_facts_sync().
 *
 * Returns: (transfer full): fails with %KP_ERROR_STORAGE
 */
KpAccountFolder *kp_account_folder_create_sync (const char *data_dir,
                                                const KpEnvironment *environment,
                                                GError **error);

/**
 * kp_account_folder_open_sync:
 * @id: as in KpAccountFacts
 *
 * Returns: (transfer full): fails with %KP_ERROR_IN_USE, %KP_ERROR_NOT_FOUND, %KP_ERROR_INVALID
 *   (account.json is damaged) or %KP_ERROR_STORAGE
 */
KpAccountFolder *kp_account_folder_open_sync (const char *data_dir,
                                              const char *id,
                                              GError **error);
KpAccountFolder *kp_account_folder_ref (KpAccountFolder *self);
void kp_account_folder_unref (KpAccountFolder *self);
const char *kp_account_folder_get_id (KpAccountFolder *self);
const char *kp_account_folder_get_path (KpAccountFolder *self);

/* Returns: (transfer full) (nullable): %NULL before the first sign-in is complete */
KpAccountFacts *kp_account_folder_dup_facts (KpAccountFolder *self);

/**
 * kp_account_folder_set_facts_sync:
 *
 * Writes account.json so that after a crash either the old or the new one is there, and shares
 * @facts with later kp_account_folder_dup_facts(). Their id must be the folder's.
 */
gboolean kp_account_folder_set_facts_sync (KpAccountFolder *self,
                                           KpAccountFacts *facts,
                                           GError **error);

/**
 * kp_account_folder_remove_sync:
 *
 * Deletes the folder with everything in it, queued work too: only for a person who said so. The
 * keyring's item is another matter, see kp_keyring_clear_sync().
 */
gboolean kp_account_folder_remove_sync (KpAccountFolder *self,
                                        GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpAccountFolder, kp_account_folder_unref)

G_END_DECLS
