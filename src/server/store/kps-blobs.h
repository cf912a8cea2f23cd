/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Contents of files. On disk by their hash: <office>/blobs/<ab>/<sha256>, written to
 * blobs/incoming/<random> first and moved when they are durable and were found harmless, so that
 * nothing that a person chose is ever a name here. In the database: what is here, who sent it, and
 * which attachments have it. A row never comes before its file, and goes before it. Any thread;
 * blocks.
 */

#pragma once

#include "kps-store.h"

G_BEGIN_DECLS

/**
 * KpsBlob:
 *
 * One content that is here.
 */
typedef struct
{
  char *sha256; /* (owned): 64 hex digits */
  gint64 size;
  char *state; /* (owned): pending, clean, infected, unscannable */
} KpsBlob;

void kps_blob_free (KpsBlob *self);

/* Files. @folder: of the office. */

/* Makes the folders. */
gboolean kps_blobs_make_folders (const char *folder,
                                 GError **error);

/* Removes what an upload left behind that did not end. Only for the process that serves. */
gboolean kps_blobs_clean_incoming (const char *folder,
                                   GError **error);

/* Returns: (transfer full): the folder of what arrives */
char *kps_blobs_dup_incoming (const char *folder);

/* Returns: (transfer full): where the content is, or would be */
char *kps_blobs_dup_path (const char *folder,
                          const char *sha256);

gboolean kps_blobs_has_file (const char *folder,
                             const char *sha256);

/**
 * kps_blobs_for_each_file:
 *
 * Calls @func for every content on disk, whether a row names it or not; stops at the first that
 * fails. @func may remove it.
 */
typedef gboolean (*KpsBlobsFunc) (const char *sha256,
                                  const char *path,
                                  gpointer data,
                                  GError **error);
gboolean kps_blobs_for_each_file (const char *folder,
                                  KpsBlobsFunc func,
                                  gpointer data,
                                  GError **error);

/* Moves @incoming to the place of its hash; durable when it returns. */
gboolean kps_blobs_move (const char *folder,
                         const char *incoming,
                         const char *sha256,
                         GError **error);

/* Brings @content, which has the hash @sha256, to its place. Fails with %KP_ERROR_STORAGE. */
gboolean kps_blobs_keep (const char *folder,
                         const KpEnvironment *environment,
                         GBytes *content,
                         const char *sha256,
                         GError **error);

/* Returns: bytes that the file system still takes, as whoever serves */
guint64 kps_blobs_get_free_space (const char *folder);

/* Rows. */

/**
 * kps_blob_load:
 * @blob: (out) (transfer full) (nullable): %NULL if it is not here
 */
gboolean kps_blob_load (KpDb *db,
                        const char *sha256,
                        KpsBlob **blob,
                        GError **error);

/* @is_known: (out): whether @org_id sent it as @media_type */
gboolean kps_blob_is_known (KpDb *db,
                            const KpId *org_id,
                            const char *sha256,
                            const char *media_type,
                            gboolean *is_known,
                            GError **error);

/* @sum: (out): bytes that @org_id sent, each content once */
gboolean kps_blob_sum (KpDb *db,
                       const KpId *org_id,
                       gint64 *sum,
                       GError **error);

/* Adds what is on disk now, as sent by @org_id. Idempotent. */
gboolean kps_blob_add (KpsTx *tx,
                       const KpId *org_id,
                       const char *sha256,
                       const char *media_type,
                       gint64 size,
                       GError **error);

/* An attachment has this content; it takes over the state of an earlier scan. */
gboolean kps_blob_use (KpsTx *tx,
                       const char *sha256,
                       const KpId *attachment_id,
                       GError **error);

/* The attachment is gone: its content has one user less. */
gboolean kps_blob_disuse (KpsTx *tx,
                          const char *sha256,
                          const KpId *attachment_id,
                          GError **error);

/**
 * kps_blob_set_state:
 * @finding: (nullable)
 *
 * Keeps the outcome of a scan, and publishes it with every attachment that has the content: the one
 * change of a record that nobody asked for.
 */
gboolean kps_blob_set_state (KpsTx *tx,
                             const char *sha256,
                             const char *state,
                             const char *finding,
                             GError **error);

/**
 * kps_blob_audit_refusal:
 * @org_id: whose it would have been
 * @actor_id: (nullable): who sent it; %NULL = it was found by itself
 * @reason: in small letters and hyphens
 *
 * Writes down that a content was not taken, as the verb "file.refuse.<reason>".
 */
gboolean kps_blob_audit_refusal (KpsTx *tx,
                                 const KpId *org_id,
                                 const KpId *actor_id,
                                 const char *sha256,
                                 const char *reason,
                                 GError **error);

/* Returns: (transfer full) (element-type utf8): hashes that wait for a scan, the oldest first */
GPtrArray *kps_blob_list_waiting (KpDb *db,
                                  GError **error);

/* Lets the scanner look again at all that came since @since. @n: (out): how many */
gboolean kps_blob_rescan (KpsTx *tx,
                          gint64 since,
                          guint *n,
                          GError **error);

/* Calls @func for every hash; stops at the first that fails. */
typedef gboolean (*KpsBlobFunc) (const KpsBlob *blob,
                                 gpointer data,
                                 GError **error);
gboolean kps_blob_for_each (KpDb *db,
                            KpsBlobFunc func,
                            gpointer data,
                            GError **error);

/**
 * kps_blob_forget_lost:
 * @folder: of the office
 * @n: (out): how many
 *
 * After a restore: contents whose file is not here are nobody's any more, so that clients are asked
 * for them; those that no attachment has are forgotten wholly.
 */
gboolean kps_blob_forget_lost (KpsTx *tx,
                               const char *folder,
                               guint *n,
                               GError **error);

/**
 * kps_blob_list_unused:
 * @before: UTC milliseconds
 *
 * Returns: (transfer full) (element-type utf8): at most @limit hashes of contents that no
 *   attachment has since before @before
 */
GPtrArray *kps_blob_list_unused (KpDb *db,
                                 gint64 before,
                                 guint limit,
                                 GError **error);

/**
 * kps_blob_forget_unused:
 * @hashes: (inout) (transfer full) (element-type utf8): whose files are to go after the commit
 *
 * Forgets what kps_blob_list_unused() names: whoever sends it again sends it anew.
 */
gboolean kps_blob_forget_unused (KpsTx *tx,
                                 gint64 before,
                                 guint limit,
                                 GPtrArray **hashes,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsBlob, kps_blob_free)

G_END_DECLS
