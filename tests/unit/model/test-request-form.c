/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form while somebody fills it in: what shows, what is missing, what is kept and what is sent.
 */

#include "kp-request-form.h"

#include "kp-form-definition.h"
#include "kp-test.h"

static const char SECTIONS[] =
  "[{\"key\":\"what\",\"title\":{\"en\":\"What\",\"nl\":\"Wat\"},\"questions\":["
  "  {\"key\":\"subject\",\"type\":\"text\",\"label\":{\"en\":\"Subject\"},\"required\":true,"
  "   \"max_length\":20},"
  "  {\"key\":\"urgent\",\"type\":\"yes_no\",\"label\":{\"en\":\"Urgent?\"}},"
  "  {\"key\":\"why\",\"type\":\"long_text\",\"label\":{\"en\":\"Why?\"},\"required\":true,"
  "   \"visible_if\":{\"op\":\"eq\",\"key\":\"urgent\",\"value\":true}},"
  "  {\"key\":\"email\",\"type\":\"email\",\"label\":{\"en\":\"E-mail\"},"
  "   \"prefill_from\":\"user.email\"}]},"
  " {\"key\":\"when\",\"title\":{\"en\":\"When\"},"
  "  \"visible_if\":{\"op\":\"eq\",\"key\":\"urgent\",\"value\":true},\"questions\":["
  "  {\"key\":\"day\",\"type\":\"date\",\"label\":{\"en\":\"Day\"}}]},"
  " {\"key\":\"rest\",\"title\":{\"en\":\"Rest\"},"
  "  \"visible_if\":{\"op\":\"empty\",\"key\":\"day\"},"
  "  \"questions\":["
  "  {\"key\":\"count\",\"type\":\"number\",\"label\":{\"en\":\"How many\"}},"
  "  {\"key\":\"colour\",\"type\":\"text\",\"label\":{\"en\":\"Colour\"},"
  "   \"prefill_from\":\"earlier\"},"
  "  {\"key\":\"place\",\"type\":\"address\",\"label\":{\"en\":\"Place\"},"
  "   \"prefill_from\":\"organisation.address\"},"
  "  {\"key\":\"where\",\"type\":\"location\",\"label\":{\"en\":\"Where\"},"
  "   \"prefill_from\":\"place.street\"}]}]";

/* The same form, a version later. */
static const char NEW_SECTIONS[] =
  "[{\"key\":\"what\",\"title\":{\"en\":\"What\"},\"questions\":["
  "  {\"key\":\"subject\",\"type\":\"text\",\"label\":{\"en\":\"Which machine\"},"
  "   \"required\":true},"
  "  {\"key\":\"urgent\",\"type\":\"yes_no\",\"label\":{\"en\":\"Urgent?\"}}]}]";

static const char ITEMS[] = "[{\"key\":\"photo\",\"text\":{\"en\":\"A photo\"},\"required\":true}]";

static KpFormDefinition *
make_definition (const char *draft)
{
  KpFormDefinition *definition = g_new0 (KpFormDefinition, 1);

  definition->draft_id.bytes[0] = 1;
  definition->flow_id = g_strdup ("AAAAAAAAAAAAAAAAAAAAAQ");
  definition->flow_name = g_strdup ("Repair");
  definition->title_from = g_strdup ("subject");
  definition->org_id = g_strdup ("AAAAAAAAAAAAAAAAAAAAAg");
  definition->org_name = g_strdup ("Bakery");
  definition->language = g_strdup ("nl");
  definition->flow = yyjson_read (SECTIONS, strlen (SECTIONS), 0);
  definition->items = yyjson_read (ITEMS, strlen (ITEMS), 0);
  definition->terms_id = g_strdup ("AAAAAAAAAAAAAAAAAAAAAw");
  definition->terms_text = g_strdup ("Be kind");
  definition->terms_version = 2;
  definition->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_hash_table_insert (definition->facts, g_strdup ("user.email"), g_strdup ("jan@example.org"));
  g_hash_table_insert (definition->facts, g_strdup ("organisation.street"),
                       g_strdup ("Lange Kade 12 bis"));
  g_hash_table_insert (definition->facts, g_strdup ("organisation.postcode"),
                       g_strdup ("1234 AB"));
  g_hash_table_insert (definition->facts, g_strdup ("organisation.city"), g_strdup ("Ens"));
  definition->draft = draft != NULL ? yyjson_read (draft, strlen (draft), 0) : NULL;
  definition->saved_at = draft != NULL ? 1000 : 0;
  g_assert_nonnull (definition->flow);

  return definition;
}

static void
answer (KpRequestForm *form,
        const char *key,
        GVariant *value)
{
  KpQuestion *question = kp_request_form_find_question (form, key);

  g_assert_nonnull (question);
  kp_question_set_value (question, value);
}

static KpFormStep *
get_step (KpRequestForm *form,
          guint position)
{
  g_autoptr (KpFormStep) step = g_list_model_get_item (G_LIST_MODEL (form), position);

  /* The form keeps its steps. */
  return step;
}

static void
fill (KpRequestForm *form)
{
  answer (form, "subject", g_variant_new_string ("Leaking tap"));
  answer (form, "checklist.photo", g_variant_new_boolean (TRUE));
  kp_request_form_set_terms_accepted (form, TRUE);
}

static void
test_steps (void)
{
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (NULL));

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (form)), ==, 5);
  g_assert_cmpstr (kp_form_step_get_title (get_step (form, 0)), ==, "Wat");
  g_assert_cmpint (kp_form_step_get_kind (get_step (form, 3)), ==, KP_STEP_CHECKLIST);
  g_assert_cmpint (kp_form_step_get_kind (get_step (form, 4)), ==, KP_STEP_SEND);
  g_assert_cmpint (kp_request_form_get_state (form), ==, KP_FORM_UNTOUCHED);
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (
                                           kp_request_form_find_question (form, "email")),
                                         NULL),
                   ==, "jan@example.org");
  g_assert_cmpstr (kp_request_form_get_title (form), ==, "Repair");
}

static void
test_conditions (void)
{
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (NULL));
  KpQuestion *why = kp_request_form_find_question (form, "why");
  guint n_visible = 0;

  kp_test_count (why, "notify::visible", &n_visible);
  g_assert_false (kp_question_get_visible (why));
  g_assert_false (kp_form_step_get_visible (get_step (form, 1)));

  answer (form, "urgent", g_variant_new_boolean (TRUE));
  g_assert_true (kp_question_get_visible (why));
  g_assert_true (kp_question_get_required (why));
  g_assert_true (kp_form_step_get_visible (get_step (form, 1)));

  answer (form, "urgent", g_variant_new_boolean (FALSE));
  g_assert_false (kp_question_get_visible (why));
  g_assert_cmpuint (n_visible, ==, 2);
}

static void
test_faults (void)
{
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (NULL));
  KpQuestion *subject = kp_request_form_find_question (form, "subject");
  g_autoptr (GPtrArray) missing = NULL;
  g_autoptr (GPtrArray) none = NULL;

  /* Nobody is told off while typing. */
  answer (form, "email", g_variant_new_string ("nonsense"));
  g_assert_cmpint (kp_question_get_fault (subject), ==, KP_FAULT_NONE);

  g_assert_true (kp_request_form_check_step (form, get_step (form, 0)) == subject);
  g_assert_cmpint (kp_question_get_fault (subject), ==, KP_FAULT_MISSING);

  missing = kp_request_form_check (form);
  g_assert_cmpuint (missing->len, ==, 4);
  g_assert_cmpuint (((KpFormMissing *) missing->pdata[2])->step, ==, 3);
  g_assert_null (((KpFormMissing *) missing->pdata[3])->question);

  /* A fault goes as soon as it is mended. */
  fill (form);
  answer (form, "email", NULL);
  g_assert_cmpint (kp_question_get_fault (subject), ==, KP_FAULT_NONE);
  none = kp_request_form_check (form);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (kp_form_step_get_complete (get_step (form, 4)));
}

static void
test_changed (void)
{
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (NULL));
  guint n_changed = 0;
  guint edition;

  kp_test_count (form, "changed", &n_changed);
  answer (form, "subject", g_variant_new_string ("Tap"));
  answer (form, "subject", g_variant_new_string ("Tap"));
  kp_request_form_set_explanation (form, "It leaks");
  g_assert_cmpuint (n_changed, ==, 2);
  g_assert_cmpstr (kp_request_form_get_title (form), ==, "Tap");

  /* What was typed while a save was under way still has to be kept. */
  edition = kp_request_form_get_edition (form);
  kp_request_form_set_explanation (form, "It leaks a lot");
  kp_request_form_set_kept (form, edition, 1000);
  g_assert_cmpint (kp_request_form_get_state (form), ==, KP_FORM_CHANGED);
  kp_request_form_set_kept (form, kp_request_form_get_edition (form), 2000);
  g_assert_cmpint (kp_request_form_get_state (form), ==, KP_FORM_KEPT);
}

static void
test_round_trip (void)
{
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (NULL));
  g_autoptr (KpRequestForm) again = NULL;
  g_autofree char *draft = NULL;
  g_autofree char *second = NULL;

  fill (form);
  answer (form, "urgent", g_variant_new_boolean (TRUE));
  answer (form, "why", g_variant_new_string ("Water"));
  answer (form, "urgent", g_variant_new_boolean (FALSE));
  kp_request_form_set_explanation (form, "Please");
  kp_request_form_set_step (form, 1);
  draft = kp_request_form_dup_draft (form);

  again = kp_request_form_new (make_definition (draft));
  second = kp_request_form_dup_draft (again);
  g_assert_cmpstr (draft, ==, second);
  g_assert_cmpint (kp_request_form_get_state (again), ==, KP_FORM_KEPT);
  g_assert_true (kp_request_form_get_terms_accepted (again));
  g_assert_cmpuint (kp_request_form_get_step (again), ==, 1);

  /* Hidden answers are kept in the draft, in case the question comes back. */
  answer (again, "urgent", g_variant_new_boolean (TRUE));
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (
                                           kp_request_form_find_question (again, "why")),
                                         NULL),
                   ==, "Water");
}

static void
test_arguments (void)
{
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (NULL));
  yyjson_mut_doc *arguments;
  yyjson_mut_val *root;
  yyjson_mut_val *answers;

  fill (form);
  answer (form, "urgent", g_variant_new_boolean (TRUE));
  answer (form, "why", g_variant_new_string ("Water"));
  answer (form, "urgent", g_variant_new_boolean (FALSE));
  arguments = kp_request_form_dup_arguments (form, 5000);
  root = yyjson_mut_doc_get_root (arguments);
  answers = yyjson_mut_obj_get (root, "answers");

  g_assert_cmpstr (yyjson_mut_get_str (yyjson_mut_obj_get (root, "title")), ==, "Leaking tap");
  g_assert_nonnull (yyjson_mut_obj_get (answers, "subject"));
  g_assert_null (yyjson_mut_obj_get (answers, "why"));
  g_assert_cmpint (yyjson_mut_get_sint (yyjson_mut_obj_get (root, "terms_at")), ==, 5000);
  yyjson_mut_doc_free (arguments);
}

static void
test_refused (void)
{
  static const char DRAFT[] =
    "{\"v\":1,\"answers\":{\"subject\":\"Tap\"},\"checklist\":{\"photo\":true},"
    "\"terms\":\"AAAAAAAAAAAAAAAAAAAABA\",\"need\":[\"urgent:missing\",\"terms\"]}";
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (DRAFT));

  g_assert_true (kp_request_form_get_refused (form));
  g_assert_cmpint (kp_question_get_fault (kp_request_form_find_question (form, "urgent")), ==,
                   KP_FAULT_MISSING);
  g_assert_cmpint (kp_question_get_fault (kp_request_form_find_question (form, "subject")), ==,
                   KP_FAULT_NONE);
  /* Other terms than the ones that were agreed to. */
  g_assert_false (kp_request_form_get_terms_accepted (form));
}

/* A question that was changed meanwhile is marked, until it is answered, over a save too. */
static void
test_refused_for_a_change (void)
{
  static const char DRAFT[] =
    "{\"v\":1,\"answers\":{\"subject\":\"Tap\",\"urgent\":true},\"checklist\":{\"photo\":true},"
    "\"need\":[\"version\",\"subject:changed\",\"urgent:changed\",\"checklist.photo:changed\"]}";
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (DRAFT));
  g_autoptr (KpRequestForm) again = NULL;
  g_autofree char *draft = NULL;

  g_assert_true (kp_request_form_get_refused (form));
  g_assert_true (kp_request_form_get_renewed (form));
  g_assert_true (kp_question_get_changed (kp_request_form_find_question (form, "subject")));
  g_assert_true (kp_question_get_changed (kp_request_form_find_question (form, "checklist.photo")));
  g_assert_cmpint (kp_question_get_fault (kp_request_form_find_question (form, "subject")), ==,
                   KP_FAULT_NONE);

  answer (form, "subject", g_variant_new_string ("Pump"));
  draft = kp_request_form_dup_draft (form);
  again = kp_request_form_new (make_definition (draft));
  g_assert_false (kp_question_get_changed (kp_request_form_find_question (again, "subject")));
  g_assert_true (kp_question_get_changed (kp_request_form_find_question (again, "urgent")));
}

/* What is typed is kept, also when it is no number (yet). */
static void
test_unreadable (void)
{
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (NULL));
  g_autoptr (KpRequestForm) again = NULL;
  KpQuestion *count = kp_request_form_find_question (form, "count");
  g_autofree char *draft = NULL;

  answer (form, "count", g_variant_new_string ("about 3"));
  draft = kp_request_form_dup_draft (form);
  again = kp_request_form_new (make_definition (draft));
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (
                                           kp_request_form_find_question (again, "count")),
                                         NULL),
                   ==, "about 3");

  kp_question_leave (count);
  g_assert_cmpint (kp_question_get_fault (count), ==, KP_FAULT_WRONG_KIND);
  answer (form, "count", g_variant_new_int64 (3));
  g_assert_cmpint (kp_question_get_fault (count), ==, KP_FAULT_NONE);
}

/* Leaving a field judges what is in it; that it is empty is said only when one goes on. */
static void
test_left (void)
{
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (NULL));
  KpQuestion *email = kp_request_form_find_question (form, "email");
  KpQuestion *subject = kp_request_form_find_question (form, "subject");

  answer (form, "email", g_variant_new_string ("jan@"));
  g_assert_cmpint (kp_question_get_fault (email), ==, KP_FAULT_NONE);
  kp_question_leave (email);
  g_assert_cmpint (kp_question_get_fault (email), ==, KP_FAULT_MALFORMED);

  kp_question_leave (subject);
  g_assert_cmpint (kp_question_get_fault (subject), ==, KP_FAULT_NONE);
}

static void
test_parts (void)
{
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (NULL));
  KpQuestion *place = kp_request_form_find_question (form, "place");
  KpQuestion *street = kp_request_form_find_question (form, "where");
  g_autofree char *text = NULL;

  /* From the organisation, in parts. */
  g_assert_cmpstr (kp_question_get_part (place, "number"), ==, "12");
  g_assert_cmpstr (kp_question_get_part (place, "addition"), ==, "bis");
  text = kp_question_dup_value_text (place);
  g_assert_cmpstr (text, ==, "Lange Kade 12 bis, 1234 AB Ens");

  /* What follows from it changes with it, until somebody types something else. */
  kp_question_set_part (place, "street", "Dam");
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (street), NULL), ==, "Dam");
  answer (form, "where", g_variant_new_string ("Behind it"));
  kp_question_set_part (place, "street", "Plein");
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (street), NULL), ==, "Behind it");

  kp_question_set_part (place, "postcode", "");
  kp_question_leave (place);
  g_assert_cmpint (kp_question_get_fault (place), ==, KP_FAULT_MALFORMED);
}

static void
test_earlier (void)
{
  KpFormDefinition *definition = make_definition (NULL);
  static const char EARLIER[] = "{\"colour\":\"red\",\"subject\":\"Tap\"}";
  g_autoptr (KpRequestForm) form = NULL;

  definition->earlier = yyjson_read (EARLIER, strlen (EARLIER), 0);
  form = kp_request_form_new (definition);
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (
                                           kp_request_form_find_question (form, "colour")),
                                         NULL),
                   ==, "red");
  /* Only where the office asked for it. */
  g_assert_null (kp_question_get_value (kp_request_form_find_question (form, "subject")));
}

/* The flow has another question, and one fewer, than when the draft was kept. */
static void
test_renewed (void)
{
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (NULL));
  g_autoptr (KpRequestForm) same = NULL;
  g_autoptr (KpRequestForm) renewed = NULL;
  g_autoptr (KpRequestForm) again = NULL;
  g_autofree char *draft = NULL;
  g_autofree char *second = NULL;
  g_auto (GStrv) strays = NULL;
  KpFormDefinition *definition;

  fill (form);
  answer (form, "colour", g_variant_new_string ("green"));
  draft = kp_request_form_dup_draft (form);
  same = kp_request_form_new (make_definition (draft));
  g_assert_false (kp_request_form_get_renewed (same));

  definition = make_definition (draft);
  yyjson_doc_free (definition->flow);
  definition->flow = yyjson_read (NEW_SECTIONS, strlen (NEW_SECTIONS), 0);
  renewed = kp_request_form_new (definition);
  g_assert_true (kp_request_form_get_renewed (renewed));
  g_assert_true (kp_question_get_changed (kp_request_form_find_question (renewed, "subject")));
  g_assert_false (kp_question_get_changed (kp_request_form_find_question (renewed, "urgent")));

  /* The answer to what was taken away is still there, also after another save. */
  strays = kp_request_form_dup_strays (renewed);
  g_assert_true (g_strv_contains ((const char *const *) strays, "green"));
  kp_request_form_set_explanation (renewed, "x");
  second = kp_request_form_dup_draft (renewed);
  definition = make_definition (second);
  yyjson_doc_free (definition->flow);
  definition->flow = yyjson_read (NEW_SECTIONS, strlen (NEW_SECTIONS), 0);
  again = kp_request_form_new (definition);
  g_assert_true (kp_question_get_changed (kp_request_form_find_question (again, "subject")));

  /* Answering is having seen it. */
  answer (again, "subject", g_variant_new_string ("Pump"));
  g_assert_false (kp_question_get_changed (kp_request_form_find_question (again, "subject")));
}

/* 10,000 characters of any script; more is said before it is sent, and nothing is cut off. */
static void
test_long_explanation (void)
{
  g_autoptr (KpRequestForm) form = kp_request_form_new (make_definition (NULL));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) missing = NULL;

  fill (form);
  for (guint i = 0; i < 10000; i++)
    g_string_append (text, "🔧");
  kp_request_form_set_explanation (form, text->str);
  none = kp_request_form_check (form);
  g_assert_cmpuint (none->len, ==, 0);

  g_string_append (text, "!");
  kp_request_form_set_explanation (form, text->str);
  missing = kp_request_form_check (form);
  g_assert_cmpuint (missing->len, ==, 1);
  g_assert_cmpint (((KpFormMissing *) missing->pdata[0])->fault, ==, KP_FAULT_TOO_LONG);
  g_assert_cmpstr (kp_request_form_get_explanation (form), ==, text->str);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/request-form/new/steps-and-prefilled-answers", test_steps);
  g_test_add_func ("/request-form/conditions/show-and-hide", test_conditions);
  g_test_add_func ("/request-form/faults/shown-when-asked-gone-when-mended", test_faults);
  g_test_add_func ("/request-form/changed/told-once-per-difference", test_changed);
  g_test_add_func ("/request-form/draft/comes-back-the-same", test_round_trip);
  g_test_add_func ("/request-form/arguments/visible-answers-only", test_arguments);
  g_test_add_func ("/request-form/unreadable/is-kept-and-at-fault", test_unreadable);
  g_test_add_func ("/request-form/left/judged-but-not-missed", test_left);
  g_test_add_func ("/request-form/parts/filled-from-and-followed", test_parts);
  g_test_add_func ("/request-form/earlier/fills-where-asked", test_earlier);
  g_test_add_func ("/request-form/renewed/flags-what-changed", test_renewed);
  g_test_add_func ("/request-form/explanation/ten-thousand-of-any-script", test_long_explanation);
  g_test_add_func ("/request-form/refused/shows-what-the-office-named", test_refused);
  g_test_add_func ("/request-form/refused/marks-what-changed-meanwhile",
                   test_refused_for_a_change);

  return g_test_run ();
}
