/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Judging answers, and whole forms. Definitions are judged in kp-form-definition.c.
 */

#include "kp-form-private.h"

#include "kp-check.h"
#include "kp-condition.h"
#include "kp-limits.h"
#include "kp-time.h"
#include "kp-value.h"

#include <string.h>

static const struct
{
  const char *name;
  KpFormType type;
} TYPES[] = {
  { "text", KP_FORM_TYPE_TEXT },
  { "long_text", KP_FORM_TYPE_LONG_TEXT },
  { "number", KP_FORM_TYPE_NUMBER },
  { "amount", KP_FORM_TYPE_AMOUNT },
  { "email", KP_FORM_TYPE_EMAIL },
  { "phone", KP_FORM_TYPE_PHONE },
  { "iban", KP_FORM_TYPE_IBAN },
  { "postcode", KP_FORM_TYPE_POSTCODE },
  { "date", KP_FORM_TYPE_DATE },
  { "choice", KP_FORM_TYPE_CHOICE },
  { "choices", KP_FORM_TYPE_CHOICES },
  { "yes_no", KP_FORM_TYPE_YES_NO },
  { "heading", KP_FORM_TYPE_HEADING },
  { "time", KP_FORM_TYPE_TIME },
  { "date_time", KP_FORM_TYPE_DATE_TIME },
  { "dropdown", KP_FORM_TYPE_DROPDOWN },
  { "location", KP_FORM_TYPE_LOCATION },
  { "urgency", KP_FORM_TYPE_URGENCY },
  { "address", KP_FORM_TYPE_ADDRESS },
  { "asset", KP_FORM_TYPE_ASSET },
  { "contact", KP_FORM_TYPE_CONTACT },
  { "file", KP_FORM_TYPE_FILE },
  { "photo", KP_FORM_TYPE_PHOTO },
};

const char *const KP_FORM_URGENCIES[] = { "low", "normal", "high", NULL };

static const KpFormPart ADDRESS_PARTS[] = {
  { "postcode", TRUE },
  { "number", TRUE },
  { "addition", FALSE },
  { "street", FALSE },
  { "city", FALSE },
  { NULL, FALSE },
};
static const KpFormPart ASSET_PARTS[] = {
  { "name", TRUE },
  { "id", FALSE },
  { "location", FALSE },
  { NULL, FALSE },
};
static const KpFormPart CONTACT_PARTS[] = {
  { "name", TRUE },
  { "id", FALSE },
  { "phone", FALSE },
  { "email", FALSE },
  { NULL, FALSE },
};

KpFormType
kp_form_get_type (yyjson_val *question)
{
  const char *name = kp_value_get_text (yyjson_obj_get (question, "type"));

  for (guint i = 0; i < G_N_ELEMENTS (TYPES); i++)
    {
      if (g_strcmp0 (TYPES[i].name, name) == 0)
        return TYPES[i].type;
    }

  return KP_FORM_TYPE_UNKNOWN;
}

const KpFormPart *
kp_form_get_parts (KpFormType type)
{
  if (type == KP_FORM_TYPE_ADDRESS)
    return ADDRESS_PARTS;
  if (type == KP_FORM_TYPE_ASSET)
    return ASSET_PARTS;

  return type == KP_FORM_TYPE_CONTACT ? CONTACT_PARTS : NULL;
}

void
kp_form_problem_free (KpFormProblem *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->place);
  g_free (self);
}

void
kp_form_add_problem (GPtrArray *problems,
                     char *place,
                     KpFormFault fault)
{
  KpFormProblem *problem = g_new (KpFormProblem, 1);

  *problem = (KpFormProblem) { .place = place, .fault = fault };
  g_ptr_array_add (problems, problem);
}

gboolean
kp_form_is_visible (yyjson_val *section,
                    yyjson_val *question,
                    yyjson_val *answers)
{
  return kp_condition_holds (yyjson_obj_get (section, "visible_if"), answers) &&
         kp_condition_holds (yyjson_obj_get (question, "visible_if"), answers);
}

gboolean
kp_form_is_required (yyjson_val *question,
                     yyjson_val *answers)
{
  yyjson_val *required = yyjson_obj_get (question, "required");

  return required != NULL && kp_condition_holds (required, answers);
}

static KpFormFault
check_format (yyjson_val *question,
              const char *text)
{
  yyjson_val *pattern = yyjson_obj_get (question, "pattern");
  gboolean is_right = TRUE;

  switch (kp_form_get_type (question))
    {
    case KP_FORM_TYPE_EMAIL:
      is_right = kp_check_email (text);
      break;

    case KP_FORM_TYPE_PHONE:
      is_right = kp_check_phone (text);
      break;

    case KP_FORM_TYPE_IBAN:
      is_right = kp_check_iban (text);
      break;

    case KP_FORM_TYPE_POSTCODE:
      is_right = kp_check_postcode (text);
      break;

    case KP_FORM_TYPE_TEXT:
    case KP_FORM_TYPE_LONG_TEXT:
    case KP_FORM_TYPE_UNKNOWN:
    case KP_FORM_TYPE_NUMBER:
    case KP_FORM_TYPE_AMOUNT:
    case KP_FORM_TYPE_DATE:
    case KP_FORM_TYPE_CHOICE:
    case KP_FORM_TYPE_CHOICES:
    case KP_FORM_TYPE_YES_NO:
    case KP_FORM_TYPE_HEADING:
    case KP_FORM_TYPE_TIME:
    case KP_FORM_TYPE_DATE_TIME:
    case KP_FORM_TYPE_DROPDOWN:
    case KP_FORM_TYPE_LOCATION:
    case KP_FORM_TYPE_URGENCY:
    case KP_FORM_TYPE_ADDRESS:
    case KP_FORM_TYPE_ASSET:
    case KP_FORM_TYPE_CONTACT:
    case KP_FORM_TYPE_FILE:
    case KP_FORM_TYPE_PHOTO:
      break;
    }

  if (is_right && yyjson_is_str (pattern))
    is_right = kp_pattern_matches (yyjson_get_str (pattern), text);

  return is_right ? 0 : KP_FORM_MALFORMED;
}

static KpFormFault
check_text (yyjson_val *question,
            yyjson_val *answer)
{
  gint64 max_length = KP_LIMIT_ANSWER_CHARACTERS;

  if (!yyjson_is_str (answer))
    return KP_FORM_WRONG_KIND;
  kp_value_get_int (yyjson_obj_get (question, "max_length"), &max_length);
  if (yyjson_get_len (answer) > KP_LIMIT_TEXT ||
      g_utf8_strlen (yyjson_get_str (answer), -1) > max_length)
    return KP_FORM_TOO_LONG;

  return check_format (question, yyjson_get_str (answer));
}

static KpFormFault
check_bounds (yyjson_val *question,
              gint64 number)
{
  gint64 bound;

  if (kp_value_get_int (yyjson_obj_get (question, "min"), &bound) && number < bound)
    return KP_FORM_OUT_OF_RANGE;
  if (kp_value_get_int (yyjson_obj_get (question, "max"), &bound) && number > bound)
    return KP_FORM_OUT_OF_RANGE;

  return 0;
}

static KpFormFault
check_number (yyjson_val *question,
              yyjson_val *answer)
{
  gint64 number;

  if (!kp_value_get_int (answer, &number))
    return KP_FORM_WRONG_KIND;

  return check_bounds (question, number);
}

static gboolean
is_moment (KpFormType type,
           yyjson_val *answer)
{
  const char *text = kp_value_get_text (answer);

  if (text == NULL)
    return FALSE;
  if (type == KP_FORM_TYPE_DATE)
    return kp_date_is_valid (text, yyjson_get_len (answer));
  if (type == KP_FORM_TYPE_TIME)
    return kp_clock_is_valid (text, yyjson_get_len (answer));

  return kp_local_is_valid (text, yyjson_get_len (answer));
}

/* Dates, and times, of one form sort as texts. */
static KpFormFault
check_moment (yyjson_val *question,
              yyjson_val *answer)
{
  yyjson_val *min = yyjson_obj_get (question, "min");
  yyjson_val *max = yyjson_obj_get (question, "max");

  if (!is_moment (kp_form_get_type (question), answer))
    return KP_FORM_WRONG_KIND;
  if (yyjson_is_str (min) && strcmp (yyjson_get_str (answer), yyjson_get_str (min)) < 0)
    return KP_FORM_OUT_OF_RANGE;
  if (yyjson_is_str (max) && strcmp (yyjson_get_str (answer), yyjson_get_str (max)) > 0)
    return KP_FORM_OUT_OF_RANGE;

  return 0;
}

static KpFormFault
check_choice (yyjson_val *question,
              yyjson_val *answer)
{
  yyjson_arr_iter iter;
  yyjson_val *option;

  if (!yyjson_is_str (answer))
    return KP_FORM_WRONG_KIND;

  yyjson_arr_iter_init (yyjson_obj_get (question, "options"), &iter);
  while ((option = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (kp_value_equal (yyjson_obj_get (option, "value"), answer))
        return 0;
    }

  return KP_FORM_NOT_AN_OPTION;
}

static KpFormFault
check_choices (yyjson_val *question,
               yyjson_val *answer)
{
  g_autoptr (GHashTable) chosen = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_arr_iter iter;
  yyjson_val *choice;

  if (!yyjson_arr_iter_init (answer, &iter))
    return KP_FORM_WRONG_KIND;
  if (yyjson_arr_size (answer) > KP_LIMIT_OPTIONS)
    return KP_FORM_TOO_LONG;

  while ((choice = yyjson_arr_iter_next (&iter)) != NULL)
    {
      KpFormFault fault = check_choice (question, choice);

      if (fault != 0)
        return fault;
      if (!g_hash_table_add (chosen, (gpointer) yyjson_get_str (choice)))
        return KP_FORM_NOT_AN_OPTION;
    }

  return check_bounds (question, yyjson_arr_size (answer));
}

static KpFormFault
check_files (yyjson_val *question,
             yyjson_val *answer)
{
  KpFormFault fault = kp_form_check_file_ids (answer);

  return fault != 0 ? fault : check_bounds (question, yyjson_arr_size (answer));
}

static KpFormFault
check_urgency (yyjson_val *answer)
{
  const char *text = kp_value_get_text (answer);

  if (text == NULL)
    return KP_FORM_WRONG_KIND;

  return g_strv_contains (KP_FORM_URGENCIES, text) ? 0 : KP_FORM_NOT_AN_OPTION;
}

/* 1 to 99999; letters and the like are the addition. */
static gboolean
is_house_number (const char *text)
{
  gsize length = strlen (text);

  return length <= 5 && *text != '0' && strspn (text, "0123456789") == length;
}

/* @text: not empty */
static KpFormFault
check_part (const char *name,
            yyjson_val *part)
{
  const char *text = yyjson_get_str (part);
  gboolean is_right = TRUE;
  KpId id;

  if (yyjson_get_len (part) > KP_LIMIT_PART)
    return KP_FORM_TOO_LONG;

  if (g_str_equal (name, "postcode"))
    is_right = kp_check_postcode (text);
  else if (g_str_equal (name, "number"))
    is_right = is_house_number (text);
  else if (g_str_equal (name, "email"))
    is_right = kp_check_email (text);
  else if (g_str_equal (name, "phone"))
    is_right = kp_check_phone (text);
  else if (g_str_equal (name, "id"))
    is_right = kp_value_get_id (part, &id);

  return is_right ? 0 : KP_FORM_MALFORMED;
}

static KpFormFault
check_parts (const KpFormPart *parts,
             yyjson_val *answer)
{
  KpFormFault found = 0;
  gsize n_known = 0;

  if (!yyjson_is_obj (answer) || !kp_value_has_unique_names (answer))
    return KP_FORM_WRONG_KIND;

  for (const KpFormPart *part = parts; part->name != NULL; part++)
    {
      yyjson_val *value = yyjson_obj_get (answer, part->name);
      KpFormFault fault = 0;

      n_known += value != NULL;
      if (value != NULL && !yyjson_is_str (value))
        return KP_FORM_WRONG_KIND;
      if (value != NULL && yyjson_get_len (value) > 0)
        fault = check_part (part->name, value);
      else if (part->required)
        fault = KP_FORM_MALFORMED;
      if (found == 0)
        found = fault;
    }

  return n_known == yyjson_obj_size (answer) ? found : KP_FORM_WRONG_KIND;
}

KpFormFault
kp_form_check_answer (yyjson_val *question,
                      yyjson_val *answer)
{
  if (kp_condition_is_empty (answer))
    return 0;

  switch (kp_form_get_type (question))
    {
    case KP_FORM_TYPE_TEXT:
    case KP_FORM_TYPE_LONG_TEXT:
    case KP_FORM_TYPE_EMAIL:
    case KP_FORM_TYPE_PHONE:
    case KP_FORM_TYPE_IBAN:
    case KP_FORM_TYPE_POSTCODE:
    case KP_FORM_TYPE_LOCATION:
      return check_text (question, answer);

    case KP_FORM_TYPE_NUMBER:
    case KP_FORM_TYPE_AMOUNT:
      return check_number (question, answer);

    case KP_FORM_TYPE_DATE:
    case KP_FORM_TYPE_TIME:
    case KP_FORM_TYPE_DATE_TIME:
      return check_moment (question, answer);

    case KP_FORM_TYPE_CHOICE:
    case KP_FORM_TYPE_DROPDOWN:
      return check_choice (question, answer);

    case KP_FORM_TYPE_URGENCY:
      return check_urgency (answer);

    case KP_FORM_TYPE_ADDRESS:
    case KP_FORM_TYPE_ASSET:
    case KP_FORM_TYPE_CONTACT:
      return check_parts (kp_form_get_parts (kp_form_get_type (question)), answer);

    case KP_FORM_TYPE_CHOICES:
      return check_choices (question, answer);

    case KP_FORM_TYPE_FILE:
    case KP_FORM_TYPE_PHOTO:
      return check_files (question, answer);

    case KP_FORM_TYPE_YES_NO:
      return yyjson_is_bool (answer) ? 0 : KP_FORM_WRONG_KIND;

    case KP_FORM_TYPE_HEADING:
    case KP_FORM_TYPE_UNKNOWN:
      return KP_FORM_UNKNOWN;
    }

  return KP_FORM_UNKNOWN;
}

/* Whether the question takes an answer at all; a heading is only shown. */
static gboolean
is_answerable (yyjson_val *question)
{
  return kp_value_get_text (yyjson_obj_get (question, "key")) != NULL &&
         kp_form_get_type (question) != KP_FORM_TYPE_HEADING;
}

static void
check_question (GPtrArray *problems,
                yyjson_val *question,
                yyjson_val *answers)
{
  const char *key = kp_value_get_text (yyjson_obj_get (question, "key"));
  yyjson_val *answer = yyjson_obj_get (answers, key);
  KpFormFault fault = kp_form_check_answer (question, answer);

  if (kp_condition_is_empty (answer) && kp_form_is_required (question, answers))
    fault = KP_FORM_MISSING;
  if (fault != 0)
    kp_form_add_problem (problems, g_strdup (key), fault);
}

/* Calls for each visible question that takes an answer; @visible gets their keys. */
static void
check_sections (GPtrArray *problems,
                GHashTable *visible,
                yyjson_val *sections,
                yyjson_val *answers)
{
  yyjson_arr_iter section_iter;
  yyjson_val *section;

  yyjson_arr_iter_init (sections, &section_iter);
  while ((section = yyjson_arr_iter_next (&section_iter)) != NULL)
    {
      yyjson_arr_iter iter;
      yyjson_val *question;

      yyjson_arr_iter_init (yyjson_obj_get (section, "questions"), &iter);
      while ((question = yyjson_arr_iter_next (&iter)) != NULL)
        {
          if (!is_answerable (question) || !kp_form_is_visible (section, question, answers))
            continue;
          g_hash_table_add (visible, (gpointer) yyjson_get_str (yyjson_obj_get (question, "key")));
          check_question (problems, question, answers);
        }
    }
}

static void
check_item (GPtrArray *problems,
            yyjson_val *item,
            const char *key,
            yyjson_val *state)
{
  KpFormFault fault = kp_form_check_item (item, state);

  if (fault == 0 && yyjson_is_true (yyjson_obj_get (item, "required")) &&
      !kp_form_is_ticked (item, state))
    fault = KP_FORM_MISSING;
  if (fault != 0)
    kp_form_add_problem (problems, g_strconcat (KP_FORM_CHECKLIST_PLACE, key, NULL), fault);
}

static void
check_checklist (GPtrArray *problems,
                 yyjson_val *items,
                 yyjson_val *checklist)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_arr_iter iter;
  yyjson_obj_iter ticks;
  yyjson_val *item;
  yyjson_val *name;

  yyjson_arr_iter_init (items, &iter);
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      const char *key = kp_value_get_text (yyjson_obj_get (item, "key"));

      if (key == NULL)
        continue;
      g_hash_table_add (keys, (gpointer) key);
      check_item (problems, item, key, yyjson_obj_get (checklist, key));
    }

  yyjson_obj_iter_init (checklist, &ticks);
  while ((name = yyjson_obj_iter_next (&ticks)) != NULL)
    {
      if (!g_hash_table_contains (keys, yyjson_get_str (name)))
        kp_form_add_problem (problems,
                             g_strconcat (KP_FORM_CHECKLIST_PLACE, yyjson_get_str (name), NULL),
                             KP_FORM_UNKNOWN);
    }
}

GPtrArray *
kp_form_check (yyjson_val *sections,
               yyjson_val *answers,
               yyjson_val *items,
               yyjson_val *checklist)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GHashTable) visible = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_obj_iter iter;
  yyjson_val *name;

  problems = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_form_problem_free);
  check_sections (problems, visible, sections, answers);

  yyjson_obj_iter_init (answers, &iter);
  while ((name = yyjson_obj_iter_next (&iter)) != NULL)
    {
      if (!g_hash_table_contains (visible, yyjson_get_str (name)) &&
          !kp_condition_is_empty (yyjson_obj_iter_get_val (name)))
        kp_form_add_problem (problems, g_strdup (yyjson_get_str (name)), KP_FORM_UNKNOWN);
    }

  check_checklist (problems, items, checklist);

  return g_steal_pointer (&problems);
}

static gboolean
has_condition (yyjson_val *section,
               yyjson_val *question)
{
  return yyjson_obj_get (section, "visible_if") != NULL ||
         yyjson_obj_get (question, "visible_if") != NULL;
}

/* Conditions look back only, so one pass in the order of the form settles everything. */
yyjson_mut_doc *
kp_form_prune_answers (yyjson_val *sections,
                       yyjson_val *answers)
{
  g_autoptr (yyjson_mut_doc) kept = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (kept);
  yyjson_arr_iter section_iter;
  yyjson_val *section;

  yyjson_mut_doc_set_root (kept, root);
  yyjson_arr_iter_init (sections, &section_iter);
  while ((section = yyjson_arr_iter_next (&section_iter)) != NULL)
    {
      yyjson_arr_iter iter;
      yyjson_val *question;

      yyjson_arr_iter_init (yyjson_obj_get (section, "questions"), &iter);
      while ((question = yyjson_arr_iter_next (&iter)) != NULL)
        {
          g_autoptr (yyjson_doc) earlier = NULL;
          yyjson_val *key = yyjson_obj_get (question, "key");
          yyjson_val *answer = yyjson_obj_get (answers, kp_value_get_text (key));

          if (!is_answerable (question) || kp_condition_is_empty (answer))
            continue;
          if (has_condition (section, question))
            earlier = yyjson_mut_doc_imut_copy (kept, NULL);
          if (earlier == NULL ||
              kp_form_is_visible (section, question, yyjson_doc_get_root (earlier)))
            yyjson_mut_obj_add (root, yyjson_val_mut_copy (kept, key),
                                yyjson_val_mut_copy (kept, answer));
        }
    }

  return g_steal_pointer (&kept);
}
