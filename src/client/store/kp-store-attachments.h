/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of attachments on this computer: what is known of them and the keys, never their
 * content. Own ones are in the outbox, from the moment that they are chosen until the operation
 * that names them can no longer be asked for again; those of others, once opened, are in the cache.
 * A file goes with the last draft or record that names it. On the thread of the store.
 */

#pragma once

#include "kp-sealed-file.h"
#include "kp-store.h"

G_BEGIN_DECLS

/* States are stored: a number is never reused. */
typedef enum
{
  KP_FILE_NONE = 0,
  KP_FILE_CHOSEN = 1,  /* named by a draft, or by nothing that lasts */
  KP_FILE_WAITING = 2, /* named by an operation, which waits for it */
  KP_FILE_SENT = 3,    /* the office has it */
  KP_FILE_REFUSED = 4  /* the office does not take it: see the fault */
} KpFileState;

/* Why the office does not take a file. Stored likewise. */
typedef enum
{
  KP_FILE_FAULT_NONE = 0,
  KP_FILE_FAULT_TYPE = 1,  /* its type is not allowed, or its name promises another */
  KP_FILE_FAULT_SIZE = 2,  /* too large */
  KP_FILE_FAULT_SPACE = 3, /* the organisation has no room left */
  KP_FILE_FAULT_GONE = 4,  /* what lies here is not what was chosen, or nothing */
  KP_FILE_FAULT_DENIED = 5 /* for another reason */
} KpFileFault;

/**
 * KpFileRow:
 */
typedef struct
{
  KpId id; /* of the attachment */
  guint8 key[KP_SEALED_KEY_SIZE];
  char *name;       /* (owned) (nullable): NULL for a file of the cache, and so the next two */
  char *media_type; /* (owned) (nullable) */
  char *sha256;     /* (owned) (nullable) */
  gint64 size;      /* bytes */
  KpFileState state;
  KpFileFault fault;
  KpId operation; /* zero = none */
  KpId org;       /* zero = none */
} KpFileRow;

void kp_file_row_free (KpFileRow *self);

/* Returns: (transfer full): where a file lies in the folder of an account. Any thread */
char *kp_file_dup_path (const char *folder,
                        const KpId *id);

/* Makes the folder of the files, mode 0700. Any thread. */
gboolean kp_file_make_folder (const char *folder,
                              GError **error);

/* Keeps what is known of a file that was just chosen. */
gboolean kp_store_file_add (KpStore *self,
                            const KpFileRow *row,
                            GError **error);

/* Forgets a file that no operation names, and removes it. Harmless if another one is named. */
gboolean kp_store_file_drop (KpStore *self,
                             const KpId *id,
                             GError **error);

/* Returns: (transfer full) (nullable): %NULL without @error if it is not on this computer */
KpFileRow *kp_store_file_load (KpStore *self,
                               const KpId *id,
                               GError **error);

/* A file was fetched: its key goes into the cache. */
gboolean kp_store_file_keep (KpStore *self,
                             const KpId *id,
                             const guint8 *key,
                             GError **error);

/* A fetched file is not what it was: it is fetched again. */
gboolean kp_store_file_forget (KpStore *self,
                               const KpId *id,
                               GError **error);

/**
 * kp_store_file_next:
 *
 * Returns: (transfer full) (nullable): the file that is to be sent next; %NULL without @error if
 *   none waits
 */
KpFileRow *kp_store_file_next (KpStore *self,
                               GError **error);

/* The office has the content of @row, also for others that wait to be sent to the organisation. */
gboolean kp_store_file_set_sent (KpStore *self,
                                 const KpFileRow *row,
                                 GError **error);

/* The office does not take the file: the operation that names it needs the person. */
gboolean kp_store_file_refuse (KpStore *self,
                               const KpFileRow *row,
                               KpFileFault fault,
                               GError **error);

/**
 * kp_store_file_remove_refused:
 *
 * Takes the files that were refused out of the operation @change, which never reached the office,
 * and lets it go without them. An operation that has nothing else to say is dropped.
 *
 * Returns: fails with %KP_ERROR_NOT_FOUND, or with %KP_ERROR_CONFLICT if none of its files was
 *   refused
 */
gboolean kp_store_file_remove_refused (KpStore *self,
                                       const KpId *change,
                                       GError **error);

/* Removes files that nothing names any longer; at the start @all also what no draft names. */
gboolean kp_store_files_purge (KpStore *self,
                               gboolean all,
                               GError **error);

/* Removes what the office has and can no longer ask for: the account was closed. */
gboolean kp_store_files_erase_sent (KpStore *self,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpFileRow, kp_file_row_free)

G_END_DECLS
