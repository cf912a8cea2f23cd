/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Comma-separated values (RFC 4180) whose first line names the columns. Cells remember where they
 * stand, so that a fault in one can be found. Lines that begin with # and empty lines count for
 * nothing. Any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpsCell:
 */
typedef struct
{
  char *text;   /* (owned): without quotes, without spaces at its ends */
  guint line;   /* from 1 */
  guint column; /* from 1, in characters */
} KpsCell;

/**
 * KpsCsv:
 */
typedef struct
{
  char *name;        /* (owned): of the file */
  GPtrArray *header; /* (owned) (element-type KpsCell) */
  GPtrArray *rows;   /* (owned) (element-type GPtrArray of KpsCell): each as long as the header */
} KpsCsv;

/**
 * KpsCsvFault:
 *
 * Told about each fault; reading goes on with the next line.
 */
typedef void (*KpsCsvFault) (const char *file,
                             guint line,
                             guint column,
                             const char *message,
                             gpointer data);

/**
 * kps_csv_parse:
 * @text: untrusted
 *
 * Returns: (transfer full): what could be read of it
 */
KpsCsv *kps_csv_parse (const char *name,
                       const char *text,
                       gsize length,
                       KpsCsvFault fault,
                       gpointer data);

/* Returns: (nullable): the cell of a row in the column called @name; %NULL if there is no such
 * column
 */
const KpsCell *kps_csv_get (const KpsCsv *self,
                            guint row,
                            const char *name);

void kps_csv_free (KpsCsv *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsCsv, kps_csv_free)

G_END_DECLS
