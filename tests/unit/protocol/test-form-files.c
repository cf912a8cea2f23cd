/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forms with files: answers and files belong together, evidence is there, definitions make sense.
 */

#include "kp-error.h"
#include "kp-form.h"
#include "kp-test-json.h"

#define LABEL "'label':{'en':'Question'}"
#define TEXT "'text':{'en':'Item'}"
#define A "AAAAAAAAAAAAAAAAAAAAAQ"
#define B "AAAAAAAAAAAAAAAAAAAAAg"
#define C "AAAAAAAAAAAAAAAAAAAAAw"

#define SECTIONS                                              \
  "[{'key':'s','title':{'en':'T'},'questions':["              \
  "{'key':'plate','type':'photo'," LABEL ",'required':true}," \
  "{'key':'papers','type':'file'," LABEL ",'max':2,'types':['application/zip','text/csv']}]}]"
#define ITEMS                                                     \
  "[{'key':'off'," TEXT ",'required':true},"                      \
  "{'key':'meter'," TEXT ",'required':true,'evidence':'value'},"  \
  "{'key':'before'," TEXT ",'required':true,'evidence':'photo'}," \
  "{'key':'report'," TEXT ",'required':false,'evidence':'file'}]"
#define TICKS "'off':true,'meter':{'done':true,'value':'1204'}"
#define DONE "{" TICKS ",'before':{'done':true,'files':['" B "']}}"
#define FILE_OF(id, type, place) "{'id':'" id "','media_type':'" type "','place':" place "}"
#define PAPERS "{'papers':['" C "']}"
#define PLATE FILE_OF (A, "image/jpeg", "'plate'")
#define LOOSE FILE_OF (C, "text/csv", "null")
#define BEFORE FILE_OF (B, "image/png", "'checklist.before'")

static char *
describe (GPtrArray *problems)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      const KpFormProblem *problem = problems->pdata[i];

      g_string_append_printf (text, "%s%s:%d", i > 0 ? " " : "", problem->place, problem->fault);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
test_files (void)
{
  static const struct
  {
    const char *answers;
    const char *checklist;
    const char *files;
    const char *problems;
  } CASES[] = {
    { "{'plate':['" A "']}", DONE, "[" PLATE "," BEFORE "]", "" },
    { "{'plate':['" A "']}", DONE, "[" PLATE "," BEFORE "," LOOSE "]", "" },
    /* Named, but not brought; brought for elsewhere; brought, but not named. */
    { "{'plate':['" A "']}", "{}", "[]", "plate:6" },
    { "{'plate':['" B "']}", "{}", "[" FILE_OF (B, "image/png", "'papers'") "]",
      "plate:6 papers:7" },
    { "{'plate':['" A "','" C "']}", "{}", "[" PLATE "]", "plate:6" },
    { "{}", "{}", "[" PLATE "]", "plate:7" },
    { "{}", "{}", "[" FILE_OF (A, "image/png", "'nowhere'") "]", "nowhere:7" },
    { "{}", DONE, "[]", "checklist.before:6" },
    /* Types: a photo is no document, and the list of a question is what it takes. */
    { "{'plate':['" A "']}", "{}", "[" FILE_OF (A, "application/pdf", "'plate'") "]", "plate:5" },
    { PAPERS, "{}", "[" FILE_OF (C, "application/pdf", "'papers'") "]", "papers:5" },
    { PAPERS, "{}", "[" FILE_OF (C, "application/zip", "'papers'") "]", "" },
    { "{}", "{}", "[" FILE_OF (C, "application/zip", "null") "]", "attachments:5" },
    { "{}", "{'before':{'done':true,'files':['" B "']}}",
      "[" FILE_OF (B, "application/pdf", "'checklist.before'") "]", "checklist.before:5" },
    /* Nonsense is no crash. */
    { "7", "[]", "{}", "" },
    { "{'plate':[7,null]}", "{'before':7}", "[7,{'id':9}]", "plate:6" },
  };
  g_autoptr (yyjson_doc) sections = kp_test_json_parse (SECTIONS);
  g_autoptr (yyjson_doc) items = kp_test_json_parse (ITEMS);

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (yyjson_doc) answers = kp_test_json_parse (CASES[i].answers);
      g_autoptr (yyjson_doc) ticks = kp_test_json_parse (CASES[i].checklist);
      g_autoptr (yyjson_doc) files = kp_test_json_parse (CASES[i].files);
      g_autoptr (GPtrArray) problems =
        kp_form_check_files (yyjson_doc_get_root (sections), yyjson_doc_get_root (answers),
                             yyjson_doc_get_root (items), yyjson_doc_get_root (ticks),
                             yyjson_doc_get_root (files));
      g_autofree char *text = describe (problems);

      g_test_message ("%u: %s %s", i, CASES[i].answers, CASES[i].files);
      g_assert_cmpstr (text, ==, CASES[i].problems);
    }
}

static void
test_evidence (void)
{
  static const struct
  {
    const char *checklist;
    const char *problems;
  } CASES[] = {
    { DONE, "" },
    { "{}", "checklist.off:1 checklist.meter:1 checklist.before:1" },
    { "{" TICKS "}", "checklist.before:1" },
    { "{" TICKS ",'before':true}", "checklist.before:2" },
    { "{" TICKS ",'before':{'done':true}}", "checklist.before:1" },
    { "{" TICKS ",'before':{'done':true,'files':[]}}", "checklist.before:1" },
    { "{" TICKS ",'before':{'done':false,'files':['" B "']}}", "checklist.before:1" },
    { "{" TICKS ",'before':{'done':true,'files':['x']}}", "checklist.before:2" },
    { "{" TICKS ",'before':{'done':true,'files':['" B "'],'more':1}}", "checklist.before:2" },
    { "{'off':{'done':true},'meter':{'done':true,'value':' '},'before':{'done':true,'files':['" B
      "']}}",
      "checklist.off:2 checklist.meter:1" },
    /* Of what need not be ticked, a tick needs its evidence all the same. */
    { "{" TICKS ",'before':{'done':true,'files':['" B "']},'report':{'done':true}}",
      "checklist.report:1" },
    { "{" TICKS ",'before':{'done':true,'files':['" B "']},'report':{'done':false}}", "" },
  };
  g_autoptr (yyjson_doc) items = kp_test_json_parse (ITEMS);

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (yyjson_doc) ticks = kp_test_json_parse (CASES[i].checklist);
      g_autoptr (GPtrArray) problems =
        kp_form_check (NULL, NULL, yyjson_doc_get_root (items), yyjson_doc_get_root (ticks));
      g_autofree char *text = describe (problems);

      g_test_message ("%s", CASES[i].checklist);
      g_assert_cmpstr (text, ==, CASES[i].problems);
    }
}

#define FORM(type, more) \
  "[{'key':'s','title':{'en':'T'},'questions':[{'key':'q','type':'" type "'," LABEL more "}]}]"

static void
test_definitions (void)
{
  static const char *const RIGHT[] = {
    SECTIONS,
    FORM ("file", ",'min':1,'max':10"),
    FORM ("photo", ",'types':['image/png']"),
  };
  static const char *const WRONG[] = {
    FORM ("text", ",'types':['image/png']"),
    FORM ("file", ",'types':[]"),
    FORM ("file", ",'types':'image/png'"),
    FORM ("file", ",'types':['text/html']"),
    FORM ("file", ",'types':[7]"),
    FORM ("photo", ",'types':['application/pdf']"),
    FORM ("file", ",'max':11"),
    FORM ("file", ",'max':0"),
    FORM ("file", ",'min':-1"),
    FORM ("file", ",'min':3,'max':2"),
    FORM ("file", ",'default':[]"),
    FORM ("file", ",'prefill_from':'earlier'"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (RIGHT); i++)
    {
      g_autoptr (yyjson_doc) doc = kp_test_json_parse (RIGHT[i]);
      g_autoptr (GError) error = NULL;

      kp_form_check_definition (yyjson_doc_get_root (doc), NULL, &error);
      g_assert_no_error (error);
    }

  for (guint i = 0; i < G_N_ELEMENTS (WRONG); i++)
    {
      g_autoptr (yyjson_doc) doc = kp_test_json_parse (WRONG[i]);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", WRONG[i]);
      g_assert_false (kp_form_check_definition (yyjson_doc_get_root (doc), NULL, &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/form-files/check/answers-and-files-belong-together", test_files);
  g_test_add_func ("/form-files/checklist/evidence-is-there", test_evidence);
  g_test_add_func ("/form-files/definition/checked", test_definitions);

  return g_test_run ();
}
