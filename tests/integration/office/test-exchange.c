/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The contract of the exchange (SYNC.md sections 3 and 4): what a reply holds, when, and how much.
 */

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-value.h"
#include "kps-results.h"
#include "kps-standing.h"
#include "kps-test-office.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

/* A client that only keeps what the protocol makes it keep. */
typedef struct
{
  KpSeen seen;
  char acc[17];
  GHashTable *cursors; /* (owned): stream → KpCursor */
  GHashTable *held;    /* (owned): set of "stream entity id" */
  guint bodies;        /* records that came with a body, in all replies */
  gsize longest;       /* reply, in bytes */
} Client;

static Client *
client_new (void)
{
  Client *self = g_new0 (Client, 1);

  self->cursors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->held = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  return self;
}

static void
client_free (Client *self)
{
  g_hash_table_unref (self->cursors);
  g_hash_table_unref (self->held);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Client, client_free)

static KpSyncRequest *
make_request (Client *self)
{
  KpSyncRequest *request = kp_sync_request_new ();
  GHashTableIter iter;
  gpointer stream;
  gpointer cursor;

  request->seen[0] = self->seen;
  g_strlcpy (request->acc, self->acc, sizeof request->acc);
  request->max = KP_LIMIT_REPLY_MIN;
  g_hash_table_iter_init (&iter, self->cursors);
  while (g_hash_table_iter_next (&iter, &stream, &cursor))
    kp_sync_request_add_have (request, stream, *(KpCursor *) cursor);

  return request;
}

static void
set_cursor (Client *self,
            const char *stream,
            KpCursor cursor)
{
  g_hash_table_insert (self->cursors, g_strdup (stream), g_memdup2 (&cursor, sizeof cursor));
}

static void
hold (Client *self,
      const char *stream,
      const KpLine *line,
      gboolean is_held)
{
  g_autofree char *key =
    g_strdup_printf ("%s %s %s", stream, line->entity, kps_test_text (&line->id).text);

  if (is_held)
    g_hash_table_add (self->held, g_steal_pointer (&key));
  else
    g_hash_table_remove (self->held, key);
}

static void
subscribe (Client *self,
           yyjson_val *streams)
{
  yyjson_val *item;
  size_t i;
  size_t n;

  yyjson_arr_foreach (streams, i, n, item)
  {
    const char *stream = yyjson_get_str (item);

    if (strchr (stream, '*') == NULL && !g_hash_table_contains (self->cursors, stream))
      set_cursor (self, stream, (KpCursor) { 0 });
  }
}

/* Returns: whether there is more */
static gboolean
apply (Client *self,
       GBytes *reply)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpReplyReader) reader = kp_reply_reader_new (reply, &error);
  g_autofree char *stream = NULL;
  gboolean more = FALSE;
  KpLine line;

  g_assert_no_error (error);
  self->longest = MAX (self->longest, g_bytes_get_size (reply));
  while (kp_reply_reader_next (reader, &line, &error))
    {
      if (line.kind == KP_LINE_SEEN)
        {
          self->seen = line.seen;
          g_strlcpy (self->acc, line.acc, sizeof self->acc);
        }
      if (line.kind == KP_LINE_ALLOWED)
        subscribe (self, line.streams);
      if (line.kind == KP_LINE_DELTA || line.kind == KP_LINE_LOAD)
        {
          gboolean is_complete = line.kind == KP_LINE_DELTA || line.low == 0;

          g_free (stream);
          stream = g_strdup (line.stream);
          set_cursor (self, stream, (KpCursor) {
                                      .state = is_complete ? KP_CURSOR_COMPLETE : KP_CURSOR_LOADING,
                                      .head = line.kind == KP_LINE_DELTA ? line.to : line.h0,
                                      .low = line.low,
                                    });
        }
      if (line.kind == KP_LINE_RECORD || line.kind == KP_LINE_RECORD_GONE)
        hold (self, stream, &line, line.kind == KP_LINE_RECORD);
      self->bodies += line.kind == KP_LINE_RECORD && line.body != NULL;
      more = more || (line.kind == KP_LINE_END && line.more);
    }
  g_assert_no_error (error);

  return more;
}

/* Exchanges until all is here. Returns: how many exchanges that took */
static guint
catch_up (KpsTestOffice *office,
          KpsTestPerson person,
          Client *self)
{
  guint n = 0;
  gboolean more = TRUE;

  while (more || n < 2)
    {
      g_autoptr (KpSyncRequest) request = make_request (self);
      g_autoptr (GBytes) reply = kps_test_office_exchange (office, person, request);

      more = apply (self, reply);
      n++;
      g_assert_cmpuint (n, <, 1000);
    }

  return n;
}

static void
test_first (KpsTestOffice *self,
            gconstpointer data)
{
  g_autoptr (Client) client = client_new ();
  g_autofree char *flow = g_strdup_printf (
    "p:%s request_flow %s", kps_test_text (&self->portal).text, kps_test_text (&self->flow).text);
  g_autofree char *org = g_strdup_printf ("o:%s:gen organisation %s",
                                          kps_test_text (&self->organisations[NORTH]).text,
                                          kps_test_text (&self->organisations[NORTH]).text);

  catch_up (self, ANNA, client);
  g_assert_true (g_hash_table_contains (client->held, flow));
  g_assert_true (g_hash_table_contains (client->held, org));
  /* u: 2, portal 6 and the checklist, organisation and link; nobody else's. */
  g_assert_cmpuint (g_hash_table_size (client->held), ==, 11);
}

static void
test_idle (KpsTestOffice *self,
           gconstpointer data)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (KpSyncRequest) request = NULL;
  g_autoptr (GBytes) reply = NULL;

  catch_up (self, ANNA, client);
  request = make_request (client);
  reply = kps_test_office_exchange (self, ANNA, request);
  g_assert_cmpuint (g_bytes_get_size (reply), <=, 128);
}

/* However often it changed, and in however many streams it is: one body. */
static void
test_delta (KpsTestOffice *self,
            gconstpointer data)
{
  g_autoptr (Client) client = client_new ();
  g_autoptr (KpSyncRequest) request = NULL;
  g_autoptr (GBytes) reply = NULL;
  KpId id;

  kps_test_office_set_portal (self, "organisation", "own", FALSE, FALSE);
  catch_up (self, ANNA, client);
  id = kps_test_office_submit (self, ANNA, NORTH, "Leak");
  for (guint i = 0; i < 5; i++)
    {
      KpId message = kp_id_make (&self->environment.environment);
      g_autofree char *outcome =
        kps_test_office_do (self, ANNA, "request.comment@1", NULL,
                            "{\"request\":\"%s\",\"message\":\"%s\",\"text\":\"Hello\"}",
                            kps_test_text (&id).text, kps_test_text (&message).text);

      g_assert_cmpstr (outcome, ==, "ok");
    }

  request = make_request (client);
  reply = kps_test_office_exchange (self, ANNA, request);
  g_assert_cmpuint (kps_test_count_lines (reply, "{\"s\":"), ==, 2);
  g_assert_cmpuint (kps_test_count_lines (reply, "{\"e\":\"request\""), ==, 2);
  client->bodies = 0;
  g_assert_false (apply (client, reply));
  g_assert_cmpuint (client->bodies, ==, 6);
}

static void
put_messages (KpsTestOffice *self,
              const KpId *request,
              guint n,
              guint size)
{
  g_autofree char *text = g_strnfill (size, 'x');

  for (guint i = 0; i < n; i++)
    {
      KpId id = kp_id_make (&self->environment.environment);

      kps_test_office_put (self, KP_ENTITY_MESSAGE, &id, "{\"request_id\":\"%s\",\"text\":\"%s\"}",
                           kps_test_text (request).text, text);
    }
}

/* A large stream comes in pages; what changes meanwhile comes too, once the pages are done. */
static void
test_pages (KpsTestOffice *self,
            gconstpointer data)
{
  g_autoptr (Client) client = client_new ();
  KpId request = kps_test_office_submit (self, ANNA, NORTH, "Leak");
  guint n = 0;
  guint rows = 0;
  gboolean more = TRUE;
  GHashTableIter iter;
  gpointer key;

  put_messages (self, &request, 60, 10000);
  put_messages (self, &request, 2, KP_LIMIT_RECORD - 100);
  while (more || n < 2)
    {
      g_autoptr (KpSyncRequest) body = make_request (client);
      g_autoptr (GBytes) reply = kps_test_office_exchange (self, ANNA, body);

      more = apply (client, reply);
      if (n++ == 4)
        put_messages (self, &request, 3, 10000);
      g_assert_cmpuint (n, <, 100);
    }

  g_hash_table_iter_init (&iter, client->held);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    rows += strstr (key, " message ") != NULL;
  g_assert_cmpuint (rows, ==, 65);
  g_assert_cmpuint (n, >, 10);
  g_assert_cmpuint (client->longest, <=, KP_LIMIT_REPLY_MIN + 4096);
}

/* Organisations without anything have lines of their own in a reply; they count like records. */
static void
test_empty_streams (KpsTestOffice *self,
                    gconstpointer data)
{
  g_autoptr (Client) client = client_new ();
  GHashTableIter iter;
  gpointer cursor;
  guint n;

  for (guint i = 0; i < KP_LIMIT_STREAMS - 10; i++)
    {
      KpId org = kp_id_make (&self->environment.environment);
      g_autofree char *stream = g_strdup_printf ("o:%s:req", kps_test_text (&org).text);

      set_cursor (client, stream, (KpCursor) { 0 });
    }

  n = catch_up (self, EVA, client);
  g_assert_cmpuint (client->longest, <=, KP_LIMIT_REPLY_MIN + 4096);
  g_assert_cmpuint (n, <, 10);
  g_hash_table_iter_init (&iter, client->cursors);
  while (g_hash_table_iter_next (&iter, NULL, &cursor))
    g_assert_cmpint (((KpCursor *) cursor)->state, ==, KP_CURSOR_COMPLETE);
}

static gboolean
prune (KpsTx *tx,
       gpointer data,
       GError **error)
{
  return kps_tx_prune (tx, error);
}

/* A cursor that the server can't serve any more, or never gave out, makes it start again. */
static void
test_floor (KpsTestOffice *self,
            gconstpointer data)
{
  g_autoptr (KpSyncRequest) old = kp_sync_request_new ();
  g_autoptr (KpSyncRequest) future = kp_sync_request_new ();
  g_autoptr (GBytes) old_reply = NULL;
  g_autoptr (GBytes) future_reply = NULL;
  g_autofree char *old_line = NULL;
  g_autofree char *future_line = NULL;
  g_autoptr (GError) error = NULL;
  KpId request = kps_test_office_submit (self, ANNA, NORTH, "Leak");
  KpCursor cursor = { .state = KP_CURSOR_COMPLETE, .head = 1 };

  kps_test_office_delete (self, KP_ENTITY_REQUEST, &request);
  kps_test_office_submit (self, ANNA, NORTH, "Leak");
  kp_test_environment_advance (&self->environment, 36 * G_GINT64_CONSTANT (86400000));
  kps_office_write (self->office, prune, NULL, &error);
  g_assert_no_error (error);

  kp_sync_request_add_have (old, "q:requests", cursor);
  old_reply = kps_test_office_exchange (self, EVA, old);
  old_line = kps_test_find_line (old_reply, "{\"s\":\"q:requests\"");
  g_assert_nonnull (strstr (old_line, "\"new\":1"));

  cursor.head = 99;
  kp_sync_request_add_have (future, "q:requests", cursor);
  future_reply = kps_test_office_exchange (self, EVA, future);
  future_line = kps_test_find_line (future_reply, "{\"s\":\"q:requests\"");
  g_assert_nonnull (strstr (future_line, "\"new\":1"));
}

static void
test_gone (KpsTestOffice *self,
           gconstpointer data)
{
  g_autoptr (KpSyncRequest) request = kp_sync_request_new ();
  g_autofree char *foreign = g_strdup_printf ("o:%s:gen",
                                              kps_test_text (&self->organisations[EAST]).text);
  g_autoptr (GBytes) reply = NULL;
  g_autofree char *gone = NULL;

  kp_sync_request_add_have (request, foreign, (KpCursor) { 0 });
  kp_sync_request_add_have (request, "s:dir", (KpCursor) { 0 });
  reply = kps_test_office_exchange (self, ANNA, request);
  gone = kps_test_find_line (reply, "{\"gone\":");
  g_assert_nonnull (gone);
  g_assert_nonnull (strstr (gone, foreign));
  g_assert_nonnull (strstr (gone, "s:dir"));
  g_assert_cmpuint (kps_test_count_lines (reply, "{\"e\":"), ==, 0);
}

/* Number and nonce: neither alone will do. */
static void
test_unknown_history (KpsTestOffice *self,
                      gconstpointer data)
{
  g_autoptr (Client) client = client_new ();
  KpId id = { 0 };
  g_autoptr (GBytes) operation = kps_test_office_make_operation (
    self, &id, NULL, "user.update@1", "{\"phone\":\"\"}",
    "{\"user\":\"AZqo3EgAfWK3nPZ_ONeCiA\",\"phone\":\"030 1234567\"}");

  catch_up (self, ANNA, client);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KpSyncRequest) request = kp_sync_request_new ();
      g_autoptr (GBytes) reply = NULL;
      g_autofree char *reset = NULL;

      request->seen[i] = client->seen;
      if (i == 0)
        request->seen[i].nonce[0] ^= 1;
      else
        request->seen[i].number += 1000;
      kp_sync_request_add_offer (request, operation, FALSE, 0, NULL);
      reply = kps_test_office_exchange (self, ANNA, request);
      reset = kps_test_find_line (reply, "{\"reset\":1");
      g_assert_nonnull (reset);
      g_assert_cmpuint (kps_test_count_lines (reply, "{\"op\":"), ==, 0);
      g_assert_cmpuint (kps_test_count_lines (reply, "{"), ==, 2);
    }
}

static gboolean
switch_off (KpsTx *tx,
            gpointer data,
            GError **error)
{
  KpsTestOffice *self = data;

  return kps_standing_set (tx, kps_office_get_rights_path (self->office), KPS_STANDING_ACCOUNT,
                           &self->people[ANNA], FALSE, error);
}

static void
test_disabled (KpsTestOffice *self,
               gconstpointer data)
{
  g_autoptr (KpsPerson) anna = kps_test_office_load_person (self, ANNA);
  g_autoptr (KpSyncRequest) request = kp_sync_request_new ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsResult) stored = NULL;
  KpId id = { 0 };
  g_autoptr (GBytes) operation = kps_test_office_make_operation (
    self, &id, NULL, "read.mark@1", NULL,
    "{\"mark\":\"AZqo3EgAfWK3nPZ_ONeCiA\",\"subject\":\"AZqo3EgAfWK3nPZ_ONeCiA\",\"at\":5}");

  kps_office_write (self->office, switch_off, self, &error);
  g_assert_no_error (error);
  kp_sync_request_add_offer (request, operation, FALSE, 0, NULL);
  body = kp_sync_request_encode (request);
  reply = kps_exchange_run (self->office, anna, body, &error);
  g_assert_error (error, KP_ERROR, KP_ERROR_ACCOUNT_DISABLED);
  g_assert_null (reply);

  /* Its operations wait: nothing was judged. */
  g_clear_error (&error);
  kps_result_load (kps_office_get_read_db (self->office), &self->people[ANNA], &id, &stored,
                   &error);
  g_assert_no_error (error);
  g_assert_null (stored);
}

static void
copy_file (const char *from,
           const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* Goes back to a backup; rights.log stays as it is. */
static void
restore (KpsTestOffice *self,
         const char *backup)
{
  g_autofree char *path = g_strdup (kps_office_get_db_path (self->office));

  kps_office_close (self->office);
  copy_file (backup, path);
  kps_test_office_reopen (self);
}

static char *
offer_again (KpsTestOffice *self,
             GBytes *operation,
             int days,
             const char *result)
{
  g_autoptr (KpSyncRequest) request = kp_sync_request_new ();
  g_autoptr (GBytes) reply = NULL;
  g_autofree char *line = NULL;

  kp_sync_request_add_offer (request, operation, TRUE, days, result);
  reply = kps_test_office_exchange (self, ANNA, request);
  line = kps_test_find_line (reply, "{\"op\":");

  return kps_test_get_outcome (line);
}

/* After a restore: what was done comes back once, what was refused stays refused, what can't be
 * repeated is told to the office, and nobody is revived.
 */
static void
test_restore (KpsTestOffice *self,
              gconstpointer data)
{
  g_autofree char *backup = g_strconcat (self->folder, ".backup", NULL);
  g_autoptr (Client) client = client_new ();
  g_autoptr (GError) error = NULL;
  KpId id = { 0 };
  KpId lost_id = { 0 };
  KpId request = kp_id_make (&self->environment.environment);
  g_autofree char *arguments =
    g_strdup_printf ("{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"Leak\","
                     "\"answers\":{}}",
                     kps_test_text (&request).text,
                     kps_test_text (&self->organisations[NORTH]).text,
                     kps_test_text (&self->plain_flow).text);
  g_autofree char *comment =
    g_strdup_printf ("{\"request\":\"%s\",\"message\":\"%s\",\"text\":\"Kept text\"}",
                     kps_test_text (&self->portal).text, kps_test_text (&self->flow).text);
  g_autoptr (GBytes) submit =
    kps_test_office_make_operation (self, &id, NULL, "request.submit@1", NULL, arguments);
  g_autoptr (GBytes) hopeless =
    kps_test_office_make_operation (self, &lost_id, NULL, "request.comment@1", NULL, comment);
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *twice = NULL;
  g_autofree char *waits = NULL;
  g_autofree char *lost = NULL;
  g_autoptr (KpsRecord) record = NULL;
  g_autoptr (KpsRecord) told = NULL;
  g_autoptr (KpSyncRequest) old = NULL;
  g_autoptr (GBytes) reply = NULL;
  g_autofree char *reset = NULL;

  kp_db_backup (kps_office_get_write_db (self->office), backup, &error);
  g_assert_no_error (error);
  first = kps_test_office_ask (self, ANNA, submit);
  catch_up (self, ANNA, client);
  restore (self, backup);

  old = make_request (client);
  reply = kps_test_office_exchange (self, ANNA, old);
  reset = kps_test_find_line (reply, "{\"reset\":1");
  g_assert_nonnull (reset);

  again = offer_again (self, submit, 0, "ok");
  twice = offer_again (self, submit, 0, "ok");
  g_assert_cmpstr (again, ==, "ok");
  g_assert_cmpstr (twice, ==, "ok");
  record = kps_test_office_get (self, KP_ENTITY_REQUEST, &request);
  g_assert_nonnull (record);

  waits = offer_again (self, hopeless, 13, "ok");
  lost = offer_again (self, hopeless, 14, "ok");
  g_assert_cmpstr (waits, ==, "later");
  g_assert_cmpstr (lost, ==, "lost");
  told = kps_test_office_get (self, KP_ENTITY_LOST_OPERATION, &lost_id);
  g_assert_nonnull (told);
  g_assert_nonnull (strstr (kps_record_get_text (told, "text"), "Kept text"));
}

/* However much the person wrote, the office is told that it could not be repeated. */
static void
test_restore_long (KpsTestOffice *self,
                   gconstpointer data)
{
  KpId id = { 0 };
  KpId request = kp_id_make (&self->environment.environment);
  g_autofree char *letters = g_strnfill (14000, 'e');
  g_autoptr (GString) answer = g_string_new (letters);
  g_autoptr (GString) explanation = g_string_new (NULL);
  g_autofree char *arguments = NULL;
  g_autoptr (GBytes) operation = NULL;
  g_autofree char *outcome = NULL;
  g_autoptr (KpsRecord) told = NULL;
  const char *text;

  /* Four bytes each in the record, though two in the operation; and three each, none of which may
   * be cut in two. */
  for (guint i = 0; i < 8000; i++)
    g_string_append (answer, "\\\"");
  for (guint i = 0; i < 6660; i++)
    g_string_append (explanation, "€");
  arguments =
    g_strdup_printf ("{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"Leak\","
                     "\"answers\":{\"x\":\"%s\"},\"explanation\":\"%s\"}",
                     kps_test_text (&request).text,
                     kps_test_text (&self->organisations[NORTH]).text,
                     kps_test_text (&self->plain_flow).text, answer->str,
                     explanation->str);
  operation = kps_test_office_make_operation (self, &id, NULL, "request.submit@1", NULL, arguments);

  outcome = offer_again (self, operation, 14, "ok");
  g_assert_cmpstr (outcome, ==, "lost");
  told = kps_test_office_get (self, KP_ENTITY_LOST_OPERATION, &id);
  g_assert_nonnull (told);
  text = kps_record_get_text (told, "text");
  g_assert_nonnull (strstr (text, "Leak"));
  g_assert_true (g_str_has_suffix (text, "…"));
}

static void
test_restore_refused (KpsTestOffice *self,
                      gconstpointer data)
{
  KpId id = { 0 };
  KpId mark = kp_id_make (&self->environment.environment);
  g_autofree char *arguments = g_strdup_printf (
    "{\"mark\":\"%s\",\"subject\":\"%s\",\"at\":5}", kps_test_text (&mark).text,
    kps_test_text (&mark).text);
  g_autoptr (GBytes) operation =
    kps_test_office_make_operation (self, &id, NULL, "read.mark@1", NULL, arguments);
  g_autofree char *outcome = offer_again (self, operation, 0, "denied");
  g_autoptr (KpsRecord) record = kps_test_office_get (self, KP_ENTITY_READ_MARK, &mark);

  g_assert_cmpstr (outcome, ==, "denied");
  g_assert_null (record);
}

static void
test_restore_revives_nobody (KpsTestOffice *self,
                             gconstpointer data)
{
  g_autofree char *backup = g_strconcat (self->folder, ".backup", NULL);
  g_autoptr (KpsPerson) anna = kps_test_office_load_person (self, ANNA);
  g_autoptr (KpsAccess) access = NULL;
  g_autoptr (GError) error = NULL;

  kp_db_backup (kps_office_get_write_db (self->office), backup, &error);
  g_assert_no_error (error);
  kps_office_write (self->office, switch_off, self, &error);
  g_assert_no_error (error);
  restore (self, backup);

  access = kps_access_load (kps_office_get_read_db (self->office), anna, &error);
  g_assert_error (error, KP_ERROR, KP_ERROR_ACCOUNT_DISABLED);
}

#define ADD(path, func)                                                             \
  g_test_add ("/exchange/" path, KpsTestOffice, NULL, kps_test_office_set_up, func, \
              kps_test_office_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("first/loads-what-is-allowed-and-nothing-else", test_first);
  ADD ("idle/at-most-128-bytes", test_idle);
  ADD ("delta/changed-often/comes-once", test_delta);
  ADD ("load/in-pages-within-the-limit/nothing-is-missed", test_pages);
  ADD ("load/thousands-of-empty-streams/within-the-limit", test_empty_streams);
  ADD ("cursor/not-to-be-served/loads-afresh", test_floor);
  ADD ("stream/not-allowed/is-gone", test_gone);
  ADD ("history/unknown/resets-and-runs-nothing", test_unknown_history);
  ADD ("account/disabled/nothing-is-said-or-done", test_disabled);
  ADD ("restored/offered-again/once-or-told", test_restore);
  ADD ("restored/more-than-a-record-holds/told-all-the-same", test_restore_long);
  ADD ("restored/refused-before/stays-refused", test_restore_refused);
  ADD ("restored/revives-nobody", test_restore_revives_nobody);

  return g_test_run ();
}
