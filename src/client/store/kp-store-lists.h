/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists that the interface shows. Each has two functions: one answers with ordered identities,
 * the other reads rows for some of them, with cells in the order of the model's properties. The SQL
 * of a list is in kp-store-<list>.c. On the thread of the store.
 */

#pragma once

#include "kp-reader.h"

G_BEGIN_DECLS

/* Which of the records a list of requests or work orders shows. */
typedef enum
{
  KP_LIST_SHOW_ANY = 0,
  KP_LIST_SHOW_OPEN,
  KP_LIST_SHOW_COMPLETED,
  KP_LIST_SHOW_TO_DECIDE, /* submitted, in_review, needs_information */
  KP_LIST_SHOW_SUBJECT    /* the one record */
} KpListShow;

typedef enum
{
  KP_LIST_SORT_UPDATED = 0, /* newest first */
  KP_LIST_SORT_CREATED,     /* newest first */
  KP_LIST_SORT_OLDEST,      /* oldest first */
  KP_LIST_SORT_TITLE,
  KP_LIST_SORT_ORGANISATION,
  KP_LIST_SORT_STATUS,
  KP_LIST_SORT_PLANNED,  /* work orders: the day that they are planned for, next first */
  KP_LIST_SORT_ENGINEER, /* work orders */
  KP_LIST_N_SORTS
} KpListSort;

/**
 * KpListFilter:
 *
 * Whichever members a list knows; the rest is zero.
 */
typedef struct
{
  KpListShow show;
  KpListSort sort;
  gboolean reversed;
  gboolean grouped; /* rows that have in common what they are sorted by belong together */
  gboolean mine;    /* made by the person */
  gboolean served;  /* organisations whose requests the person may hold */
  KpId org;         /* of this organisation; zero = any */
  KpId work_type;   /* of this kind of work; zero = any */
  KpId subject;     /* of this request; with SHOW_SUBJECT that request itself */
  gint64 from;      /* made at or after, UTC milliseconds */
  gint64 until;     /* made before; 0 = whenever */
  char *status;     /* (owned) (nullable): JSON array of states, as KP_LIST_STATUSES gives them */
  char *search;     /* (owned) (nullable) */
  char *state;      /* (owned) (nullable): work orders in this state */
} KpListFilter;

void kp_list_filter_clear (KpListFilter *self);

/* Copies @self with what it owns into @copy, which holds nothing yet. */
void kp_list_filter_copy (const KpListFilter *self,
                          KpListFilter *copy);

/* The ids of a list whose rows are made at once. Returns: (transfer full) (element-type KpId) */
GArray *kp_list_ids_of_rows (const GPtrArray *rows);

typedef GArray *(*KpListFunc) (KpReader *reader,
                               const KpListFilter *filter,
                               GCancellable *cancellable,
                               GError **error);

typedef GPtrArray *(*KpFetchFunc) (KpReader *reader,
                                   const KpListFilter *filter,
                                   GArray *ids,
                                   GCancellable *cancellable,
                                   GError **error);

/* Returns: (transfer full) (nullable) (element-type guint): the group of each of @ids; %NULL and no
 *   @error if this order has none
 */
typedef GArray *(*KpGroupFunc) (KpReader *reader,
                                const KpListFilter *filter,
                                GArray *ids,
                                GError **error);

/**
 * KpList:
 *
 * One sort of list.
 */
typedef struct
{
  KpListFunc list;
  KpFetchFunc fetch;
  KpGroupFunc group; /* (nullable) */
  guint own;         /* KP_LIST_ENTITY of the records that are its rows */
  guint related;     /* of the others that its rows depend on */
  gboolean outbox;   /* whether it depends on drafts and the journal */
} KpList;

extern const KpList KP_LIST_REQUESTS;
extern const KpList KP_LIST_MESSAGES;    /* of filter.subject, oldest first */
extern const KpList KP_LIST_ATTACHMENTS; /* of filter.subject, oldest first */
extern const KpList KP_LIST_NOTES;       /* of filter.subject, oldest first */
extern const KpList KP_LIST_WORK_ORDERS;
extern const KpList KP_LIST_STEPS;         /* of filter.subject, oldest first */
extern const KpList KP_LIST_ORGANISATIONS; /* by name */
extern const KpList KP_LIST_FLOWS;         /* in the portal's order */
extern const KpList KP_LIST_DRAFTS;        /* newest first */
extern const KpList KP_LIST_CHANGES;       /* needs you, waiting, ended in the last day */
extern const KpList KP_LIST_DIFFERENCES;   /* of the change filter.subject, by field */
/* What a list of requests can be narrowed to: a name and a value for the filter. */
extern const KpList KP_LIST_STATUSES;
extern const KpList KP_LIST_WORK_TYPES;
extern const KpList KP_LIST_EMPLOYEES; /* who did work lately, by name; cells as above */
extern const KpList KP_LIST_PORTALS;   /* by name */
extern const KpList KP_LIST_CUSTOMERS; /* of the organisation filter.org, by name */
extern const KpList KP_LIST_DOCUMENTS; /* the last few that were shared, newest first */
extern const KpList KP_LIST_TASKS;     /* longest waiting first */

#define KP_LIST_ENTITY(type) (1u << (type))

/* What lists and numbers of requests have in common, so that they agree: the state that counts of
 * the request r, as SQL, and the states of KP_LIST_SHOW_TO_DECIDE, as JSON.
 */
#define KP_LIST_SHOWN_STATE                                                                       \
  "CASE WHEN r.state = 'accepted'"                                                                \
  "     THEN coalesce ((SELECT w.state FROM p_work_order w WHERE w.id = r.work_order_id), 'new')" \
  "     ELSE r.state END"
#define KP_LIST_STATES_TO_DECIDE "[\"submitted\",\"in_review\",\"needs_information\"]"

/* What the portal lists of the requests, see KpShown: conditions on p_request r, for a query that
 * ends in WHERE …, and their parameters. */
void kp_shown_append (KpReader *reader,
                      GString *sql);
void kp_shown_bind (KpReader *reader,
                    KpStatement *query);

/* Numbers. */

/**
 * KpCountsRow:
 */
typedef struct
{
  guint open;
  guint completed;
  guint mine_open;
  guint waiting;
  guint drafts;
  guint needs_you;
  guint queue; /* as KP_LIST_SHOW_TO_DECIDE, for staff */
  guint work_open;
  guint work_new; /* work orders by state */
  guint work_planned;
  guint work_in_progress;
  guint work_blocked;
  guint work_done;
  guint open_months[12]; /* by the month they were made in, oldest first */
  guint completed_months[12];
  int year; /* of the last month, local time */
  int month;
} KpCountsRow;

/* @org: of one organisation; zero = all */
gboolean kp_store_count_sync (KpReader *reader,
                              const KpId *org,
                              KpCountsRow *counts,
                              GCancellable *cancellable,
                              GError **error);

G_END_DECLS
