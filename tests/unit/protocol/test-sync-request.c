/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests of the exchange as bytes: operations arrive untouched, and the rest within limits.
 */

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-sync-codec.h"
#include "kp-test-json.h"

static const char FIRST[] = "{ \"id\": 1 }";
static const char SECOND[] = "not even JSON";

static void
add_offer (KpSyncRequest *request,
           const char *text,
           gboolean again,
           int days,
           const char *result)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));

  kp_sync_request_add_offer (request, bytes, again, days, result);
}

/* Returns: (transfer full): a request with everything in it */
static KpSyncRequest *
make_request (void)
{
  KpSyncRequest *request = kp_sync_request_new ();

  request->seen[0] = (KpSeen) { .number = 412, .nonce = "9f3a02c1aa10b7e4" };
  request->seen[1] = (KpSeen) { .number = 413, .nonce = "9f3a02c1aa10b7e5" };
  g_strlcpy (request->acc, "51c0d20000000000", sizeof request->acc);
  request->max = 100000;
  request->push = TRUE;
  kp_sync_request_add_have (request, "u:1", (KpCursor) { KP_CURSOR_COMPLETE, 412, 0 });
  kp_sync_request_add_have (request, "o:1:doc", (KpCursor) { KP_CURSOR_LOADING, 8800, 6112 });
  kp_sync_request_add_have (request, "o:\"1\"", (KpCursor) { KP_CURSOR_NOTHING, 0, 0 });
  add_offer (request, FIRST, FALSE, 0, NULL);
  add_offer (request, SECOND, TRUE, 3, NULL);
  add_offer (request, FIRST, TRUE, 35, "{\"r\":\"ok\"}");

  return request;
}

static void
assert_offer (const KpSyncRequest *request,
              guint index,
              const KpOffer *expected,
              const char *text)
{
  const KpOffer *offer = g_ptr_array_index (request->offers, index);

  g_assert_cmpmem (g_bytes_get_data (offer->bytes, NULL), g_bytes_get_size (offer->bytes),
                   text, strlen (text));
  g_assert_cmpint (offer->again, ==, expected->again);
  g_assert_cmpint (offer->days, ==, expected->days);
  g_assert_cmpstr (offer->result, ==, expected->result);
}

static void
assert_have (const KpSyncRequest *request,
             guint index,
             const char *stream,
             KpCursor cursor)
{
  const KpHave *have = g_ptr_array_index (request->have, index);

  g_assert_cmpstr (have->stream, ==, stream);
  g_assert_cmpint (have->cursor.state, ==, cursor.state);
  g_assert_cmpint (have->cursor.head, ==, cursor.head);
  g_assert_cmpint (have->cursor.low, ==, cursor.low);
}

static void
test_round_trip (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSyncRequest) sent = make_request ();
  g_autoptr (GBytes) body = kp_sync_request_encode (sent);
  g_autoptr (KpSyncRequest) request = kp_sync_request_decode (body, &error);

  g_assert_no_error (error);
  g_assert_cmpint (request->seen[0].number, ==, 412);
  g_assert_cmpstr (request->seen[1].nonce, ==, "9f3a02c1aa10b7e5");
  g_assert_cmpstr (request->acc, ==, "51c0d20000000000");
  g_assert_cmpuint (request->max, ==, 100000);
  g_assert_true (request->push);

  g_assert_cmpuint (request->have->len, ==, 3);
  assert_have (request, 0, "u:1", (KpCursor) { KP_CURSOR_COMPLETE, 412, 0 });
  assert_have (request, 1, "o:1:doc", (KpCursor) { KP_CURSOR_LOADING, 8800, 6112 });
  assert_have (request, 2, "o:\"1\"", (KpCursor) { KP_CURSOR_NOTHING, 0, 0 });

  g_assert_cmpuint (request->offers->len, ==, 3);
  assert_offer (request, 0, &(KpOffer) { .again = FALSE }, FIRST);
  assert_offer (request, 1, &(KpOffer) { .again = TRUE, .days = 3 }, SECOND);
  assert_offer (request, 2, &(KpOffer) { .again = TRUE, .days = 35, .result = "{\"r\":\"ok\"}" },
                FIRST);
}

static void
test_empty (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSyncRequest) sent = kp_sync_request_new ();
  g_autoptr (GBytes) body = kp_sync_request_encode (sent);
  g_autoptr (KpSyncRequest) request = kp_sync_request_decode (body, &error);

  g_assert_no_error (error);
  g_assert_cmpint (request->seen[0].number, ==, 0);
  g_assert_cmpstr (request->acc, ==, "");
  g_assert_false (request->push);
  g_assert_cmpuint (request->have->len, ==, 0);
  g_assert_cmpuint (request->offers->len, ==, 0);
}

static void
test_truncated (void)
{
  g_autoptr (KpSyncRequest) sent = make_request ();
  g_autoptr (GBytes) body = kp_sync_request_encode (sent);
  gsize size = g_bytes_get_size (body);

  for (gsize length = 0; length < size; length++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) part = g_bytes_new (g_bytes_get_data (body, NULL), length);

      g_assert_null (kp_sync_request_decode (part, &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
    }
}

static KpSyncRequest *
decode (const char *text,
        GError **error)
{
  g_autofree char *json = kp_test_json (text);
  g_autoptr (GBytes) body = g_bytes_new (json, strlen (json));

  return kp_sync_request_decode (body, error);
}

#define HEADER(seen, acc, rest) "{'v':1,'seen':" seen ",'acc':" acc rest "}\n"

static void
test_malformed (void)
{
  static const char *const REQUESTS[] = {
    "",
    "\n",
    "[]\n",
    "{}\n",
    "{'v':'1'}\n",
    HEADER ("{}", "''", ",'max':1,'have':{},'n':0"),
    HEADER ("[[1,'x']]", "''", ",'max':1,'have':{},'n':0"),
    HEADER ("[[1,'9f3a02c1aa10b7e4'],[1,'9f3a02c1aa10b7e4'],[1,'9f3a02c1aa10b7e4']]", "''",
            ",'max':1,'have':{},'n':0"),
    HEADER ("[]", "'x'", ",'max':1,'have':{},'n':0"),
    HEADER ("[]", "null", ",'max':1,'have':{},'n':0"),
    HEADER ("[]", "''", ",'max':-1,'have':{},'n':0"),
    HEADER ("[]", "''", ",'have':{},'n':0"),
    HEADER ("[]", "''", ",'max':1,'n':0"),
    HEADER ("[]", "''", ",'max':1,'have':[],'n':0"),
    HEADER ("[]", "''", ",'max':1,'have':{'':1},'n':0"),
    HEADER ("[]", "''", ",'max':1,'have':{'u:1':-1},'n':0"),
    HEADER ("[]", "''", ",'max':1,'have':{'u:1':'1'},'n':0"),
    HEADER ("[]", "''", ",'max':1,'have':{'u:1':[1]},'n':0"),
    HEADER ("[]", "''", ",'max':1,'have':{'u:1':[1,2]},'n':0"),
    HEADER ("[]", "''", ",'max':1,'have':{'u:1':1,'u:1':2},'n':0"),
    HEADER ("[]", "''", ",'max':1,'push':2,'have':{},'n':0"),
    HEADER ("[]", "''", ",'max':1,'have':{}"),
    HEADER ("[]", "''", ",'max':1,'have':{},'n':1"),
    HEADER ("[]", "''", ",'max':1,'have':{},'n':1") "{}",
    HEADER ("[]", "''", ",'max':1,'have':{},'n':0") "{}\n",
    HEADER ("[]", "''", ",'max':1,'have':{},'n':1,'again':[[1,0,null]]") "{}\n",
    HEADER ("[]", "''", ",'max':1,'have':{},'n':1,'again':[[0,-1,null]]") "{}\n",
    HEADER ("[]", "''", ",'max':1,'have':{},'n':1,'again':[[0,1,7]]") "{}\n",
    HEADER ("[]", "''", ",'max':1,'have':{},'n':1,'again':[[0,1]]") "{}\n",
    HEADER ("[]", "''", ",'max':1,'have':{},'n':1,'again':[[0,1,null],[0,1,null]]") "{}\n",
    HEADER ("[]", "''", ",'max':1,'have':{},'n':1,'again':{}") "{}\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (REQUESTS); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", REQUESTS[i]);
      g_assert_null (decode (REQUESTS[i], &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
    }
}

static void
test_version (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (decode ("{'v':2}\n", &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_TOO_NEW);
}

static void
test_max (void)
{
  g_autoptr (KpSyncRequest) low =
    decode (HEADER ("[]", "''", ",'max':1,'have':{},'n':0"), NULL);
  g_autoptr (KpSyncRequest) high =
    decode (HEADER ("[]", "''", ",'max':9007199254740991,'have':{},'n':0"), NULL);

  g_assert_cmpuint (low->max, ==, KP_LIMIT_REPLY_MIN);
  g_assert_cmpuint (high->max, ==, KP_LIMIT_REPLY_MAX);
}

static void
test_too_large (void)
{
  g_autoptr (KpSyncRequest) sent = kp_sync_request_new ();
  g_autofree char *large = g_strnfill (KP_LIMIT_OPERATION + 1, 'x');
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) many = NULL;
  g_autoptr (GBytes) long_one = NULL;
  gsize size = KP_LIMIT_SYNC_REQUEST + 1;
  g_autoptr (GBytes) huge = g_bytes_new_take (g_malloc0 (size), size);

  add_offer (sent, large, FALSE, 0, NULL);
  long_one = kp_sync_request_encode (sent);
  g_assert_null (kp_sync_request_decode (long_one, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_TOO_LARGE);

  g_clear_error (&error);
  for (guint i = 0; i < KP_LIMIT_OPERATIONS_PER_REQUEST; i++)
    add_offer (sent, "{}", FALSE, 0, NULL);
  many = kp_sync_request_encode (sent);
  g_assert_null (kp_sync_request_decode (many, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_TOO_LARGE);

  g_clear_error (&error);
  g_assert_null (kp_sync_request_decode (huge, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_TOO_LARGE);
}

static void
test_streams (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSyncRequest) sent = kp_sync_request_new ();
  g_autoptr (KpSyncRequest) taken = NULL;
  g_autoptr (GBytes) fits = NULL;
  g_autoptr (GBytes) too_many = NULL;

  for (guint i = 0; i < KP_LIMIT_STREAMS; i++)
    {
      g_autofree char *stream = g_strdup_printf ("o:%u:gen", i);

      kp_sync_request_add_have (sent, stream, (KpCursor) { KP_CURSOR_COMPLETE, i, 0 });
    }
  fits = kp_sync_request_encode (sent);
  taken = kp_sync_request_decode (fits, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (taken->have->len, ==, KP_LIMIT_STREAMS);

  kp_sync_request_add_have (sent, "u:1", (KpCursor) { KP_CURSOR_NOTHING, 0, 0 });
  too_many = kp_sync_request_encode (sent);
  g_assert_null (kp_sync_request_decode (too_many, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_TOO_LARGE);
}

#define ADD(path, func) g_test_add_func ("/request/" path, func)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("round-trip", test_round_trip);
  ADD ("empty/round-trip", test_empty);
  ADD ("truncated-anywhere/refused", test_truncated);
  ADD ("malformed/refused", test_malformed);
  ADD ("other-version/too-new", test_version);
  ADD ("max/brought-within-limits", test_max);
  ADD ("too-large", test_too_large);
  ADD ("streams/bounded", test_streams);

  return g_test_run ();
}
