/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a signed-in client sends when it is broken, or written by somebody with a grudge: malformed,
 * oversize, deep, unknown, mutated. The call or the operation is refused by name, nothing changes,
 * and the server goes on without a complaint in its log.
 */

#include "kp-id.h"
#include "kp-limits.h"
#include "kp-portal-client.h"
#include "kp-small-office.h"
#include "kp-test-environment.h"

#include <string.h>

typedef struct
{
  KpServerProcess *server; /* (owned) */
  KpPortalClient *anna;    /* (owned): signed in */
  KpTestEnvironment environment;
} Fixture;

#define N_MUTATIONS 400
#define NONE "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{},\"n\":0}\n"
#define ONE "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{},\"n\":1}\n"

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  kp_test_environment_init (&fixture->environment, (guint32) g_test_rand_int ());
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
  kp_test_environment_clear (&fixture->environment);
}

static KpAnswer *
post (Fixture *fixture,
      const char *body)
{
  return kp_portal_client_call (fixture->anna, "POST", "/v1/sync", fixture->anna->access, body);
}

/* Nothing of what was sent took effect, and the next honest call is answered. */
static void
expect_unchanged (Fixture *fixture)
{
  g_autofree char *stream = g_strdup_printf ("u:%s", fixture->anna->user);
  g_autoptr (KpAnswer) answer = kp_portal_client_sync (fixture->anna, stream, FALSE);

  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_OK);
  g_assert_nonnull (strstr (answer->text, "\"e\":\"user\""));
  g_assert_null (strstr (answer->text, "+31 6"));
}

/* @operation: %s stands for its identifier, %s for the user. Returns: (transfer full) */
static char *
make_operation (Fixture *fixture,
                const char *rest)
{
  KpId id = kp_id_make (&fixture->environment.environment);
  char text[KP_ID_SIZE];

  kp_id_format (&id, text);

  return g_strdup_printf ("{\"id\":\"%s\",%s}\n", text, rest);
}

static void
test_calls (Fixture *fixture,
            gconstpointer data)
{
  g_autofree char *deep = g_strnfill (5000, '[');
  g_autofree char *deep_member = g_strconcat ("{\"v\":1,\"x\":", deep, NULL);
  g_autofree char *no_line = g_strndup (NONE, strlen (NONE) - 1);
  const char *const bodies[] = {
    "",
    "\n",
    "null\n",
    "[]\n",
    "{}\n",
    "{\"v\":1\n",
    "{\"v\":2,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{},\"n\":0}\n",
    "{\"v\":1,\"seen\":[[0,\"0000000000000000\"]],\"acc\":\"\",\"max\":1,\"have\":{},\"n\":0}\n",
    "{\"v\":1,\"seen\":[[1,\"short\"]],\"acc\":\"\",\"max\":65536,\"have\":{},\"n\":0}\n",
    "{\"v\":1,\"seen\":[],\"acc\":7,\"max\":65536,\"have\":{},\"n\":0}\n",
    "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":[],\"n\":0}\n",
    "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{\"u:x\":\"y\"},\"n\":0}\n",
    "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{},\"n\":-1}\n",
    "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{},\"n\":1}\n",
    "{\"v\":1,\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{},\"n\":0}\n",
    NONE "{}\n",
    NONE "garbage",
    no_line,
    deep,
    deep_member,
    "\xff\xfe\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (KpAnswer) answer = post (fixture, bodies[i]);

      g_test_message ("%.60s -> %u %s", bodies[i], answer->status, answer->text);
      g_assert_cmpuint (answer->status, ==, SOUP_STATUS_BAD_REQUEST);
      g_assert_cmpstr (answer->code, ==, "bad-request");
    }
  expect_unchanged (fixture);
}

/* Each alone is refused for good; what stands beside it is done. */
static void
test_operations (Fixture *fixture,
                 gconstpointer data)
{
  const char *user = fixture->anna->user;
  g_autofree char *nested = g_strnfill (40, '[');
  g_autofree char *closed = g_strnfill (40, ']');
  g_autofree char *long_text = g_strnfill (KP_LIMIT_TEXT, 'x');
  const char *const head = "\"after\":null,\"at\":1,\"was\":{}";
  char *const rests[] = {
    g_strdup_printf ("%s,\"k\":\"user.teleport@1\",\"a\":{\"user\":\"%s\"}", head, user),
    g_strdup_printf ("%s,\"k\":\"user.update@99\",\"a\":{\"user\":\"%s\"}", head, user),
    g_strdup_printf ("%s,\"k\":7,\"a\":{}", head),
    g_strdup_printf ("%s,\"k\":\"user.update@1\",\"a\":{}", head),
    g_strdup_printf ("%s,\"k\":\"user.update@1\",\"a\":{\"user\":\"%s\",\"phone\":7}", head, user),
    g_strdup_printf ("%s,\"k\":\"user.update@1\",\"a\":{\"user\":\"%s\",\"phone\":\"+31 6 1\","
                     "\"rights\":[\"request.handle\"]}",
                     head, user),
    g_strdup_printf ("%s,\"k\":\"user.update@1\",\"extra\":1,\"a\":{\"user\":\"%s\","
                     "\"phone\":\"+31 6 1\"}",
                     head, user),
    g_strdup_printf ("%s,\"k\":\"user.update@1\",\"a\":{\"user\":\"%s\",\"user\":\"%s\","
                     "\"phone\":\"+31 6 1\"}",
                     head, user, user),
    g_strdup_printf ("%s,\"k\":\"user.update@1\",\"a\":{\"user\":\"%s\",\"phone\":\"+31 6 %s\"}",
                     head, user, long_text),
    g_strdup_printf ("%s,\"k\":\"user.update@1\",\"a\":{\"user\":\"%s\",\"phone\":%s%s}", head,
                     user, nested, closed),
    g_strdup_printf ("%s,\"k\":\"user.update@1\",\"a\":{\"user\":\"%s\",\"phone\":\"\\u0000\"}",
                     head, user),
  };

  for (guint i = 0; i < G_N_ELEMENTS (rests); i++)
    {
      g_autofree char *rest = rests[i];
      g_autofree char *operation = make_operation (fixture, rest);
      g_autofree char *body = g_strconcat (ONE, operation, NULL);
      g_autoptr (KpAnswer) answer = post (fixture, body);

      g_test_message ("%.90s -> %u %s", rest, answer->status, answer->text);
      if (answer->status == SOUP_STATUS_BAD_REQUEST)
        g_assert_cmpstr (answer->code, ==, "bad-request");
      else
        g_assert_nonnull (strstr (answer->text, "\"r\":\"upgrade\""));
    }
  expect_unchanged (fixture);
}

/* Too many operations, or one that is too large. A body that is too large: /listener/oversize. */
static void
test_oversize (Fixture *fixture,
               gconstpointer data)
{
  g_autofree char *many = g_strdup_printf (
    "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{},\"n\":%d}\n",
    KP_LIMIT_OPERATIONS_PER_REQUEST + 1);
  g_autofree char *text = g_strnfill (KP_LIMIT_OPERATION, 'x');
  g_autofree char *rest = g_strdup_printf (
    "\"after\":null,\"k\":\"user.update@1\",\"at\":1,\"was\":{},\"a\":{\"user\":\"%s\","
    "\"phone\":\"+31 6 %s\"}",
    fixture->anna->user, text);
  g_autofree char *operation = make_operation (fixture, rest);
  g_autofree char *body = g_strconcat (ONE, operation, NULL);
  g_autoptr (KpAnswer) answer = NULL;

  kp_answer_expect (post (fixture, many), 413, "too-large");
  answer = post (fixture, body);
  g_test_message ("%u %s", answer->status, answer->text);
  if (answer->status == SOUP_STATUS_OK)
    g_assert_nonnull (strstr (answer->text, "\"r\":\"upgrade\""));
  else
    g_assert_true (answer->status == SOUP_STATUS_BAD_REQUEST || answer->status == 413);
  expect_unchanged (fixture);
}

static char *
mutate (const char *text,
        GRand *rand)
{
  g_autoptr (GString) result = g_string_new (text);
  int times = g_rand_int_range (rand, 1, 4);

  for (int i = 0; i < times && result->len > 1; i++)
    {
      gssize at = g_rand_int_range (rand, 0, (gint32) result->len);

      switch (g_rand_int_range (rand, 0, 4))
        {
        case 0:
          result->str[at] = (char) g_rand_int_range (rand, 1, 256);
          break;

        case 1:
          g_string_erase (result, at, 1);
          break;

        case 2:
          g_string_truncate (result, (gsize) at);
          break;

        default:
          g_string_insert_c (result, at, "{}[]\",:\\0n"[g_rand_int_range (rand, 0, 10)]);
        }
    }

  return g_string_free_and_steal (g_steal_pointer (&result));
}

/* Whatever comes of an honest request with a few bytes changed is an answer of the protocol. */
static void
test_mutated (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  guint n_refused = 0;

  for (guint i = 0; i < N_MUTATIONS; i++)
    {
      g_autofree char *rest = g_strdup_printf (
        "\"after\":null,\"k\":\"user.update@1\",\"at\":%" G_GINT64_FORMAT
        ",\"was\":{\"phone\":null},\"a\":{\"user\":\"%s\",\"phone\":\"030 1234567\"}",
        g_get_real_time () / 1000, fixture->anna->user);
      g_autofree char *operation = make_operation (fixture, rest);
      g_autofree char *honest = g_strconcat (ONE, operation, NULL);
      g_autofree char *body = mutate (honest, rand);
      g_autoptr (KpAnswer) answer = post (fixture, body);

      if (answer->status != SOUP_STATUS_OK && answer->status != SOUP_STATUS_BAD_REQUEST)
        g_error ("%u %s for %s", answer->status, answer->text, body);
      n_refused += strstr (answer->text, "\"r\":\"ok\"") == NULL;
    }
  g_test_message ("%u of %u refused", n_refused, N_MUTATIONS);
  g_assert_cmpuint (n_refused, >, N_MUTATIONS / 2);
  g_assert_cmpuint (n_refused, <, N_MUTATIONS);
  expect_unchanged (fixture);
}

/* Members that a newer client may send are ignored in the header. */
static void
test_unknown_members (Fixture *fixture,
                      gconstpointer data)
{
  kp_answer_expect (post (fixture, "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{},"
                                   "\"n\":0,\"from_the_future\":{\"deep\":[1,2,{}]}}\n"),
                    SOUP_STATUS_OK, NULL);
  kp_answer_expect (post (fixture, "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,"
                                   "\"have\":{\"z:stream-of-the-future\":7},\"n\":0}\n"),
                    SOUP_STATUS_OK, NULL);
  expect_unchanged (fixture);
}

#define ADD_TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/bad-input/calls/malformed/refused-by-name", test_calls);
  ADD_TEST ("/bad-input/operations/unknown-or-breaking-the-rules/refused-alone", test_operations);
  ADD_TEST ("/bad-input/oversize/refused", test_oversize);
  ADD_TEST ("/bad-input/mutated/always-an-answer", test_mutated);
  ADD_TEST ("/bad-input/unknown-members-and-streams/go-on", test_unknown_members);

  return g_test_run ();
}
