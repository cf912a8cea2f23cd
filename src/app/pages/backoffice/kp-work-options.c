/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One table.
 */

#include "kp-work-options.h"

#include "kp-list-support.h"

#include <glib/gi18n.h>

static const struct
{
  const char *option;
  const char *title; /* (nullable): NULL = the state's */
  const char *state; /* (nullable): NULL = all of them */
  const char *icon;
  KpCount count;
} OPTIONS[] = {
  { "requests", N_ ("Portal requests"), NULL, "kp-requests-symbolic", KP_COUNT_QUEUE },
  { "to-plan", NULL, "new", "list-add-symbolic", KP_COUNT_WORK_NEW },
  { "planned", NULL, "planned", "x-office-calendar-symbolic", KP_COUNT_WORK_PLANNED },
  { "in-progress", NULL, "in_progress", "applications-engineering-symbolic",
    KP_COUNT_WORK_IN_PROGRESS },
  { "blocked", NULL, "blocked", "media-playback-pause-symbolic", KP_COUNT_WORK_BLOCKED },
  { "done", NULL, "done", "object-select-symbolic", KP_COUNT_WORK_DONE },
  { "work-orders", N_ ("Work orders"), NULL, "x-office-document-symbolic",
    KP_COUNT_WORK_OPEN },
};

GPtrArray *
kp_work_options_add (KpPage *page)
{
  GPtrArray *options = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (OPTIONS); i++)
    {
      const char *title = OPTIONS[i].title != NULL
                            ? _ (OPTIONS[i].title)
                            : kp_list_support_name_work_state (OPTIONS[i].state);

      g_ptr_array_add (options, kp_page_add_option (page, OPTIONS[i].option, title,
                                                    OPTIONS[i].icon, _ ("Work")));
    }

  kp_page_add_option (page, "search", _ ("Search the office"), "system-search-symbolic",
                      _ ("Work"));

  return options;
}

void
kp_work_options_show_allowed (GPtrArray *options,
                              KpClient *client)
{
  gboolean visible = !kp_client_get_lacks_work (client);

  /* After the first: portal requests. */
  for (guint i = 1; i < options->len; i++)
    kp_option_set_visible (options->pdata[i], visible);
}

void
kp_work_options_show_counts (GPtrArray *options,
                             KpCounts *counts)
{
  for (guint i = 0; i < options->len; i++)
    kp_option_set_count (options->pdata[i], kp_counts_get (counts, OPTIONS[i].count));
}

gboolean
kp_work_options_find_state (const char *option,
                            const char **state)
{
  /* After the first: portal requests. */
  for (guint i = 1; i < G_N_ELEMENTS (OPTIONS); i++)
    {
      if (g_strcmp0 (option, OPTIONS[i].option) != 0)
        continue;

      if (state != NULL)
        *state = OPTIONS[i].state;
      return TRUE;
    }

  return FALSE;
}
