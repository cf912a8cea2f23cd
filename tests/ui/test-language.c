/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The language of the person: chosen in Administration it is sent to the office and kept on this
 * computer, and the next run of the program speaks it. Programs begin anew for it (they cannot
 * change it half-way), so each run is a process of its own here.
 */

#include "kp-administration-page.h"
#include "kp-details-form.h"
#include "kp-language.h"
#include "kp-page-fixture.h"
#include "kp-places.h"
#include "kp-test.h"

#include <glib/gi18n.h>

static void
keep_language (const char *language)
{
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *folder = g_dir_make_tmp ("kp-language-XXXXXX", NULL);

  /* A home of its own, and settings that last. */
  g_assert_nonnull (folder);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  g_unsetenv ("GSETTINGS_BACKEND");
  settings = kp_places_make_settings ("org.klantportaal.Test");
  g_assert_nonnull (settings);
  g_settings_set_string (settings, "language", language);
  g_settings_sync ();
}

/* One run of the program: what main () does before anything else. */
static void
run_program (gconstpointer expected)
{
  g_autofree char *language = NULL;

  keep_language (g_str_equal (expected, "Te doen") ? "nl" : "en");
  language = kp_places_dup_language ("org.klantportaal.Test");
  g_assert_nonnull (language);
  kp_language_set_up (language);
  g_assert_cmpstr (_ ("To do"), ==, expected);
}

static void
test_run (gconstpointer name)
{
  g_test_trap_subprocess (name, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
on_language_cb (GSimpleAction *action,
                GVariant *parameter,
                gpointer user_data)
{
  char **language = user_data;

  g_set_str (language, g_variant_get_string (parameter, NULL));
}

static void
set_up (PageFixture *self,
        gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_ADMINISTRATION_PAGE, NULL);
}

static void
test_chosen (PageFixture *self,
             gconstpointer data)
{
  g_autofree char *language = NULL;
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  const GActionEntry entries[] = { { .name = "language",
                                     .activate = on_language_cb,
                                     .parameter_type = "s" } };

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries),
                                   &language);
  gtk_widget_insert_action_group (GTK_WIDGET (self->window), "app", G_ACTION_GROUP (group));
  adw_combo_row_set_selected (page_fixture_wait (self, ADW_TYPE_COMBO_ROW), 1);
  page_fixture_act (self, KP_TYPE_DETAILS_FORM, "details.save", NULL);
  kp_test_wait_for (g_strcmp0 (language, "nl") == 0);
  kp_test_wait_for (
    g_strcmp0 (kp_client_get_user_locale (self->client.client), "nl") == 0);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/language/run/dutch/subprocess", "Te doen", run_program);
  g_test_add_data_func ("/language/run/english/subprocess", "To do", run_program);
  g_test_add_data_func ("/language/kept/next-run-speaks-dutch", "/language/run/dutch/subprocess",
                        test_run);
  g_test_add_data_func ("/language/kept/next-run-speaks-english",
                        "/language/run/english/subprocess", test_run);
  if (!g_test_subprocess ())
    adw_init ();
  g_test_add ("/language/chosen/is-sent-and-switched-to", PageFixture, NULL, set_up, test_chosen,
              page_fixture_tear_down);

  return g_test_run ();
}
