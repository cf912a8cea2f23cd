/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who gets in, and what everybody else learns.
 */

#include "kp-portal-client.h"
#include "kp-small-office.h"
#include "kp-test.h"

#include <stdlib.h>
#include <string.h>

#define LONG_WRONG "not the password at all"

typedef struct
{
  KpServerProcess *server; /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer configuration)
{
  fixture->server = kp_server_process_new ();
  kp_server_process_configure (fixture->server, configuration);
  kp_small_office_make (fixture->server);
  kp_server_process_start (fixture->server);
}

static void
tear_down (Fixture *fixture,
           gconstpointer configuration)
{
  kp_server_process_stop (fixture->server);
  kp_server_process_free (fixture->server);
}

static KpPortalClient *
make_client (Fixture *fixture,
             const char *portal,
             const char *login,
             const char *password)
{
  return kp_portal_client_new (kp_server_process_get_address (fixture->server), portal, login,
                               password);
}

static void
test_right_password (Fixture *fixture,
                     gconstpointer configuration)
{
  g_autoptr (KpPortalClient) anna = make_client (fixture, "north", "Anna", KP_OFFICE_PASSWORD);
  g_autoptr (KpAnswer) answer = kp_portal_client_try_sign_in (anna);
  JsonObject *user;

  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_OK);
  user = json_object_get_object_member (answer->body, "user");
  g_assert_cmpstr (json_object_get_string_member (user, "login"), ==, "anna");
  g_assert_cmpstr (json_object_get_string_member (user, "kind"), ==, "customer");
  g_assert_false (json_object_get_null_member (user, "portal_id"));
  g_assert_cmpint (json_object_get_int_member (answer->body, "access_s"), ==, 600);
  g_assert_cmpint (json_object_get_int_member (answer->body, "lease_days"), ==, 30);
  g_assert_false (json_object_has_member (answer->body, "folder_key"));
  kp_answer_expect (kp_portal_client_sync (anna, NULL, FALSE), SOUP_STATUS_OK, NULL);
}

static void
test_refusals_are_alike (Fixture *fixture,
                         gconstpointer configuration)
{
  const struct
  {
    const char *portal;
    const char *login;
    const char *password;
  } cases[] = {
    { "north", "anna", LONG_WRONG },
    { "north", "nobody", LONG_WRONG },
    { "north", "nobody", KP_OFFICE_PASSWORD },
    { "north", "dora", LONG_WRONG },
    { "north", "dora", KP_OFFICE_PASSWORD },
    { "north", "bert", KP_OFFICE_PASSWORD },
    { "nowhere", "anna", KP_OFFICE_PASSWORD },
    { "north", "eva", KP_OFFICE_PASSWORD },
    { NULL, "anna", KP_OFFICE_PASSWORD },
    { NULL, "eva", LONG_WRONG },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KpPortalClient) client =
        make_client (fixture, cases[i].portal, cases[i].login, cases[i].password);
      g_autoptr (KpAnswer) answer = kp_portal_client_try_sign_in (client);

      g_assert_cmpuint (answer->status, ==, SOUP_STATUS_UNAUTHORIZED);
      g_assert_cmpstr (answer->text, ==,
                       "{\"title\":\"Unknown login or wrong "
                       "password\",\"status\":401,\"code\":\"wrong-password\"}");
    }
}

static void
test_populations_are_apart (Fixture *fixture,
                            gconstpointer configuration)
{
  g_autoptr (KpPortalClient) north = make_client (fixture, "north", "anna", KP_OFFICE_PASSWORD);
  g_autoptr (KpPortalClient) south = make_client (fixture, "south", "anna", KP_OFFICE_PASSWORD);
  g_autoptr (KpPortalClient) eva = make_client (fixture, NULL, "eva", KP_OFFICE_PASSWORD);

  kp_portal_client_sign_in (north);
  kp_portal_client_sign_in (south);
  kp_portal_client_sign_in (eva);
  g_assert_cmpstr (north->user, !=, south->user);

  /* The back office does not exist for customers. */
  kp_answer_expect (
    kp_portal_client_call (eva, "GET", "/v1/find?q=organisation", eva->access, NULL),
    SOUP_STATUS_OK, NULL);
  kp_answer_expect (
    kp_portal_client_call (north, "GET", "/v1/find?q=organisation", north->access, NULL),
    SOUP_STATUS_NOT_FOUND, "not-found");
}

static void
test_closed_portal (Fixture *fixture,
                    gconstpointer configuration)
{
  g_autoptr (KpPortalClient) cor = make_client (fixture, "west", "cor", KP_OFFICE_PASSWORD);

  kp_answer_expect (kp_portal_client_try_sign_in (cor), SOUP_STATUS_FORBIDDEN, "portal-disabled");
  kp_answer_expect (
    kp_portal_client_call (cor, "GET", "/west/.well-known/klantportaal", NULL, NULL),
    SOUP_STATUS_FORBIDDEN, "portal-disabled");
}

static void
test_discovery (Fixture *fixture,
                gconstpointer configuration)
{
  g_autoptr (KpPortalClient) anna = make_client (fixture, "north", "anna", KP_OFFICE_PASSWORD);
  g_autoptr (KpAnswer) office =
    kp_portal_client_call (anna, "GET", "/.well-known/klantportaal", NULL, NULL);
  g_autoptr (KpAnswer) portal =
    kp_portal_client_call (anna, "GET", "/north/.well-known/klantportaal", NULL, NULL);

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (office->body, "portals")),
                    ==, 2);
  g_assert_true (json_object_get_null_member (office->body, "portal"));
  g_assert_cmpstr (json_object_get_string_member (portal->body, "portal"), ==, "north");
  g_assert_cmpstr (json_object_get_string_member (portal->body, "base_url"), ==, anna->address);
  g_assert_cmpint (json_object_get_int_member (portal->body, "password_min"), ==, 15);
  kp_answer_expect (
    kp_portal_client_call (anna, "GET", "/nowhere/.well-known/klantportaal", NULL, NULL),
    SOUP_STATUS_NOT_FOUND, "not-found");
}

static void
test_deposited_key_wins (Fixture *fixture,
                         gconstpointer configuration)
{
  g_autoptr (KpPortalClient) anna = make_client (fixture, "north", "anna", KP_OFFICE_PASSWORD);
  g_autofree char *first = g_strdup (anna->folder_key);
  g_autoptr (KpAnswer) answer = NULL;

  kp_portal_client_sign_in (anna);

  /* The keyring was reset: the same folder with another key. */
  g_set_str (&anna->folder_key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  answer = kp_portal_client_try_sign_in (anna);
  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_OK);
  g_assert_cmpstr (json_object_get_string_member (answer->body, "folder_key"), ==, first);
}

static void
test_another_device_key (Fixture *fixture,
                         gconstpointer configuration)
{
  g_autoptr (KpPortalClient) anna = make_client (fixture, "north", "anna", KP_OFFICE_PASSWORD);
  g_autoptr (KpPortalClient) thief = make_client (fixture, "north", "anna", KP_OFFICE_PASSWORD);
  g_autofree char *proof = NULL;

  /* Signed by somebody else than the device that is to be enrolled. */
  kp_answer_expect (kp_portal_client_call (anna, "GET", "/.well-known/klantportaal", NULL, NULL),
                    SOUP_STATUS_OK, NULL);
  memcpy (anna->public_key, thief->public_key, sizeof anna->public_key);
  kp_answer_expect (kp_portal_client_try_sign_in (anna), SOUP_STATUS_UNAUTHORIZED, "proof");

  /* Without any proof, a nonce is given. */
  proof = kp_portal_client_prove (thief, "POST", "/v1/sign-in", NULL, "{}");
  kp_answer_expect (kp_portal_client_send (thief, "POST", "/v1/sign-in", NULL, "{}", NULL),
                    SOUP_STATUS_UNAUTHORIZED, "proof-nonce");
  kp_answer_expect (kp_portal_client_send (thief, "POST", "/v1/sign-in", NULL, "{}", proof),
                    SOUP_STATUS_UNAUTHORIZED, "proof-nonce");
}

static void
test_malformed (Fixture *fixture,
                gconstpointer configuration)
{
  g_autoptr (KpPortalClient) anna = make_client (fixture, "north", "anna", KP_OFFICE_PASSWORD);
  g_autofree char *deep = g_strnfill (2000, '[');
  const char *const bodies[] = {
    "",
    "{",
    "[]",
    "null",
    "{}",
    deep,
    "{\"login\":7}",
    "{\"login\":\"a\",\"password\":null}",
    "{\"login\":\"anna\",\"password\":\"x\",\"portal\":\"north\",\"device\":[]}",
    "{\"login\":\"anna\",\"password\":\"x\",\"portal\":{},\"device\":{\"key\":\"x\",\"name\":\"y\"}"
    "}",
    "{\"login\":\"anna\",\"password\":\"x\",\"device\":{\"key\":\"AAAA\",\"name\":\"y\"},"
    "\"folder\":\"z\"}",
    "\xff\xfe",
    "{\"login\":\"\\u0000\",\"password\":\"x\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    kp_answer_expect (kp_portal_client_call (anna, "POST", "/v1/sign-in", NULL, bodies[i]),
                      SOUP_STATUS_BAD_REQUEST, "bad-request");
}

static void
try_wrong (KpPortalClient *client,
           guint times)
{
  for (guint i = 0; i < times; i++)
    kp_answer_expect (kp_portal_client_try_sign_in (client), SOUP_STATUS_UNAUTHORIZED,
                      "wrong-password");
}

static void
test_guessing_is_limited (Fixture *fixture,
                          gconstpointer configuration)
{
  g_autoptr (KpPortalClient) home = make_client (fixture, "north", "anna", KP_OFFICE_PASSWORD);
  g_autoptr (KpPortalClient) guesser = make_client (fixture, "north", "anna", LONG_WRONG);
  g_autoptr (KpPortalClient) bert = make_client (fixture, "south", "bert", KP_OFFICE_PASSWORD);
  g_autoptr (KpAnswer) limited = NULL;

  kp_portal_client_sign_in (home);
  try_wrong (guesser, 3);
  limited = kp_portal_client_try_sign_in (guesser);
  g_assert_cmpuint (limited->status, ==, 429);
  g_assert_cmpstr (limited->code, ==, "too-many");
  g_assert_cmpuint (limited->retry_s, >, 0);
  g_assert_cmpuint (limited->retry_s, <=, 60);

  /* Neither somebody else nor the computer that anna uses is locked out. */
  kp_portal_client_sign_in (bert);
  kp_portal_client_sign_in (home);

  /* Not even the right password is tried now, and killing the server does not help. */
  g_set_str (&guesser->password, KP_OFFICE_PASSWORD);
  kp_answer_expect (kp_portal_client_try_sign_in (guesser), 429, "too-many");
  kp_server_process_kill (fixture->server);
  kp_server_process_start (fixture->server);
  g_set_str (&guesser->address, kp_server_process_get_address (fixture->server));
  kp_answer_expect (kp_portal_client_try_sign_in (guesser), 429, "too-many");

  kp_server_process_set_clock (fixture->server, 61 * 1000);
  kp_portal_client_sign_in (guesser);
}

/* One login is one login, however it is spelt. */
static void
test_spellings_share_a_limit (Fixture *fixture,
                              gconstpointer configuration)
{
  /* Capital, full-width, circled and mathematical: each is an "a" to the account. */
  static const char *const SPELLINGS[] = { "Anna", "ａnna", "ⓐnna", "𝐚nna" };
  g_autoptr (KpPortalClient) guesser = make_client (fixture, "north", "anna", LONG_WRONG);

  try_wrong (guesser, 3);
  g_set_str (&guesser->password, KP_OFFICE_PASSWORD);
  for (guint i = 0; i < G_N_ELEMENTS (SPELLINGS); i++)
    {
      g_set_str (&guesser->login, SPELLINGS[i]);
      kp_answer_expect (kp_portal_client_try_sign_in (guesser), 429, "too-many");
    }

  kp_server_process_set_clock (fixture->server, 61 * 1000);
  kp_portal_client_sign_in (guesser);
}

static void
test_address_is_limited (Fixture *fixture,
                         gconstpointer configuration)
{
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *login = g_strdup_printf ("nobody-%u", i);
      g_autoptr (KpPortalClient) guesser = make_client (fixture, "north", login, LONG_WRONG);

      /* Asking for the nonce by a try would take from the bucket too. */
      kp_answer_expect (
        kp_portal_client_call (guesser, "GET", "/.well-known/klantportaal", NULL, NULL),
        SOUP_STATUS_OK, NULL);
      if (i < 3)
        try_wrong (guesser, 1);
      else
        kp_answer_expect (kp_portal_client_try_sign_in (guesser), 429, "too-many");
    }
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 difference = *(const gint64 *) a - *(const gint64 *) b;

  return difference < 0 ? -1 : difference > 0;
}

static gint64
median (gint64 *times,
        guint count)
{
  qsort (times, count, sizeof *times, compare_times);

  return times[count / 2];
}

#define TRIES 1000

/* The clock does not tell either (SECURITY.md section 1). Only for `./dev test --long`, on a quiet
 * machine.
 */
static void
test_times_are_alike (Fixture *fixture,
                      gconstpointer configuration)
{
  const char *const logins[] = { "anna", "nobody", "dora" };
  gint64 times[G_N_ELEMENTS (logins)][TRIES];
  KpPortalClient *clients[G_N_ELEMENTS (logins)];
  gint64 known;

  if (!kp_test_is_long ())
    {
      g_test_skip ("Takes minutes");
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    clients[i] = make_client (fixture, "north", logins[i], LONG_WRONG);
  for (guint n = 0; n < TRIES; n++)
    {
      kp_server_process_set_clock (fixture->server, (gint64) n * 2000);
      for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
        {
          gint64 began = g_get_monotonic_time ();

          try_wrong (clients[i], 1);
          times[i][n] = g_get_monotonic_time () - began;
        }
    }

  known = median (times[0], TRIES);
  for (guint i = 0; i < G_N_ELEMENTS (logins); i++)
    {
      gint64 other = median (times[i], TRIES);

      g_test_message ("%s: %" G_GINT64_FORMAT " us", logins[i], other);
      g_assert_cmpint (ABS (other - known) * 50, <=, known);
      kp_portal_client_free (clients[i]);
    }
}

static gpointer
sign_in_in_thread (gpointer data)
{
  g_autoptr (KpAnswer) answer = kp_portal_client_try_sign_in (data);

  g_assert_true (answer->status == SOUP_STATUS_OK ||
                 answer->status == SOUP_STATUS_SERVICE_UNAVAILABLE);
  if (answer->status == SOUP_STATUS_SERVICE_UNAVAILABLE)
    g_assert_cmpstr (answer->code, ==, "busy");

  return GUINT_TO_POINTER (answer->status);
}

/* Hashing takes memory: whoever does not find a place is told so at once. */
static void
test_hashing_is_bounded (Fixture *fixture,
                         gconstpointer configuration)
{
  guint busy = 0;
  guint in = 0;

  for (guint round = 0; round < 50 && (busy == 0 || in == 0); round++)
    {
      KpPortalClient *clients[8];
      GThread *threads[8];

      for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
        {
          clients[i] = make_client (fixture, "north", "anna", KP_OFFICE_PASSWORD);
          threads[i] = g_thread_new ("sign-in", sign_in_in_thread, clients[i]);
        }
      for (guint i = 0; i < G_N_ELEMENTS (clients); i++)
        {
          guint status = GPOINTER_TO_UINT (g_thread_join (threads[i]));

          busy += status == SOUP_STATUS_SERVICE_UNAVAILABLE;
          in += status == SOUP_STATUS_OK;
          kp_portal_client_free (clients[i]);
        }
    }

  g_assert_cmpuint (busy, >, 0);
  g_assert_cmpuint (in, >, 0);
}

static void
expect_change (KpPortalClient *client,
               const char *old,
               const char *new,
               guint status,
               const char *code)
{
  g_autofree char *body = g_strdup_printf ("{\"old\":\"%s\",\"new\":\"%s\"}", old, new);

  kp_answer_expect (kp_portal_client_call (client, "POST", "/v1/password", client->access, body),
                    status, code);
}

static void
test_change_password (Fixture *fixture,
                      gconstpointer configuration)
{
  g_autoptr (KpPortalClient) laptop = make_client (fixture, "north", "anna", KP_OFFICE_PASSWORD);
  g_autoptr (KpPortalClient) desk = make_client (fixture, "north", "anna", KP_OFFICE_PASSWORD);
  const char *const weak[] = {
    "short",
    "aaaaaaaaaaaaaaaaaaaa",
    "abcdefghijklmnopqrst",
    "123456789012345678",
    "wachtwoord2026!!",
    "Klantportaal-2026",
    "welkomwelkomwelkom",
    "annaanna20262026",
    "abababababababababab",
    "QwertyUiop123456789",
  };

  kp_portal_client_sign_in (laptop);
  kp_portal_client_sign_in (desk);
  expect_change (laptop, LONG_WRONG, "violet umbrella ticket", SOUP_STATUS_UNAUTHORIZED,
                 "wrong-password");
  for (guint i = 0; i < G_N_ELEMENTS (weak); i++)
    expect_change (laptop, KP_OFFICE_PASSWORD, weak[i], SOUP_STATUS_UNPROCESSABLE_ENTITY,
                   "weak-password");

  expect_change (laptop, KP_OFFICE_PASSWORD, "violet umbrella ticket", SOUP_STATUS_NO_CONTENT,
                 NULL);

  /* This session goes on, the other one does not; the old password is gone. */
  kp_answer_expect (kp_portal_client_sync (laptop, NULL, FALSE), SOUP_STATUS_OK, NULL);
  kp_answer_expect (kp_portal_client_sync (desk, NULL, FALSE), SOUP_STATUS_UNAUTHORIZED,
                    "signed-out");
  kp_answer_expect (kp_portal_client_try_sign_in (desk), SOUP_STATUS_UNAUTHORIZED,
                    "wrong-password");
  g_set_str (&desk->password, "violet umbrella ticket");
  kp_portal_client_sign_in (desk);
}

static void
test_subcommands (Fixture *fixture,
                  gconstpointer configuration)
{
  g_autoptr (KpPortalClient) finn = make_client (fixture, NULL, "finn", "seven quiet rivers");
  g_autoptr (KpPortalClient) anna = make_client (fixture, "north", "anna", KP_OFFICE_PASSWORD);

  g_assert_cmpint (kp_server_process_run (fixture->server, "seven quiet rivers\n", NULL, "user",
                                          "add", "finn", "--name", "Finn", "--queue", "requests",
                                          NULL),
                   ==, 0);
  kp_portal_client_sign_in (finn);
  g_assert_cmpint (kp_server_process_run (fixture->server, "seven quiet rivers\n", NULL, "user",
                                          "add", "finn", NULL),
                   ==, 1);
  g_assert_cmpint (kp_server_process_run (fixture->server, "wachtwoord12345\n", NULL, "user",
                                          "password", "finn", NULL),
                   ==, 1);
  g_assert_cmpint (
    kp_server_process_run (fixture->server, "\n", NULL, "user", "password", "nobody", NULL), ==, 1);

  kp_portal_client_sign_in (anna);
  g_assert_cmpint (kp_server_process_run (fixture->server, "eight noisy rivers\n", NULL, "user",
                                          "password", "anna", "--portal", "north", NULL),
                   ==, 0);
  kp_answer_expect (kp_portal_client_sync (anna, NULL, FALSE), SOUP_STATUS_UNAUTHORIZED,
                    "signed-out");
  g_set_str (&anna->password, "eight noisy rivers");
  kp_portal_client_sign_in (anna);
  g_assert_cmpint (kp_server_process_run (fixture->server, NULL, NULL, "check", NULL), ==, 0);
}

/* A folder that is spelled wrongly is named, and does not become an office by being looked into. */
static void
test_subcommands_elsewhere (Fixture *fixture,
                            gconstpointer configuration)
{
  static const char *const commands[][3] = {
    { "check" },
    { "verify" },
    { "backup", "copy" },
    { "user", "disable", "anna" },
    { "user", "password", "anna" },
  };
  g_autofree char *nowhere =
    g_build_filename (kp_server_process_get_folder (fixture->server), "nowhere", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      const char *const *words = commands[i];
      g_autofree char *output = NULL;

      g_assert_cmpint (kp_server_process_run (fixture->server, "seven quiet rivers\n", &output,
                                              words[0], "--dir", nowhere, words[1], words[2], NULL),
                       ==, 1);
      g_assert_nonnull (strstr (output, nowhere));
      g_assert_false (g_file_test (nowhere, G_FILE_TEST_EXISTS));
    }
}

#define GENEROUS "[limits]\nlogin-tries=100\naddress-tries=100000\n"
#define QUICKLY_FORGIVEN "[limits]\nlogin-tries=100\nlogin-seconds=1\naddress-tries=100000\n"
#define ONE_AT_A_TIME "[passwords]\nthreads=1\nqueue=0\n"
#define THREE_PER_LOGIN "[limits]\nlogin-tries=3\naddress-tries=100000\n"
#define THREE_PER_ADDRESS "[limits]\naddress-tries=3\naddress-milliseconds=3600000\n"
#define ADD_TEST(path, configuration, function) \
  g_test_add (path, Fixture, configuration, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/sign-in/right-password/gets-in", GENEROUS, test_right_password);
  ADD_TEST ("/sign-in/wrong-unknown-disabled/same-bytes", GENEROUS, test_refusals_are_alike);
  ADD_TEST ("/sign-in/populations/are-apart", GENEROUS, test_populations_are_apart);
  ADD_TEST ("/sign-in/closed-portal/says-so", GENEROUS, test_closed_portal);
  ADD_TEST ("/sign-in/discovery/names-open-portals", GENEROUS, test_discovery);
  ADD_TEST ("/sign-in/folder-key/deposited-one-wins", GENEROUS, test_deposited_key_wins);
  ADD_TEST ("/sign-in/device-key/must-sign", GENEROUS, test_another_device_key);
  ADD_TEST ("/sign-in/malformed/is-refused", GENEROUS, test_malformed);
  ADD_TEST ("/sign-in/guessing/is-limited-across-restarts", THREE_PER_LOGIN,
            test_guessing_is_limited);
  ADD_TEST ("/sign-in/guessing/spellings-share-a-limit", THREE_PER_LOGIN,
            test_spellings_share_a_limit);
  ADD_TEST ("/sign-in/address/is-limited", THREE_PER_ADDRESS, test_address_is_limited);
  ADD_TEST ("/sign-in/times/tell-nothing", QUICKLY_FORGIVEN, test_times_are_alike);
  ADD_TEST ("/sign-in/hashing/is-bounded", ONE_AT_A_TIME, test_hashing_is_bounded);
  ADD_TEST ("/sign-in/own-password/changes-and-ends-others", GENEROUS, test_change_password);
  ADD_TEST ("/sign-in/subcommands/work-beside-the-server", GENEROUS, test_subcommands);
  ADD_TEST ("/sign-in/subcommands/no-office-there/make-none", GENEROUS, test_subcommands_elsewhere);

  return g_test_run ();
}
