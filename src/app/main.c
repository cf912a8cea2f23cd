/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Starts the application, in the language that was chosen: it must be known before the first thread
 * runs, as changing the environment later is not safe. Nothing else belongs here, because no test
 * can link it.
 */

#include "kp-application.h"
#include "kp-language.h"
#include "kp-places.h"

#include <glib/gi18n.h>
#include <unistd.h>

static void
start_again (char *program)
{
  char *arguments[] = { program, NULL };

  execv ("/proc/self/exe", arguments);
  g_printerr ("klantportaal: cannot start again: %s\n", g_strerror (errno));
}

int
main (int argc,
      char *argv[])
{
  const char *application_id = kp_places_get_application_id ();
  g_autofree char *language = kp_places_dup_language (application_id);
  g_autofree char *data_folder = kp_places_dup_data_folder (application_id);
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (KpAccounts) accounts = NULL;
  g_autoptr (KpApplication) application = NULL;
  int status;

  kp_language_set_up (language);

  settings = kp_places_make_settings (application_id);
  if (settings == NULL)
    {
      g_printerr (_ ("klantportaal: the settings schema is missing; please install the program "
                     "again.\n"));
      return 1;
    }

  accounts = kp_accounts_new (data_folder, kp_environment_get_real ());
  application = kp_application_new (application_id, settings, accounts);
  status = g_application_run (G_APPLICATION (application), argc, argv);
  if (kp_application_get_restarting (application))
    {
      g_clear_object (&application);
      g_clear_object (&accounts);
      g_clear_object (&settings);
      start_again (argv[0]);
    }

  return status;
}
