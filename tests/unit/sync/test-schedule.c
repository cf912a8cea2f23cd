/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * When contact is made: pure, with a clock and chance that the test decides.
 */

#include "kp-schedule.h"

#include "kp-test-environment.h"

typedef struct
{
  KpTestEnvironment environment;
  KpSchedule schedule;
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  kp_test_environment_init (&fixture->environment, 1);
  kp_schedule_init (&fixture->schedule, &fixture->environment.environment);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_test_environment_clear (&fixture->environment);
}

static gint64
get_wait (Fixture *fixture)
{
  return kp_schedule_get_wait (&fixture->schedule, fixture->environment.boot_time);
}

static void
fail (Fixture *fixture,
      gboolean work_waits)
{
  kp_schedule_failed (&fixture->schedule, fixture->environment.boot_time, work_waits);
}

static void
test_start (Fixture *fixture,
            gconstpointer data)
{
  g_assert_cmpint (get_wait (fixture), ==, 0);
  g_assert_true (kp_schedule_wants_push (&fixture->schedule, fixture->environment.boot_time));
}

static void
test_quiet (Fixture *fixture,
            gconstpointer data)
{
  gint64 now = fixture->environment.boot_time;

  kp_schedule_push_opening (&fixture->schedule);
  g_assert_false (kp_schedule_wants_push (&fixture->schedule, now));
  kp_schedule_succeeded (&fixture->schedule, now, -1);
  g_assert_cmpint (get_wait (fixture), ==, KP_SCHEDULE_POLL_MS);

  kp_schedule_push_opened (&fixture->schedule, now);
  kp_schedule_succeeded (&fixture->schedule, now, -1);
  g_assert_cmpint (get_wait (fixture), ==, KP_SCHEDULE_SAFETY_MS);

  kp_schedule_succeeded (&fixture->schedule, now, now + 7000);
  g_assert_cmpint (get_wait (fixture), ==, 7000);
}

/* Each wait is in the upper half of its step; steps double up to a minute. */
static void
test_back_off (Fixture *fixture,
               gconstpointer data)
{
  gint64 step = 500;

  for (int i = 0; i < 40; i++)
    {
      fail (fixture, FALSE);
      g_assert_cmpint (get_wait (fixture), >=, step / 2);
      g_assert_cmpint (get_wait (fixture), <=, step);
      step = MIN (step * 2, KP_SCHEDULE_RETRY_MS);
    }

  kp_schedule_succeeded (&fixture->schedule, fixture->environment.boot_time, -1);
  fail (fixture, FALSE);
  g_assert_cmpint (get_wait (fixture), <=, 500);
}

static void
test_work_waits (Fixture *fixture,
                 gconstpointer data)
{
  for (int i = 0; i < 40; i++)
    {
      fail (fixture, TRUE);
      g_assert_cmpint (get_wait (fixture), <=, KP_SCHEDULE_RETRY_QUEUED_MS);
    }
}

static void
test_ask (Fixture *fixture,
          gconstpointer data)
{
  for (int i = 0; i < 10; i++)
    fail (fixture, FALSE);
  kp_schedule_ask (&fixture->schedule);
  g_assert_cmpint (get_wait (fixture), ==, 0);
}

/* Not even a person's nudge goes before the server's own delay. */
static void
test_delayed (Fixture *fixture,
              gconstpointer data)
{
  kp_schedule_delayed (&fixture->schedule, fixture->environment.boot_time, 5000);
  kp_schedule_ask (&fixture->schedule);
  g_assert_cmpint (get_wait (fixture), >=, 5000);
  g_assert_cmpint (get_wait (fixture), <=, 6000);

  kp_test_environment_advance (&fixture->environment, 6000);
  g_assert_cmpint (get_wait (fixture), ==, 0);
}

static void
test_delayed_unnamed (Fixture *fixture,
                      gconstpointer data)
{
  gint64 first;

  kp_schedule_delayed (&fixture->schedule, fixture->environment.boot_time, 0);
  first = get_wait (fixture);
  g_assert_cmpint (first, >=, 500);
  for (int i = 0; i < 20; i++)
    kp_schedule_delayed (&fixture->schedule, fixture->environment.boot_time, 0);
  g_assert_cmpint (get_wait (fixture), >=, KP_SCHEDULE_RETRY_MS);
}

static void
test_suspended (Fixture *fixture,
                gconstpointer data)
{
  kp_schedule_suspend (&fixture->schedule);
  g_assert_cmpint (get_wait (fixture), ==, -1);
  kp_schedule_ask (&fixture->schedule);
  g_assert_cmpint (get_wait (fixture), ==, 0);
}

static void
test_push_closed (Fixture *fixture,
                  gconstpointer data)
{
  gint64 now = fixture->environment.boot_time;

  kp_schedule_push_opened (&fixture->schedule, now);
  kp_schedule_succeeded (&fixture->schedule, now, -1);
  kp_schedule_push_closed (&fixture->schedule, now, -1);
  g_assert_false (fixture->schedule.push_open);
  g_assert_cmpint (get_wait (fixture), <=, 500);

  kp_schedule_push_closed (&fixture->schedule, now, 30000);
  kp_schedule_succeeded (&fixture->schedule, now, -1);
  g_assert_false (kp_schedule_wants_push (&fixture->schedule, now + 29000));
  g_assert_true (kp_schedule_wants_push (&fixture->schedule, now + 38000));
}

/* A thousand clients that lost their sockets together do not come back together. */
static void
test_jitter (Fixture *fixture,
             gconstpointer data)
{
  guint buckets[10] = { 0 };

  for (int i = 0; i < 1000; i++)
    {
      KpSchedule schedule;
      gint64 now = fixture->environment.boot_time;

      kp_schedule_init (&schedule, &fixture->environment.environment);
      schedule.push_failures = 6;
      schedule.due = G_MAXINT64;
      kp_schedule_push_closed (&schedule, now, -1);
      buckets[kp_schedule_get_wait (&schedule, now) * 10 / 32000]++;
    }

  for (int i = 0; i < 10; i++)
    g_assert_cmpuint (buckets[i], >, 50);
}

/* A round that began before a ticket could be asked for and ends after: one more fetches it. */
static void
test_push_due_in_round (Fixture *fixture,
                        gconstpointer data)
{
  kp_schedule_push_closed (&fixture->schedule, fixture->environment.boot_time, 1000);
  g_assert_false (kp_schedule_wants_push (&fixture->schedule, fixture->environment.boot_time));
  kp_test_environment_advance (&fixture->environment, 2000);
  kp_schedule_succeeded (&fixture->schedule, fixture->environment.boot_time, -1);
  g_assert_cmpint (get_wait (fixture), ==, 0);
  g_assert_true (kp_schedule_wants_push (&fixture->schedule, fixture->environment.boot_time));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/schedule/start/is-due-at-once", test_start);
  ADD ("/schedule/quiet/waits-for-hints-or-polls", test_quiet);
  ADD ("/schedule/failed/doubles-up-to-a-minute", test_back_off);
  ADD ("/schedule/failed/work-waits/at-most-a-second", test_work_waits);
  ADD ("/schedule/ask/is-due-at-once", test_ask);
  ADD ("/schedule/delayed/is-honoured-even-when-asked", test_delayed);
  ADD ("/schedule/delayed/without-a-time/backs-off", test_delayed_unnamed);
  ADD ("/schedule/suspended/waits-for-being-asked", test_suspended);
  ADD ("/schedule/push-closed/comes-back-as-asked", test_push_closed);
  ADD ("/schedule/push-closed/due-within-a-round/is-not-missed", test_push_due_in_round);
  ADD ("/schedule/push-closed/spreads-over-the-whole-step", test_jitter);

  return g_test_run ();
}
