/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people type as an address, and what becomes of it.
 */

#include "kp-address.h"

#include "kp-error.h"
#include "kp-limits.h"

typedef struct
{
  const char *typed;
  const char *address; /* (nullable): NULL = refused */
  int code;            /* KpError of the refusal */
} Case;

static const Case CASES[] = {
  { "portaal.kantoor.nl", "https://portaal.kantoor.nl", 0 },
  { "  portaal.kantoor.nl/groen/ ", "https://portaal.kantoor.nl/groen", 0 },
  { "HTTPS://Portaal.Kantoor.NL:443/Groen", "https://portaal.kantoor.nl/Groen", 0 },
  { "https://portaal.kantoor.nl:8443", "https://portaal.kantoor.nl:8443", 0 },
  { "https://portaal.kantoor.nl/groen?x=1#y", "https://portaal.kantoor.nl/groen", 0 },
  { "https://a//", "https://a", 0 },
  { "bürokratie.example", "https://xn--brokratie-q9a.example", 0 },
  { "localhost:8080", "http://localhost:8080", 0 },
  { "http://localhost:8080/groen", "http://localhost:8080/groen", 0 },
  { "127.0.0.1:80", "http://127.0.0.1", 0 },
  { "http://127.8.9.1:1/x", "http://127.8.9.1:1/x", 0 },
  { "http://[::1]:8080", "http://[::1]:8080", 0 },
  { "https://[2001:DB8::1]", "https://[2001:db8::1]", 0 },
  { "https://localhost", "https://localhost", 0 },
  { "http://portaal.kantoor.nl", NULL, KP_ERROR_INSECURE },
  { "http://192.168.1.5:8080", NULL, KP_ERROR_INSECURE },
  { "http://localhost.kantoor.nl", NULL, KP_ERROR_INSECURE },
  { "http://127.0.0.1.kantoor.nl", NULL, KP_ERROR_INSECURE },
  { "", NULL, KP_ERROR_ADDRESS },
  { "   ", NULL, KP_ERROR_ADDRESS },
  { "https://", NULL, KP_ERROR_ADDRESS },
  { "ftp://portaal.kantoor.nl", NULL, KP_ERROR_ADDRESS },
  { "file:///etc/passwd", NULL, KP_ERROR_ADDRESS },
  { "https://jan@portaal.kantoor.nl", NULL, KP_ERROR_ADDRESS },
  { "https://jan:geheim@portaal.kantoor.nl", NULL, KP_ERROR_ADDRESS },
  { "portaal kantoor nl", NULL, KP_ERROR_ADDRESS },
  { "https://portaal.kantoor.nl:99999", NULL, KP_ERROR_ADDRESS },
  { "https://a:0", NULL, KP_ERROR_ADDRESS },
  { "https://a\\b", NULL, KP_ERROR_ADDRESS },
  { "\xff\xfe", NULL, KP_ERROR_ADDRESS }
};

static void
test_table (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *address = kp_address_normalise (CASES[i].typed, &error);

      g_test_message ("case %" G_GSIZE_FORMAT, i);
      g_assert_cmpstr (address, ==, CASES[i].address);
      if (CASES[i].address == NULL)
        g_assert_error (error, KP_ERROR, CASES[i].code);
      else
        g_assert_no_error (error);
    }
}

/* What was normalised once stays as it is: it is compared with what an account.json says. */
static void
test_stable (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *again = NULL;

      if (CASES[i].address == NULL)
        continue;

      again = kp_address_normalise (CASES[i].address, NULL);
      g_assert_cmpstr (again, ==, CASES[i].address);
    }
}

static void
test_too_long (void)
{
  g_autofree char *typed = g_strnfill (KP_LIMIT_ADDRESS + 1, 'a');
  g_autoptr (GError) error = NULL;

  g_assert_null (kp_address_normalise (typed, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_ADDRESS);
}

static void
test_loopback (void)
{
  g_assert_true (kp_address_is_loopback ("http://localhost:8080"));
  g_assert_true (kp_address_is_loopback ("https://127.0.0.1"));
  g_assert_true (kp_address_is_loopback ("http://[::1]:8080/groen"));
  g_assert_false (kp_address_is_loopback ("https://portaal.kantoor.nl"));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/address/normalise/becomes-one-form-or-is-refused", test_table);
  g_test_add_func ("/address/normalise/again/changes-nothing", test_stable);
  g_test_add_func ("/address/normalise/too-long/is-refused", test_too_long);
  g_test_add_func ("/address/loopback/is-this-computer-only", test_loopback);

  return g_test_run ();
}
