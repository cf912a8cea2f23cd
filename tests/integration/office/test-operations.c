/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of operations (SYNC.md section 6): results are kept, lanes keep their order, forms
 * are judged, numbers are drawn, and every change leaves an audit row.
 */

#include "kp-limits.h"
#include "kps-audit.h"
#include "kps-test-office.h"

#include <string.h>

static char *
make_submit (KpsTestOffice *self,
             const KpId *flow,
             const char *rest)
{
  KpId request = kp_id_make (&self->environment.environment);

  return g_strdup_printf ("{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",%s}",
                          kps_test_text (&request).text,
                          kps_test_text (&self->organisations[NORTH]).text,
                          kps_test_text (flow).text, rest);
}

/* Returns: the line of the result of submitting with @rest */
static char *
submit (KpsTestOffice *self,
        const KpId *flow,
        const char *rest)
{
  g_autofree char *arguments = make_submit (self, flow, rest);
  KpId id = { 0 };
  g_autoptr (GBytes) operation =
    kps_test_office_make_operation (self, &id, NULL, "request.submit@1", NULL, arguments);

  return kps_test_office_ask (self, ANNA, operation);
}

static gint64
count_rows (KpsTestOffice *self,
            KpsTestPerson person)
{
  static const char SELECT[] = "SELECT count (*) FROM op WHERE user_id = $1";
  g_autoptr (KpStatement) select =
    kp_db_prepare (kps_office_get_read_db (self->office), SELECT, NULL);
  gboolean has_row;

  kp_statement_bind_id (select, 1, &self->people[person]);
  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL));

  return kp_statement_get_int64 (select, 0);
}

static void
test_twice (KpsTestOffice *self,
            gconstpointer data)
{
  g_autofree char *arguments = make_submit (self, &self->plain_flow,
                                            "\"title\":\"Leak\",\"answers\":{}");
  g_autofree char *changed = make_submit (self, &self->plain_flow,
                                          "\"title\":\"Flood\",\"answers\":{}");
  KpId id = { 0 };
  g_autoptr (GBytes) operation =
    kps_test_office_make_operation (self, &id, NULL, "request.submit@1", NULL, arguments);
  g_autoptr (GBytes) other =
    kps_test_office_make_operation (self, &id, NULL, "request.submit@1", NULL, changed);
  g_autofree char *first = kps_test_office_ask (self, ANNA, operation);
  g_autofree char *second = kps_test_office_ask (self, ANNA, operation);
  g_autofree char *bytes = kps_test_office_ask (self, ANNA, other);

  g_assert_nonnull (strstr (first, "\"no\":\"R-2026-00001\""));
  g_assert_cmpstr (first, ==, second);
  g_assert_nonnull (strstr (bytes, "\"r\":\"bytes\""));
  g_assert_cmpint (count_rows (self, ANNA), ==, 1);
}

/* Every missing answer, tick and title, in one refusal. */
static void
test_incomplete (KpsTestOffice *self,
                 gconstpointer data)
{
  g_autofree char *nothing = submit (self, &self->flow, "\"title\":\" \",\"answers\":{}");
  g_autofree char *urgent =
    submit (self, &self->flow,
            "\"title\":\"T\",\"answers\":{\"subject\":\"S\",\"urgent\":true},"
            "\"checklist\":{\"done\":true}");
  g_autofree char *hidden = submit (self, &self->flow,
                                    "\"title\":\"T\",\"answers\":{\"subject\":\"S\",\"phone\":"
                                    "\"030 1234567\"},\"checklist\":{\"done\":true}");
  g_autofree char *whole = submit (self, &self->flow,
                                   "\"title\":\"T\",\"answers\":{\"subject\":\"S\"},"
                                   "\"checklist\":{\"done\":true}");

  g_assert_nonnull (strstr (nothing, "\"r\":\"need\""));
  g_assert_nonnull (strstr (nothing, "\"title:missing\""));
  g_assert_nonnull (strstr (nothing, "\"subject:missing\""));
  g_assert_nonnull (strstr (nothing, "\"checklist.done\""));
  g_assert_nonnull (strstr (urgent, "[\"phone:missing\"]"));
  g_assert_nonnull (strstr (hidden, "[\"phone:unknown\"]"));
  g_assert_nonnull (strstr (whole, "\"r\":\"ok\""));
}

/* 10,000 characters of any script, and not one more. */
static void
test_long_explanation (KpsTestOffice *self,
                       gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *fits = NULL;
  g_autofree char *long_one = NULL;
  g_autofree char *taken = NULL;
  g_autofree char *refused = NULL;

  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "é");
  fits = g_strdup_printf ("\"title\":\"T\",\"answers\":{},\"explanation\":\"%s\"", text->str);
  taken = submit (self, &self->plain_flow, fits);
  g_assert_nonnull (strstr (taken, "\"r\":\"ok\""));

  long_one = g_strnfill (10001, 'x');
  g_string_printf (text, "\"title\":\"T\",\"answers\":{},\"explanation\":\"%s\"", long_one);
  refused = submit (self, &self->plain_flow, text->str);
  g_assert_nonnull (strstr (refused, "[\"explanation:too-long\"]"));
}

static void
test_flow_and_terms (KpsTestOffice *self,
                     gconstpointer data)
{
  static const char PLAIN[] = "\"title\":\"T\",\"answers\":{}";
  KpId nowhere = kp_id_make (&self->environment.environment);
  g_autofree char *retired = submit (self, &self->retired_flow, PLAIN);
  g_autofree char *unknown = submit (self, &nowhere, PLAIN);
  g_autofree char *foreign = submit (self, &self->other_flow, PLAIN);
  g_autofree char *with_old = g_strdup_printf ("%s,\"terms\":\"%s\",\"terms_at\":5", PLAIN,
                                               kps_test_text (&self->old_terms).text);
  g_autofree char *with_new = g_strdup_printf ("%s,\"terms\":\"%s\",\"terms_at\":5", PLAIN,
                                               kps_test_text (&self->terms).text);
  g_autofree char *none = NULL;
  g_autofree char *old = NULL;
  g_autofree char *accepted = NULL;

  g_assert_nonnull (strstr (retired, "\"need\":[\"flow\"]"));
  g_assert_nonnull (strstr (unknown, "\"r\":\"gone\""));
  g_assert_nonnull (strstr (foreign, "\"r\":\"gone\""));

  kps_test_office_set_portal (self, "own", "own", FALSE, TRUE);
  none = submit (self, &self->plain_flow, PLAIN);
  old = submit (self, &self->plain_flow, with_old);
  accepted = submit (self, &self->plain_flow, with_new);
  g_assert_nonnull (strstr (none, "\"need\":[\"terms\"]"));
  g_assert_nonnull (strstr (old, "\"need\":[\"terms\"]"));
  g_assert_nonnull (strstr (accepted, "\"r\":\"ok\""));
}

#define QUESTION(key, label, more) \
  "{\"key\":\"" key "\",\"type\":\"text\",\"label\":{\"en\":\"" label "\"}" more "}"
#define REQUIRED ",\"required\":true"

/* Puts a version of the flow "versions", with these questions. */
static void
put_version (KpsTestOffice *self,
             const KpId *id,
             const char *state,
             const char *questions)
{
  kps_test_office_put (self, KP_ENTITY_REQUEST_FLOW, id,
                       "{\"portal_id\":\"%s\",\"key\":\"versions\","
                       "\"state\":\"%s\",\"name\":{\"en\":\"V\"},"
                       "\"sections\":[{\"key\":\"s\",\"title\":{\"en\":\"S\"},"
                       "\"questions\":[%s]}]}",
                       kps_test_text (&self->portal).text, state, questions);
}

static char *
get_flow_of_newest (KpsTestOffice *self)
{
  static const char SELECT[] =
    "SELECT json_extract (body, '$.flow_id') FROM record WHERE ent = 12 ORDER BY no DESC LIMIT 1";
  g_autoptr (KpStatement) select =
    kp_db_prepare (kps_office_get_write_db (self->office), SELECT, NULL);
  gboolean has_row;

  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL) && has_row);

  return g_strdup (kp_statement_get_text (select, 0));
}

/* Made offline on a version that was replaced meanwhile: it holds where nothing is asked otherwise,
 * and stays what was filled in; else it comes back with what has to be answered anew.
 */
static void
test_replaced_version (KpsTestOffice *self,
                       gconstpointer data)
{
  static const char ANSWERED[] =
    "\"title\":\"T\",\"answers\":{\"subject\":\"S\",\"floor\":\"1\"}";
  const KpId old = kp_id_make (&self->environment.environment);
  const KpId new = kp_id_make (&self->environment.environment);
  g_autofree char *holds = NULL;
  g_autofree char *pinned = NULL;
  g_autofree char *asked = NULL;
  g_autofree char *withdrawn = NULL;

  put_version (self, &old, "retired",
               QUESTION ("subject", "Subject", REQUIRED) "," QUESTION ("floor", "Floor", ""));
  put_version (self, &new, "published",
               QUESTION ("subject", "Subject", "") "," QUESTION ("room", "Room", ""));
  holds = submit (self, &old, ANSWERED);
  pinned = get_flow_of_newest (self);
  g_assert_nonnull (strstr (holds, "\"r\":\"ok\""));
  g_assert_cmpstr (pinned, ==, kps_test_text (&old).text);

  put_version (self, &new, "published",
               QUESTION ("subject", "What is fine?", "") "," QUESTION ("room", "Room", REQUIRED));
  asked = submit (self, &old, ANSWERED);
  g_assert_nonnull (strstr (asked,
                            "\"need\":[\"version\",\"room:missing\",\"subject:changed\"]"));

  put_version (self, &new, "retired", QUESTION ("subject", "Subject", ""));
  withdrawn = submit (self, &old, ANSWERED);
  g_assert_nonnull (strstr (withdrawn, "\"need\":[\"flow\"]"));
}

static void
test_server_facts (KpsTestOffice *self,
                   gconstpointer data)
{
  KpId id = kps_test_office_submit (self, ANNA, NORTH, "Leak");
  g_autoptr (KpsRecord) record = kps_test_office_get (self, KP_ENTITY_REQUEST, &id);

  g_assert_cmpstr (kps_record_get_text (record, "org_name"), ==, "North");
  g_assert_cmpstr (kps_record_get_text (record, "number"), ==, "R-2026-00001");
  g_assert_cmpstr (kps_record_get_text (record, "requester_name"), ==, "Anna");
  g_assert_cmpstr (kps_record_get_text (record, "portal_id"), ==,
                   kps_test_text (&self->portal).text);
  g_assert_true (yyjson_is_obj (yyjson_obj_get (record->root, "flow_name")));
  g_assert_cmpint (kps_record_get_int (record, "created_at"), ==, self->environment.now);
}

/* Returns: the line of the result; @request: (out) */
static char *
enter (KpsTestOffice *self,
       KpsTestPerson staff,
       KpsTestPerson customer,
       const KpId *flow,
       KpId *request)
{
  g_autofree char *arguments = NULL;
  g_autoptr (GBytes) operation = NULL;
  KpId id = { 0 };

  *request = kp_id_make (&self->environment.environment);
  arguments = g_strdup_printf ("{\"request\":\"%s\",\"org\":\"%s\",\"user\":\"%s\","
                               "\"flow\":\"%s\",\"title\":\"Leak\",\"answers\":{}}",
                               kps_test_text (request).text,
                               kps_test_text (&self->organisations[NORTH]).text,
                               kps_test_text (&self->people[customer]).text,
                               kps_test_text (flow).text);
  operation = kps_test_office_make_operation (self, &id, NULL, "request.enter@1", NULL, arguments);

  return kps_test_office_ask (self, staff, operation);
}

/* The request is the customer's, says who entered it, and has no terms that nobody agreed to. */
static void
test_enter (KpsTestOffice *self,
            gconstpointer data)
{
  KpId request;
  KpId other;
  g_autofree char *renamed =
    kps_test_office_do (self, ANNA, "user.update@1", NULL,
                        "{\"user\":\"%s\",\"display_name\":\"Anna Noord\"}",
                        kps_test_text (&self->people[ANNA]).text);
  g_autofree char *line = NULL;
  g_autofree char *incomplete = NULL;
  g_autofree char *off = NULL;
  g_autofree char *withdrawn = NULL;
  g_autoptr (KpsRecord) record = NULL;

  g_assert_cmpstr (renamed, ==, "ok");
  kps_test_office_set_portal (self, "own", "own", FALSE, TRUE);
  line = enter (self, EVA, ANNA, &self->plain_flow, &request);
  incomplete = enter (self, EVA, ANNA, &self->flow, &other);
  off = enter (self, EVA, HUGO, &self->plain_flow, &other);
  record = kps_test_office_get (self, KP_ENTITY_REQUEST, &request);

  g_assert_nonnull (strstr (line, "\"no\":\"R-2026-00001\""));
  g_assert_cmpstr (kps_record_get_text (record, "requester_id"), ==,
                   kps_test_text (&self->people[ANNA]).text);
  g_assert_cmpstr (kps_record_get_text (record, "requester_name"), ==, "Anna Noord");
  g_assert_cmpstr (kps_record_get_text (record, "entered_by_id"), ==,
                   kps_test_text (&self->people[EVA]).text);
  g_assert_cmpstr (kps_record_get_text (record, "entered_by"), ==, "Eva");
  g_assert_cmpstr (kps_record_get_text (record, "portal_id"), ==,
                   kps_test_text (&self->portal).text);
  g_assert_null (kps_record_get_text (record, "terms_id"));
  g_assert_nonnull (strstr (incomplete, "\"subject:missing\""));
  g_assert_nonnull (strstr (off, "[\"user:not-an-option\"]"));

  withdrawn = kps_test_office_do (self, ANNA, "request.withdraw@1", "{\"state\":\"submitted\"}",
                                  "{\"request\":\"%s\"}", kps_test_text (&request).text);
  g_assert_cmpstr (withdrawn, ==, "ok");
}

static void
test_accept (KpsTestOffice *self,
             gconstpointer data)
{
  KpId request = kps_test_office_submit (self, ANNA, NORTH, "Leak");
  KpId order = kp_id_make (&self->environment.environment);
  KpId id = { 0 };
  g_autofree char *arguments =
    g_strdup_printf ("{\"request\":\"%s\",\"work_order\":\"%s\",\"planned_on\":\"2026-12-01\"}",
                     kps_test_text (&request).text, kps_test_text (&order).text);
  g_autoptr (GBytes) accept = kps_test_office_make_operation (
    self, &id, NULL, "request.accept@1", "{\"state\":\"submitted\"}", arguments);
  g_autofree char *line = kps_test_office_ask (self, EVA, accept);
  g_autoptr (KpsRecord) made = kps_test_office_get (self, KP_ENTITY_WORK_ORDER, &order);
  g_autoptr (KpsRecord) record = kps_test_office_get (self, KP_ENTITY_REQUEST, &request);
  g_autofree char *late = NULL;

  g_assert_nonnull (strstr (line, "\"no\":\"W-2026-00001\""));
  g_assert_cmpstr (kps_record_get_text (made, "state"), ==, "new");
  g_assert_cmpstr (kps_record_get_text (made, "planned_on"), ==, "2026-12-01");
  g_assert_cmpstr (kps_record_get_text (record, "state"), ==, "accepted");
  g_assert_cmpstr (kps_record_get_text (record, "work_order_id"), ==, kps_test_text (&order).text);

  /* The customer withdraws what he still sees as submitted: he is told who did what. */
  late = kps_test_office_do (self, ANNA, "request.withdraw@1", "{\"state\":\"submitted\"}",
                             "{\"request\":\"%s\"}", kps_test_text (&request).text);
  g_assert_cmpstr (late, ==, "conflict");
}

static void
test_conflict_says_who (KpsTestOffice *self,
                        gconstpointer data)
{
  KpId request = kps_test_office_submit (self, ANNA, NORTH, "Leak");
  KpId id = { 0 };
  g_autofree char *arguments =
    g_strdup_printf ("{\"request\":\"%s\"}", kps_test_text (&request).text);
  g_autofree char *reviewed = kps_test_office_do (self, EVA, "request.review@1",
                                                  "{\"state\":\"submitted\"}", "%s", arguments);
  g_autoptr (GBytes) withdraw = kps_test_office_make_operation (
    self, &id, NULL, "request.withdraw@1", "{\"state\":\"submitted\"}", arguments);
  g_autofree char *line = kps_test_office_ask (self, ANNA, withdraw);

  g_assert_cmpstr (reviewed, ==, "ok");
  g_assert_nonnull (strstr (line, "\"now\":{\"state\":\"in_review\"}"));
  g_assert_nonnull (strstr (line, "\"by\":\"Eva\""));
}

/* An unknown predecessor holds the lane; any final result releases it. */
static void
test_lane (KpsTestOffice *self,
           gconstpointer data)
{
  KpId first_id = { 0 };
  KpId second_id = { 0 };
  KpId third_id = { 0 };
  g_autofree char *refused = make_submit (self, &self->retired_flow,
                                          "\"title\":\"T\",\"answers\":{}");
  g_autofree char *good = make_submit (self, &self->plain_flow, "\"title\":\"T\",\"answers\":{}");
  g_autofree char *last = make_submit (self, &self->plain_flow, "\"title\":\"T\",\"answers\":{}");
  g_autoptr (GBytes) first =
    kps_test_office_make_operation (self, &first_id, NULL, "request.submit@1", NULL, refused);
  g_autoptr (GBytes) second =
    kps_test_office_make_operation (self, &second_id, &first_id, "request.submit@1", NULL, good);
  g_autoptr (GBytes) third =
    kps_test_office_make_operation (self, &third_id, &second_id, "request.submit@1", NULL, last);
  g_autoptr (KpSyncRequest) request = kp_sync_request_new ();
  g_autoptr (GBytes) reply = NULL;
  g_autofree char *released = NULL;
  g_autofree char *need = NULL;

  kp_sync_request_add_offer (request, second, FALSE, 0, NULL);
  kp_sync_request_add_offer (request, third, FALSE, 0, NULL);
  reply = kps_test_office_exchange (self, ANNA, request);
  g_assert_cmpuint (kps_test_count_lines (reply, "{\"op\":"), ==, 2);
  g_assert_cmpint (count_rows (self, ANNA), ==, 0);

  need = kps_test_office_ask (self, ANNA, first);
  released = kps_test_office_ask (self, ANNA, second);
  g_assert_nonnull (strstr (need, "\"r\":\"need\""));
  g_assert_nonnull (strstr (released, "\"r\":\"ok\""));
}

static gboolean
prune (KpsTx *tx,
       gpointer data,
       GError **error)
{
  return kps_tx_prune (tx, error);
}

/* A device that slept for more than a year gets an old result once more, and goes on from there:
 * what it does next names an operation that the office must still remember.
 */
static void
test_given_again (KpsTestOffice *self,
                  gconstpointer data)
{
  g_autofree char *early = make_submit (self, &self->plain_flow, "\"title\":\"T\",\"answers\":{}");
  g_autofree char *late = make_submit (self, &self->plain_flow, "\"title\":\"T\",\"answers\":{}");
  KpId first_id = { 0 };
  KpId second_id = { 0 };
  g_autoptr (GBytes) first =
    kps_test_office_make_operation (self, &first_id, NULL, "request.submit@1", NULL, early);
  g_autofree char *done = kps_test_office_ask (self, ANNA, first);
  g_autoptr (GBytes) second = NULL;
  g_autofree char *again = NULL;
  g_autofree char *next = NULL;

  kp_test_environment_advance (&self->environment, 399 * G_GINT64_CONSTANT (86400000));
  again = kps_test_office_ask (self, ANNA, first);
  g_assert_cmpstr (again, ==, done);

  kp_test_environment_advance (&self->environment, 2 * G_GINT64_CONSTANT (86400000));
  g_assert_true (kps_office_write (self->office, prune, NULL, NULL));
  second =
    kps_test_office_make_operation (self, &second_id, &first_id, "request.submit@1", NULL, late);
  next = kps_test_office_ask (self, ANNA, second);
  g_assert_nonnull (strstr (next, "\"r\":\"ok\""));
}

static void
test_old (KpsTestOffice *self,
          gconstpointer data)
{
  g_autofree char *arguments =
    make_submit (self, &self->plain_flow, "\"title\":\"T\",\"answers\":{}");
  KpId id = { 0 };
  g_autoptr (GBytes) operation =
    kps_test_office_make_operation (self, &id, NULL, "request.submit@1", NULL, arguments);
  g_autofree char *line = NULL;

  kp_test_environment_advance (&self->environment, 366 * G_GINT64_CONSTANT (86400000));
  line = kps_test_office_ask (self, ANNA, operation);
  g_assert_nonnull (strstr (line, "\"need\":[\"confirm\"]"));
}

/* What this server does not understand is answered alone; the others go on. */
static void
test_unknown_kind (KpsTestOffice *self,
                   gconstpointer data)
{
  static const char FUTURE[] =
    "{\"id\":\"AZqo3EgAfWK3nPZ_ONeCiA\",\"after\":null,\"k\":\"request.teleport@1\",\"at\":1,"
    "\"was\":{},\"a\":{}}";
  g_autoptr (GBytes) future = g_bytes_new_static (FUTURE, strlen (FUTURE));
  g_autofree char *arguments =
    make_submit (self, &self->plain_flow, "\"title\":\"T\",\"answers\":{}");
  KpId id = { 0 };
  g_autoptr (GBytes) operation =
    kps_test_office_make_operation (self, &id, NULL, "request.submit@1", NULL, arguments);
  g_autoptr (KpSyncRequest) request = kp_sync_request_new ();
  g_autoptr (GBytes) reply = NULL;
  g_autofree char *upgrade = NULL;
  g_autofree char *start =
    g_strdup_printf ("{\"op\":\"%s\",\"r\":\"ok\"", kps_test_text (&id).text);
  g_autofree char *ok = NULL;

  kp_sync_request_add_offer (request, future, FALSE, 0, NULL);
  kp_sync_request_add_offer (request, operation, FALSE, 0, NULL);
  reply = kps_test_office_exchange (self, ANNA, request);
  upgrade = kps_test_find_line (reply, "{\"op\":\"AZqo3EgAfWK3nPZ_ONeCiA\",\"r\":\"upgrade\"}");
  ok = kps_test_find_line (reply, start);
  g_assert_nonnull (upgrade);
  g_assert_nonnull (ok);
}

static void
test_profile (KpsTestOffice *self,
              gconstpointer data)
{
  KpsTestText anna = kps_test_text (&self->people[ANNA]);
  g_autofree char *good =
    kps_test_office_do (self, ANNA, "user.update@1", "{\"phone\":\"\"}",
                        "{\"user\":\"%s\",\"phone\":\"030 1234567\"}", anna.text);
  g_autofree char *stale =
    kps_test_office_do (self, ANNA, "user.update@1", "{\"phone\":\"\"}",
                        "{\"user\":\"%s\",\"phone\":\"030 7654321\"}", anna.text);
  g_autofree char *wrong =
    kps_test_office_do (self, ANNA, "user.update@1", "{\"email\":null}",
                        "{\"user\":\"%s\",\"email\":\"nowhere\"}", anna.text);

  g_assert_cmpstr (good, ==, "ok");
  g_assert_cmpstr (stale, ==, "conflict");
  g_assert_cmpstr (wrong, ==, "need");
}

static void
test_audit (KpsTestOffice *self,
            gconstpointer data)
{
  KpDb *db = kps_office_get_write_db (self->office);
  KpId request = kps_test_office_submit (self, ANNA, NORTH, "Leak");
  KpId message = kp_id_make (&self->environment.environment);
  g_autofree char *outcome =
    kps_test_office_do (self, EVA, "request.ask@1", "{\"state\":\"submitted\"}",
                        "{\"request\":\"%s\",\"message\":\"%s\",\"text\":\"Where?\"}",
                        kps_test_text (&request).text, kps_test_text (&message).text);
  g_autoptr (GError) error = NULL;
  guint64 n = 0;

  g_assert_cmpstr (outcome, ==, "ok");
  g_assert_true (kps_audit_verify (db, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 3);

  g_assert_true (kp_db_run_script (db, "UPDATE audit SET at = at + 1 WHERE n = 2", NULL));
  g_assert_false (kps_audit_verify (db, NULL, &error));
  g_assert_nonnull (strstr (error->message, "Row 2 "));
}

static gboolean
forget_eva (KpsTx *tx,
            gpointer data,
            GError **error)
{
  KpsTestOffice *self = data;

  return kps_audit_forget (tx, &self->people[EVA], error);
}

static void
test_audit_erased (KpsTestOffice *self,
                   gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kps_test_office_submit (self, ANNA, NORTH, "Leak");
  g_assert_true (kps_office_write (self->office, forget_eva, self, &error));
  g_assert_true (kps_audit_verify (kps_office_get_read_db (self->office), NULL, &error));
}

/* A record that would grow beyond its limit is refused for good, and said so. */
static void
test_too_long (KpsTestOffice *self,
               gconstpointer data)
{
  /* Control characters take six bytes each in JSON. */
  g_autoptr (GString) text = g_string_new ("\"title\":\"T\",\"answers\":{},\"explanation\":\"");
  g_autofree char *name = g_strnfill (2000, 'n');
  g_autofree char *line = NULL;

  kps_test_office_put (self, KP_ENTITY_ORGANISATION, &self->organisations[NORTH],
                       "{\"name\":\"%s\",\"number\":\"100\"}", name);
  for (guint i = 0; i < 10800; i++)
    g_string_append (text, "\\u0001");
  g_string_append_c (text, '"');
  line = submit (self, &self->plain_flow, text->str);
  g_assert_nonnull (strstr (line, ":too-long\""));
}

/* The result of the one before it may have been given, and then been kept for its 400 days: a lane
 * does not wait for what nobody knows any more.
 */
static void
test_forgotten_predecessor (KpsTestOffice *self,
                            gconstpointer data)
{
  const gint64 year = 366 * G_GINT64_CONSTANT (86400000);
  KpId old = kp_id_make (&self->environment.environment);
  g_autofree char *first = make_submit (self, &self->plain_flow, "\"title\":\"T\",\"answers\":{}");
  g_autofree char *second = make_submit (self, &self->plain_flow, "\"title\":\"T\",\"answers\":{}");
  g_autoptr (GBytes) early = NULL;
  g_autoptr (GBytes) late = NULL;
  g_autofree char *waits = NULL;
  g_autofree char *runs = NULL;
  KpId id = { 0 };
  KpId other = { 0 };

  early = kps_test_office_make_operation (self, &id, &old, "request.submit@1", NULL, first);
  waits = kps_test_office_ask (self, ANNA, early);
  g_assert_nonnull (strstr (waits, "\"r\":\"later\""));

  kp_test_environment_advance (&self->environment, year);
  late = kps_test_office_make_operation (self, &other, &old, "request.submit@1", NULL, second);
  runs = kps_test_office_ask (self, ANNA, late);
  g_assert_nonnull (strstr (runs, "\"r\":\"ok\""));
}

#define ADD(path, func)                                                               \
  g_test_add ("/operations/" path, KpsTestOffice, NULL, kps_test_office_set_up, func, \
              kps_test_office_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("sent-twice/one-effect-one-result", test_twice);
  ADD ("submit/incomplete/names-every-place", test_incomplete);
  ADD ("submit/explanation/ten-thousand-characters", test_long_explanation);
  ADD ("submit/flow-and-terms/must-be-the-present-ones", test_flow_and_terms);
  ADD ("submit/replaced-version/holds-or-asks-anew", test_replaced_version);
  ADD ("lanes/predecessor-of-a-year-ago/is-not-waited-for", test_forgotten_predecessor);
  ADD ("submit/server-fills-in-what-it-knows", test_server_facts);
  ADD ("enter/the-request-is-the-customers", test_enter);
  ADD ("accept/makes-a-work-order-with-a-number", test_accept);
  ADD ("moved-meanwhile/conflict-says-who", test_conflict_says_who);
  ADD ("lane/unknown-predecessor-waits/refused-one-releases", test_lane);
  ADD ("a-year-old/asks-to-confirm", test_old);
  ADD ("given-again-after-a-year/lane-goes-on", test_given_again);
  ADD ("unknown-kind/upgrade-others-go-on", test_unknown_kind);
  ADD ("profile/same-field-first-wins", test_profile);
  ADD ("audit/row-per-change/tampering-is-found", test_audit);
  ADD ("audit/person-erased/chain-holds", test_audit_erased);
  ADD ("record-too-large/refused-for-good", test_too_long);

  return g_test_run ();
}
