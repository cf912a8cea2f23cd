/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An office without HTTP and threads, whose clock the test decides, with one person for each
 * relation that matters. Taking it down asserts that no statement ever scanned a table.
 */

#pragma once

#include "kp-sync-codec.h"
#include "kp-test-environment.h"
#include "kps-exchange.h"

G_BEGIN_DECLS

/* The organisations. "north" holds "south"; "west" belongs to the other portal. */
typedef enum
{
  NORTH = 0,
  SOUTH,
  EAST,
  WEST,
  N_ORGANISATIONS
} KpsTestOrganisation;

/* The people. */
typedef enum
{
  ANNA = 0, /* member of north, asks */
  BERT,     /* member of north */
  RITA,     /* member of north without rights */
  CARL,     /* member of east */
  DORA,     /* member of west, in the other portal */
  SARA,     /* member of south, which north holds */
  HUGO,     /* was a member of north until yesterday */
  EVA,      /* staff: all customers */
  FINN,     /* staff: answers for east only, in no queue */
  GIL,      /* staff: all customers, without rights */
  N_PEOPLE
} KpsTestPerson;

/**
 * KpsTestOffice:
 */
typedef struct
{
  KpTestEnvironment environment;
  char *folder;      /* (owned) */
  KpsOffice *office; /* (owned) */
  guint64 scanned;   /* rows that opening it read: the log of migrations */
  KpId portal;
  KpId other_portal;
  KpId organisations[N_ORGANISATIONS];
  KpId people[N_PEOPLE];
  KpId memberships[N_PEOPLE];
  KpId flow;       /* asks "subject" and, if "urgent", "phone"; with a checklist */
  KpId plain_flow; /* asks nothing */
  KpId retired_flow;
  KpId other_flow; /* of the other portal */
  KpId terms;      /* published */
  KpId old_terms;  /* superseded */
} KpsTestOffice;

void kps_test_office_set_up (KpsTestOffice *self,
                             gconstpointer data);
void kps_test_office_tear_down (KpsTestOffice *self,
                                gconstpointer data);

/* Opens the office that was closed. */
void kps_test_office_reopen (KpsTestOffice *self);

/* Closes and opens the office again, as a new process would. */
void kps_test_office_restart (KpsTestOffice *self);

/* Puts a record; @format makes its body. */
void kps_test_office_put (KpsTestOffice *self,
                          KpEntityType entity,
                          const KpId *id,
                          const char *format,
                          ...) G_GNUC_PRINTF (4, 5);
void kps_test_office_delete (KpsTestOffice *self,
                             KpEntityType entity,
                             const KpId *id);

/* Puts the portal with these settings. */
void kps_test_office_set_portal (KpsTestOffice *self,
                                 const char *requests,
                                 const char *work_orders,
                                 gboolean shows_prices,
                                 gboolean needs_terms);

/* Returns: (transfer full) (nullable): the record as it is */
KpsRecord *kps_test_office_get (KpsTestOffice *self,
                                KpEntityType entity,
                                const KpId *id);

/* Returns: (transfer full): the streams of the record, in order, separated by spaces */
char *kps_test_office_get_streams (KpsTestOffice *self,
                                   KpEntityType entity,
                                   const KpId *id);

KpsPerson *kps_test_office_load_person (KpsTestOffice *self,
                                        KpsTestPerson person);

/**
 * kps_test_office_make_operation:
 * @id: (inout): zero = a new one
 * @after: (nullable)
 * @was: (nullable): JSON
 * @arguments: JSON
 *
 * Returns: (transfer full): the frozen bytes
 */
GBytes *kps_test_office_make_operation (KpsTestOffice *self,
                                        KpId *id,
                                        const KpId *after,
                                        const char *kind,
                                        const char *was,
                                        const char *arguments);

/* Returns: (transfer full): the reply; the test fails if there is none */
GBytes *kps_test_office_exchange (KpsTestOffice *self,
                                  KpsTestPerson person,
                                  const KpSyncRequest *request);

/* Offers one operation alone. Returns: (transfer full): the line of its result */
char *kps_test_office_ask (KpsTestOffice *self,
                           KpsTestPerson person,
                           GBytes *operation);

/* Makes, offers and forgets an operation. Returns: (transfer full): "ok", "denied" … */
char *kps_test_office_do (KpsTestOffice *self,
                          KpsTestPerson person,
                          const char *kind,
                          const char *was,
                          const char *format,
                          ...) G_GNUC_PRINTF (5, 6);

/* Submits a plain request of @person for @organisation; the test fails if it is refused. */
KpId kps_test_office_submit (KpsTestOffice *self,
                             KpsTestPerson person,
                             KpsTestOrganisation organisation,
                             const char *title);

/* Returns: (transfer full) (nullable): the line of @reply that begins with @start */
char *kps_test_find_line (GBytes *reply,
                          const char *start);

guint kps_test_count_lines (GBytes *reply,
                            const char *start);

/* Returns: (transfer full): "r" of a line of a result */
char *kps_test_get_outcome (const char *line);

/**
 * KpsTestText:
 *
 * An identifier as text, to be printed into JSON: kps_test_text (&id).text.
 */
typedef struct
{
  char text[KP_ID_SIZE];
} KpsTestText;

KpsTestText kps_test_text (const KpId *id);

G_END_DECLS
