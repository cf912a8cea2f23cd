/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Times of exchanges and sockets, by rules that a test can read.
 */

#include "kp-schedule.h"

#define FIRST_RETRY_MS 500
#define DOUBLINGS_MAX 16

void
kp_schedule_init (KpSchedule *self,
                  const KpEnvironment *environment)
{
  *self = (KpSchedule) { .due = 0, .environment = environment };
}

static gint64
back_off (guint failures,
          gint64 most)
{
  gint64 delay = FIRST_RETRY_MS;

  for (guint i = 1; i < MIN (failures, DOUBLINGS_MAX) && delay < most; i++)
    delay *= 2;

  return MIN (delay, most);
}

/* Returns: a random number in [from, to) */
static gint64
choose (const KpSchedule *self,
        gint64 from,
        gint64 to)
{
  guint32 chance;

  kp_environment_fill (self->environment, (guint8 *) &chance, sizeof chance);

  return from + (gint64) ((to - from) * (chance / 4294967296.0));
}

void
kp_schedule_ask (KpSchedule *self)
{
  self->due = 0;
}

void
kp_schedule_succeeded (KpSchedule *self,
                       gint64 now,
                       gint64 next)
{
  self->failures = 0;
  self->not_before = 0;
  self->due = now + (self->push_open ? KP_SCHEDULE_SAFETY_MS : KP_SCHEDULE_POLL_MS);
  /* The exchange brings the ticket; that its time came during this one must not cost half a minute.
   */
  if (!self->push_open && !self->push_opening)
    self->due = MIN (self->due, MAX (self->push_due, now));
  if (next >= 0)
    self->due = MIN (self->due, next);
}

void
kp_schedule_failed (KpSchedule *self,
                    gint64 now,
                    gboolean work_waits)
{
  gint64 most = work_waits ? KP_SCHEDULE_RETRY_QUEUED_MS : KP_SCHEDULE_RETRY_MS;
  gint64 delay;

  self->failures++;
  delay = back_off (self->failures, most);
  self->due = now + choose (self, delay / 2, delay);
}

void
kp_schedule_delayed (KpSchedule *self,
                     gint64 now,
                     gint64 delay)
{
  self->failures++;
  if (delay == 0)
    delay = back_off (self->failures, KP_SCHEDULE_RETRY_MS);

  /* All who were sent away would come back in the same instant. */
  self->not_before = now + delay + choose (self, 0, MIN (delay / 4 + 1, 1000));
  self->due = self->not_before;
}

void
kp_schedule_suspend (KpSchedule *self)
{
  self->due = -1;
}

void
kp_schedule_push_opening (KpSchedule *self)
{
  self->push_opening = TRUE;
}

void
kp_schedule_push_opened (KpSchedule *self,
                         gint64 now)
{
  self->push_opening = FALSE;
  self->push_open = TRUE;
  self->push_since = now;
}

void
kp_schedule_push_closed (KpSchedule *self,
                         gint64 now,
                         gint64 delay)
{
  /* One that lasted was a good one: what ended it is a new story. */
  if (self->push_open && now - self->push_since > KP_SCHEDULE_RETRY_MS)
    self->push_failures = 0;

  self->push_opening = FALSE;
  self->push_open = FALSE;
  if (delay < 0)
    {
      self->push_failures++;
      delay = choose (self, 0, back_off (self->push_failures, KP_SCHEDULE_RETRY_MS));
    }
  else
    delay += choose (self, 0, delay / 4 + 1);

  self->push_due = now + delay;

  /* What was missed since the socket died is fetched by the exchange that brings the new ticket. */
  if (self->due > self->push_due)
    self->due = self->push_due;
}

gboolean
kp_schedule_wants_push (const KpSchedule *self,
                        gint64 now)
{
  return !self->push_open && !self->push_opening && now >= self->push_due;
}

gint64
kp_schedule_get_wait (const KpSchedule *self,
                      gint64 now)
{
  if (self->due < 0)
    return -1;

  return MAX (MAX (self->due, self->not_before) - now, 0);
}
