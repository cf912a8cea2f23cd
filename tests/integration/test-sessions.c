/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tokens over their lives: refreshed, lost on the way, stolen, expired, and cut off by the office.
 */

#include "kp-portal-client.h"
#include "kp-small-office.h"

typedef struct
{
  KpServerProcess *server; /* (owned) */
  KpPortalClient *anna;    /* (owned): signed in */
} Fixture;

#define MINUTE_MS (60 * (gint64) 1000)
#define HOUR_MS (60 * MINUTE_MS)
#define DAY_MS (24 * HOUR_MS)

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->server = kp_server_process_new ();
  kp_small_office_make (fixture->server);
  kp_server_process_start (fixture->server);
  fixture->anna = kp_small_office_sign_in (fixture->server, "north", "anna");
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_portal_client_free (fixture->anna);
  kp_server_process_stop (fixture->server);
  kp_server_process_free (fixture->server);
}

static void
restart (Fixture *fixture)
{
  kp_server_process_kill (fixture->server);
  kp_server_process_start (fixture->server);
  g_set_str (&fixture->anna->address, kp_server_process_get_address (fixture->server));
}

static void
expect_sync (Fixture *fixture,
             guint status,
             const char *code)
{
  kp_answer_expect (kp_portal_client_sync (fixture->anna, NULL, FALSE), status, code);
}

static void
test_refresh (Fixture *fixture,
              gconstpointer data)
{
  g_autofree char *first = g_strdup (fixture->anna->refresh);

  for (guint i = 0; i < 3; i++)
    {
      kp_portal_client_refresh (fixture->anna);
      expect_sync (fixture, SOUP_STATUS_OK, NULL);
    }

  g_assert_cmpstr (fixture->anna->refresh, !=, first);
  restart (fixture);
  expect_sync (fixture, SOUP_STATUS_OK, NULL);
  kp_portal_client_refresh (fixture->anna);
}

/* The reply was lost, or the client ended before it had stored the successor. */
static void
test_lost_reply (Fixture *fixture,
                 gconstpointer data)
{
  g_autofree char *stored = g_strdup (fixture->anna->refresh);

  for (guint i = 0; i < 3; i++)
    {
      kp_portal_client_refresh (fixture->anna);
      g_set_str (&fixture->anna->refresh, stored);
    }

  restart (fixture);
  kp_portal_client_refresh (fixture->anna);
  expect_sync (fixture, SOUP_STATUS_OK, NULL);
}

/* Once the successor was used, its predecessor can only be in somebody else's hands. */
static void
test_older_token (Fixture *fixture,
                  gconstpointer data)
{
  g_autofree char *older = g_strdup (fixture->anna->refresh);
  g_autofree char *newest = NULL;

  kp_portal_client_refresh (fixture->anna);
  kp_portal_client_refresh (fixture->anna);
  newest = g_strdup (fixture->anna->refresh);
  g_set_str (&fixture->anna->refresh, older);
  kp_answer_expect (kp_portal_client_try_refresh (fixture->anna), SOUP_STATUS_UNAUTHORIZED,
                    "signed-out");

  /* The whole family is gone, and stays so. */
  expect_sync (fixture, SOUP_STATUS_UNAUTHORIZED, "signed-out");
  g_set_str (&fixture->anna->refresh, newest);
  kp_answer_expect (kp_portal_client_try_refresh (fixture->anna), SOUP_STATUS_UNAUTHORIZED,
                    "signed-out");
  restart (fixture);
  expect_sync (fixture, SOUP_STATUS_UNAUTHORIZED, "signed-out");
  kp_portal_client_sign_in (fixture->anna);
  expect_sync (fixture, SOUP_STATUS_OK, NULL);
}

static void
test_stolen_tokens (Fixture *fixture,
                    gconstpointer data)
{
  KpPortalClient *anna = fixture->anna;
  g_autoptr (KpPortalClient) thief =
    kp_portal_client_new (anna->address, "north", "anna", "unknown to thieves");

  /* An access token is worth nothing without the key. */
  g_set_str (&thief->access, anna->access);
  kp_answer_expect (kp_portal_client_sync (thief, NULL, FALSE), SOUP_STATUS_UNAUTHORIZED, "proof");
  expect_sync (fixture, SOUP_STATUS_OK, NULL);

  /* A refresh token gives the theft away. */
  g_set_str (&thief->refresh, anna->refresh);
  kp_answer_expect (kp_portal_client_try_refresh (thief), SOUP_STATUS_UNAUTHORIZED, "signed-out");
  expect_sync (fixture, SOUP_STATUS_UNAUTHORIZED, "signed-out");
}

static void
test_expiry (Fixture *fixture,
             gconstpointer data)
{
  kp_server_process_set_clock (fixture->server, 9 * MINUTE_MS);
  expect_sync (fixture, SOUP_STATUS_OK, NULL);
  kp_server_process_set_clock (fixture->server, 11 * MINUTE_MS);
  expect_sync (fixture, SOUP_STATUS_UNAUTHORIZED, "signed-out");
  kp_portal_client_refresh (fixture->anna);
  expect_sync (fixture, SOUP_STATUS_OK, NULL);

  /* Thirty days after signing in it is over, however often it was refreshed. */
  kp_server_process_set_clock (fixture->server, 30 * DAY_MS - HOUR_MS);
  kp_portal_client_refresh (fixture->anna);
  kp_server_process_set_clock (fixture->server, 30 * DAY_MS + HOUR_MS);
  kp_answer_expect (kp_portal_client_try_refresh (fixture->anna), SOUP_STATUS_UNAUTHORIZED,
                    "signed-out");
}

static void
test_staff_day (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (KpPortalClient) eva =
    kp_portal_client_new (fixture->anna->address, NULL, "eva", KP_OFFICE_PASSWORD);

  kp_portal_client_sign_in (eva);
  kp_server_process_set_clock (fixture->server, 11 * HOUR_MS);
  kp_portal_client_refresh (eva);
  kp_server_process_set_clock (fixture->server, 13 * HOUR_MS);
  kp_answer_expect (kp_portal_client_try_refresh (eva), SOUP_STATUS_UNAUTHORIZED, "signed-out");
}

static void
test_proof (Fixture *fixture,
            gconstpointer data)
{
  KpPortalClient *anna = fixture->anna;
  const char *body = "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{},\"n\":0}\n";
  g_autofree char *proof = kp_portal_client_prove (anna, "POST", "/v1/sync", anna->access, body);
  g_autofree char *nonce = g_strdup (anna->nonce);

  /* The very same call again does no harm; anything else under the same proof is refused. */
  for (guint i = 0; i < 2; i++)
    kp_answer_expect (kp_portal_client_send (anna, "POST", "/v1/sync", anna->access, body, proof),
                      SOUP_STATUS_OK, NULL);
  kp_answer_expect (
    kp_portal_client_send (anna, "POST", "/v1/sync", anna->access, "{\"v\":1}", proof),
    SOUP_STATUS_UNAUTHORIZED, "proof");
  kp_answer_expect (kp_portal_client_send (anna, "POST", "/v1/sign-out", anna->access, body, proof),
                    SOUP_STATUS_UNAUTHORIZED, "proof");
  kp_answer_expect (kp_portal_client_send (anna, "POST", "/v1/sync?x=1", anna->access, body, proof),
                    SOUP_STATUS_UNAUTHORIZED, "proof");
  kp_answer_expect (kp_portal_client_send (anna, "POST", "/v1/sync", anna->access, body, NULL),
                    SOUP_STATUS_UNAUTHORIZED, "proof-nonce");

  /* A nonce lives for the bucket that follows its own, not for the one after. */
  kp_server_process_set_clock (fixture->server, 5 * MINUTE_MS);
  kp_answer_expect (kp_portal_client_send (anna, "POST", "/v1/sync", anna->access, body, proof),
                    SOUP_STATUS_OK, NULL);
  kp_server_process_set_clock (fixture->server, 10 * MINUTE_MS);
  kp_answer_expect (kp_portal_client_send (anna, "POST", "/v1/sync", anna->access, body, proof),
                    SOUP_STATUS_UNAUTHORIZED, "proof-nonce");
  g_assert_cmpstr (anna->nonce, !=, nonce);
}

static void
expect_disabled (KpPortalClient *client,
                 KpAnswer *owned)
{
  g_autoptr (KpAnswer) answer = owned;

  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_FORBIDDEN);
  g_assert_cmpstr (answer->code, ==, "account-disabled");
  g_assert_true (kp_portal_client_believes (client, answer));
}

static void
test_disabled_and_enabled (Fixture *fixture,
                           gconstpointer data)
{
  KpPortalClient *anna = fixture->anna;

  g_assert_cmpint (kp_server_process_run (fixture->server, NULL, NULL, "user", "disable", "anna",
                                          "--portal", "north", NULL),
                   ==, 0);

  /* From every route, whether the token is fresh, expired, or one to refresh with. */
  expect_disabled (anna, kp_portal_client_sync (anna, NULL, FALSE));
  expect_disabled (anna, kp_portal_client_call (anna, "POST", "/v1/sign-out", anna->access, "{}"));
  expect_disabled (anna, kp_portal_client_call (anna, "GET", "/v1/find?q=x", anna->access, NULL));
  expect_disabled (anna, kp_portal_client_try_refresh (anna));
  kp_server_process_set_clock (fixture->server, 2 * HOUR_MS);
  expect_disabled (anna, kp_portal_client_sync (anna, NULL, FALSE));
  restart (fixture);
  expect_disabled (anna, kp_portal_client_try_refresh (anna));
  kp_answer_expect (kp_portal_client_try_sign_in (anna), SOUP_STATUS_UNAUTHORIZED,
                    "wrong-password");

  g_assert_cmpint (kp_server_process_run (fixture->server, NULL, NULL, "user", "enable", "anna",
                                          "--portal", "north", NULL),
                   ==, 0);
  kp_portal_client_refresh (anna);
  expect_sync (fixture, SOUP_STATUS_OK, NULL);
  kp_portal_client_sign_in (anna);
}

static void
test_sign_out (Fixture *fixture,
               gconstpointer data)
{
  KpPortalClient *anna = fixture->anna;

  kp_answer_expect (kp_portal_client_call (anna, "POST", "/v1/sign-out", anna->access, "{}"),
                    SOUP_STATUS_NO_CONTENT, NULL);
  expect_sync (fixture, SOUP_STATUS_UNAUTHORIZED, "signed-out");
  kp_answer_expect (kp_portal_client_try_refresh (anna), SOUP_STATUS_UNAUTHORIZED, "signed-out");
}

static void
test_forged_tokens (Fixture *fixture,
                    gconstpointer data)
{
  KpPortalClient *anna = fixture->anna;
  g_autofree char *long_token = g_strnfill (4000, 'A');
  g_autofree char *zeros = g_strnfill (64, 'A');
  const char *const tokens[] = { "", "x", zeros, long_token, "....", anna->user, anna->device };

  for (guint i = 0; i < G_N_ELEMENTS (tokens); i++)
    kp_answer_expect (kp_portal_client_call (anna, "POST", "/v1/sign-out", tokens[i], "{}"),
                      SOUP_STATUS_UNAUTHORIZED, "signed-out");

  /* A refresh token is no access token, and the other way round. */
  kp_answer_expect (kp_portal_client_call (anna, "POST", "/v1/sign-out", anna->refresh, "{}"),
                    SOUP_STATUS_UNAUTHORIZED, "signed-out");
  expect_sync (fixture, SOUP_STATUS_OK, NULL);
  g_set_str (&anna->refresh, anna->access);
  kp_answer_expect (kp_portal_client_try_refresh (anna), SOUP_STATUS_UNAUTHORIZED, "signed-out");
}

#define ADD_TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/sessions/refresh/rotates-and-survives-a-crash", test_refresh);
  ADD_TEST ("/sessions/refresh/lost-reply/signs-nobody-out", test_lost_reply);
  ADD_TEST ("/sessions/refresh/older-token/ends-the-family", test_older_token);
  ADD_TEST ("/sessions/stolen-tokens/are-worthless", test_stolen_tokens);
  ADD_TEST ("/sessions/expiry/access-and-absolute", test_expiry);
  ADD_TEST ("/sessions/expiry/staff-after-a-day", test_staff_day);
  ADD_TEST ("/sessions/proof/covers-the-whole-call", test_proof);
  ADD_TEST ("/sessions/disabled/refused-everywhere-then-enabled", test_disabled_and_enabled);
  ADD_TEST ("/sessions/sign-out/ends-it", test_sign_out);
  ADD_TEST ("/sessions/forged-tokens/name-nobody", test_forged_tokens);

  return g_test_run ();
}
