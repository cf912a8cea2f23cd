/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way of a file through the server: received into quarantine, inspected in a process of its
 * own, kept by its hash, scanned on the thread "kps-scanner", given out. SECURITY.md section 5.
 */

#pragma once

#include "kps-blobs.h"
#include "kps-incoming.h"
#include "kps-office.h"
#include "kps-scanner.h"

G_BEGIN_DECLS

typedef struct _KpsFiles KpsFiles;

/**
 * KpsFilesOptions:
 *
 * What the configuration says.
 */
typedef struct
{
  const char *scanner;      /* none, simulator, or clamd:<path of its socket> */
  gboolean serve_unscanned; /* whether what nobody could look at is given out */
  guint64 quota;            /* bytes of one organisation */
} KpsFilesOptions;

/**
 * kps_files_new:
 * @office: outlives it
 *
 * Cleans up after an upload that did not end, and starts scanning what waits. Fails with
 * %KP_ERROR_INVALID if there is no such scanner.
 */
KpsFiles *kps_files_new (KpsOffice *office,
                         const KpsFilesOptions *options,
                         GError **error);

/* Ends the thread; what waits is scanned after the next start. */
void kps_files_free (KpsFiles *self);

typedef enum
{
  KPS_RECEIVED_FAILED = 0, /* with an error */
  KPS_RECEIVED_AWAITED,    /* its bytes may come */
  KPS_RECEIVED_NEW,
  KPS_RECEIVED_KNOWN,     /* of this organisation already */
  KPS_RECEIVED_REFUSED,   /* @reason says why */
  KPS_RECEIVED_TOO_LARGE, /* than a file may be */
  KPS_RECEIVED_NO_ROOM,   /* in the organisation's share */
  KPS_RECEIVED_FULL,      /* is the disk: may come later */
  KPS_RECEIVED_OTHER      /* than was announced */
} KpsReceived;

/**
 * KpsArrival:
 *
 * A content that comes in. Borrowed.
 */
typedef struct
{
  const KpId *org_id;     /* whose it will be */
  const KpId *user_id;    /* who sends it */
  const char *sha256;     /* of the content, as announced */
  const char *media_type; /* (nullable): what it is said to be */
  guint64 size;           /* as announced */
} KpsArrival;

/**
 * kps_files_expect:
 * @incoming: (out) (transfer full) (nullable): where its bytes are to be written; set only with
 *   %KPS_RECEIVED_AWAITED
 * @reason: (out) (transfer full) (nullable): as in PROTOCOL.md, where it is refused
 *
 * Judges a content by what is said of it, before its first byte. A refusal is counted and written
 * into the audit log. Blocks for the writer then.
 */
KpsReceived kps_files_expect (KpsFiles *self,
                              KpDb *db,
                              const KpsArrival *arrival,
                              KpsIncoming **incoming,
                              char **reason,
                              GError **error);

/**
 * kps_files_receive:
 * @incoming: of kps_files_expect(), with all bytes written
 *
 * Takes a content, or refuses it as kps_files_expect() does. Durable when it returns. Blocks for
 * the inspection and the writer.
 */
KpsReceived kps_files_receive (KpsFiles *self,
                               const KpsArrival *arrival,
                               KpsIncoming *incoming,
                               char **reason,
                               GError **error);

/**
 * kps_files_sweep:
 * @n: (out): how many
 *
 * Removes contents that no attachment had for %KPS_UNUSED_DAYS, and files as old that no row names.
 * The thread does so by itself at the start and each time that kps_files_tidy() was called.
 */
gboolean kps_files_sweep (KpsFiles *self,
                          KpDb *db,
                          guint *n,
                          GError **error);

/* As long as a client may be asked again for an operation and its files (SYNC.md section 4). */
#define KPS_UNUSED_DAYS 35

/* Lets the thread sweep. Any thread; returns at once. */
void kps_files_tidy (KpsFiles *self);

/**
 * kps_files_for_each_outcome:
 *
 * Calls @func with each outcome that there was since the start ("taken", "known", a reason of a
 * refusal, "infected" …), in order of their names, and how often. Any thread.
 */
void kps_files_for_each_outcome (KpsFiles *self,
                                 void (*func) (const char *outcome,
                                               guint64 count,
                                               gpointer data),
                                 gpointer data);

/* Returns: (transfer full): the content, mapped; fails with %KP_ERROR_NOT_FOUND if it is lost */
GBytes *kps_files_load (KpsFiles *self,
                        const char *sha256,
                        GError **error);

gboolean kps_files_serves_unscanned (KpsFiles *self);

/**
 * kps_files_inspect:
 * @path: of a file in quarantine
 * @media_type: what it is said to be
 * @reason: (out) (transfer full) (nullable): %NULL = it is taken
 *
 * Runs this very program again as `inspect`, which locks itself in before it looks. Blocks for at
 * most some seconds. Fails if that cannot be started.
 */
gboolean kps_files_inspect (const char *path,
                            const char *media_type,
                            char **reason,
                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsFiles, kps_files_free)

G_END_DECLS
