/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bringing an office in from readable files (data/demo/README.md describes them). Everything is
 * checked first and every fault is named; then it is written in one transaction. Stable keys in the
 * files are remembered with the ids they got, so importing again updates and never doubles.
 */

#pragma once

#include "kps-office.h"

G_BEGIN_DECLS

/**
 * KpsImportFault:
 *
 * One mistake in the files.
 */
typedef struct
{
  char *file;    /* (owned): name within the folder */
  guint line;    /* from 1; 0 = the file as a whole */
  guint column;  /* from 1, in characters; 0 = the line as a whole */
  char *message; /* (owned): English, one sentence */
} KpsImportFault;

/**
 * KpsImportAccount:
 *
 * A person of the import who signs in. Passwords are in the files of a demonstration only.
 */
typedef struct
{
  KpId user_id;
  char *login;           /* (owned) */
  char *password;        /* (owned) (nullable) */
  char *name;            /* (owned) */
  char *portal_url_name; /* (owned) (nullable): NULL = office staff */
  KpId portal_id;        /* zero = office staff */
} KpsImportAccount;

/**
 * KpsImportOptions:
 */
typedef struct
{
  const char *folder; /* of the files */
  gboolean dry_run;   /* check only */
  guint scale;        /* for benches: copies of organisations and requests; 0 = 1 */
  /* (nullable): called once within the transaction, so that accounts come and go with the records
   */
  gboolean (*save_accounts) (KpsTx *tx,
                             GPtrArray *accounts,
                             gpointer data,
                             GError **error);
  gpointer data;
} KpsImportOptions;

/**
 * KpsImportResult:
 */
typedef struct
{
  GPtrArray *faults;   /* (owned) (element-type KpsImportFault): by file and line */
  GPtrArray *accounts; /* (owned) (element-type KpsImportAccount) */
  gboolean is_partial; /* the faults are those of files that can't be read; the others wait */
  guint added;         /* records */
  guint changed;       /* records */
  guint unchanged;     /* records */
} KpsImportResult;

/**
 * kps_import_run:
 *
 * Returns: (transfer full): with faults, nothing was written; fails if the files can't be read or
 *   the database can't be written
 */
KpsImportResult *kps_import_run (KpsOffice *office,
                                 const KpsImportOptions *options,
                                 GError **error);
void kps_import_result_free (KpsImportResult *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsImportResult, kps_import_result_free)

G_END_DECLS
