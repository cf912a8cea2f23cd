/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The port is drawn once, so that the server comes back where its clients look for it.
 */

#include "kp-demo-portal.h"

#include "kp-test.h"

#include <glib/gstdio.h>

struct _KpDemoPortal
{
  char *folder;         /* (owned): everything the server writes */
  char *credentials;    /* (owned): path of the file with the accounts */
  char *host;           /* (owned): host and port */
  char *address;        /* (owned) */
  GSubprocess *process; /* (owned) (nullable): NULL while it is stopped */
};

#define POLL_MS 20

static guint16
draw_port (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();

  return g_socket_listener_add_any_inet_port (listener, NULL, NULL);
}

static gboolean
on_poll_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
answers (KpDemoPortal *self)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection =
    g_socket_client_connect_to_host (client, self->host, 80, NULL, NULL);

  return connection != NULL && g_file_test (self->credentials, G_FILE_TEST_EXISTS);
}

KpDemoPortal *
kp_demo_portal_new (void)
{
  KpDemoPortal *self = g_new0 (KpDemoPortal, 1);

  self->folder = g_dir_make_tmp ("kp-demo-XXXXXX", NULL);
  g_assert_nonnull (self->folder);
  self->credentials = g_build_filename (self->folder, "accounts.json", NULL);
  self->host = g_strdup_printf ("127.0.0.1:%u", draw_port ());
  self->address = g_strconcat ("http://", self->host, NULL);
  kp_demo_portal_start (self);

  return self;
}

void
kp_demo_portal_start (KpDemoPortal *self)
{
  g_autofree char *data = g_build_filename (self->folder, "server", NULL);
  g_autoptr (GError) error = NULL;
  guint poll;

  g_assert_null (self->process);
  self->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                      G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                    &error, g_getenv ("KP_SERVER"), "demo", "--dir", data,
                                    "--listen", self->host, "--credentials", self->credentials,
                                    "--data", g_getenv ("KP_DEMO"), NULL);
  g_assert_no_error (error);

  /* The loop has to turn for the condition to be looked at again. */
  poll = g_timeout_add (POLL_MS, on_poll_cb, NULL);
  kp_test_wait_for (answers (self));
  g_source_remove (poll);
}

void
kp_demo_portal_stop (KpDemoPortal *self)
{
  g_autoptr (GError) error = NULL;

  if (self->process == NULL)
    return;

  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  g_clear_object (&self->process);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
kp_demo_portal_free (KpDemoPortal *self)
{
  kp_demo_portal_stop (self);
  remove_tree (self->folder);
  g_free (self->folder);
  g_free (self->credentials);
  g_free (self->host);
  g_free (self->address);
  g_free (self);
}

const char *
kp_demo_portal_get_folder (KpDemoPortal *self)
{
  return self->folder;
}

const char *
kp_demo_portal_get_address (KpDemoPortal *self)
{
  return self->address;
}

char *
kp_demo_portal_dup_password (KpDemoPortal *self,
                             const char *login)
{
  g_autofree char *text = NULL;
  g_autofree char *pattern = NULL;
  g_autofree char *escaped = g_regex_escape_string (login, -1);
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;

  g_assert_true (g_file_get_contents (self->credentials, &text, NULL, NULL));
  pattern = g_strdup_printf ("\"login\"\\s*:\\s*\"%s\",\\s*\"password\"\\s*:\\s*\"([^\"]*)\"",
                             escaped);
  regex = g_regex_new (pattern, 0, 0, NULL);
  g_assert_true (g_regex_match (regex, text, 0, &match));

  return g_match_info_fetch (match, 1);
}

void
kp_demo_portal_switch_user (KpDemoPortal *self,
                            const char *verb,
                            const char *login,
                            const char *portal)
{
  g_autofree char *data = g_build_filename (self->folder, "server", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error, g_getenv ("KP_SERVER"), "user",
                      verb, login, "--dir", data, "--portal", portal, NULL);

  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}
