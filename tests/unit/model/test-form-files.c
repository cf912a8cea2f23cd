/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Questions and items of the checklist that are answered with files.
 */

#include "kp-attachment-private.h"
#include "kp-form-definition.h"
#include "kp-limits.h"
#include "kp-request-form.h"
#include "kp-test.h"

#include <string.h>

#define SHA "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const char SECTIONS[] =
  "[{\"key\":\"what\",\"title\":{\"en\":\"What\"},\"questions\":["
  "  {\"key\":\"damage\",\"type\":\"photo\",\"label\":{\"en\":\"The damage\"},\"required\":true,"
  "   \"max\":2},"
  "  {\"key\":\"offer\",\"type\":\"file\",\"label\":{\"en\":\"An offer\"},"
  "   \"types\":[\"application/pdf\"]}]}]";
static const char ITEMS[] =
  "[{\"key\":\"meter\",\"text\":{\"en\":\"Read the meter\"},\"required\":true,"
  "  \"evidence\":\"photo\"},"
  " {\"key\":\"plate\",\"text\":{\"en\":\"Noted the plate\"},\"required\":false,"
  "  \"evidence\":\"value\"}]";

static KpFileRow *
make_row (guint8 number,
          const char *name,
          const char *media_type)
{
  KpFileRow *row = g_new0 (KpFileRow, 1);

  row->id.bytes[0] = number;
  row->name = g_strdup (name);
  row->media_type = g_strdup (media_type);
  row->sha256 = g_strdup (SHA);
  row->size = 10;

  return row;
}

static KpAttachment *
make_photo (guint8 number)
{
  g_autoptr (KpFileRow) row = make_row (number, "photo.jpg", "image/jpeg");

  return kp_attachment_new_chosen (row);
}

static KpRequestForm *
make_form (const char *draft,
           KpFileRow *file)
{
  KpFormDefinition *definition = g_new0 (KpFormDefinition, 1);

  definition->draft_id.bytes[0] = 1;
  definition->flow_id = g_strdup ("AAAAAAAAAAAAAAAAAAAAAQ");
  definition->flow_name = g_strdup ("Repair");
  definition->org_id = g_strdup ("AAAAAAAAAAAAAAAAAAAAAg");
  definition->language = g_strdup ("en");
  definition->flow = yyjson_read (SECTIONS, strlen (SECTIONS), 0);
  definition->items = yyjson_read (ITEMS, strlen (ITEMS), 0);
  definition->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  definition->draft = draft != NULL ? yyjson_read (draft, strlen (draft), 0) : NULL;
  definition->files = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_file_row_free);
  if (file != NULL)
    g_ptr_array_add (definition->files, file);

  return kp_request_form_new (definition);
}

static KpQuestion *
find (KpRequestForm *form,
      const char *key)
{
  KpQuestion *question = kp_request_form_find_question (form, key);

  g_assert_nonnull (question);

  return question;
}

static guint
count_missing (KpRequestForm *form)
{
  g_autoptr (GPtrArray) missing = kp_request_form_check (form);

  return missing->len;
}

static void
test_answered (void)
{
  g_autoptr (KpRequestForm) form = make_form (NULL, NULL);
  g_autoptr (KpAttachment) photo = make_photo (1);
  KpQuestion *damage = find (form, "damage");
  g_autofree char *names = NULL;

  g_assert_cmpuint (count_missing (form), ==, 2);
  g_assert_cmpint (kp_question_get_fault (damage), ==, KP_FAULT_MISSING);
  kp_question_add_file (damage, photo);
  g_assert_cmpint (kp_question_get_fault (damage), ==, KP_FAULT_NONE);
  names = kp_question_dup_value_text (damage);
  g_assert_cmpstr (names, ==, "photo.jpg");

  kp_question_remove_file (damage, photo);
  g_assert_null (kp_question_get_value (damage));
}

static void
test_limits (void)
{
  g_autoptr (KpRequestForm) form = make_form (NULL, NULL);
  KpQuestion *damage = find (form, "damage");
  KpQuestion *offer = find (form, "offer");
  g_autofree char *types = kp_question_dup_type_names (offer);
  g_autofree char *photos = kp_question_dup_type_names (damage);

  g_assert_cmpstr (types, ==, "PDF");
  g_assert_cmpstr (photos, ==, "JPG, PNG");
  g_assert_cmpuint (kp_question_get_room (damage), ==, 2);
  g_assert_cmpuint (kp_question_get_room (offer), ==, KP_LIMIT_ATTACHMENTS);
  for (guint8 i = 1; i <= 2; i++)
    {
      g_autoptr (KpAttachment) photo = make_photo (i);

      kp_question_add_file (damage, photo);
    }
  g_assert_cmpuint (kp_question_get_room (damage), ==, 0);
  g_assert_cmpuint (kp_question_get_room (offer), ==, KP_LIMIT_ATTACHMENTS - 2);
}

static void
test_evidence (void)
{
  g_autoptr (KpRequestForm) form = make_form (NULL, NULL);
  g_autoptr (KpAttachment) photo = make_photo (1);
  g_autoptr (KpAttachment) damage = make_photo (2);
  KpQuestion *check = find (form, "checklist.meter");
  KpQuestion *evidence = find (form, "checklist.meter.evidence");
  KpQuestion *plate = find (form, "checklist.plate.evidence");

  kp_question_add_file (find (form, "damage"), damage);
  g_assert_false (kp_question_get_visible (evidence));
  g_assert_cmpuint (count_missing (form), ==, 1);
  g_assert_cmpint (kp_question_get_fault (check), ==, KP_FAULT_MISSING);

  /* A tick is asked for what it stands for. */
  kp_question_set_value (check, g_variant_new_boolean (TRUE));
  g_assert_true (kp_question_get_visible (evidence));
  g_assert_cmpuint (count_missing (form), ==, 1);
  g_assert_cmpint (kp_question_get_fault (check), ==, KP_FAULT_NONE);
  g_assert_cmpint (kp_question_get_fault (evidence), ==, KP_FAULT_MISSING);
  kp_question_add_file (evidence, photo);
  g_assert_cmpuint (count_missing (form), ==, 0);

  g_assert_cmpint (kp_question_get_question_type (plate), ==, KP_QUESTION_TEXT);
  kp_question_set_value (find (form, "checklist.plate"), g_variant_new_boolean (TRUE));
  kp_question_set_value (plate, g_variant_new_string ("AB-12-CD"));
  g_assert_cmpuint (count_missing (form), ==, 0);
}

static void
test_arguments (void)
{
  g_autoptr (KpRequestForm) form = make_form (NULL, NULL);
  g_autoptr (KpAttachment) photo = make_photo (1);
  g_autoptr (KpAttachment) meter = make_photo (2);
  yyjson_mut_doc *arguments;
  yyjson_mut_val *root;
  yyjson_mut_val *files;

  kp_question_add_file (find (form, "damage"), photo);
  kp_question_set_value (find (form, "checklist.meter"), g_variant_new_boolean (TRUE));
  kp_question_add_file (find (form, "checklist.meter.evidence"), meter);
  arguments = kp_request_form_dup_arguments (form, 1);
  root = yyjson_mut_doc_get_root (arguments);
  files = yyjson_mut_obj_get (root, "attachments");
  g_assert_cmpuint (yyjson_mut_arr_size (files), ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      yyjson_mut_val *file = yyjson_mut_arr_get (files, i);
      const char *place = yyjson_mut_get_str (yyjson_mut_obj_get (file, "place"));

      g_assert_true (g_str_equal (place, "damage") || g_str_equal (place, "checklist.meter"));
      g_assert_cmpstr (yyjson_mut_get_str (yyjson_mut_obj_get (file, "sha256")), ==, SHA);
    }

  files = yyjson_mut_obj_get (yyjson_mut_obj_get (yyjson_mut_obj_get (root, "checklist"), "meter"),
                              "files");
  g_assert_cmpstr (yyjson_mut_get_str (yyjson_mut_arr_get (files, 0)), ==,
                   kp_record_get_id (KP_RECORD (meter)));
  yyjson_mut_doc_free (arguments);
}

/* A draft names its files; one that is gone has to be chosen anew. */
static void
test_draft (void)
{
  g_autoptr (KpRequestForm) form = make_form (NULL, NULL);
  g_autoptr (KpRequestForm) again = NULL;
  g_autoptr (KpRequestForm) without = NULL;
  g_autoptr (KpAttachment) photo = make_photo (1);
  g_autofree char *draft = NULL;
  KpQuestion *evidence;

  kp_question_set_value (find (form, "checklist.meter"), g_variant_new_boolean (TRUE));
  kp_question_add_file (find (form, "checklist.meter.evidence"), photo);
  draft = kp_request_form_dup_draft (form);

  again = make_form (draft, make_row (1, "photo.jpg", "image/jpeg"));
  evidence = find (again, "checklist.meter.evidence");
  g_assert_cmpuint (g_list_model_get_n_items (kp_question_get_files (evidence)), ==, 1);
  g_assert_true (kp_question_get_visible (evidence));

  without = make_form (draft, NULL);
  evidence = find (without, "checklist.meter.evidence");
  g_assert_null (kp_question_get_value (evidence));
  g_assert_nonnull (kp_question_get_value (find (without, "checklist.meter")));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/form-files/answered/counts-and-is-named", test_answered);
  g_test_add_func ("/form-files/limits/of-question-and-form", test_limits);
  g_test_add_func ("/form-files/evidence/asked-for-once-ticked", test_evidence);
  g_test_add_func ("/form-files/arguments/say-what-each-file-answers", test_arguments);
  g_test_add_func ("/form-files/draft/keeps-them", test_draft);

  return g_test_run ();
}
