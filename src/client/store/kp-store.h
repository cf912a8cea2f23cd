/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one account keeps on this computer: cache.db (what the server has, may be lost) and
 * outbox.db (what the person did, never lost), both encrypted with the key of the account's folder.
 * A store belongs to the thread that opened it; every account has two, one on kp-store for the
 * interface and one on kp-sync for the engine. Functions block; none of them touches the network.
 *
 * Any function that reads the cache may fail with KP_ERROR_CORRUPT. Then kp_store_report_damage()
 * is called, both stores of the account are closed, and opened again: the cache begins anew.
 */

#pragma once

#include "kp-db.h"
#include "kp-entity.h"
#include "kp-environment.h"
#include "kp-id.h"

G_BEGIN_DECLS

typedef struct _KpStore KpStore;

/* What became of a file when it was opened. */
typedef enum
{
  KP_STORE_FILE_KEPT = 0, /* opened as it was, or made for the first time */
  KP_STORE_FILE_RENEWED,  /* the cache was unreadable and begins anew; nothing of the person's is
                             lost */
  KP_STORE_FILE_DAMAGED   /* the outbox was unreadable: moved aside whole and kept; a new one begins
                           */
} KpStoreFile;

/**
 * kp_store_open:
 * @folder: of the account; exists, mode 0700
 * @key: %KP_DB_KEY_SIZE bytes, copied
 * @environment: outlives the store
 *
 * Opens both files, brings them to the newest schema, and projects again what is pending or what
 * another version of the program projected. A cache that is unreadable, damaged or written by a
 * later version is replaced by an empty one; an outbox that is damaged is moved aside whole.
 *
 * Returns: (transfer full): fails with %KP_ERROR_TOO_NEW if a later version wrote the outbox, with
 *   %KP_ERROR_CORRUPT if @key is not that of the folder (nothing is moved then), with
 *   %KP_ERROR_STORAGE or %KP_ERROR_BUSY
 */
KpStore *kp_store_open (const char *folder,
                        const guint8 *key,
                        const KpEnvironment *environment,
                        GError **error);

/* @self: (transfer full) */
void kp_store_close (KpStore *self);

/* Returns: (transfer none): the connection for queries of lists, which read the tables p_<entity>
 */
KpDb *kp_store_get_cache (KpStore *self);

/* Returns: (transfer none): the connection of outbox.db */
KpDb *kp_store_get_outbox (KpStore *self);

/* Returns: (transfer none) */
const KpEnvironment *kp_store_get_environment (KpStore *self);

KpStoreFile kp_store_get_cache_state (KpStore *self);

/* Returns: whether what waits could not be projected when the store was opened, because the disk is
 *   full: what is shown then is what was projected before
 */
gboolean kp_store_is_behind (KpStore *self);

/**
 * kp_store_dup_damaged_outbox:
 *
 * Returns: (transfer full) (nullable): path of the newest outbox that was moved aside and is still
 *   there, also by an earlier start; the person is told of it
 */
char *kp_store_dup_damaged_outbox (KpStore *self);

/**
 * kp_store_report_damage:
 * @error: (nullable): what a function of the cache failed with; ignored unless %KP_ERROR_CORRUPT
 *
 * Makes the next kp_store_open() begin with an empty cache.
 *
 * Returns: whether @error was damage, and the stores of the account have to be opened again
 */
gboolean kp_store_report_damage (KpStore *self,
                                 const GError *error);

/**
 * kp_store_change_key:
 * @old_key: %KP_DB_KEY_SIZE bytes
 * @new_key: likewise
 *
 * Encrypts the outbox with another key and removes the cache, which is fetched again. With no store
 * open. For a folder whose key the server had deposited before. Killed half-way, the folder opens
 * with one of the two keys.
 */
gboolean kp_store_change_key (const char *folder,
                              const guint8 *old_key,
                              const guint8 *new_key,
                              GError **error);

/**
 * kp_store_erase_cache:
 *
 * Removes the files of the cache, and a damaged one that was set aside. With no store open. For an
 * account that was closed by the office, and for removing an account from this computer.
 */
gboolean kp_store_erase_cache (const char *folder,
                               GError **error);

/* Change sets. */

/**
 * KpChanged:
 *
 * One record whose projection changed, appeared or went.
 */
typedef struct
{
  KpEntityType entity;
  KpId id;
} KpChanged;

/**
 * KpChangeSet:
 *
 * What one commit changed. Borrowed for the time of the callback.
 */
typedef struct
{
  gboolean all;    /* too much to name: every list asks again */
  gboolean outbox; /* the list of the person's own changes, or a draft, changed */
  GArray *records; /* (element-type KpChanged): without doubles */
} KpChangeSet;

typedef void (*KpStoreChangedFunc) (KpStore *self,
                                    const KpChangeSet *changes,
                                    gpointer data);

/* @func: (nullable): called on the store's thread after each commit of this store that changed
 *   something; must not use the store
 */
void kp_store_set_changed_func (KpStore *self,
                                KpStoreChangedFunc func,
                                gpointer data);

KpChangeSet *kp_change_set_copy (const KpChangeSet *self);
void kp_change_set_free (KpChangeSet *self);

/* The person and the device. */

/**
 * kp_store_set_person:
 * @kind: customer | staff
 *
 * Keeps who the account is, from the reply to a sign-in. Needed before anything is queued, because
 * projections show the author.
 */
gboolean kp_store_set_person (KpStore *self,
                              const KpId *id,
                              const char *name,
                              const char *kind,
                              GError **error);

/* Returns: whether the person is known; @id, if not NULL, is set only then */
gboolean kp_store_get_person_id (KpStore *self,
                                 KpId *id);

gboolean kp_store_is_staff (KpStore *self);

/**
 * kp_store_set_fact:
 * @name: such as "server-key"; names of the store itself begin with "store."
 * @value: (nullable): %NULL forgets it
 *
 * Keeps a fact about this device durably, in outbox.db.
 */
gboolean kp_store_set_fact (KpStore *self,
                            const char *name,
                            const char *value,
                            GError **error);

/* Returns: (transfer full) (nullable): %NULL if there is none, or with @error set */
char *kp_store_dup_fact (KpStore *self,
                         const char *name,
                         GError **error);

/* Returns: how many organisations that the person may see are not fetched, because one request
 *   cannot name all of them; as of the last subscription
 */
guint kp_store_get_n_left_out (KpStore *self);

/* The offline lease (SECURITY.md section 7). */

/**
 * kp_store_note_contact:
 * @server_now: the server's clock in the reply, UTC milliseconds
 *
 * The server answered this account: the lease begins anew.
 */
gboolean kp_store_note_contact (KpStore *self,
                                gint64 server_now,
                                GError **error);

/**
 * kp_store_get_last_contact:
 * @server_ms: (out): the server's clock at the last contact, UTC milliseconds; 0 = never
 * @age_ms: (out): how long ago that was: the longer of what the boot clock counted, over restarts
 *   too, and what the wall clock says; so setting the clock back does not lengthen the lease
 */
gboolean kp_store_get_last_contact (KpStore *self,
                                    gint64 *server_ms,
                                    gint64 *age_ms,
                                    GError **error);

/**
 * kp_store_get_claimed_time:
 * @at: (out): when what is done now is said to have been done, UTC milliseconds
 *
 * The wall clock, unless it cannot be right: before the last contact or a year after it. Then it is
 * the server's clock at the last contact and what the boot clock counted since; a device whose
 * clock is off by years would otherwise be asked to confirm whatever it does.
 */
gboolean kp_store_get_claimed_time (KpStore *self,
                                    gint64 *at,
                                    GError **error);

/* Organisations that a member of staff keeps here, besides what everybody of the office holds. */

/**
 * kp_store_pin:
 * @days: how long; 0 = until unpinned. Opening an organisation pins it for 7 days; a longer pin
 *   stays
 */
gboolean kp_store_pin (KpStore *self,
                       const KpId *org,
                       guint days,
                       GError **error);

gboolean kp_store_unpin (KpStore *self,
                         const KpId *org,
                         GError **error);

/* Reading records. */

/* How far a change of the person's has come. Stored in projections. */
typedef enum
{
  KP_PENDING_NONE = 0,     /* confirmed */
  KP_PENDING_QUEUED = 1,   /* only here */
  KP_PENDING_SENT = 2,     /* on its way, the server has not answered */
  KP_PENDING_NEEDS_YOU = 3 /* refused; a person has to decide */
} KpPending;

/**
 * kp_store_dup_record:
 * @body: (out): the projected record as JSON text: what the server sent with the person's own
 *   changes
 * @pending: (out) (optional)
 *
 * Returns: whether the record is here; %FALSE without @error if not
 */
gboolean kp_store_dup_record (KpStore *self,
                              KpEntityType entity,
                              const KpId *id,
                              char **body,
                              KpPending *pending,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpStore, kp_store_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpChangeSet, kp_change_set_free)

G_END_DECLS
