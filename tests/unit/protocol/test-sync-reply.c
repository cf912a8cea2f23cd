/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The exchange as bytes: what one side writes the other reads, and nothing that was cut, bent or
 * blown up passes.
 */

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-sync-codec.h"
#include "kp-test-json.h"

#define OPERATION_ID "AZr3kZ0HcgCBAgMEBQYHCA"
#define RECORD_ID "AZr3kZ0HcgCBAgMEBQYHCQ"
#define HEAD "{'seen':[413,'77aa000011112222'],'acc':'51c0d20000000000','now':7}\n"
#define END "{'end':{'more':0}}\n"
#define DELTA "{'s':'o:1:req','from':3,'to':9}\n"

static const KpSeen SEEN = { .number = 413, .nonce = "77aa000011112222" };

static KpId
get_id (const char *text)
{
  KpId id;

  g_assert_true (kp_id_parse (text, strlen (text), &id));

  return id;
}

static GBytes *
quote (const char *text)
{
  g_autofree char *json = kp_test_json (text);

  return g_bytes_new (json, strlen (json));
}

/* Returns: (transfer full): a reply with a line of every kind */
static GBytes *
write_reply (void)
{
  const char *const allowed[] = { "u:1", "o:\"quoted\":gen", NULL };
  const char *const gone[] = { "o:1:price", NULL };
  static const char RESULT[] = "{\"op\":\"" OPERATION_ID "\",\"r\":\"ok\",\"no\":\"R-2026-00043\"}";
  static const char BODY[] = "{ \"title\":\"D\\u0061k \\\" }\",\"n\":[1,{\"v\":2}]}";
  KpReplyWriter *writer = kp_reply_writer_new ();
  KpId id = get_id (RECORD_ID);
  gsize at;

  kp_reply_writer_seen (writer, &SEEN, "51c0d20000000000", 7);
  kp_reply_writer_allowed (writer, allowed);
  kp_reply_writer_gone (writer, gone);
  kp_reply_writer_result (writer, RESULT, strlen (RESULT));
  kp_reply_writer_delta (writer, "o:1:req", 3, 9);
  kp_reply_writer_record (writer, kp_entity_get (KP_ENTITY_REQUEST), &id, BODY, strlen (BODY));
  kp_reply_writer_record_gone (writer, kp_entity_get (KP_ENTITY_MESSAGE), &id);

  at = kp_reply_writer_get_length (writer);
  kp_reply_writer_record (writer, kp_entity_get (KP_ENTITY_REQUEST), &id, NULL, 0);
  kp_reply_writer_insert_load (writer, at, "o:1:gen", 80, 41, TRUE);

  at = kp_reply_writer_get_length (writer);
  kp_reply_writer_delta (writer, "o:1:wo", 1, 1);
  kp_reply_writer_truncate (writer, at);
  kp_reply_writer_insert_delta (writer, at, "o:1:wo", 1, 2);

  return kp_reply_writer_end (writer, TRUE, "ticket");
}

static KpLine
next (KpReplyReader *reader,
      KpLineKind kind)
{
  g_autoptr (GError) error = NULL;
  KpLine line;

  g_assert_true (kp_reply_reader_next (reader, &line, &error));
  g_assert_no_error (error);
  g_assert_cmpint (line.kind, ==, kind);

  return line;
}

static void
test_round_trip (void)
{
  static const char BODY[] = "{ \"title\":\"D\\u0061k \\\" }\",\"n\":[1,{\"v\":2}]}";
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) reply = write_reply ();
  g_autoptr (KpReplyReader) reader = kp_reply_reader_new (reply, &error);
  KpId operation_id = get_id (OPERATION_ID);
  KpId record_id = get_id (RECORD_ID);
  KpLine line;

  g_assert_no_error (error);
  line = next (reader, KP_LINE_SEEN);
  g_assert_cmpint (line.seen.number, ==, 413);
  g_assert_cmpstr (line.seen.nonce, ==, "77aa000011112222");
  g_assert_cmpstr (line.acc, ==, "51c0d20000000000");
  g_assert_cmpint (line.now, ==, 7);

  line = next (reader, KP_LINE_ALLOWED);
  g_assert_cmpuint (yyjson_arr_size (line.streams), ==, 2);
  g_assert_cmpstr (yyjson_get_str (yyjson_arr_get (line.streams, 1)), ==, "o:\"quoted\":gen");
  line = next (reader, KP_LINE_GONE);
  g_assert_cmpstr (yyjson_get_str (yyjson_arr_get (line.streams, 0)), ==, "o:1:price");

  line = next (reader, KP_LINE_RESULT);
  g_assert_cmpstr (line.result, ==, "ok");
  g_assert_true (kp_id_equal (&line.id, &operation_id));
  g_assert_cmpstr (yyjson_get_str (yyjson_obj_get (line.object, "no")), ==, "R-2026-00043");

  line = next (reader, KP_LINE_DELTA);
  g_assert_cmpstr (line.stream, ==, "o:1:req");
  g_assert_cmpint (line.from, ==, 3);
  g_assert_cmpint (line.to, ==, 9);

  line = next (reader, KP_LINE_RECORD);
  g_assert_cmpstr (line.entity, ==, "request");
  g_assert_true (kp_id_equal (&line.id, &record_id));
  g_assert_cmpmem (line.body, line.body_length, BODY, strlen (BODY));
  g_assert_cmpstr (yyjson_get_str (yyjson_obj_get (line.value, "title")), ==, "Dak \" }");

  line = next (reader, KP_LINE_RECORD_GONE);
  g_assert_cmpstr (line.entity, ==, "message");
  g_assert_true (kp_id_equal (&line.id, &record_id));

  line = next (reader, KP_LINE_LOAD);
  g_assert_cmpstr (line.stream, ==, "o:1:gen");
  g_assert_cmpint (line.h0, ==, 80);
  g_assert_cmpint (line.low, ==, 41);
  g_assert_true (line.is_new);
  line = next (reader, KP_LINE_RECORD);
  g_assert_null (line.body);
  g_assert_null (line.value);

  line = next (reader, KP_LINE_DELTA);
  g_assert_cmpint (line.to, ==, 2);
  line = next (reader, KP_LINE_END);
  g_assert_true (line.more);
  g_assert_cmpstr (line.push, ==, "ticket");

  g_assert_false (kp_reply_reader_next (reader, &line, &error));
  g_assert_no_error (error);
}

static void
test_reset (void)
{
  g_autoptr (GError) error = NULL;
  KpReplyWriter *writer = kp_reply_writer_new ();
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (KpReplyReader) reader = NULL;

  kp_reply_writer_reset (writer, &SEEN);
  reply = kp_reply_writer_end (writer, FALSE, NULL);
  reader = kp_reply_reader_new (reply, &error);
  g_assert_no_error (error);
  g_assert_cmpint (next (reader, KP_LINE_RESET).seen.number, ==, 413);
  g_assert_false (next (reader, KP_LINE_END).more);
}

/* Nothing changed and no ticket asked: at most 128 bytes. */
static void
test_small (void)
{
  static const KpSeen LARGE = { .number = 999999999999, .nonce = "77aa000011112222" };
  KpReplyWriter *writer = kp_reply_writer_new ();
  g_autoptr (GBytes) reply = NULL;

  kp_reply_writer_seen (writer, &LARGE, "51c0d20000000000", G_GINT64_CONSTANT (1795348800000));
  reply = kp_reply_writer_end (writer, FALSE, NULL);
  g_assert_cmpuint (g_bytes_get_size (reply), <=, 128);
}

/* Returns: whether all lines of @reply are taken */
static gboolean
read_all (GBytes *reply,
          GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (KpReplyReader) reader = kp_reply_reader_new (reply, error);
  KpLine line;

  if (reader == NULL)
    return FALSE;

  while (kp_reply_reader_next (reader, &line, &local_error))
    ;
  if (local_error == NULL)
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
test_truncated (void)
{
  g_autoptr (GBytes) reply = write_reply ();
  gsize size = g_bytes_get_size (reply);

  g_assert_true (read_all (reply, NULL));
  for (gsize length = 0; length < size; length++)
    {
      g_autoptr (GError) error = NULL;
      /* A copy of its own, so that a memory checker sees a byte too far. */
      g_autoptr (GBytes) part = g_bytes_new (g_bytes_get_data (reply, NULL), length);

      g_assert_null (kp_reply_reader_new (part, &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
    }
}

/* Spellings that a later server may use. */
static void
test_other_spellings (void)
{
  static const char *const LINES[] = {
    "{'e':'request','id':'" RECORD_ID "','v':{'a':1},'later':[1]}",
    "{'id':'" RECORD_ID "','e':'request','v':{'a':1}}",
    "{'v':{'a':1},'e':'request','id':'" RECORD_ID "'}",
    " { 'e' : 'request' , 'x' : 0 , 'id' : '" RECORD_ID "' , 'v' : {'a':1} } ",
    "{'e':'request','id':'" RECORD_ID "','w':'}{\\'','u':-1.5e3,'v':{'a':1}}",
    "{'e':'request','id':'" RECORD_ID "','w':[{'v':2}],'v': {'a':1}}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (LINES); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *text = g_strconcat (HEAD DELTA, LINES[i], "\n" END, NULL);
      g_autoptr (GBytes) reply = quote (text);
      g_autoptr (KpReplyReader) reader = kp_reply_reader_new (reply, &error);
      KpId id = get_id (RECORD_ID);
      KpLine line;

      g_test_message ("%s", LINES[i]);
      g_assert_no_error (error);
      next (reader, KP_LINE_SEEN);
      next (reader, KP_LINE_DELTA);
      line = next (reader, KP_LINE_RECORD);
      g_assert_cmpmem (line.body, line.body_length, "{\"a\":1}", 7);
      g_assert_cmpint (yyjson_get_int (yyjson_obj_get (line.value, "a")), ==, 1);
      g_assert_true (kp_id_equal (&line.id, &id));
      g_assert_cmpstr (line.entity, ==, "request");
      next (reader, KP_LINE_END);
    }
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) reply = quote (HEAD "{'weather':'fine'}\n" DELTA
                                         "{'e':'invented','id':'" RECORD_ID "','v':{}}\n" END);
  g_autoptr (KpReplyReader) reader = kp_reply_reader_new (reply, &error);

  g_assert_no_error (error);
  next (reader, KP_LINE_SEEN);
  next (reader, KP_LINE_UNKNOWN);
  next (reader, KP_LINE_DELTA);
  g_assert_cmpstr (next (reader, KP_LINE_RECORD).entity, ==, "invented");
}

static void
test_malformed (void)
{
  static const char *const REPLIES[] = {
    "\n",
    END,
    END END,
    HEAD,
    HEAD END HEAD,
    HEAD HEAD END,
    HEAD END END,
    HEAD "\n" END,
    HEAD "[]\n" END,
    DELTA END,
    "{'seen':[0,'77aa000011112222'],'acc':'','now':7}\n" END,
    "{'seen':[413,'77aa'],'acc':'','now':7}\n" END,
    "{'seen':[413,'77AA000011112222'],'acc':'','now':7}\n" END,
    "{'seen':[413],'acc':'','now':7}\n" END,
    "{'seen':[413,'77aa000011112222'],'acc':'x','now':7}\n" END,
    "{'seen':[413,'77aa000011112222'],'acc':'','now':'7'}\n" END,
    "{'seen':[413,'77aa000011112222'],'acc':''}\n" END,
    "{'reset':1,'seen':[413,'77aa000011112222']}\n" DELTA END,
    "{'reset':2,'seen':[413,'77aa000011112222']}\n" END,
    HEAD "{'end':{'more':2}}\n",
    HEAD "{'end':{}}\n",
    HEAD "{'end':{'more':0,'push':7}}\n",
    HEAD "{'allowed':'u:1'}\n" END,
    HEAD "{'allowed':[7]}\n" END,
    HEAD "{'gone':['']}\n" END,
    HEAD DELTA "{'gone':['u:1']}\n" END,
    HEAD "{'s':'','from':1,'to':2}\n" END,
    HEAD "{'s':'u:1','from':2,'to':1}\n" END,
    HEAD "{'s':'u:1','from':-1,'to':1}\n" END,
    HEAD "{'s':'u:1','from':1}\n" END,
    HEAD "{'s':'u:1','h0':1,'low':2}\n" END,
    HEAD "{'op':'" OPERATION_ID "'}\n" END,
    HEAD "{'op':'x','r':'ok'}\n" END,
    HEAD "{'e':'request','id':'" RECORD_ID "'}\n" END,
    HEAD DELTA "{'e':'request','id':'x','v':{}}\n" END,
    HEAD DELTA "{'e':'','id':'" RECORD_ID "','v':{}}\n" END,
    HEAD DELTA "{'e':7,'id':'" RECORD_ID "','v':{}}\n" END,
    HEAD DELTA "{'e':'request','id':'" RECORD_ID "','v':[]}\n" END,
    HEAD DELTA "{'e':'request','id':'" RECORD_ID "','v':null}\n" END,
    HEAD DELTA "{'e':'request','id':'" RECORD_ID "','v':{}\n" END,
    HEAD DELTA "{'e':'request','id':'" RECORD_ID "','v':{}},'v':{}}\n" END,
    HEAD DELTA "{'e':'request','id':'" RECORD_ID "','v':{},'v':{}}\n" END,
    HEAD DELTA "{'e':'request','id':'" RECORD_ID "','\\u0076':{}}\n" END,
    HEAD DELTA "{'e':'request','id':'" RECORD_ID "','v':{},'x':1}\n" END,
    HEAD DELTA "{'e':'request','id':'" RECORD_ID "','v':{'a':'\\u0000'}}\n" END,
  };

  for (guint i = 0; i < G_N_ELEMENTS (REPLIES); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) reply = quote (REPLIES[i]);

      g_test_message ("%s", REPLIES[i]);
      g_assert_false (read_all (reply, &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
    }
}

/* Returns: (transfer full): a reply with one record whose body has about @length bytes, nesting
 *   @depth deep
 */
static GBytes *
make_record_reply (gsize length,
                   gsize depth)
{
  g_autofree char *filling = g_strnfill (length, 'x');
  g_autofree char *open = g_strnfill (depth, '[');
  g_autofree char *close = g_strnfill (depth, ']');
  g_autofree char *text =
    g_strconcat (HEAD DELTA "{'e':'request','id':'" RECORD_ID "','v':{'a':'", filling, "','b':",
                 open, "1", close, "}}\n" END, NULL);

  return quote (text);
}

static void
test_large_record (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) fits = make_record_reply (KP_LIMIT_RECORD - 20, 1);
  g_autoptr (GBytes) too_large = make_record_reply (KP_LIMIT_RECORD, 1);

  g_assert_true (read_all (fits, &error));
  g_assert_no_error (error);
  g_assert_false (read_all (too_large, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
}

static void
test_deep_record (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) fits = make_record_reply (1, KP_LIMIT_JSON_DEPTH - 2);
  g_autoptr (GBytes) too_deep = make_record_reply (1, KP_LIMIT_JSON_DEPTH);

  g_assert_true (read_all (fits, &error));
  g_assert_no_error (error);
  g_assert_false (read_all (too_deep, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
}

static void
test_large_reply (void)
{
  g_autoptr (GError) error = NULL;
  gsize size = KP_LIMIT_REPLY_MAX + KP_LIMIT_REPLY_SLACK + 1;
  g_autoptr (GBytes) reply = g_bytes_new_take (g_malloc0 (size), size);

  g_assert_null (kp_reply_reader_new (reply, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_TOO_LARGE);
}

#define ADD(path, func) g_test_add_func ("/reply/" path, func)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("round-trip", test_round_trip);
  ADD ("reset/round-trip", test_reset);
  ADD ("nothing-changed/is-small", test_small);
  ADD ("truncated-anywhere/refused", test_truncated);
  ADD ("spelt-otherwise/same-bytes", test_other_spellings);
  ADD ("unknown-lines-and-entities/taken", test_unknown);
  ADD ("malformed/refused", test_malformed);
  ADD ("record/too-large", test_large_record);
  ADD ("record/too-deep", test_deep_record);
  ADD ("too-large", test_large_reply);

  return g_test_run ();
}
