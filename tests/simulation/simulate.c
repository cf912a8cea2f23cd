/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The simulation as a program. Without arguments it runs for a fixed time, a minute or with
 * KP_TEST_LONG an hour, with seeds that nobody has seen before, and proves by one mutant that it
 * can fail; it prints the seeds and what it did.
 *
 *   simulate --seed N [--trace] [--mutant N]     one history
 *   simulate --seeds A-B                         many
 *   simulate --mutants                           each deliberate error until it is caught
 */

#include "sim.h"

#include <stdlib.h>
#include <string.h>

#define SECONDS_SHORT 60
#define SECONDS_LONG 3600
#define MUTANT_SEEDS 300

static gboolean
run_seed (guint seed,
          SimMutant mutant,
          gboolean trace,
          Sim *total)
{
  g_autofree char *failure = sim_run (seed, mutant, trace, total);

  if (failure == NULL)
    return TRUE;

  g_print ("# seed %u: %s\n", seed, failure);
  return FALSE;
}

static void
print_total (const Sim *total)
{
  g_print ("# note: %" G_GUINT64_FORMAT " steps, %" G_GUINT64_FORMAT " exchanges, "
           "%" G_GUINT64_FORMAT " rounds, %" G_GUINT64_FORMAT " restores, "
           "%" G_GUINT64_FORMAT " resets\n",
           total->steps, total->exchanges, total->rounds, total->restores, total->resets);
  g_print ("# note: %" G_GUINT64_FORMAT " operations confirmed, %" G_GUINT64_FORMAT
           " refused, %" G_GUINT64_FORMAT " of them conflicts; %" G_GUINT64_FORMAT " moves\n",
           total->confirmed, total->refused, total->conflicts, total->moves);
}

/* Returns: how many failed */
static guint
run_seeds (guint first,
           guint last)
{
  Sim total = { 0 };
  guint n_failed = 0;

  for (guint seed = first; seed <= last; seed++)
    n_failed += !run_seed (seed, SIM_MUTANT_NONE, FALSE, &total);
  print_total (&total);

  return n_failed;
}

/* Returns: whether a broken @mutant is noticed */
static gboolean
catch_mutant (SimMutant mutant,
              guint n_seeds)
{
  Sim total = { 0 };

  for (guint seed = 0; seed < n_seeds; seed++)
    {
      g_autofree char *failure = sim_run (seed, mutant, FALSE, &total);

      if (failure != NULL)
        {
          g_print ("# %-50s seed %u: %s\n", sim_mutant_get_name (mutant), seed, failure);
          return TRUE;
        }
    }

  g_print ("# %-50s MISSED\n", sim_mutant_get_name (mutant));
  return FALSE;
}

/* @failure: (out) (nullable) (transfer full): the seed and what it broke */
static gboolean
run_for (guint seconds,
         char **failure)
{
  gint64 end = g_get_monotonic_time () + seconds * G_USEC_PER_SEC;
  guint first = g_random_int () >> 1;
  guint seed = first;
  Sim total = { 0 };

  for (; *failure == NULL && g_get_monotonic_time () < end; seed++)
    {
      g_autofree char *broken = sim_run (seed, SIM_MUTANT_NONE, FALSE, &total);

      if (broken != NULL)
        *failure = g_strdup_printf ("seed %u: %s", seed, broken);
    }
  g_print ("# note: seeds %u-%u\n", first, seed - 1);
  print_total (&total);

  return *failure == NULL;
}

static void
report (guint number,
        const char *path,
        gboolean passed,
        const char *failure)
{
  g_print ("%s %u %s%s%s\n", passed ? "ok" : "not ok", number, path, failure != NULL ? " - " : "",
           failure != NULL ? failure : "");
}

/* Returns: the exit status of a TAP program with two tests */
static int
run_as_test (guint seconds)
{
  g_autofree char *failure = NULL;
  gboolean holds;
  gboolean caught;

  g_print ("1..2\n");
  holds = run_for (seconds, &failure);
  report (1, "/simulation/invariants-hold", holds, failure);
  caught = catch_mutant (SIM_MUTANT_ENDED_LINE_LOST, MUTANT_SEEDS);
  report (2, "/simulation/deliberate-error-is-caught", caught, NULL);

  return holds && caught ? EXIT_SUCCESS : EXIT_FAILURE;
}

static int
run_mutants (void)
{
  guint n_missed = 0;

  for (SimMutant mutant = 1; mutant < SIM_N_MUTANTS; mutant++)
    n_missed += !catch_mutant (mutant, MUTANT_SEEDS);
  g_print ("# %u of %d caught\n", SIM_N_MUTANTS - 1 - n_missed, SIM_N_MUTANTS - 1);

  return n_missed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main (int argc,
      char **argv)
{
  int seed = -1;
  int mutant = SIM_MUTANT_NONE;
  gboolean trace = FALSE;
  gboolean mutants = FALSE;
  g_autofree char *seeds = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "seed", 0, 0, G_OPTION_ARG_INT, &seed, "One history", "N" },
    { "seeds", 0, 0, G_OPTION_ARG_STRING, &seeds, "Many histories", "A-B" },
    { "trace", 0, 0, G_OPTION_ARG_NONE, &trace, "Say what happens", NULL },
    { "mutant", 0, 0, G_OPTION_ARG_INT, &mutant, "With a deliberate error", "N" },
    { "mutants", 0, 0, G_OPTION_ARG_NONE, &mutants, "Every deliberate error", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  Sim total = { 0 };

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }

  if (seed >= 0)
    {
      gboolean passed = run_seed (seed, CLAMP (mutant, 0, SIM_N_MUTANTS - 1), trace, &total);

      print_total (&total);
      return passed ? EXIT_SUCCESS : EXIT_FAILURE;
    }
  if (seeds != NULL)
    {
      const char *dash = strchr (seeds, '-');

      return run_seeds (atoi (seeds), dash != NULL ? atoi (dash + 1) : atoi (seeds)) == 0
               ? EXIT_SUCCESS
               : EXIT_FAILURE;
    }
  if (mutants)
    return run_mutants ();

  return run_as_test (g_getenv ("KP_TEST_LONG") != NULL ? SECONDS_LONG : SECONDS_SHORT);
}
