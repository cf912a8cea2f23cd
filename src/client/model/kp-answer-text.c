/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers as a person reads them. Any thread.
 */

#include "kp-question-private.h"

#include "kp-form.h"
#include "kp-money.h"
#include "kp-names.h"
#include "kp-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Returns: (transfer full): "1 April 2026" in the language of the interface */
static char *
format_date (const char *text)
{
  g_autoptr (GDateTime) date = NULL;
  g_auto (GStrv) parts = g_strsplit (text, "-", 4);

  if (g_strv_length (parts) == 3)
    date = g_date_time_new_utc (atoi (parts[0]), atoi (parts[1]), atoi (parts[2]), 0, 0, 0);

  /* Translators: a date in full, as for g_date_time_format(). */
  return date != NULL ? g_date_time_format (date, _ ("%-d %B %Y")) : g_strdup (text);
}

/* Returns: (transfer full): "1 April 2026, 14:05" */
static char *
format_local (const char *text)
{
  g_autofree char *day = NULL;
  g_autofree char *date = NULL;

  if (!kp_local_is_valid (text, strlen (text)))
    return g_strdup (text);

  day = g_strndup (text, KP_DATE_LENGTH);
  date = format_date (day);

  return g_strdup_printf ("%s, %s", date, text + KP_DATE_LENGTH + 1);
}

const char *
kp_answer_get_urgency (const char *value)
{
  if (g_strcmp0 (value, KP_FORM_URGENCIES[0]) == 0)
    return _ ("It can wait");
  if (g_strcmp0 (value, KP_FORM_URGENCIES[1]) == 0)
    /* Translators: how soon something is needed */
    return C_ ("urgency", "Normal");

  return g_strcmp0 (value, KP_FORM_URGENCIES[2]) == 0 ? _ ("Urgent") : NULL;
}

static void
append_part (GString *text,
             const char *separator,
             yyjson_val *answer,
             const char *name)
{
  const char *part = yyjson_get_str (yyjson_obj_get (answer, name));

  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, separator);
  g_string_append (text, part);
}

/* Returns: (transfer full): "Kade 7 bis, 1234 AB Ens", "Piet, 06 12345678, piet@example.nl" */
static char *
join_parts (KpQuestionType type,
            yyjson_val *answer)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (type == KP_QUESTION_ADDRESS)
    {
      append_part (text, "", answer, "street");
      append_part (text, " ", answer, "number");
      append_part (text, " ", answer, "addition");
      append_part (text, ", ", answer, "postcode");
      append_part (text, " ", answer, "city");
    }
  else
    {
      append_part (text, "", answer, "name");
      append_part (text, ", ", answer, "location");
      append_part (text, ", ", answer, "phone");
      append_part (text, ", ", answer, "email");
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* Returns: (transfer full): "1.234 m²" */
static char *
format_number (yyjson_val *definition,
               gint64 number,
               const char *language)
{
  const char *unit = kp_names_pick (yyjson_obj_get (definition, "unit"), language);

  /* A no-break space: a number and its unit are one. */
  return g_strdup_printf ("%" G_GINT64_FORMAT "%s%s", number, unit != NULL ? "\u00a0" : "",
                          unit != NULL ? unit : "");
}

static const char *
find_label (yyjson_val *definition,
            const char *value,
            const char *language)
{
  size_t index;
  size_t length;
  yyjson_val *option;

  yyjson_arr_foreach (yyjson_obj_get (definition, "options"), index, length, option)
  {
    const char *label = kp_names_pick (yyjson_obj_get (option, "label"), language);

    if (g_strcmp0 (yyjson_get_str (yyjson_obj_get (option, "value")), value) == 0)
      return label != NULL ? label : value;
  }

  return value;
}

static char *
join_choices (yyjson_val *definition,
              yyjson_val *answer,
              const char *language)
{
  g_autoptr (GString) text = g_string_new (NULL);
  size_t index;
  size_t length;
  yyjson_val *choice;

  yyjson_arr_foreach (answer, index, length, choice)
  {
    if (!yyjson_is_str (choice))
      continue;
    if (text->len > 0)
      g_string_append (text, ", ");
    g_string_append (text, find_label (definition, yyjson_get_str (choice), language));
  }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

char *
kp_answer_dup_text (yyjson_val *definition,
                    yyjson_val *answer,
                    const char *language)
{
  KpQuestionType type =
    kp_question_type_from_name (yyjson_get_str (yyjson_obj_get (definition, "type")));

  if (yyjson_is_bool (answer))
    return g_strdup (yyjson_get_bool (answer) ? _ ("Yes") : _ ("No"));
  if (yyjson_is_int (answer) && type == KP_QUESTION_AMOUNT)
    return kp_money_format (yyjson_get_sint (answer), "EUR");
  if (yyjson_is_int (answer))
    return format_number (definition, yyjson_get_sint (answer), language);
  if (yyjson_is_obj (answer))
    return join_parts (type, answer);
  if (yyjson_is_arr (answer))
    return join_choices (definition, answer, language);
  if (!yyjson_is_str (answer))
    return g_strdup ("");
  if (type == KP_QUESTION_DATE)
    return format_date (yyjson_get_str (answer));
  if (type == KP_QUESTION_DATE_TIME)
    return format_local (yyjson_get_str (answer));
  if (type == KP_QUESTION_URGENCY && kp_answer_get_urgency (yyjson_get_str (answer)) != NULL)
    return g_strdup (kp_answer_get_urgency (yyjson_get_str (answer)));
  if (type == KP_QUESTION_CHOICE || type == KP_QUESTION_DROPDOWN)
    return g_strdup (find_label (definition, yyjson_get_str (answer), language));

  return g_strdup (yyjson_get_str (answer));
}
