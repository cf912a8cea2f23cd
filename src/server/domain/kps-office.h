/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One office: its folder, its database, its writer and readers. Everything that handlers need, and
 * nothing of HTTP.
 */

#pragma once

#include "kps-access.h"
#include "kps-readers.h"
#include "kps-writer.h"

G_BEGIN_DECLS

/**
 * KpsOfficeHooks:
 *
 * What the office tells the listener. All optional.
 */
typedef struct
{
  /* Streams changed, after COMMIT; on the writer's thread, or the caller's of a single office. */
  KpsChanged changed;
  /* Returns: (transfer full) (nullable): a one-use ticket for the push socket; any thread */
  char *(*issue_ticket) (const KpsPerson *person,
                         gpointer data);
  gpointer data; /* (unowned): outlives the office */
} KpsOfficeHooks;

typedef struct _KpsOffice KpsOffice;

/**
 * kps_office_open:
 * @folder: holds office.db, rights.log and keys.log; made if missing, readable by its owner only
 * @n_readers: threads that read; 0 = a single office without threads, for the simulation and
 *   subcommands: it has one write and one read connection, both of the calling thread
 * @hooks: (nullable): copied
 *
 * Migrates the database and applies rights.log and keys.log (SYNC.md section 4).
 */
KpsOffice *kps_office_open (const char *folder,
                            guint n_readers,
                            const KpEnvironment *environment,
                            const KpsOfficeHooks *hooks,
                            GError **error);

/* Runs what is queued and closes everything. (transfer full) */
void kps_office_close (KpsOffice *self);

const KpEnvironment *kps_office_get_environment (KpsOffice *self);
const KpsOfficeHooks *kps_office_get_hooks (KpsOffice *self);
const char *kps_office_get_folder (KpsOffice *self);
const char *kps_office_get_db_path (KpsOffice *self);
const char *kps_office_get_rights_path (KpsOffice *self);
const char *kps_office_get_keys_path (KpsOffice *self);

/* Returns: (transfer none) (nullable): %NULL in a single office */
KpsWriter *kps_office_get_writer (KpsOffice *self);
KpsReaders *kps_office_get_readers (KpsOffice *self);

/* Returns: (transfer none) (nullable): of a single office, for its thread; else %NULL */
KpDb *kps_office_get_write_db (KpsOffice *self);
KpDb *kps_office_get_read_db (KpsOffice *self);

/**
 * kps_office_write:
 *
 * Runs one step and commits it, through the writer if there is one; blocks. For subcommands, tests
 * and the simulation. Fails as kps_writer_run_finish() does.
 */
gboolean kps_office_write (KpsOffice *self,
                           KpsStepFunc run,
                           gpointer data,
                           GError **error);

/* The folder of migrations in the server's resource; kps_get_resource() is generated. */
#define KPS_MIGRATIONS "/org/klantportaal/server/migrations/"

/* Opens @path for writing with every commit flushed, and brings it to the newest schema. */
KpDb *kps_office_open_db (const char *path,
                          GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsOffice, kps_office_close)

G_END_DECLS
