/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sets locale and translations. The former matters to the latter: gettext looks at LANGUAGE only
 * where the locale of messages is a real one, neither C nor C.UTF-8.
 */

#include "kp-language.h"

#include "kp-places.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <locale.h>

static const char *const DUTCH[] = { "nl_NL.UTF-8", "nl_BE.UTF-8", NULL };
static const char *const ENGLISH[] = { "en_GB.UTF-8", "en_US.UTF-8", "C.UTF-8", NULL };

const char *const *
kp_language_find_locales (const char *language)
{
  return g_str_has_prefix (language, "nl") ? DUTCH : ENGLISH;
}

/* Returns: (transfer full) (nullable): what the session asks for beyond its locale */
static char *
dup_language_of_session (void)
{
  const char *list = g_getenv ("LANGUAGE");
  g_auto (GStrv) languages = list != NULL ? g_strsplit (list, ":", 2) : NULL;

  return languages != NULL && languages[0] != NULL && *languages[0] != '\0'
           ? g_strdup (languages[0])
           : NULL;
}

static void
set_locale (const char *language)
{
  const char *const *locales = kp_language_find_locales (language);
  const char *present = setlocale (LC_MESSAGES, NULL);

  if (present != NULL && g_str_has_prefix (present, language))
    return;

  for (guint i = 0; locales[i] != NULL; i++)
    if (setlocale (LC_MESSAGES, locales[i]) != NULL)
      {
        setlocale (LC_TIME, locales[i]);
        return;
      }
}

void
kp_language_set_up (const char *language)
{
  g_autofree char *folder = kp_places_dup_locale_folder ();
  g_autofree char *session = language == NULL ? dup_language_of_session () : NULL;

  setlocale (LC_ALL, "");
  /* GTK would set it again, from the session. */
  gtk_disable_setlocale ();

  if (language != NULL)
    g_setenv ("LANGUAGE", language, TRUE);
  if (language != NULL || session != NULL)
    set_locale (language != NULL ? language : session);

  bindtextdomain (GETTEXT_PACKAGE, folder);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
