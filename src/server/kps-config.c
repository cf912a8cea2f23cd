/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of keys; loading walks through the file by the table. GKeyFile parses and knows no lines,
 * so the line of a key is looked for in the text when there is something to say about it.
 */

#include "kps-config.h"

#include "kp-error.h"
#include "kp-limits.h"

#include <string.h>

typedef enum
{
  KIND_TEXT = 1,
  KIND_LIST, /* separated by semicolons */
  KIND_NUMBER,
  KIND_SWITCH /* true or false */
} Kind;

typedef struct
{
  const char *group;
  const char *key;
  Kind kind;
  gsize offset; /* in KpsConfig */
  guint min;    /* of a number */
  guint max;    /* of a number */
} Key;

#define MIB (G_GUINT64_CONSTANT (1024) * 1024)
#define FIELD(field) G_STRUCT_OFFSET (KpsConfig, field)

static const Key KEYS[] = {
  { "server", "folder", KIND_TEXT, FIELD (folder) },
  { "server", "listen", KIND_LIST, FIELD (listen) },
  { "server", "allow-remote", KIND_SWITCH, FIELD (allow_remote) },
  { "server", "office-name", KIND_TEXT, FIELD (office_name) },
  { "server", "readers", KIND_NUMBER, FIELD (readers), 1, 64 },
  { "server", "max-in-flight", KIND_NUMBER, FIELD (max_in_flight), 1, 10000 },
  { "server", "max-sockets", KIND_NUMBER, FIELD (max_sockets), 0, 10000 },
  { "server", "log-requests", KIND_SWITCH, FIELD (log_requests) },
  { "passwords", "threads", KIND_NUMBER, FIELD (hash_threads), 0, 256 },
  { "passwords", "queue", KIND_NUMBER, FIELD (hash_queue), 0, 10000 },
  { "passwords", "memory-kib", KIND_NUMBER, FIELD (password_memory_kib), KPS_PASSWORD_FLOOR_KIB,
    4194304 },
  { "passwords", "passes", KIND_NUMBER, FIELD (password_passes), KPS_PASSWORD_FLOOR_PASSES, 100 },
  { "limits", "login-tries", KIND_NUMBER, FIELD (login_burst), 1, 100 },
  { "limits", "login-seconds", KIND_NUMBER, FIELD (login_every_s), 1, 86400 },
  { "limits", "address-tries", KIND_NUMBER, FIELD (address_burst), 1, 1000000 },
  { "limits", "address-milliseconds", KIND_NUMBER, FIELD (address_every_ms), 1, 3600000 },
  { "sessions", "access-seconds", KIND_NUMBER, FIELD (access_s), 10, 3600 },
  { "sessions", "customer-days", KIND_NUMBER, FIELD (customer_days), 1, 90 },
  { "sessions", "staff-hours", KIND_NUMBER, FIELD (staff_hours), 1, 720 },
  { "files", "scanner", KIND_TEXT, FIELD (scanner) },
  { "files", "serve-unscanned", KIND_SWITCH, FIELD (serve_unscanned) },
  { "files", "quota-mib", KIND_NUMBER, FIELD (quota_mib), 1, 1048576 },
};

KpsConfig *
kps_config_new (void)
{
  static const char *const listen[] = { "127.0.0.1:8390", NULL };
  KpsConfig *self = g_new (KpsConfig, 1);
  KpsAccountsOptions accounts;
  KpsListenerOptions listener;

  kps_accounts_options_init (&accounts);
  kps_listener_options_init (&listener);
  *self = (KpsConfig) {
    .folder = g_strdup ("/var/lib/klantportaal"),
    .listen = g_strdupv ((char **) listen),
    .readers = 4,
    .max_in_flight = listener.max_in_flight,
    .max_sockets = 500,
    .hash_queue = listener.hash_queue,
    .password_memory_kib = accounts.cost.memory_kib,
    .password_passes = accounts.cost.passes,
    .login_burst = accounts.per_login.burst,
    .login_every_s = accounts.per_login.every_ms / 1000,
    .address_burst = listener.per_address.burst,
    .address_every_ms = listener.per_address.every_ms,
    .access_s = accounts.access_s,
    .customer_days = accounts.session_days,
    .staff_hours = accounts.staff_hours,
    .scanner = g_strdup ("none"),
    .quota_mib = KP_LIMIT_ORGANISATION_FILES / MIB,
  };

  return self;
}

void
kps_config_free (KpsConfig *self)
{
  g_free (self->folder);
  g_strfreev (self->listen);
  g_free (self->office_name);
  g_free (self->scanner);
  g_free (self);
}

/* Returns: the line of a group (@key NULL) or of a key in it, from 1 */
static guint
find_line (const char *text,
           const char *group,
           const char *key)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *head = g_strdup_printf ("[%s]", group);
  gboolean inside = FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);
      gsize length = strcspn (line, "= \t");

      if (line[0] == '[')
        inside = g_str_has_prefix (line, head);
      if (inside && (key == NULL || (strlen (key) == length && strncmp (line, key, length) == 0)))
        return i + 1;
    }

  return 1;
}

static const Key *
find_key (const char *group,
          const char *key)
{
  for (guint i = 0; i < G_N_ELEMENTS (KEYS); i++)
    {
      if (g_str_equal (KEYS[i].group, group) && (key == NULL || g_str_equal (KEYS[i].key, key)))
        return &KEYS[i];
    }

  return NULL;
}

static gboolean
read_number (GKeyFile *file,
             const Key *key,
             guint *number)
{
  g_autofree char *text = g_key_file_get_value (file, key->group, key->key, NULL);
  guint64 value;

  if (!g_ascii_string_to_unsigned (text, 10, key->min, key->max, &value, NULL))
    return FALSE;

  *number = (guint) value;

  return TRUE;
}

/* Returns: (nullable): what is expected instead, or NULL if the value was taken */
static const char *
read_value (KpsConfig *self,
            GKeyFile *file,
            const Key *key)
{
  gpointer field = G_STRUCT_MEMBER_P (self, key->offset);
  g_autoptr (GError) cause = NULL;

  switch (key->kind)
    {
    case KIND_TEXT:
      g_free (*(char **) field);
      *(char **) field = g_key_file_get_string (file, key->group, key->key, &cause);
      return cause == NULL && **(char **) field != '\0' ? NULL : "a text";

    case KIND_LIST:
      g_strfreev (*(char ***) field);
      *(char ***) field = g_key_file_get_string_list (file, key->group, key->key, NULL, &cause);
      return cause == NULL ? NULL : "texts separated by semicolons";

    case KIND_SWITCH:
      *(gboolean *) field = g_key_file_get_boolean (file, key->group, key->key, &cause);
      return cause == NULL ? NULL : "true or false";

    case KIND_NUMBER:
      break;
    }

  return read_number (file, key, field) ? NULL : "a number";
}

static gboolean
read_group (KpsConfig *self,
            GKeyFile *file,
            const char *group,
            const char *path,
            const char *text,
            GError **error)
{
  g_auto (GStrv) names = g_key_file_get_keys (file, group, NULL, error);

  if (find_key (group, NULL) == NULL)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "%s:%u: there is no group [%s]",
                   path, find_line (text, group, NULL), group);
      return FALSE;
    }

  for (guint i = 0; names[i] != NULL; i++)
    {
      const Key *key = find_key (group, names[i]);
      const char *expected = key != NULL ? read_value (self, file, key) : NULL;

      if (key == NULL)
        g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "%s:%u: there is no key %s in [%s]",
                     path, find_line (text, group, names[i]), names[i], group);
      else if (expected != NULL && key->kind == KIND_NUMBER)
        g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "%s:%u: %s must be a number from %u to %u",
                     path, find_line (text, group, names[i]), names[i], key->min, key->max);
      else if (expected != NULL)
        g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "%s:%u: %s must be %s",
                     path, find_line (text, group, names[i]), names[i], expected);
      else
        continue;

      return FALSE;
    }

  return TRUE;
}

KpsConfig *
kps_config_load (const char *path,
                 GError **error)
{
  g_autoptr (KpsConfig) self = kps_config_new ();
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *text = NULL;
  g_auto (GStrv) groups = NULL;
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;

  if (!g_key_file_load_from_data (file, text, length, G_KEY_FILE_NONE, error))
    {
      g_prefix_error (error, "%s: ", path);
      return NULL;
    }

  groups = g_key_file_get_groups (file, NULL);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (!read_group (self, file, groups[i], path, text, error))
        return NULL;
    }

  return g_steal_pointer (&self);
}

void
kps_config_get_accounts_options (const KpsConfig *self,
                                 KpsAccountsOptions *options)
{
  *options = (KpsAccountsOptions) {
    .cost = { .memory_kib = self->password_memory_kib, .passes = self->password_passes },
    .per_login = { .burst = self->login_burst, .every_ms = self->login_every_s * 1000 },
    .access_s = self->access_s,
    .session_days = self->customer_days,
    .staff_hours = self->staff_hours,
  };
}

void
kps_config_get_files_options (const KpsConfig *self,
                              KpsFilesOptions *options)
{
  *options = (KpsFilesOptions) {
    .scanner = self->scanner,
    .serve_unscanned = self->serve_unscanned,
    .quota = self->quota_mib * MIB,
  };
}

void
kps_config_get_listener_options (const KpsConfig *self,
                                 KpsListenerOptions *options)
{
  kps_listener_options_init (options);
  options->max_in_flight = self->max_in_flight;
  options->hash_queue = self->hash_queue;
  options->per_address =
    (KpsLimit) { .burst = self->address_burst, .every_ms = self->address_every_ms };
  options->log_requests = self->log_requests;
  if (self->hash_threads > 0)
    options->hash_threads = self->hash_threads;
}

const char **
kps_config_list_keys (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (KEYS); i++)
    {
      g_ptr_array_add (names, (gpointer) KEYS[i].group);
      g_ptr_array_add (names, (gpointer) KEYS[i].key);
    }
  g_ptr_array_add (names, NULL);

  return (const char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}
