/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations: what is accepted, what is refused and why, and what they do to records.
 */

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-operation.h"
#include "kp-test-environment.h"
#include "kp-test-json.h"

#define OPERATION_ID "AZr3kZ0HcgCBAgMEBQYHCA"
#define REQUEST_ID "AZr3kZ0HcgCBAgMEBQYHCQ"
#define MESSAGE_ID "AZr3kZ0HcgCBAgMEBQYHCg"
#define USER_ID "AZr3kZ0HcgCBAgMEBQYHCw"

static const KpActor ACTOR = { .id = USER_ID, .name = "Jan de Boer", .kind = "customer" };

/* A comment with one part replaced. */
#define COMMENT(id, after, k, at, was, a) \
  "{'id':" id ",'after':" after ",'k':" k ",'at':" at ",'was':" was ",'a':" a "}"
#define COMMENT_ARGUMENTS \
  "{'request':'" REQUEST_ID "','message':'" MESSAGE_ID "','text':'Bijlage volgt'}"
#define GOOD_COMMENT \
  COMMENT ("'" OPERATION_ID "'", "null", "'request.comment@1'", "5", "{}", COMMENT_ARGUMENTS)

static KpOperation *
parse (const char *text,
       GError **error)
{
  g_autofree char *json = kp_test_json (text);
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

  return kp_operation_parse (bytes, error);
}

static KpOperation *
parse_good (const char *text)
{
  g_autoptr (GError) error = NULL;
  KpOperation *operation = parse (text, &error);

  g_assert_no_error (error);

  return operation;
}

static void
test_good (void)
{
  g_autoptr (KpOperation) operation = parse_good (GOOD_COMMENT);
  g_autofree char *json = kp_test_json (GOOD_COMMENT);
  g_autofree char *id = kp_id_dup_text (&operation->id);
  g_autofree char *subject = kp_id_dup_text (&operation->subject);
  g_autofree char *added = kp_id_dup_text (&operation->added);

  g_assert_cmpstr (operation->kind->name, ==, "request.comment");
  g_assert_cmpstr (id, ==, OPERATION_ID);
  g_assert_cmpstr (subject, ==, REQUEST_ID);
  g_assert_cmpstr (added, ==, MESSAGE_ID);
  g_assert_true (kp_id_is_zero (&operation->after));
  g_assert_cmpint (operation->at, ==, 5);
  g_assert_cmpmem (g_bytes_get_data (operation->bytes, NULL), g_bytes_get_size (operation->bytes),
                   json, strlen (json));
}

typedef struct
{
  const char *text;
  const char *place; /* what the message names */
  KpError code;
} Refusal;

#define ID "'" OPERATION_ID "'"
#define K "'request.comment@1'"
#define BAD_DATE \
  "{'request':'" REQUEST_ID "','work_order':'" MESSAGE_ID "','planned_on':'2026-02-30'}"
#define WITH_ARGUMENTS(arguments) COMMENT (ID, "null", K, "5", "{}", arguments)

static const Refusal REFUSALS[] = {
  { "", "", KP_ERROR_INVALID },
  { "[]", "operation", KP_ERROR_INVALID },
  { "{}", "id", KP_ERROR_INVALID },
  { GOOD_COMMENT "x", "", KP_ERROR_INVALID },
  { "\n" GOOD_COMMENT, "line", KP_ERROR_INVALID },
  { COMMENT (ID, "null", K, "5", "{}", COMMENT_ARGUMENTS ",'x':1"), "unknown", KP_ERROR_INVALID },
  { COMMENT (ID, "null", K, "5", "{}", COMMENT_ARGUMENTS ",'at':5"), "unknown", KP_ERROR_INVALID },
  { COMMENT ("''", "null", K, "5", "{}", COMMENT_ARGUMENTS), "id", KP_ERROR_INVALID },
  { COMMENT ("'AAAAAAAAAAAAAAAAAAAAAA'", "null", K, "5", "{}", COMMENT_ARGUMENTS), "id",
    KP_ERROR_INVALID },
  { COMMENT ("7", "null", K, "5", "{}", COMMENT_ARGUMENTS), "id", KP_ERROR_INVALID },
  { COMMENT (ID, "'x'", K, "5", "{}", COMMENT_ARGUMENTS), "after", KP_ERROR_INVALID },
  { COMMENT (ID, ID, K, "5", "{}", COMMENT_ARGUMENTS), "after", KP_ERROR_INVALID },
  { COMMENT (ID, "null", "1", "5", "{}", COMMENT_ARGUMENTS), "k", KP_ERROR_INVALID },
  { COMMENT (ID, "null", "'request.comment@2'", "5", "{}", COMMENT_ARGUMENTS), "kind",
    KP_ERROR_TOO_NEW },
  { COMMENT (ID, "null", "'request.erase@1'", "5", "{}", COMMENT_ARGUMENTS), "kind",
    KP_ERROR_TOO_NEW },
  { COMMENT (ID, "null", K, "-1", "{}", COMMENT_ARGUMENTS), "at", KP_ERROR_INVALID },
  { COMMENT (ID, "null", K, "1.5", "{}", COMMENT_ARGUMENTS), "at", KP_ERROR_INVALID },
  { COMMENT (ID, "null", K, "253402300800000", "{}", COMMENT_ARGUMENTS), "at", KP_ERROR_INVALID },
  { COMMENT (ID, "null", K, "5", "[]", COMMENT_ARGUMENTS), "was", KP_ERROR_INVALID },
  { COMMENT (ID, "null", K, "5", "{'colour':'red'}", COMMENT_ARGUMENTS), "colour",
    KP_ERROR_INVALID },
  { COMMENT (ID, "null", K, "5", "{'state':7}", COMMENT_ARGUMENTS), "state", KP_ERROR_INVALID },
  { COMMENT (ID, "null", K, "5", "{'state':'a','state':'b'}", COMMENT_ARGUMENTS), "was",
    KP_ERROR_INVALID },
  { WITH_ARGUMENTS ("null"), "“a”", KP_ERROR_INVALID },
  { WITH_ARGUMENTS ("{}"), "request", KP_ERROR_INVALID },
  { WITH_ARGUMENTS ("{'request':'" REQUEST_ID "','message':'" MESSAGE_ID "'}"), "text",
    KP_ERROR_INVALID },
  { WITH_ARGUMENTS ("{'request':'" REQUEST_ID "','message':'" MESSAGE_ID "','text':null}"), "text",
    KP_ERROR_INVALID },
  { WITH_ARGUMENTS ("{'request':'" REQUEST_ID "','message':'" MESSAGE_ID "','text':''}"), "text",
    KP_ERROR_INVALID },
  { WITH_ARGUMENTS ("{'request':'" REQUEST_ID "','message':'" MESSAGE_ID "','text':7}"), "text",
    KP_ERROR_INVALID },
  { WITH_ARGUMENTS ("{'request':'" REQUEST_ID "','message':'" MESSAGE_ID "','text':'a\\u0000b'}"),
    "zero", KP_ERROR_INVALID },
  { WITH_ARGUMENTS ("{'request':'" REQUEST_ID "','message':'" REQUEST_ID "','text':'x'}"),
    "message", KP_ERROR_INVALID },
  { WITH_ARGUMENTS ("{'request':'x','message':'" MESSAGE_ID "','text':'x'}"), "request",
    KP_ERROR_INVALID },
  { WITH_ARGUMENTS ("{'request':'" REQUEST_ID "','message':'" MESSAGE_ID "','text':'x','y':1}"),
    "y", KP_ERROR_INVALID },
  { WITH_ARGUMENTS ("{'text':'a','text':'b','request':'" REQUEST_ID "','message':'" MESSAGE_ID
                    "'}"),
    "distinct", KP_ERROR_INVALID },
  { COMMENT (ID, "null", "'request.accept@1'", "5", "{}", BAD_DATE),
    "planned_on", KP_ERROR_INVALID },
};

static void
test_refused (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (REFUSALS); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpOperation) operation = parse (REFUSALS[i].text, &error);

      g_test_message ("%s", REFUSALS[i].text);
      g_assert_null (operation);
      g_assert_error (error, KP_ERROR, (int) REFUSALS[i].code);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, REFUSALS[i].place));
    }
}

/* Returns: (transfer full): a comment whose text has @length bytes */
static KpOperation *
parse_long (gsize length,
            GError **error)
{
  g_autofree char *filling = g_strnfill (length, 'x');
  g_autofree char *text = g_strconcat ("{'id':'" OPERATION_ID "','after':null,"
                                       "'k':'request.comment@1','at':5,'was':{},'a':{'request':'",
                                       REQUEST_ID, "','message':'", MESSAGE_ID, "','text':'",
                                       filling, "'}}", NULL);

  return parse (text, error);
}

static void
test_too_large (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpOperation) fits = parse_long (KP_LIMIT_TEXT, &error);
  g_autoptr (KpOperation) too_long = NULL;
  g_autoptr (KpOperation) far_too_long = NULL;

  g_assert_no_error (error);
  too_long = parse_long (KP_LIMIT_TEXT + 1, &error);
  g_assert_null (too_long);
  g_assert_error (error, KP_ERROR, KP_ERROR_TOO_LARGE);
  g_clear_error (&error);
  far_too_long = parse_long (KP_LIMIT_OPERATION, &error);
  g_assert_null (far_too_long);
  g_assert_error (error, KP_ERROR, KP_ERROR_TOO_LARGE);
}

static void
test_deep (void)
{
  g_autofree char *open = g_strnfill (KP_LIMIT_JSON_DEPTH, '[');
  g_autofree char *close = g_strnfill (KP_LIMIT_JSON_DEPTH, ']');
  g_autofree char *text =
    g_strconcat ("{'id':'" OPERATION_ID "','after':null,'k':'request.submit@1','at':5,'was':{},"
                 "'a':{'answers':",
                 open, close, "}}", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpOperation) operation = parse (text, &error);

  g_assert_null (operation);
  g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "deeper"));
}

static void
test_new (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (yyjson_doc) arguments = kp_test_json_parse (COMMENT_ARGUMENTS);
  g_autoptr (yyjson_doc) nothing = kp_test_json_parse ("{}");
  g_autoptr (KpOperation) operation = NULL;
  g_autoptr (KpOperation) refused = NULL;
  g_autofree char *expected = kp_test_json (GOOD_COMMENT);
  const KpOperationKind *kind = kp_operation_find_kind ("request.comment@1", 17);
  KpId id;

  g_assert_true (kp_id_parse (OPERATION_ID, KP_ID_LENGTH, &id));
  operation = kp_operation_new (kind, &id, NULL, 5, NULL, yyjson_doc_get_root (arguments), &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (operation->bytes, NULL), g_bytes_get_size (operation->bytes),
                   expected, strlen (expected));

  refused = kp_operation_new (kind, &id, NULL, 5, NULL, yyjson_doc_get_root (nothing), &error);
  g_assert_null (refused);
  g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
}

static const char *
get_fact (const KpOperation *operation,
          KpSource source,
          const char *name,
          gboolean added,
          gpointer data)
{
  if (source == KP_SOURCE_NUMBER)
    return added ? "W-2026-00001" : "R-2026-00043";
  if (g_str_equal (name, "org_name"))
    return "De Boer Bouw B.V.";
  if (g_str_equal (name, "flow_name"))
    return "{\"nl\":\"Offerte\"}";

  return NULL;
}

/* Applies @operation to @subject. Returns: (transfer full): the new body as text, with ' for " */
static char *
apply (const KpOperation *operation,
       const char *subject,
       KpServerFact fact,
       char **added)
{
  g_autoptr (yyjson_doc) doc = subject != NULL ? kp_test_json_parse (subject) : NULL;
  g_auto (KpApplied) applied = { 0 };
  char *text = NULL;
  char *quoted;

  kp_operation_apply (operation, yyjson_doc_get_root (doc), &ACTOR, 99, fact, NULL, &applied);
  if (added != NULL && applied.added != NULL)
    {
      text = yyjson_mut_write (applied.added, YYJSON_WRITE_NOFLAG, NULL);
      *added = g_strdelimit (g_strdup (text), "\"", '\'');
      free (text);
    }
  if (applied.subject == NULL)
    return NULL;

  text = yyjson_mut_write (applied.subject, YYJSON_WRITE_NOFLAG, NULL);
  quoted = g_strdelimit (g_strdup (text), "\"", '\'');
  free (text);

  return quoted;
}

static void
test_apply_comment (void)
{
  g_autoptr (KpOperation) operation = parse_good (GOOD_COMMENT);
  g_autofree char *added = NULL;
  g_autofree char *body =
    apply (operation, "{'org_id':'o','state':'submitted','later':[1],'updated_at':7}", NULL,
           &added);

  g_assert_cmpstr (body, ==, "{'org_id':'o','state':'submitted','later':[1],'updated_at':99}");
  g_assert_cmpstr (added, ==,
                   "{'request_id':'" REQUEST_ID "','org_id':'o','author_id':'" USER_ID
                   "','author_name':'Jan de Boer','author_kind':'customer','kind':'comment',"
                   "'text':'Bijlage volgt','created_at':99}");
}

static void
test_apply_absent (void)
{
  g_autoptr (KpOperation) operation = parse_good (GOOD_COMMENT);
  g_autofree char *added = NULL;
  g_autofree char *body = apply (operation, NULL, NULL, &added);

  g_assert_null (body);
  g_assert_null (added);
}

#define SUBMIT                                                                   \
  COMMENT (ID, "null", "'request.submit@1'", "5", "{}",                          \
           "{'request':'" REQUEST_ID "','org':'" USER_ID "','flow':'" MESSAGE_ID \
           "','title':'Dak','answers':{'a':[1]}}")

static void
test_apply_submit (void)
{
  g_autoptr (KpOperation) operation = parse_good (SUBMIT);
  g_autofree char *here = apply (operation, NULL, NULL, NULL);
  g_autofree char *there = apply (operation, NULL, get_fact, NULL);
  g_autofree char *again = apply (operation, there, get_fact, NULL);

  g_assert_nonnull (strstr (here, "'number':null"));
  g_assert_nonnull (strstr (here, "'flow_name':null"));
  g_assert_nonnull (strstr (here, "'state':'submitted'"));
  g_assert_null (strstr (here, "'explanation'"));
  g_assert_nonnull (strstr (there, "'number':'R-2026-00043'"));
  g_assert_nonnull (strstr (there, "'flow_name':{'nl':'Offerte'}"));
  g_assert_nonnull (strstr (there, "'portal_id':null"));
  g_assert_nonnull (strstr (there, "'answers':{'a':[1]}"));

  /* What exists is not made again. */
  g_assert_null (again);
}

static void
test_apply_accept (void)
{
  g_autoptr (KpOperation) operation =
    parse_good (COMMENT (ID, "null", "'request.accept@1'", "5", "{'state':'submitted'}",
                         "{'request':'" REQUEST_ID "','work_order':'" MESSAGE_ID
                         "','planned_on':'2026-12-01'}"));
  g_autofree char *added = NULL;
  g_autofree char *body =
    apply (operation, "{'title':'Dak','state':'submitted'}", get_fact, &added);
  g_autofree char *twice = apply (operation, body, get_fact, NULL);

  g_assert_nonnull (strstr (body, "'title':'Dak','state':'accepted'"));
  g_assert_nonnull (strstr (body, "'work_order_id':'" MESSAGE_ID "'"));
  g_assert_nonnull (strstr (added, "'title':'Dak','state':'new','planned_on':'2026-12-01'"));
  g_assert_nonnull (strstr (added, "'number':'W-2026-00001'"));
  g_assert_cmpstr (twice, ==, body);
}

static void
test_apply_max (void)
{
  g_autoptr (KpOperation) operation =
    parse_good (COMMENT (ID, "null", "'read.mark@1'", "5", "{}",
                         "{'mark':'" REQUEST_ID "','subject':'" MESSAGE_ID "','at':50}"));
  g_autofree char *made = apply (operation, NULL, NULL, NULL);
  g_autofree char *raised = apply (operation, "{'at':49}", NULL, NULL);
  g_autofree char *kept = apply (operation, "{'at':51}", NULL, NULL);

  g_assert_nonnull (strstr (made, "'at':50"));
  g_assert_nonnull (strstr (raised, "'at':50"));
  g_assert_nonnull (strstr (kept, "'at':51"));
}

static void
test_apply_null (void)
{
  g_autoptr (KpOperation) operation =
    parse_good (COMMENT (ID, "null", "'user.update@1'", "5", "{'phone':'06'}",
                         "{'user':'" USER_ID "','phone':null,'locale':'nl'}"));
  g_autofree char *body = apply (operation, "{'email':'a@b.nl','phone':'06'}", NULL, NULL);

  g_assert_cmpstr (body, ==, "{'email':'a@b.nl','phone':null,'locale':'nl'}");
}

static void
test_was (void)
{
  static const struct
  {
    const char *was;
    const char *subject; /* (nullable) */
    gboolean matches;
  } CASES[] = {
    { "{}", "{'state':'x'}", TRUE },
    { "{}", NULL, TRUE },
    { "{'state':'submitted'}", "{'state':'submitted','title':'a'}", TRUE },
    { "{'state':'submitted'}", "{'state':'declined'}", FALSE },
    { "{'state':'submitted'}", "{}", FALSE },
    { "{'state':'submitted'}", NULL, FALSE },
    { "{'title':null}", "{}", TRUE },
    { "{'title':null}", "{'title':null}", TRUE },
    { "{'title':null}", "{'title':''}", FALSE },
    { "{'answers':{'a':1,'b':[2]}}", "{'answers':{'b':[2],'a':1}}", TRUE },
    { "{'answers':{'a':1,'b':[2]}}", "{'answers':{'b':[3],'a':1}}", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *text = g_strconcat ("{'id':'" OPERATION_ID "','after':null,"
                                           "'k':'request.comment@1','at':5,'was':",
                                           CASES[i].was, ",'a':" COMMENT_ARGUMENTS "}", NULL);
      g_autoptr (KpOperation) operation = parse_good (text);
      g_autoptr (yyjson_doc) subject =
        CASES[i].subject != NULL ? kp_test_json_parse (CASES[i].subject) : NULL;

      g_test_message ("%s %s", CASES[i].was, CASES[i].subject);
      g_assert_true (kp_operation_matches_was (operation, yyjson_doc_get_root (subject)) ==
                     CASES[i].matches);
    }
}

static void
test_allows (void)
{
  const KpOperationKind *accept = kp_operation_find_kind ("request.accept@1", 16);
  const KpOperationKind *update = kp_operation_find_kind ("user.update@1", 13);
  const char *const handle[] = { "request.submit", "request.handle", NULL };
  const char *const submit[] = { "request.submit", NULL };

  g_assert_true (kp_operation_kind_allows (accept, "submitted", KP_WHO_STAFF, handle));
  g_assert_false (kp_operation_kind_allows (accept, "accepted", KP_WHO_STAFF, handle));
  g_assert_false (kp_operation_kind_allows (accept, "invented", KP_WHO_STAFF, handle));
  g_assert_false (kp_operation_kind_allows (accept, NULL, KP_WHO_STAFF, handle));
  g_assert_false (kp_operation_kind_allows (accept, "submitted", KP_WHO_STAFF, submit));
  g_assert_false (kp_operation_kind_allows (accept, "submitted", KP_WHO_STAFF, NULL));
  g_assert_false (kp_operation_kind_allows (accept, "submitted",
                                            KP_WHO_REQUESTER | KP_WHO_MEMBER, handle));
  g_assert_false (kp_operation_kind_allows (accept, "submitted", 0, handle));
  g_assert_true (kp_operation_kind_allows (update, NULL, KP_WHO_SELF, NULL));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/operation/parse/keeps-the-bytes", test_good);
  g_test_add_func ("/operation/parse/refused", test_refused);
  g_test_add_func ("/operation/parse/too-large", test_too_large);
  g_test_add_func ("/operation/parse/too-deep", test_deep);
  g_test_add_func ("/operation/new/freezes-and-parses", test_new);
  g_test_add_func ("/operation/apply/comment/adds-a-message", test_apply_comment);
  g_test_add_func ("/operation/apply/subject-absent/makes-nothing", test_apply_absent);
  g_test_add_func ("/operation/apply/submit/makes-a-request-once", test_apply_submit);
  g_test_add_func ("/operation/apply/accept/is-idempotent", test_apply_accept);
  g_test_add_func ("/operation/apply/mark/never-goes-back", test_apply_max);
  g_test_add_func ("/operation/apply/null/clears-a-field", test_apply_null);
  g_test_add_func ("/operation/was/compares-what-it-names", test_was);
  g_test_add_func ("/operation/allows/state-person-and-right", test_allows);

  return g_test_run ();
}
