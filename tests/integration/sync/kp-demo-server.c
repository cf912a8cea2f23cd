/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The demo's own command line, as ./dev run uses it.
 */

#include "kp-demo-server.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <signal.h>

#define WAIT_MS 20000

struct _KpDemoServer
{
  char *folder;         /* (owned) */
  char *office;         /* (owned): the office's folder */
  char *data;           /* (owned): folder of what the office imports */
  char *credentials;    /* (owned): path */
  char *address;        /* (owned) (nullable) */
  char *listen;         /* (owned): host and port */
  GSubprocess *process; /* (owned) (nullable) */
  GPtrArray *accounts;  /* (owned) (element-type KpDemoAccount) */
};

static void
free_account (gpointer data)
{
  KpDemoAccount *account = data;

  g_free (account->login);
  g_free (account->password);
  g_free (account->portal);
  g_free (account);
}

static void
add_account (JsonArray *array,
             guint index,
             JsonNode *node,
             gpointer user_data)
{
  KpDemoServer *self = user_data;
  JsonObject *object = json_node_get_object (node);
  KpDemoAccount *account = g_new0 (KpDemoAccount, 1);

  account->login = g_strdup (json_object_get_string_member (object, "login"));
  account->password = g_strdup (json_object_get_string_member (object, "password"));
  if (!json_object_get_null_member (object, "portal"))
    account->portal = g_strdup (json_object_get_string_member (object, "portal"));
  g_ptr_array_add (self->accounts, account);
}

/* The file is written once the socket listens, whole or not at all. */
static void
wait_for_credentials (KpDemoServer *self)
{
  gint64 deadline = g_get_monotonic_time () + WAIT_MS * 1000;

  while (!g_file_test (self->credentials, G_FILE_TEST_EXISTS))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_thread_yield ();
    }
}

static void
read_credentials (KpDemoServer *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;

  g_file_get_contents (self->credentials, &text, NULL, &error);
  g_assert_no_error (error);
  root = json_from_string (text, &error);
  g_assert_no_error (error);
  object = json_node_get_object (root);
  g_set_str (&self->address, json_object_get_string_member (object, "base_url"));
  g_set_str (&self->listen, self->address + strlen ("http://"));
  g_ptr_array_set_size (self->accounts, 0);
  json_array_foreach_element (json_object_get_array_member (object, "accounts"), add_account, self);
}

void
kp_demo_server_start (KpDemoServer *self)
{
  g_autoptr (GError) error = NULL;

  g_unlink (self->credentials);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                      G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                    &error, g_getenv ("KP_SERVER_PROGRAM"), "demo", "--dir",
                                    self->office, "--listen", self->listen, "--credentials",
                                    self->credentials, "--data", self->data, NULL);
  g_assert_no_error (error);
  wait_for_credentials (self);
  read_credentials (self);
}

KpDemoServer *
kp_demo_server_new (void)
{
  KpDemoServer *self = g_new0 (KpDemoServer, 1);

  self->folder = g_dir_make_tmp ("klantportaal-demo-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->office = g_build_filename (self->folder, "office", NULL);
  self->data = g_strdup (g_getenv ("KP_DEMO_DATA"));
  self->credentials = g_build_filename (self->folder, "credentials.json", NULL);
  self->listen = g_strdup ("127.0.0.1:0");
  self->accounts = g_ptr_array_new_with_free_func (free_account);
  kp_demo_server_start (self);

  return self;
}

static void
copy_tree (const char *from,
           const char *to)
{
  g_autoptr (GDir) dir = g_dir_open (from, 0, NULL);
  const char *name;

  g_assert_no_errno (g_mkdir_with_parents (to, 0700));
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *source = g_build_filename (from, name, NULL);
      g_autofree char *copy = g_build_filename (to, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      if (g_file_test (source, G_FILE_TEST_IS_DIR))
        {
          copy_tree (source, copy);
          continue;
        }
      g_assert_true (g_file_get_contents (source, &content, &length, NULL));
      g_assert_true (g_file_set_contents (copy, content, (gssize) length, NULL));
    }
}

void
kp_demo_server_edit (KpDemoServer *self,
                     const char *file,
                     const char *old,
                     const char *new)
{
  g_autofree char *copy = g_build_filename (self->folder, "data", NULL);
  g_autofree char *path = g_build_filename (copy, file, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GString) edited = NULL;

  if (!g_str_equal (self->data, copy))
    copy_tree (self->data, copy);
  g_set_str (&self->data, copy);
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  edited = g_string_new (text);
  g_assert_cmpuint (g_string_replace (edited, old, new, 1), ==, 1);
  g_assert_true (g_file_set_contents (path, edited->str, (gssize) edited->len, NULL));
}

void
kp_demo_server_import (KpDemoServer *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, g_getenv ("KP_SERVER_PROGRAM"),
                      "import", "--dir", self->office, self->data, NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}

static void
end (KpDemoServer *self,
     int signal_number)
{
  if (self->process == NULL)
    return;

  g_subprocess_send_signal (self->process, signal_number);
  g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->process);
}

void
kp_demo_server_stop (KpDemoServer *self)
{
  end (self, SIGTERM);
}

void
kp_demo_server_kill (KpDemoServer *self)
{
  end (self, SIGKILL);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

void
kp_demo_server_free (KpDemoServer *self)
{
  kp_demo_server_kill (self);
  remove_all (self->folder);
  g_ptr_array_unref (self->accounts);
  g_free (self->address);
  g_free (self->listen);
  g_free (self->credentials);
  g_free (self->data);
  g_free (self->office);
  g_free (self->folder);
  g_free (self);
}

const char *
kp_demo_server_get_address (KpDemoServer *self)
{
  return self->address;
}

const KpDemoAccount *
kp_demo_server_get_account (KpDemoServer *self,
                            gboolean staff)
{
  for (guint i = 0; i < self->accounts->len; i++)
    {
      const KpDemoAccount *account = g_ptr_array_index (self->accounts, i);

      if ((account->portal == NULL) == staff)
        return account;
    }

  g_assert_not_reached ();
}

void
kp_demo_server_run_copy (KpDemoServer *self,
                         const char *command,
                         const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, g_getenv ("KP_SERVER_PROGRAM"),
                      command, "--dir", self->office, folder, NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}

void
kp_demo_server_run_user (KpDemoServer *self,
                         const char *verb,
                         const KpDemoAccount *account)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) arguments = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_strv_builder_add_many (builder, g_getenv ("KP_SERVER_PROGRAM"), "user", "--dir", self->office,
                           NULL);
  if (account->portal != NULL)
    g_strv_builder_add_many (builder, "--portal", account->portal, NULL);
  g_strv_builder_add_many (builder, verb, account->login, NULL);
  arguments = g_strv_builder_end (builder);
  process = g_subprocess_newv ((const char *const *) arguments, G_SUBPROCESS_FLAGS_STDOUT_SILENCE,
                               &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
}
