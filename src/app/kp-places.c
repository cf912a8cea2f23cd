/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A build folder is known by what Meson puts into it.
 */

#include "kp-places.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#define SETTINGS_ROOT "/org/klantportaal/Klantportaal/"
#define SETTINGS_GROUP "settings"

/* Returns: (transfer full) (nullable): the build folder this program runs from, if it does */
static char *
dup_build_folder (void)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = program != NULL ? g_path_get_dirname (program) : NULL;

  for (int level = 0; folder != NULL && level < 4; level++)
    {
      g_autofree char *mark = g_build_filename (folder, "meson-private", NULL);
      char *parent;

      if (g_file_test (mark, G_FILE_TEST_IS_DIR))
        return g_steal_pointer (&folder);

      parent = g_path_get_dirname (folder);
      g_free (folder);
      folder = parent;
    }

  return NULL;
}

/* Returns: (transfer full): such as "klantportaal-org.klantportaal.Demo" */
static char *
dup_folder_name (const char *application_id)
{
  if (g_str_equal (application_id, KP_APPLICATION_ID))
    return g_strdup ("klantportaal");

  return g_strconcat ("klantportaal-", application_id, NULL);
}

static char *
dup_settings_path (const char *application_id)
{
  g_autofree char *name = dup_folder_name (application_id);

  return g_build_filename (g_get_user_config_dir (), name, "settings.ini", NULL);
}

static GSettingsSchema *
lookup_schema (void)
{
  g_autofree char *build = dup_build_folder ();
  GSettingsSchemaSource *known = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) source = NULL;

  if (build != NULL)
    {
      g_autofree char *folder = g_build_filename (build, "data", NULL);

      source = g_settings_schema_source_new_from_directory (folder, known, TRUE, NULL);
    }
  else if (known != NULL)
    {
      source = g_settings_schema_source_ref (known);
    }

  return source != NULL
           ? g_settings_schema_source_lookup (source, KP_APPLICATION_ID, TRUE)
           : NULL;
}

const char *
kp_places_get_application_id (void)
{
  const char *given = g_getenv ("KP_APP_ID");

  return given != NULL && g_application_id_is_valid (given) ? given : KP_BUILT_ID;
}

char *
kp_places_dup_locale_folder (void)
{
  g_autofree char *build = dup_build_folder ();

  if (build != NULL)
    return g_build_filename (build, "po", NULL);

  return g_strdup (KP_LOCALE_DIR);
}

char *
kp_places_dup_data_folder (const char *application_id)
{
  g_autofree char *name = dup_folder_name (application_id);

  return g_build_filename (g_get_user_data_dir (), name, NULL);
}

GSettings *
kp_places_make_settings (const char *application_id)
{
  g_autofree char *path = dup_settings_path (application_id);
  g_autoptr (GSettingsSchema) schema = lookup_schema ();
  g_autoptr (GSettingsBackend) backend = NULL;

  if (schema == NULL)
    return NULL;

  if (g_strcmp0 (g_getenv ("GSETTINGS_BACKEND"), "memory") == 0)
    backend = g_memory_settings_backend_new ();
  else
    backend = g_keyfile_settings_backend_new (path, SETTINGS_ROOT, SETTINGS_GROUP);

  return g_settings_new_full (schema, backend, NULL);
}

char *
kp_places_dup_language (const char *application_id)
{
  g_autofree char *path = dup_settings_path (application_id);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  g_autoptr (GVariant) value = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return NULL;

  text = g_key_file_get_value (file, SETTINGS_GROUP, "language", NULL);
  value = text != NULL ? g_variant_parse (G_VARIANT_TYPE_STRING, text, NULL, NULL, NULL) : NULL;
  if (value == NULL || *g_variant_get_string (value, NULL) == '\0')
    return NULL;

  return g_variant_dup_string (value, NULL);
}
