/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The shipped sample names every key there is, each with the value that holds without it.
 */

#include "kps-config.h"

#include <string.h>

static char *
read_sample (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("KP_SOURCE"), "data",
                                            "klantportaal-server.conf", NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static KpsConfig *
load (const char *text,
      GError **error)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "server.conf", NULL);

  g_assert_no_errno (g_mkdir_with_parents (g_get_user_data_dir (), 0700));
  g_assert_true (g_file_set_contents (path, text, -1, NULL));

  return kps_config_load (path, error);
}

static void
test_sample_is_complete (void)
{
  g_autofree char *text = read_sample ();
  g_autofree const char **keys = kps_config_list_keys ();

  for (guint i = 0; keys[i] != NULL; i += 2)
    {
      g_autofree char *head = g_strdup_printf ("\n[%s]\n", keys[i]);
      g_autofree char *line = g_strdup_printf ("\n%s=", keys[i + 1]);
      g_autofree char *comment = g_strdup_printf ("\n#%s=", keys[i + 1]);
      const char *group = strstr (text, head);

      if (group == NULL || (strstr (group, line) == NULL && strstr (group, comment) == NULL))
        g_error ("%s of [%s] is not in the sample", keys[i + 1], keys[i]);
    }
}

static void
test_sample_is_default (void)
{
  g_autofree char *text = read_sample ();
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsConfig) sample = load (text, &error);
  g_autoptr (KpsConfig) shipped = kps_config_new ();

  g_assert_no_error (error);
  g_assert_cmpstr (sample->folder, ==, shipped->folder);
  g_assert_cmpstrv (sample->listen, shipped->listen);
  g_assert_null (sample->office_name);
  g_assert_cmpint (sample->allow_remote, ==, shipped->allow_remote);
  g_assert_cmpint (sample->log_requests, ==, shipped->log_requests);
  g_assert_cmpuint (sample->readers, ==, shipped->readers);
  g_assert_cmpuint (sample->max_in_flight, ==, shipped->max_in_flight);
  g_assert_cmpuint (sample->max_sockets, ==, shipped->max_sockets);
  g_assert_cmpuint (sample->hash_threads, ==, shipped->hash_threads);
  g_assert_cmpuint (sample->hash_queue, ==, shipped->hash_queue);
  g_assert_cmpuint (sample->password_memory_kib, ==, shipped->password_memory_kib);
  g_assert_cmpuint (sample->password_passes, ==, shipped->password_passes);
  g_assert_cmpuint (sample->login_burst, ==, shipped->login_burst);
  g_assert_cmpuint (sample->login_every_s, ==, shipped->login_every_s);
  g_assert_cmpuint (sample->address_burst, ==, shipped->address_burst);
  g_assert_cmpuint (sample->address_every_ms, ==, shipped->address_every_ms);
  g_assert_cmpuint (sample->access_s, ==, shipped->access_s);
  g_assert_cmpuint (sample->customer_days, ==, shipped->customer_days);
  g_assert_cmpuint (sample->staff_hours, ==, shipped->staff_hours);
}

static void
test_faults_have_lines (void)
{
  const struct
  {
    const char *text;
    const char *complaint;
  } cases[] = {
    { "[server]\nreaders=2\nfolders=/x\n", ":3: there is no key folders in [server]" },
    { "[server]\n\n# readers=2\n  readers = 0\n", ":4: readers must be a number from 1 to 64" },
    { "[passwords]\nqueue=5\n[server]\nqueue=5\n", ":4: there is no key queue in [server]" },
    { "[servers]\n", ":1: there is no group [servers]" },
    { "[server]\nfolder=\n", ":2: folder must be a text" },
    { "[server]\nallow-remote=maybe\n", ":2: allow-remote must be true or false" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpsConfig) config = load (cases[i].text, &error);

      g_assert_null (config);
      if (!g_str_has_suffix (error->message, cases[i].complaint))
        g_error ("%s", error->message);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/server-config/sample/names-every-key", test_sample_is_complete);
  g_test_add_func ("/server-config/sample/holds-the-defaults", test_sample_is_default);
  g_test_add_func ("/server-config/faults/have-lines", test_faults_have_lines);

  return g_test_run ();
}
