/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers as a person reads them. Any thread.
 */

#include "kp-question-private.h"

#include "kp-money.h"
#include "kp-names.h"

#include <glib/gi18n-lib.h>

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
    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) yyjson_get_sint (answer));
  if (yyjson_is_arr (answer))
    return join_choices (definition, answer, language);
  if (!yyjson_is_str (answer))
    return g_strdup ("");
  if (type == KP_QUESTION_DATE)
    return format_date (yyjson_get_str (answer));
  if (type == KP_QUESTION_CHOICE)
    return g_strdup (find_label (definition, yyjson_get_str (answer), language));

  return g_strdup (yyjson_get_str (answer));
}
