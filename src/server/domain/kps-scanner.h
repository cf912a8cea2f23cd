/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whoever looks for harmful contents: clamd over its Unix socket, or a simulator for demonstrations
 * and tests that knows one harmless file by heart. One thread at a time; blocks.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KPS_VERDICT_CLEAN = 1,
  KPS_VERDICT_INFECTED,
  KPS_VERDICT_UNSCANNABLE /* there is no scanner, or it gives up on this content */
} KpsVerdict;

typedef struct _KpsScanner KpsScanner;

/* Returns: (transfer full): for "none", "simulator" or "clamd:<path>"; %NULL with %KP_ERROR_INVALID
 *   for anything else
 */
KpsScanner *kps_scanner_new (const char *what,
                             GError **error);

/**
 * kps_scanner_scan:
 * @path: of the content
 * @finding: (out) (transfer full) (nullable): what it found
 *
 * Returns: %FALSE if there is no verdict; try again later. With %KP_ERROR_OFFLINE it cannot be
 *   reached at all; any other error says nothing about other contents
 */
gboolean kps_scanner_scan (KpsScanner *self,
                           const char *path,
                           KpsVerdict *verdict,
                           char **finding,
                           GError **error);

void kps_scanner_free (KpsScanner *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsScanner, kps_scanner_free)

G_END_DECLS
