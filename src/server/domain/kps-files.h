/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way of a file through the server: received into quarantine, inspected in a process of its
 * own, kept by its hash, scanned on the thread "kps-scanner", given out. SECURITY.md section 5.
 */

#pragma once

#include "kps-blobs.h"
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
  KPS_RECEIVED_NEW,
  KPS_RECEIVED_KNOWN,   /* of this organisation already */
  KPS_RECEIVED_REFUSED, /* @reason says why */
  KPS_RECEIVED_NO_ROOM
} KpsReceived;

/**
 * KpsArrival:
 *
 * A content that comes in. Borrowed.
 */
typedef struct
{
  const KpId *org_id;     /* whose it will be */
  const char *sha256;     /* of the content */
  const char *media_type; /* what it is said to be, one of the list of types */
  GBytes *content;
} KpsArrival;

/**
 * kps_files_receive:
 * @reason: (out) (transfer full) (nullable): as in PROTOCOL.md, where it is refused
 *
 * Takes a content. Durable when it returns. Blocks for the inspection and the writer.
 */
KpsReceived kps_files_receive (KpsFiles *self,
                               KpDb *db,
                               const KpsArrival *arrival,
                               char **reason,
                               GError **error);

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
