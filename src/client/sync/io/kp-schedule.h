/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When to make contact next (SYNC.md section 5). Pure: times come in as boot milliseconds, chance
 * as a function; nothing here waits. One object per thread.
 */

#pragma once

#include "kp-environment.h"

G_BEGIN_DECLS

/* Without a socket's hints: after every quiet round. With them: in case one was lost. */
#define KP_SCHEDULE_POLL_MS (30 * 1000)
#define KP_SCHEDULE_SAFETY_MS (15 * 60 * 1000)

/* Attempts without contact: at most this far apart, less while a person's work waits: a second
 * after the server is back it is confirmed, the way there and the answer included.
 */
#define KP_SCHEDULE_RETRY_MS (60 * 1000)
#define KP_SCHEDULE_RETRY_QUEUED_MS 600

/**
 * KpSchedule:
 */
typedef struct
{
  gint64 due;                       /* boot ms of the next exchange; 0 = at once; -1 = never */
  gint64 not_before;                /* the server's own delay: nothing goes before it */
  guint failures;                   /* exchanges without contact, in a row */
  guint push_failures;              /* sockets that ended early, in a row */
  gint64 push_since;                /* boot milliseconds at which the socket opened */
  gint64 push_due;                  /* boot milliseconds from which a socket may be tried again */
  gboolean push_opening;            /* a ticket was used: hints may arrive soon */
  gboolean push_open;               /* hints arrive */
  const KpEnvironment *environment; /* (unowned) */
} KpSchedule;

/* Due at once. */
void kp_schedule_init (KpSchedule *self,
                       const KpEnvironment *environment);

/* Start, nudge, hint, wake-up, network: as soon as the server allows. */
void kp_schedule_ask (KpSchedule *self);

/* @next: boot milliseconds at which the engine wants to go on; 0 = at once; -1 = nothing planned */
void kp_schedule_succeeded (KpSchedule *self,
                            gint64 now,
                            gint64 next);

/* No contact: 0.5 s, doubled each time, with full jitter above half of it. */
void kp_schedule_failed (KpSchedule *self,
                         gint64 now,
                         gboolean work_waits);

/* The server was reached and asks to come back after @delay milliseconds; 0 = it gave none. */
void kp_schedule_delayed (KpSchedule *self,
                          gint64 now,
                          gint64 delay);

/* Nothing more until kp_schedule_ask(): signed out. */
void kp_schedule_suspend (KpSchedule *self);

/* A socket is being opened: the schedule need not see to a ticket. */
void kp_schedule_push_opening (KpSchedule *self);
void kp_schedule_push_opened (KpSchedule *self,
                              gint64 now);

/* The socket ended, or there was no ticket. @delay: that the server asked for, in milliseconds; -1
 * = it just ended
 */
void kp_schedule_push_closed (KpSchedule *self,
                              gint64 now,
                              gint64 delay);

/* Returns: whether the next exchange should ask for a ticket */
gboolean kp_schedule_wants_push (const KpSchedule *self,
                                 gint64 now);

/* Returns: milliseconds until the next exchange; 0 = now; -1 = never */
gint64 kp_schedule_get_wait (const KpSchedule *self,
                             gint64 now);

G_END_DECLS
