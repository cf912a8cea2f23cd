/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One rule per way out; a reason of a later version leaves copying and removing.
 */

#include "kp-change-ways.h"

#include "kp-change-text.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

static gboolean
is_of_kind (KpChange *change,
            const char *kind)
{
  return g_strcmp0 (kp_change_get_kind (change), kind) == 0;
}

static gboolean
has_reason (KpChange *change,
            const char *reason)
{
  return g_strcmp0 (kp_change_get_reason (change), reason) == 0;
}

static gboolean
has_text (KpChange *change)
{
  const char *text = kp_change_get_text (change);

  return text != NULL && *text != '\0';
}

/* Whether nothing is wrong with what was meant, only with the moment. */
static gboolean
is_untimely (KpChange *change)
{
  return has_reason (change, KP_REASON_CONFLICT) || has_reason (change, KP_REASON_LOST) ||
         has_reason (change, KP_REASON_BYTES) ||
         (has_reason (change, KP_REASON_NEED) &&
          g_strcmp0 (kp_change_get_reason_detail (change), "confirm") == 0);
}

guint
kp_change_find_ways (KpChange *change,
                     const KpChangeSituation *situation)
{
  gboolean draft = kp_change_get_draft_id (change) != NULL;
  gboolean about_me = is_of_kind (change, "user.update");
  guint ways = 0;

  if (has_reason (change, KP_REASON_CONFLICT) && situation->n_different > 0)
    ways |= KP_WAY_CHOOSE;
  else if (is_untimely (change) && situation->may_repeat && !draft)
    ways |= KP_WAY_AGAIN;

  /* An answer or question that came too late is still worth reading. */
  if ((ways & KP_WAY_AGAIN) == 0 && has_text (change) && situation->may_comment &&
      (is_of_kind (change, "request.answer") || is_of_kind (change, "request.ask")))
    ways |= KP_WAY_MESSAGE;
  if (draft || (about_me && has_reason (change, KP_REASON_NEED) && (ways & KP_WAY_AGAIN) == 0))
    ways |= KP_WAY_EDIT;
  if (situation->here || about_me)
    ways |= KP_WAY_SHOW;
  if (has_text (change) || situation->n_different > 0)
    ways |= KP_WAY_COPY;

  return ways;
}

static char *
explain_step (KpChange *change,
              const char *theirs,
              gint64 now)
{
  const char *by = kp_change_get_reason_by (change);
  g_autofree char *when = kp_time_text_moment_within (kp_change_get_reason_at (change), now);

  if (by == NULL || *by == '\0')
    return g_strdup_printf (_ ("Somebody else was first: it is now “%s”. What you did was "
                               "not carried out."),
                            theirs);

  /* Translators: who was first, when, and what it is now */
  return g_strdup_printf (_ ("%s was first (%s): it is now “%s”. What you did was "
                             "not carried out."),
                          by,
                          when, theirs);
}

char *
kp_change_explain (KpChange *change,
                   const char *theirs,
                   gint64 now)
{
  if (has_reason (change, KP_REASON_CONFLICT) && theirs != NULL)
    return explain_step (change, theirs, now);
  if (has_reason (change, KP_REASON_CONFLICT) && is_of_kind (change, "user.update"))
    return g_strdup (_ ("The same details were changed here and elsewhere. Choose per field which "
                        "value to keep; the other one stays in the history of the office."));

  return g_strdup (kp_change_text_reason (change));
}

const char *
kp_change_name_field (const char *field)
{
  static const char *const NAMES[][2] = {
    { "display_name", N_ ("Name") },
    { "phone", N_ ("Phone") },
    { "email", N_ ("E-mail") },
    { "locale", N_ ("Language") },
    { "planned_on", N_ ("Planned on") },
    { "engineer", N_ ("Employee") },
    { "state", N_ ("Status") },
    { "title", N_ ("Title") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (NAMES); i++)
    if (g_strcmp0 (NAMES[i][0], field) == 0)
      return _ (NAMES[i][1]);

  return field;
}

char *
kp_change_dup_value (const char *field,
                     const char *value)
{
  if (value == NULL || *value == '\0')
    return g_strdup (_ ("Nothing"));
  if (g_strcmp0 (field, "planned_on") == 0)
    return kp_time_text_date (value);
  if (g_strcmp0 (field, "locale") != 0)
    return g_strdup (value);

  /* Languages are called by their own names. */
  return g_strdup (g_str_equal (value, "nl") ? "Nederlands" : "English");
}
