/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a file is: by its content with libmagic, and by the list of what an archive or office file
 * holds with libarchive, which is never unpacked. Only for the process that is locked in
 * (kps-inspect-process.c); here because tests and the fuzzer ask too.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpsInspector:
 *
 * The rules of libmagic, loaded.
 */
typedef struct _KpsInspector KpsInspector;

/* Returns: (transfer full) (nullable): %NULL if the rules cannot be loaded */
KpsInspector *kps_inspector_new (void);
void kps_inspector_free (KpsInspector *self);

/**
 * kps_inspector_judge:
 * @data: untrusted
 * @media_type: what it is said to be
 *
 * Returns: (nullable): the reason why it is not taken, as in PROTOCOL.md; %NULL = it is what it is
 *   said to be
 */
const char *kps_inspector_judge (KpsInspector *self,
                                 const guint8 *data,
                                 gsize length,
                                 const char *media_type);

/* Judges the list of an archive or office file; see kps_inspector_judge(). */
const char *kps_inspect_archive (const guint8 *data,
                                 gsize length,
                                 const char *media_type);

/* The subcommand `inspect TYPE`: judges standard input, locked in. Returns only if it cannot. */
int kps_inspect_run (int argc,
                     char *argv[]);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsInspector, kps_inspector_free)

G_END_DECLS
