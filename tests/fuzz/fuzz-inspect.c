/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Archives and office files: the list of whatever claims to be one is judged, by a reason that the
 * protocol knows or by none.
 */

#include "kps-inspect.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize length);

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize length)
{
  static const char *const TYPES[] = {
    "application/zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
  };
  static const char *const REASONS[] = {
    "disagrees",
    "damaged",
    "encrypted",
    "macro",
    "names",
    "bomb",
    "nested",
    "entities",
    NULL,
  };

  for (guint i = 0; i < G_N_ELEMENTS (TYPES); i++)
    {
      const char *reason = kps_inspect_archive (bytes, length, TYPES[i]);

      g_assert_true (reason == NULL || g_strv_contains (REASONS, reason));
    }

  return 0;
}
