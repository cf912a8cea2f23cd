/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Endurance, compressed (R16): a real server and an account go through thousands of exchanges, with
 * connections and sessions that come and go. Between two plateaus, which both come after as much
 * work as filled every cache, neither memory nor descriptors may grow.
 *
 * This process is measured in what it has allocated, with the account closed. The server cannot be
 * asked; of it the pages are counted that are its own.
 */

#include "kp-bench-portal.h"
#include "kp-test.h"

#include <malloc.h>
#include <string.h>

/* Sessions of a plateau, and exchanges with news of each. */
#define SESSIONS 4
#define SESSIONS_LONG 60
#define LAPS 75
#define PLATEAUS 3

/* What the allocator keeps for its threads of what was freed; a hundred bytes for each exchange
 * would be more. */
#define MOST_HERE (64 * 1024)
/* The server's memory is shared by threads and comes in pages: as much as one reply. */
#define MOST_THERE (2 * 1024 * 1024)

static const char *program;

typedef struct
{
  KpBenchPortal *portal; /* (owned) */
  char *data_dir;        /* (owned) */
} Fixture;

/* What is held at a plateau. */
typedef struct
{
  gint64 here;  /* bytes allocated by this process */
  gint64 there; /* bytes of the server's own pages */
  guint descriptors_here;
  guint descriptors_there;
} Held;

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->portal = kp_bench_portal_new (program, 1);
  fixture->data_dir = g_build_filename (fixture->portal->folder, "device", NULL);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_bench_portal_free (fixture->portal);
  g_free (fixture->data_dir);
}

/* Signs in, says something again and again, and closes everything. */
static void
run_session (Fixture *fixture)
{
  g_autoptr (KpBenchAccount) account =
    kp_bench_account_new_in (fixture->portal, fixture->data_dir, "staff", 0);
  KpId request;

  kp_bench_account_sync (account);
  request = kp_bench_account_find_request (account);
  for (guint i = 0; i < LAPS; i++)
    {
      kp_bench_account_comment (account, &request, NULL);
      kp_bench_account_sync (account);
      if (i % 5 == 0)
        kp_bench_account_connect_again (account);
    }
}

static guint
count_descriptors (const char *process)
{
  g_autofree char *path = g_build_filename ("/proc", process, "fd", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint n = 0;

  g_assert_nonnull (folder);
  while (g_dir_read_name (folder) != NULL)
    n++;

  return n;
}

/* Returns: bytes of pages that are in memory and of no file */
static gint64
measure_pages (const char *process)
{
  g_autofree char *path = g_build_filename ("/proc", process, "status", NULL);
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  line = strstr (text, "\nRssAnon:");
  g_assert_nonnull (line);

  return g_ascii_strtoll (line + strlen ("\nRssAnon:"), NULL, 10) * 1024;
}

static Held
reach_plateau (Fixture *fixture,
               guint n_sessions)
{
  const char *server = g_subprocess_get_identifier (fixture->portal->server);
  Held held;

  for (guint i = 0; i < n_sessions; i++)
    run_session (fixture);

  held = (Held) {
    .here = (gint64) (mallinfo2 ().uordblks + mallinfo2 ().hblkhd),
    .there = measure_pages (server),
    .descriptors_here = count_descriptors ("self"),
    .descriptors_there = count_descriptors (server),
  };
  g_test_message ("%" G_GINT64_FORMAT " bytes and %u descriptors here, "
                  "%" G_GINT64_FORMAT " and %u there",
                  held.here, held.descriptors_here, held.there, held.descriptors_there);

  return held;
}

static void
test_soak (Fixture *fixture,
           gconstpointer data)
{
  guint n_sessions = kp_test_is_long () ? SESSIONS_LONG : SESSIONS;
  Held first;
  Held last;

#ifdef __SANITIZE_ADDRESS__
  g_test_skip ("The sanitizer keeps what was freed");
  return;
#endif

  reach_plateau (fixture, n_sessions);
  first = reach_plateau (fixture, n_sessions);
  for (guint i = 1; i < PLATEAUS; i++)
    last = reach_plateau (fixture, n_sessions);

  g_assert_cmpint (last.here - first.here, <=, MOST_HERE);
  g_assert_cmpint (last.there - first.there, <=, MOST_THERE);
  g_assert_cmpuint (last.descriptors_here, ==, first.descriptors_here);
  /* The connection that was closed last may not be gone yet. */
  g_assert_cmpuint (last.descriptors_there, <=, first.descriptors_there + 1);
}

int
main (int argc,
      char **argv)
{
  program = argv[0];
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/soak/sessions-and-exchanges/nothing-grows", Fixture, NULL, set_up, test_soak,
              tear_down);

  return g_test_run ();
}
