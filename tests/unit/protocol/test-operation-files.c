/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations that bring files: what is accepted, what is refused, and the records that they make.
 */

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-operation.h"
#include "kp-test-json.h"

#define OPERATION_ID "AZr3kZ0HcgCBAgMEBQYHCA"
#define REQUEST_ID "AZr3kZ0HcgCBAgMEBQYHCQ"
#define MESSAGE_ID "AZr3kZ0HcgCBAgMEBQYHCg"
#define USER_ID "AZr3kZ0HcgCBAgMEBQYHCw"
#define ORG_ID "AZr3kZ0HcgCBAgMEBQYHDA"
#define FILE_ID "AZr3kZ0HcgCBAgMEBQYHDQ"
#define OTHER_ID "AZr3kZ0HcgCBAgMEBQYHDg"
#define SHA "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f"

static const KpActor ACTOR = { .id = USER_ID, .name = "Jan de Boer", .kind = "customer" };

#define ELEMENT(id, name, type, size, sha, more)                                          \
  "{'id':'" id "','name':" name ",'media_type':'" type "','size':" size ",'sha256':'" sha \
  "'" more "}"
#define PDF(name) ELEMENT (FILE_ID, name, "application/pdf", "68", SHA, "")
#define OF(type, sha, more) ELEMENT (FILE_ID, "'bon.pdf'", type, "68", sha, more)
#define SIZED(size) ELEMENT (FILE_ID, "'bon.pdf'", "application/pdf", size, SHA, "")
#define GOOD_FILE(id) ELEMENT (id, "'bon.pdf'", "application/pdf", "68", SHA, "")
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define PLACED ELEMENT (FILE_ID, "'bon.pdf'", "application/pdf", "68", SHA, ",'place':'receipt'")
#define COMMENT(files)                                                                          \
  "{'id':'" OPERATION_ID "','after':null,'k':'request.comment@1','at':5,'was':{},'a':{"         \
  "'request':'" REQUEST_ID "','message':'" MESSAGE_ID "','text':'Bijlage','attachments':" files \
  "}}"
#define HEAD(kind) "{'id':'" OPERATION_ID "','after':null,'k':'" kind "','at':5,'was':{},'a':"
#define SUBMIT_HEAD                                                               \
  HEAD ("request.submit@1")                                                       \
  "{'request':'" REQUEST_ID "','org':'" ORG_ID "','flow':'" OTHER_ID "','title':" \
  "'T','answers':{},'attachments':"
#define SUBMIT(files) SUBMIT_HEAD files "}}"

static KpOperation *
parse (const char *text,
       GError **error)
{
  g_autofree char *json = kp_test_json (text);
  g_autoptr (GBytes) bytes = g_bytes_new (json, strlen (json));

  return kp_operation_parse (bytes, error);
}

static void
test_accepted (void)
{
  static const char *const TEXTS[] = {
    COMMENT ("null"),
    COMMENT ("[]"),
    COMMENT ("[" GOOD_FILE (FILE_ID) "," GOOD_FILE (OTHER_ID) "]"),
    SUBMIT ("[" PLACED "]"),
    COMMENT ("[" ELEMENT (FILE_ID, "'FOTO.JPG'", "image/jpeg", "10485760", SHA, "") "]"),
  };
  static const guint COUNTS[] = { 0, 0, 2, 1, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpOperation) operation = parse (TEXTS[i], &error);

      g_assert_no_error (error);
      g_assert_cmpuint (operation->n_listed, ==, COUNTS[i]);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *text;
    const char *place;
  } CASES[] = {
    { COMMENT ("{}"), "attachments" },
    { COMMENT ("[7]"), "attachments" },
    { COMMENT ("[{}]"), "id" },
    { COMMENT ("[" PLACED "]"), "place" },
    { COMMENT ("[" GOOD_FILE (FILE_ID) "," GOOD_FILE (FILE_ID) "]"), "twice" },
    { COMMENT ("[" GOOD_FILE (MESSAGE_ID) "]"), "attachments" },
    { COMMENT ("[" GOOD_FILE (REQUEST_ID) "]"), "attachments" },
    { COMMENT ("[" GOOD_FILE ("x") "]"), "id" },
    { COMMENT ("[" PDF ("'../bon.pdf'") "]"), "name" },
    { COMMENT ("[" PDF ("'bon\\n.pdf'") "]"), "name" },
    { COMMENT ("[" PDF ("''") "]"), "name" },
    { COMMENT ("[" PDF ("'bon.exe'") "]"),
      "attachments" },
    { COMMENT ("[" PDF ("'bon'") "]"), "attachments" },
    { COMMENT ("[" OF ("application/x-msdownload", SHA, "") "]"),
      "media_type" },
    { COMMENT ("[" SIZED ("-1") "]"), "size" },
    { COMMENT ("[" SIZED ("10485761") "]"),
      "size" },
    { COMMENT ("[" OF ("application/pdf", "275A", "") "]"), "sha256" },
    { COMMENT ("[" OF ("application/pdf", SHA, ",'scan_state':'clean'") "]"),
      "scan_state" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpOperation) operation = parse (CASES[i].text, &error);

      g_test_message ("%s", CASES[i].text);
      g_assert_null (operation);
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
      g_test_message ("%s", error->message);
      g_assert_nonnull (strstr (error->message, CASES[i].place));
    }
}

/* Ten are taken, with the longest of everything, and not one more. */
static void
test_many (void)
{
  for (guint n = KP_LIMIT_ATTACHMENTS; n <= KP_LIMIT_ATTACHMENTS + 1; n++)
    {
      g_autoptr (GString) files = g_string_new ("[");
      g_autofree char *name = g_strnfill (KP_LIMIT_FILE_NAME - 5, 'x');
      g_autofree char *place = g_strnfill (KP_LIMIT_PLACE, 'x');
      g_autofree char *text = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (KpOperation) operation = NULL;

      for (guint i = 0; i < n; i++)
        g_string_append_printf (files,
                                "%s{'id':'AZr3kZ0HcgCBAgMEBQYI%cA','name':'%s.xlsx','media_type':"
                                "'" XLSX "'"
                                ",'size':10485760,'sha256':'" SHA "','place':'%s'}",
                                i > 0 ? "," : "", 'A' + i, name, place);
      g_string_append (files, "]");
      text = g_strconcat (SUBMIT_HEAD, files->str, "}}", NULL);
      operation = parse (text, &error);

      if (n <= KP_LIMIT_ATTACHMENTS)
        {
          g_assert_no_error (error);
          g_assert_cmpuint (operation->n_listed, ==, n);
        }
      else
        g_assert_nonnull (error);
    }
}

/* Returns: (transfer full): the records that @text makes, with ' for " */
static char *
apply (const char *text,
       const char *subject)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpOperation) operation = parse (text, &error);
  g_autoptr (yyjson_doc) doc = subject != NULL ? kp_test_json_parse (subject) : NULL;
  g_auto (KpApplied) applied = { 0 };
  g_autoptr (GString) found = g_string_new (NULL);

  g_assert_no_error (error);
  kp_operation_apply (operation, yyjson_doc_get_root (doc), &ACTOR, 99, NULL, NULL, &applied);
  for (guint i = 0; applied.listed != NULL && i < applied.listed->len; i++)
    {
      char *body = yyjson_mut_write (applied.listed->pdata[i], YYJSON_WRITE_NOFLAG, NULL);

      g_string_append (found, body);
      free (body);
    }

  return g_strdelimit (g_string_free_and_steal (g_steal_pointer (&found)), "\"", '\'');
}

#define RECORD(org, message, more)                                                             \
  "{'request_id':'" REQUEST_ID "','org_id':" org ",'message_id':" message ",'name':'bon.pdf'," \
  "'media_type':'application/pdf','size':68,'sha256':'" SHA "','scan_state':'pending',"        \
  "'author_id':'" USER_ID "','author_name':'Jan de Boer','author_kind':'customer',"            \
  "'created_at':99" more "}"

static void
test_apply (void)
{
  g_autofree char *of_message = apply (COMMENT ("[" GOOD_FILE (FILE_ID) "]"), "{'org_id':'o'}");
  g_autofree char *of_request = apply (SUBMIT ("[" PLACED "]"), NULL);
  g_autofree char *none = apply (COMMENT ("[]"), "{'org_id':'o'}");
  g_autofree char *absent = apply (COMMENT ("[" GOOD_FILE (FILE_ID) "]"), NULL);
  g_autofree char *twice = apply (SUBMIT ("[" PLACED "]"), "{'org_id':'o'}");

  g_assert_cmpstr (of_message, ==, RECORD ("'o'", "'" MESSAGE_ID "'", ""));
  g_assert_cmpstr (of_request, ==, RECORD ("'" ORG_ID "'", "null", ",'place':'receipt'"));
  g_assert_cmpstr (none, ==, "");
  g_assert_cmpstr (absent, ==, "");
  g_assert_cmpstr (twice, ==, "");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/operation-files/parse/accepted", test_accepted);
  g_test_add_func ("/operation-files/parse/refused", test_refused);
  g_test_add_func ("/operation-files/parse/ten-of-the-longest", test_many);
  g_test_add_func ("/operation-files/apply/one-record-each", test_apply);

  return g_test_run ();
}
