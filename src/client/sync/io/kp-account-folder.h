/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One folder per account: <data dir>/<folder id>/ with account.json (facts that are no secret),
 * lock, and the store's cache.db and outbox.db. Whoever has a KpAccountFolder holds the lock: a
 * second window or process gets %KP_ERROR_IN_USE. Functions ending in _sync touch the disk; the
 * others may be called on any thread.
 */

#pragma once

#include "kp-environment.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KpAccountFacts:
 *
 * Immutable once made, shared by reference. Texts are never %NULL unless said so.
 */
typedef struct
{
  char *id;          /* (owned): folder id, 22 characters */
  char *address;     /* (owned): of the office, without a slash at the end:
                        https://host[:port][/path] */
  char *portal;      /* (owned) (nullable): url_name; NULL = the office's own sign-in (staff) */
  char *portal_name; /* (owned): as shown when signing in, empty for staff */
  char *office_name; /* (owned) */
  char *login;       /* (owned): as typed */
  char *name;        /* (owned): of the person */
  char *email;       /* (owned) */
  char *kind;        /* (owned): "customer" or "staff" */
  char *locale;      /* (owned): the person's, such as "nl" */
  char *user_id;     /* (owned): 22 characters */
  char *portal_id;   /* (owned) (nullable): 22 characters; NULL = staff */
  char *device_id;   /* (owned): 22 characters */
  char *server_key;  /* (owned): base64url of the Ed25519 key pinned at the first sign-in */
  gint64 lease_days; /* without contact until the account locks */
  gint64 signed_in;  /* UTC milliseconds of the last full sign-in */
} KpAccountFacts;

/* Returns: (transfer full): all empty, nullable members %NULL */
KpAccountFacts *kp_account_facts_new (void);
/* Returns: (transfer full): a deep copy of its own, to be changed before it is shared */
KpAccountFacts *kp_account_facts_copy (const KpAccountFacts *self);
KpAccountFacts *kp_account_facts_ref (KpAccountFacts *self);
void kp_account_facts_unref (KpAccountFacts *self);

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

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpAccountFacts, kp_account_facts_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpAccountFolder, kp_account_folder_unref)

G_END_DECLS
