/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts of a content, as RFC 9110 counts them.
 */

#include "kps-range.h"

static void
test_parse (void)
{
  static const struct
  {
    const char *header;
    guint64 size;
    KpsRange range;
    guint64 first;
    guint64 last;
  } CASES[] = {
    { NULL, 10, KPS_RANGE_WHOLE },
    { "", 10, KPS_RANGE_WHOLE },
    { "bytes=0-0", 10, KPS_RANGE_PART, 0, 0 },
    { "bytes=0-9", 10, KPS_RANGE_PART, 0, 9 },
    { "bytes=0-10", 10, KPS_RANGE_PART, 0, 9 },
    { "bytes=9-", 10, KPS_RANGE_PART, 9, 9 },
    { "bytes=-1", 10, KPS_RANGE_PART, 9, 9 },
    { "bytes=-10", 10, KPS_RANGE_PART, 0, 9 },
    { "bytes=-11", 10, KPS_RANGE_PART, 0, 9 },
    { "bytes=0-999999999999999999", 10, KPS_RANGE_PART, 0, 9 },
    { "bytes=10-", 10, KPS_RANGE_UNSATISFIABLE },
    { "bytes=10-20", 10, KPS_RANGE_UNSATISFIABLE },
    { "bytes=-0", 10, KPS_RANGE_UNSATISFIABLE },
    { "bytes=0-0", 0, KPS_RANGE_UNSATISFIABLE },
    { "bytes=-5", 0, KPS_RANGE_UNSATISFIABLE },
    { "bytes=5-4", 10, KPS_RANGE_WHOLE },
    { "bytes=-", 10, KPS_RANGE_WHOLE },
    { "bytes=", 10, KPS_RANGE_WHOLE },
    { "bytes=1", 10, KPS_RANGE_WHOLE },
    { "bytes=1-2,3-4", 10, KPS_RANGE_WHOLE },
    { "bytes= 1-2", 10, KPS_RANGE_WHOLE },
    { "bytes=1-2 ", 10, KPS_RANGE_WHOLE },
    { "bytes=+1-2", 10, KPS_RANGE_WHOLE },
    { "bytes=--2", 10, KPS_RANGE_WHOLE },
    { "bytes=0x1-2", 10, KPS_RANGE_WHOLE },
    { "bytes=0-18446744073709551616", 10, KPS_RANGE_WHOLE },
    { "bytes=18446744073709551615-", 10, KPS_RANGE_WHOLE },
    { "octets=0-1", 10, KPS_RANGE_WHOLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      guint64 first = 0;
      guint64 last = 0;

      g_test_message ("%s", CASES[i].header);
      g_assert_cmpint (kps_range_parse (CASES[i].header, CASES[i].size, &first, &last), ==,
                       CASES[i].range);
      g_assert_cmpuint (first, ==, CASES[i].first);
      g_assert_cmpuint (last, ==, CASES[i].last);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/range/parse/whole-part-or-nothing", test_parse);

  return g_test_run ();
}
