/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forms: what is missing or wrong in answers, which answers count, and which definitions are taken.
 */

#include "kp-error.h"
#include "kp-form.h"
#include "kp-limits.h"
#include "kp-test-json.h"

#define LABEL "'label':{'nl':'Vraag','en':'Question'}"
#define QUESTION(key, type, more) "{'key':'" key "','type':'" type "'," LABEL more "}"
#define SECTION(key, more, questions) \
  "{'key':'" key "','title':{'en':'T'}" more ",'questions':[" questions "]}"

/* A question of each part of the rules: a choice, two that hang on it, a section that does. */
#define WHAT                                                            \
  "{'key':'what','title':{'en':'T'},'questions':["                      \
  "{'key':'intro','type':'heading'," LABEL "},"                         \
  "{'key':'kind','type':'choice'," LABEL ",'required':true,'options':[" \
  "{'value':'roof'," LABEL "},{'value':'wall'," LABEL "}]},"            \
  "{'key':'slope','type':'number'," LABEL ",'min':0,'max':90,"          \
  "'visible_if':{'op':'eq','key':'kind','value':'roof'},"               \
  "'required':{'op':'eq','key':'kind','value':'roof'}},"                \
  "{'key':'steep','type':'yes_no'," LABEL ",'visible_if':{'op':'gt','key':'slope','value':45}}]}"
#define WHO                                                                                    \
  "{'key':'who','title':{'en':'T'},'visible_if':{'op':'not_empty','key':'kind'},'questions':[" \
  "{'key':'mail','type':'email'," LABEL ",'required':true},"                                   \
  "{'key':'code','type':'text'," LABEL ",'pattern':'[A-Z]{2}','max_length':2}]}"
#define SECTIONS "[" WHAT "," WHO "]"
#define TWICE ",'options':[{'value':'a'," LABEL "},{'value':'a'," LABEL "}]"
#define PLACE QUESTION ("p", "asset", "")
#define FROM_PLACE QUESTION ("q", "location", ",'prefill_from':'p.location'")
#define FROM_EARLIER QUESTION ("r", "text", ",'prefill_from':'earlier'")
#define ITEMS "[{'key':'photo','text':{'en':'P'},'required':true}," \
              "{'key':'plan','text':{'en':'Q'},'required':false}]"

/* Returns: (transfer full): problems as "place:fault place:fault" */
static char *
describe_problems (GPtrArray *problems)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      const KpFormProblem *problem = g_ptr_array_index (problems, i);

      g_string_append_printf (text, "%s%s:%d", i > 0 ? " " : "", problem->place, problem->fault);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
describe (const char *answers,
          const char *checklist)
{
  g_autoptr (yyjson_doc) sections = kp_test_json_parse (SECTIONS);
  g_autoptr (yyjson_doc) items = kp_test_json_parse (ITEMS);
  g_autoptr (yyjson_doc) answers_doc = kp_test_json_parse (answers);
  g_autoptr (yyjson_doc) checklist_doc = kp_test_json_parse (checklist);
  g_autoptr (GPtrArray) problems =
    kp_form_check (yyjson_doc_get_root (sections), yyjson_doc_get_root (answers_doc),
                   yyjson_doc_get_root (items), yyjson_doc_get_root (checklist_doc));

  return describe_problems (problems);
}

static void
test_check (void)
{
  static const struct
  {
    const char *answers;
    const char *checklist;
    const char *problems;
  } CASES[] = {
    { "{'kind':'wall','mail':'a@b.nl'}", "{'photo':true}", "" },
    { "{'kind':'roof','slope':30,'mail':'a@b.nl','code':'AB'}", "{'photo':true,'plan':false}", "" },
    { "{}", "{}", "kind:1 checklist.photo:1" },
    { "{'kind':''}", "{'photo':false}", "kind:1 checklist.photo:1" },
    { "{'kind':'roof','mail':'a@b.nl'}", "{'photo':true}", "slope:1" },
    { "{'kind':'roof','slope':91,'mail':'x'}", "{'photo':true}", "slope:4 mail:6" },
    { "{'kind':'roof','slope':50,'steep':'yes','mail':'a@b.nl'}", "{'photo':true}", "steep:2" },
    { "{'kind':'door','mail':'a@b.nl'}", "{'photo':true}", "kind:5" },
    { "{'kind':'wall','slope':30,'mail':'a@b.nl'}", "{'photo':true}", "slope:7" },
    { "{'kind':'wall','mail':'a@b.nl','intro':'x'}", "{'photo':true}", "intro:7" },
    { "{'kind':'wall','mail':'a@b.nl','extra':1}", "{'photo':true,'x':true,'plan':1}",
      "extra:7 checklist.plan:2 checklist.x:7" },
    { "{'kind':'wall','mail':'a@b.nl','code':'ABC'}", "{'photo':true}", "code:3" },
    { "{'kind':'wall','mail':'a@b.nl','code':'ab'}", "{'photo':true}", "code:6" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *problems = describe (CASES[i].answers, CASES[i].checklist);

      g_test_message ("%s", CASES[i].answers);
      g_assert_cmpstr (problems, ==, CASES[i].problems);
    }
}

static const struct
{
  const char *question;
  const char *answer;
  KpFormFault fault;
} ANSWERS[] = {
  { QUESTION ("q", "text", ""), "'x'", 0 },
  { QUESTION ("q", "text", ""), "''", 0 },
  { QUESTION ("q", "text", ""), "null", 0 },
  { QUESTION ("q", "text", ""), "7", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "text", ",'max_length':3"), "'één'", 0 },
  { QUESTION ("q", "long_text", ",'max_length':3"), "'abcd'", KP_FORM_TOO_LONG },
  { QUESTION ("q", "number", ""), "7", 0 },
  { QUESTION ("q", "number", ""), "7.5", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "amount", ",'min':0"), "-1", KP_FORM_OUT_OF_RANGE },
  { QUESTION ("q", "number", ""), "9007199254740992", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "phone", ""), "'06 12345678'", 0 },
  { QUESTION ("q", "phone", ""), "'zes'", KP_FORM_MALFORMED },
  { QUESTION ("q", "iban", ""), "'NL91ABNA0417164300'", 0 },
  { QUESTION ("q", "iban", ""), "'NL92ABNA0417164300'", KP_FORM_MALFORMED },
  { QUESTION ("q", "postcode", ""), "'1234 AB'", 0 },
  { QUESTION ("q", "postcode", ""), "'1234'", KP_FORM_MALFORMED },
  { QUESTION ("q", "date", ",'min':'2026-01-01'"), "'2026-02-28'", 0 },
  { QUESTION ("q", "date", ",'min':'2026-01-01'"), "'2025-12-31'", KP_FORM_OUT_OF_RANGE },
  { QUESTION ("q", "date", ",'max':'2026-01-01'"), "'2026-01-02'", KP_FORM_OUT_OF_RANGE },
  { QUESTION ("q", "date", ""), "'2026-02-30'", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "yes_no", ""), "false", 0 },
  { QUESTION ("q", "yes_no", ""), "0", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "choices", ",'options':[{'value':'a'},{'value':'b'}]"), "['b','a']", 0 },
  { QUESTION ("q", "choices", ",'options':[{'value':'a'}]"), "['a','a']", KP_FORM_NOT_AN_OPTION },
  { QUESTION ("q", "choices", ",'options':[{'value':'a'}]"), "['c']", KP_FORM_NOT_AN_OPTION },
  { QUESTION ("q", "choices", ",'options':[{'value':'a'}]"), "'a'", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "choices", ",'max':1,'options':[{'value':'a'},{'value':'b'}]"), "['a','b']",
    KP_FORM_OUT_OF_RANGE },
  { QUESTION ("q", "choice", ""), "'a'", KP_FORM_NOT_AN_OPTION },
  { QUESTION ("q", "time", ",'min':'08:00','max':'17:30'"), "'08:00'", 0 },
  { QUESTION ("q", "time", ",'min':'08:00'"), "'07:59'", KP_FORM_OUT_OF_RANGE },
  { QUESTION ("q", "time", ""), "'24:00'", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "time", ""), "'8:00'", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "date_time", ""), "'2026-11-22T14:05'", 0 },
  { QUESTION ("q", "date_time", ",'max':'2026-11-22T14:05'"), "'2026-11-22T14:06'",
    KP_FORM_OUT_OF_RANGE },
  { QUESTION ("q", "date_time", ""), "'2026-02-30T14:05'", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "date_time", ""), "'2026-11-22 14:05'", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "dropdown", ",'options':[{'value':'a'}]"), "'a'", 0 },
  { QUESTION ("q", "dropdown", ",'options':[{'value':'a'}]"), "'b'", KP_FORM_NOT_AN_OPTION },
  { QUESTION ("q", "urgency", ""), "'high'", 0 },
  { QUESTION ("q", "urgency", ""), "'panic'", KP_FORM_NOT_AN_OPTION },
  { QUESTION ("q", "urgency", ""), "3", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "location", ",'max_length':9"), "'behind it'", 0 },
  { QUESTION ("q", "address", ""), "{}", 0 },
  { QUESTION ("q", "address", ""), "{'postcode':'1234 AB','number':'7'}", 0 },
  { QUESTION ("q", "address", ""),
    "{'postcode':'1234 AB','number':'7','addition':'bis','street':'Kade','city':'Ens'}", 0 },
  { QUESTION ("q", "address", ""), "{'postcode':'1234 AB'}", KP_FORM_MALFORMED },
  { QUESTION ("q", "address", ""), "{'postcode':'0234 AB','number':'7'}", KP_FORM_MALFORMED },
  { QUESTION ("q", "address", ""), "{'postcode':'1234 AB','number':'0'}", KP_FORM_MALFORMED },
  { QUESTION ("q", "address", ""), "{'postcode':'1234 AB','number':7}", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "address", ""), "{'postcode':'1234 AB','number':'7','x':''}",
    KP_FORM_WRONG_KIND },
  { QUESTION ("q", "address", ""), "'1234 AB 7'", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "asset", ""), "{'name':'Boiler'}", 0 },
  { QUESTION ("q", "asset", ""), "{'id':'AAAAAAAAAAAAAAAAAAAAAQ','name':'Boiler'}", 0 },
  { QUESTION ("q", "asset", ""), "{'id':'AAAAAAAAAAAAAAAAAAAAAQ'}", KP_FORM_MALFORMED },
  { QUESTION ("q", "asset", ""), "{'id':'boiler','name':'Boiler'}", KP_FORM_MALFORMED },
  { QUESTION ("q", "contact", ""), "{'name':'Piet','phone':'06 12345678'}", 0 },
  { QUESTION ("q", "contact", ""), "{'name':'Piet','email':'piet'}", KP_FORM_MALFORMED },
  { QUESTION ("q", "contact", ""), "{'phone':'06 12345678'}", KP_FORM_MALFORMED },
  { QUESTION ("q", "file", ""), "[]", 0 },
  { QUESTION ("q", "file", ""), "['AAAAAAAAAAAAAAAAAAAAAQ','AAAAAAAAAAAAAAAAAAAAAg']", 0 },
  { QUESTION ("q", "file", ""), "['AAAAAAAAAAAAAAAAAAAAAQ','AAAAAAAAAAAAAAAAAAAAAQ']",
    KP_FORM_MALFORMED },
  { QUESTION ("q", "file", ""), "'AAAAAAAAAAAAAAAAAAAAAQ'", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "file", ""), "['factuur.pdf']", KP_FORM_WRONG_KIND },
  { QUESTION ("q", "photo", ",'min':2"), "['AAAAAAAAAAAAAAAAAAAAAQ']", KP_FORM_OUT_OF_RANGE },
  { QUESTION ("q", "photo", ",'max':1"), "['AAAAAAAAAAAAAAAAAAAAAQ','AAAAAAAAAAAAAAAAAAAAAg']",
    KP_FORM_OUT_OF_RANGE },
  { QUESTION ("q", "heading", ""), "'a'", KP_FORM_UNKNOWN },
  { QUESTION ("q", "hologram", ""), "'a'", KP_FORM_UNKNOWN },
  { "7", "'a'", KP_FORM_UNKNOWN },
};

static void
test_answers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ANSWERS); i++)
    {
      g_autoptr (yyjson_doc) question = kp_test_json_parse (ANSWERS[i].question);
      g_autoptr (yyjson_doc) answer = kp_test_json_parse (ANSWERS[i].answer);

      g_test_message ("%s %s", ANSWERS[i].question, ANSWERS[i].answer);
      g_assert_cmpint (kp_form_check_answer (yyjson_doc_get_root (question),
                                             yyjson_doc_get_root (answer)),
                       ==, ANSWERS[i].fault);
    }
}

/* An answer that hangs on a hidden answer is hidden too; what is left is complete. */
static void
test_prune (void)
{
  g_autoptr (yyjson_doc) sections = kp_test_json_parse (SECTIONS);
  g_autoptr (yyjson_doc) answers = kp_test_json_parse (
    "{'mail':'a@b.nl','steep':true,'slope':60,'kind':'wall','code':'','extra':1}");
  g_autoptr (yyjson_mut_doc) kept =
    kp_form_prune_answers (yyjson_doc_get_root (sections), yyjson_doc_get_root (answers));
  g_autofree char *quoted = NULL;
  g_autofree char *problems = NULL;
  char *text = yyjson_mut_write (kept, YYJSON_WRITE_NOFLAG, NULL);

  quoted = g_strdelimit (g_strdup (text), "\"", '\'');
  free (text);
  g_assert_cmpstr (quoted, ==, "{'kind':'wall','mail':'a@b.nl'}");

  problems = describe (quoted, "{'photo':true}");
  g_assert_cmpstr (problems, ==, "");
}

static void
test_definitions (void)
{
  static const char *const WRONG[] = {
    "{}",
    "[]",
    "[7]",
    "[{'title':{'en':'T'},'questions':[]}]",
    "[{'key':'Upper','title':{'en':'T'},'questions':[]}]",
    "[{'key':'a','questions':[]}]",
    "[{'key':'a','title':{},'questions':[]}]",
    "[{'key':'a','title':{'en':'T'}}]",
    "[" SECTION ("a", "", "") "," SECTION ("a", "", "") "]",
    "[" SECTION ("a", ",'help':7", "") "]",
    "[" SECTION ("a", ",'visible_if':{'op':'empty','key':'q'}", QUESTION ("q", "text", "")) "]",
    "[" SECTION ("a", "", "7") "]",
    "[" SECTION ("a", "", "{'key':'q','type':'text'}") "]",
    "[" SECTION ("a", "", QUESTION ("q", "hologram", "")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", "") "," QUESTION ("q", "text", "")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", ",'visible_if':{'op':'empty','key':'q'}")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", ",'required':'yes'")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", ",'pattern':'('")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", ",'pattern_text':'x'")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", ",'max_length':'x'")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", ",'options':[]")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "number", ",'min':'2026-01-01'")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "date", ",'min':7")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "number", ",'default':'x'")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "choice", "")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "choice", ",'options':[]")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "choice", ",'options':[{'value':'a'}]")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "choice", ",'options':[{'value':''," LABEL "}]")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "choice", TWICE)) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", ",'requierd':true")) "]",
    "[" SECTION ("a", ",'visibel_if':true", QUESTION ("q", "text", "")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", ",'max_length':0")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", ",'max_length':4097")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", ",'unit':{'en':'m'}")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "number", ",'unit':'m'")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "time", ",'min':'8'")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "date_time", ",'min':'2026-01-01'")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "urgency", ",'options':[]")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", ",'prefill_from':'user.password'")) "]",
    "[" SECTION ("a", "", QUESTION ("q", "text", ",'prefill_from':'p.city'")) "]",
    "[" SECTION ("a", "", PLACE "," QUESTION ("q", "text", ",'prefill_from':'p.city'")) "]",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (yyjson_doc) right = kp_test_json_parse (SECTIONS);

  kp_form_check_definition (yyjson_doc_get_root (right), NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (WRONG); i++)
    {
      g_autoptr (yyjson_doc) wrong = kp_test_json_parse (WRONG[i]);

      g_test_message ("%s", WRONG[i]);
      g_clear_error (&error);
      g_assert_false (kp_form_check_definition (yyjson_doc_get_root (wrong), NULL, &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
      g_test_message ("%s", error->message);
    }
}

/* A long form with one slip in it: the value at fault is told, not only the question. */
static void
test_where (void)
{
  static const struct
  {
    const char *sections;
    const char *where;
    const char *message;
  } CASES[] = {
    { "[" SECTION ("a", "", QUESTION ("q", "text", ",'requierd':true")) "]", "requierd",
      "q: “requierd” is unknown" },
    { "[" SECTION ("a", "", QUESTION ("q", "number", ",'min':'x'")) "]", "min",
      "q: min or max is of the wrong kind" },
    { "[" SECTION ("a", "", PLACE "," QUESTION ("q", "text", ",'required':{'op':'eq'}")) "]",
      "required", NULL },
    { "[" SECTION ("a", "", QUESTION ("q", "hologram", "")) "]", "type", "q: the type is unknown" },
    { "[" SECTION ("a", "", "7") "]", "a",
      "a: a question in it has no key of a-z, 0-9 and _" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (yyjson_doc) doc = kp_test_json_parse (CASES[i].sections);
      g_autoptr (GError) error = NULL;
      yyjson_val *where = NULL;

      g_test_message ("%s", CASES[i].sections);
      g_assert_false (kp_form_check_definition (yyjson_doc_get_root (doc), &where, &error));
      g_assert_cmpstr (yyjson_get_str (where), ==, CASES[i].where);
      if (CASES[i].message != NULL)
        g_assert_cmpstr (error->message, ==, CASES[i].message);
    }
}

/* An answer may be prefilled from a part of one before it. */
static void
test_sources (void)
{
  static const char RIGHT[] = "[" SECTION ("a", "", PLACE "," FROM_PLACE "," FROM_EARLIER) "]";
  g_autoptr (yyjson_doc) doc = kp_test_json_parse (RIGHT);
  g_autoptr (GError) error = NULL;

  kp_form_check_definition (yyjson_doc_get_root (doc), NULL, &error);
  g_assert_no_error (error);
}

static void
test_items (void)
{
  static const char *const WRONG[] = {
    "{}",
    "[7]",
    "[{'key':'a','required':true}]",
    "[{'key':'a','text':{'en':'T'}}]",
    "[{'key':'a','text':{'en':'T'},'required':1}]",
    "[{'key':'a','text':{'en':'T'},'required':true,'evidence':'smell'}]",
    "[{'key':'a','text':{'en':'T'},'required':true,'evidnce':'photo'}]",
    "[{'key':'a','text':{'en':'T'},'required':true},{'key':'a','text':{'en':'T'},'required':true}]",
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (yyjson_doc) right = kp_test_json_parse (ITEMS);

  kp_form_check_items (yyjson_doc_get_root (right), &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (WRONG); i++)
    {
      g_autoptr (yyjson_doc) wrong = kp_test_json_parse (WRONG[i]);

      g_clear_error (&error);
      g_assert_false (kp_form_check_items (yyjson_doc_get_root (wrong), &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
    }
}

/* Another version of a form, and what it asks of somebody who filled in the one before it. */
static const struct
{
  const char *from;
  const char *to;
  const char *answers;
  const char *checklist;
  const char *problems;
} SINCE[] = {
  { "'key':'slope'", "'key':'slope'", "{'kind':'roof','slope':5,'mail':'a@b.nl'}", "{'photo':true}",
    "" },
  /* How it is asked, and whether, is no other question. */
  { "'min':0,'max':90", "'min':1,'max':80", "{'kind':'roof','slope':5,'mail':'a@b.nl'}",
    "{'photo':true}", "" },
  { "'min':0,'max':90", "'min':9,'max':90", "{'kind':'roof','slope':5,'mail':'a@b.nl'}",
    "{'photo':true}", "slope:4" },
  { "'type':'number'," LABEL, "'type':'number','label':{'en':'How steep, in percent?'}",
    "{'kind':'roof','slope':5,'mail':'a@b.nl'}", "{'photo':true}", "slope:8" },
  /* Nobody answered that one. */
  { "'type':'number'," LABEL, "'type':'number','label':{'en':'How steep, in percent?'}",
    "{'kind':'wall','mail':'a@b.nl'}", "{'photo':true}", "" },
  { "{'value':'roof'," LABEL "}", "{'value':'top'," LABEL "}",
    "{'kind':'roof','slope':5,'mail':'a@b.nl'}", "{'photo':true}", "kind:5" },
  { "'type':'yes_no'", "'type':'yes_no','required':true", "{'kind':'roof','slope':50,"
                                                          "'mail':'a@b.nl'}",
    "{'photo':true}", "steep:1" },
  /* What is no longer asked, or not any more. */
  { "{'key':'mail'", "{'key':'post'", "{'kind':'wall','mail':'a@b.nl'}", "{'photo':true}",
    "post:1" },
  { "'key':'kind','value':'roof'},'r", "'key':'kind','value':'wall'},'r",
    "{'kind':'roof','slope':5,'mail':'a@b.nl'}", "{'photo':true}", "" },
  { "{'en':'P'}", "{'en':'Two photos'}", "{'kind':'wall','mail':'a@b.nl'}", "{'photo':true}",
    "checklist.photo:8" },
  { "{'key':'plan'", "{'key':'plans'", "{'kind':'wall','mail':'a@b.nl'}",
    "{'photo':true,'plan':true}", "" },
};

static char *
replace_one (const char *text,
             const char *from,
             const char *to)
{
  g_autoptr (GString) changed = g_string_new (text);

  g_string_replace (changed, from, to, 1);

  return g_string_free_and_steal (g_steal_pointer (&changed));
}

static void
test_since (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (SINCE); i++)
    {
      g_autofree char *new_sections = replace_one (SECTIONS, SINCE[i].from, SINCE[i].to);
      g_autofree char *new_items = replace_one (ITEMS, SINCE[i].from, SINCE[i].to);
      g_autoptr (yyjson_doc) sections = kp_test_json_parse (SECTIONS);
      g_autoptr (yyjson_doc) items = kp_test_json_parse (ITEMS);
      g_autoptr (yyjson_doc) sections_now = kp_test_json_parse (new_sections);
      g_autoptr (yyjson_doc) items_now = kp_test_json_parse (new_items);
      g_autoptr (yyjson_doc) answers = kp_test_json_parse (SINCE[i].answers);
      g_autoptr (yyjson_doc) checklist = kp_test_json_parse (SINCE[i].checklist);
      const KpFormVersion before = { yyjson_doc_get_root (sections), yyjson_doc_get_root (items) };
      const KpFormVersion now = { yyjson_doc_get_root (sections_now),
                                  yyjson_doc_get_root (items_now) };
      g_autoptr (GPtrArray) problems = kp_form_check_since (
        &before, &now, yyjson_doc_get_root (answers), yyjson_doc_get_root (checklist));
      g_autofree char *text = describe_problems (problems);

      g_test_message ("%u", i);
      g_assert_cmpstr (text, ==, SINCE[i].problems);
    }
}

static void
test_many_questions (void)
{
  g_autoptr (GString) text = g_string_new ("[{'key':'a','title':{'en':'T'},'questions':[");
  g_autoptr (GError) error = NULL;
  g_autoptr (yyjson_doc) doc = NULL;

  for (guint i = 0; i <= KP_LIMIT_QUESTIONS; i++)
    g_string_append_printf (text, "%s{'key':'q%u','type':'text'," LABEL "}", i > 0 ? "," : "", i);
  g_string_append (text, "]}]");
  doc = kp_test_json_parse (text->str);

  g_assert_false (kp_form_check_definition (yyjson_doc_get_root (doc), NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/form/check/names-every-problem-in-order", test_check);
  g_test_add_func ("/form/answer/by-type", test_answers);
  g_test_add_func ("/form/prune/keeps-what-counts", test_prune);
  g_test_add_func ("/form/since/asks-what-the-new-version-asks-otherwise", test_since);
  g_test_add_func ("/form/definition/checked", test_definitions);
  g_test_add_func ("/form/definition/too-many-questions", test_many_questions);
  g_test_add_func ("/form/definition/names-the-value-at-fault", test_where);
  g_test_add_func ("/form/definition/sources-of-answers", test_sources);
  g_test_add_func ("/form/items/checked", test_items);

  return g_test_run ();
}
