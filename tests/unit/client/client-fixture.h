/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A client on an account folder that has been filled once and whose office does not answer: what
 * works here works without a network. Real clock, because three threads share it.
 */

#pragma once

#include "kp-client.h"
#include "kp-entity.h"
#include "kp-store.h"

G_BEGIN_DECLS

typedef struct
{
  char *data_dir;       /* (owned) */
  KpAccounts *accounts; /* (owned) */
  KpClient *client;     /* (owned) (nullable) */
  char *account_id;     /* (owned) */
  guint8 key[KP_DB_KEY_SIZE];
  guint8 seed[32];
  gboolean staff;
  gboolean empty;
  gboolean worked; /* the work that request 1 asked for is done */
  gboolean flows;  /* the portal offers 200 kinds of request more */
  gboolean group;  /* the portal shows a linked organisation too */
  gboolean files;  /* its form asks for photos, and its checklist for a file */
  KpId person;
  KpId org;
  KpId portal;
  KpId linked; /* "Mill", if group */
  KpId flour;  /* what was asked there */
  KpId flow;
  KpId checklist;
  KpId terms;
  KpId customer;    /* "Kim", whom an office account knows of the organisation */
  KpId old_flow;    /* an earlier version of flow, with which request 1 was made */
  KpId order;       /* the work order of request 1, if worked */
  GArray *requests; /* (owned) of KpId: filled in beforehand */
  KpStore *beside;  /* (owned) (nullable): the account's store once more, for SQL */
  GMutex mutex;
  GCond cond;
  gboolean holding; /* whether the worker waits (lock: mutex) */
  gboolean release; /* whether it may go on (lock: mutex) */
} ClientFixture;

/* @data: (nullable): "staff" for an office account, "empty" or "empty-staff" for one in which there
 * is nothing to ask for and nothing was asked, "worked" for a customer for whom the office has done
 * some work, "group" for one who sees what is asked at a linked organisation ("Mill", by Kim),
 * "flows" for one of a portal with many kinds of request, "files" for one whose form asks for
 * files; by default a customer
 */
void client_fixture_set_up (ClientFixture *self,
                            gconstpointer data);
void client_fixture_tear_down (ClientFixture *self,
                               gconstpointer data);

/* Opens the client and waits until its first answers are here. */
void client_fixture_open (ClientFixture *self);

/* Closes the client in order, and drops it; it must go. */
void client_fixture_close (ClientFixture *self);

/* Opens the account's store beside the client, for what only an office could do. */
KpStore *client_fixture_open_store (ClientFixture *self);

/* Keeps the client's store busy: what is asked from now on waits until the release. */
void client_fixture_hold (ClientFixture *self);
void client_fixture_release (ClientFixture *self);

/* Tells the client that anything may have changed. */
void client_fixture_tell (ClientFixture *self);

/* Runs SQL in the cache or the outbox beside the client. */
void client_fixture_run_sql (ClientFixture *self,
                             gboolean outbox,
                             const char *sql);

/* Feeds a refusal of one operation, as the office would: {"op":…,"r":"need","need":[…]}. */
void client_fixture_refuse (ClientFixture *self,
                            const char *operation,
                            const char *need);

/**
 * client_fixture_answer:
 * @line: result of an operation, JSON
 * @body: (nullable): the present record, a request or the person, that comes with it
 *
 * Feeds what the office answers while the client is closed.
 */
void client_fixture_answer (ClientFixture *self,
                            const char *line,
                            KpEntityType entity,
                            const KpId *id,
                            const char *body);

/* For callbacks: keeps the result in a GAsyncResult * that begins as NULL. */
void client_fixture_keep_result_cb (GObject *source,
                                    GAsyncResult *result,
                                    gpointer user_data);

/* Performs and waits. Returns: (transfer full): identity */
char *client_fixture_perform (ClientFixture *self,
                              const char *kind,
                              GVariant *arguments);

/* Opens a new form of the fixture's flow and waits. Returns: (transfer full) */
KpRequestForm *client_fixture_new_form (ClientFixture *self);

/* Answers everything that is required. */
void client_fixture_fill (KpRequestForm *form,
                          const char *subject);

/* Submits and waits. Returns: (transfer full): identity of the request */
char *client_fixture_submit (ClientFixture *self,
                             KpRequestForm *form);

G_END_DECLS
