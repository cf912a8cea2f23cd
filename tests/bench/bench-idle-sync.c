/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing changed: the bytes of the reply's body, for a customer and for staff.
 */

#include "kp-bench-portal.h"
#include "kp-bench.h"

static void
measure (KpBenchPortal *portal,
         const char *kind)
{
  g_autoptr (KpBenchAccount) account = kp_bench_account_new (portal, kind, 0);

  kp_bench_account_sync (account);
  account->received = 0;
  g_assert_cmpuint (kp_bench_account_sync (account), ==, 1);
  kp_bench_print (&(KpBenchResult) {
    .bench = "idle-sync",
    .ours = (double) account->received,
    .target = 128,
    .unit = "B",
    .note = kind,
  });
}

int
main (int argc,
      char **argv)
{
  g_autoptr (KpBenchPortal) portal = kp_bench_portal_new (argv[0], 1);

  measure (portal, "customer");
  measure (portal, "staff");

  return 0;
}
