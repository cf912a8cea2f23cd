/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One line per kind of task; an unknown kind reads as its title alone.
 */

#include "kp-task-text.h"

#include "kp-page.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *kind;
  const char *name;  /* of the kind */
  const char *title; /* frame around the subject's title */
  const char *icon;
  const char *module; /* where it is done */
  const char *option;
} KpTaskText;

static const KpTaskText TEXTS[] = {
  { KP_TASK_ANSWER, N_ ("Questions to answer"), N_ ("Question: %s"), "mail-unread-symbolic",
    "requests", "mine" },
  { KP_TASK_DRAFT, N_ ("Drafts"), N_ ("Finish the draft: %s"), "document-edit-symbolic",
    "requests", "drafts" },
  { KP_TASK_CHANGE, N_ ("Changes to look at"), N_ ("Not accepted: %s"), "dialog-warning-symbolic",
    "changes", "" },
  { KP_TASK_REQUEST, N_ ("Portal requests"), N_ ("Decide: %s"), "kp-requests-symbolic",
    "backoffice", "requests" },
  { KP_TASK_REPLY, N_ ("Answers"), N_ ("Answered: %s"), "mail-unread-symbolic",
    "backoffice", "requests" },
};

static const KpTaskText *
find (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    if (g_strcmp0 (TEXTS[i].kind, kind) == 0)
      return &TEXTS[i];

  return NULL;
}

const char *
kp_task_text_kind (const char *kind)
{
  const KpTaskText *text = find (kind);

  return text != NULL ? _ (text->name) : "";
}

const char *
kp_task_text_icon (const char *kind)
{
  const KpTaskText *text = find (kind);

  return text != NULL ? text->icon : "kp-requests-symbolic";
}

char *
kp_task_text_title (const char *kind,
                    const char *title)
{
  const KpTaskText *text = find (kind);
  g_auto (GStrv) parts = NULL;

  /* One's own details have no title. */
  if ((title == NULL || *title == '\0') && g_strcmp0 (kind, KP_TASK_CHANGE) == 0)
    return g_strdup (_ ("A change of yours was not accepted"));
  if (title == NULL || *title == '\0')
    title = _ ("Without a title");
  if (text == NULL)
    return g_strdup (title);

  parts = g_strsplit (_ (text->title), "%s", 2);

  return g_strjoinv (title, parts);
}

void
kp_task_open (GtkWidget *widget,
              KpTask *task)
{
  const KpTaskText *text = find (kp_task_get_kind (task));

  if (text != NULL)
    kp_page_show (widget, text->module, text->option, kp_task_get_subject_id (task));
}
