/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thread reads the server's log, so that the server never waits for us, and tells the address.
 */

#include "kp-server-process.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

struct _KpServerProcess
{
  char *root;             /* (owned): removed in the end */
  char *folder;           /* (owned): of the office */
  char *config;           /* (owned): path */
  char *clock;            /* (owned): path */
  char *address;          /* (owned) (nullable) */
  guint check;            /* switched off */
  guint64 limit;          /* bytes of a file; 0 = none */
  int fd;                 /* to hand over; -1 = none */
  GSubprocess *process;   /* (owned) (nullable) */
  GThread *reader;        /* (owned) (nullable) */
  GAsyncQueue *addresses; /* (owned): text; empty = the log ended */

  GMutex mutex;   /* guards the log */
  GPtrArray *log; /* (owned): lines */
};

#define PATIENCE_US (30 * G_USEC_PER_SEC)
#define ADDRESS " address="
/* The process itself must be named in LISTEN_PID, so a shell becomes it (sd_listen_fds(3)). */
#define HANDED_OVER_FD 3
#define EXECUTE "exec \"$@\""
#define ACTIVATE "LISTEN_PID=$$ LISTEN_FDS=1 exec \"$@\""

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

KpServerProcess *
kp_server_process_new (void)
{
  KpServerProcess *self = g_new0 (KpServerProcess, 1);
  g_autoptr (GError) error = NULL;

  self->root = g_dir_make_tmp ("klantportaal-XXXXXX", &error);
  g_assert_no_error (error);
  self->folder = g_build_filename (self->root, "office", NULL);
  self->config = g_build_filename (self->root, "server.conf", NULL);
  self->clock = g_build_filename (self->root, "clock", NULL);
  self->addresses = g_async_queue_new_full (g_free);
  g_mutex_init (&self->mutex);
  self->log = g_ptr_array_new_with_free_func (g_free);
  self->fd = -1;
  kp_server_process_configure (self, NULL);

  return self;
}

void
kp_server_process_configure (KpServerProcess *self,
                             const char *lines)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text =
    g_strdup_printf ("[server]\nfolder=%s\nlisten=127.0.0.1:0\n"
                     "[passwords]\nmemory-kib=19456\npasses=2\n%s",
                     self->folder, lines != NULL ? lines : "");

  g_file_set_contents (self->config, text, -1, &error);
  g_assert_no_error (error);
}

void
kp_server_process_switch_off (KpServerProcess *self,
                              guint check)
{
  self->check = check;
}

static void
keep_line (KpServerProcess *self,
           char *line)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_ptr_array_add (self->log, line);
}

static gpointer
read_log (gpointer data)
{
  KpServerProcess *self = data;
  g_autoptr (GDataInputStream) stream =
    g_data_input_stream_new (g_subprocess_get_stderr_pipe (self->process));
  char *line;

  while ((line = g_data_input_stream_read_line (stream, NULL, NULL, NULL)) != NULL)
    {
      const char *address = strstr (line, " event=listening" ADDRESS);

      if (address != NULL)
        g_async_queue_push (self->addresses,
                            g_strdup (strstr (address, ADDRESS) + strlen (ADDRESS)));
      if (g_test_verbose ())
        g_printerr ("# %s\n", line);
      keep_line (self, line);
    }
  g_async_queue_push (self->addresses, g_strdup (""));

  return NULL;
}

/* In the child, where only functions that are safe after fork() may be called. A test that fails
 * must not leave a server behind; a full disk is an error to write, not a signal.
 */
static void
set_up_child_cb (gpointer user_data)
{
  const KpServerProcess *self = user_data;
  const struct rlimit limit = { .rlim_cur = self->limit, .rlim_max = self->limit };

  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (self->limit == 0)
    return;

  signal (SIGXFSZ, SIG_IGN);
  setrlimit (RLIMIT_FSIZE, &limit);
}

void
kp_server_process_limit_files (KpServerProcess *self,
                               guint64 bytes)
{
  self->limit = bytes;
}

void
kp_server_process_hand_over (KpServerProcess *self,
                             int fd)
{
  g_clear_fd (&self->fd, NULL);
  self->fd = fd;
}

static GSubprocessLauncher *
make_launcher (KpServerProcess *self,
               GSubprocessFlags flags)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (flags);
  g_autofree char *check = g_strdup_printf ("%u", self->check);

  g_subprocess_launcher_set_child_setup (launcher, set_up_child_cb, self, NULL);
  /* libsoup warns of connections that died before they were accepted; that is no bug of ours. */
  g_subprocess_launcher_setenv (launcher, "G_DEBUG", "fatal-criticals", TRUE);
  g_subprocess_launcher_setenv (launcher, "KPS_TEST_CLOCK", self->clock, TRUE);
  g_subprocess_launcher_setenv (launcher, "KPS_TEST_SWITCHED_OFF", check, TRUE);

  return launcher;
}

static const char *
get_program (void)
{
  const char *program = g_getenv ("KP_SERVER");

  g_assert_nonnull (program);

  return program;
}

void
kp_server_process_start (KpServerProcess *self)
{
  g_autoptr (GSubprocessLauncher) launcher = make_launcher (self, G_SUBPROCESS_FLAGS_STDERR_PIPE);
  const char *script = self->fd >= 0 ? ACTIVATE : EXECUTE;
  g_autoptr (GError) error = NULL;

  g_assert_null (self->process);
  if (self->fd >= 0)
    g_subprocess_launcher_take_fd (launcher, g_steal_fd (&self->fd), HANDED_OVER_FD);
  self->process = g_subprocess_launcher_spawn (launcher, &error, "/bin/sh", "-c", script, "sh",
                                               get_program (), "serve", "--config", self->config,
                                               NULL);
  g_assert_no_error (error);
  self->reader = g_thread_new ("server-log", read_log, self);
  g_free (self->address);
  self->address = g_async_queue_timeout_pop (self->addresses, PATIENCE_US);
  if (self->address == NULL || *self->address == '\0')
    g_error ("The server does not start: %s",
             self->log->len > 0 ? (char *) g_ptr_array_index (self->log, self->log->len - 1)
                                : "it says nothing");
}

static void
await_end (KpServerProcess *self)
{
  g_autofree char *ended = NULL;

  g_subprocess_wait (self->process, NULL, NULL);
  g_thread_join (g_steal_pointer (&self->reader));
  ended = g_async_queue_timeout_pop (self->addresses, PATIENCE_US);
  g_assert_cmpstr (ended, ==, "");
}

void
kp_server_process_stop (KpServerProcess *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  await_end (self);
  g_assert_true (g_subprocess_get_if_exited (self->process));
  g_assert_cmpint (g_subprocess_get_exit_status (self->process), ==, 0);
  g_clear_object (&self->process);
}

void
kp_server_process_kill (KpServerProcess *self)
{
  g_subprocess_send_signal (self->process, SIGKILL);
  await_end (self);
  g_clear_object (&self->process);
}

void
kp_server_process_free (KpServerProcess *self)
{
  if (self->process != NULL)
    kp_server_process_kill (self);

  for (guint i = 0; i < self->log->len; i++)
    {
      const char *line = g_ptr_array_index (self->log, i);

      if (strstr (line, " event=bug ") != NULL || strstr (line, " event=failure ") != NULL)
        g_error ("The server says: %s", line);
    }

  remove_tree (self->root);
  g_ptr_array_unref (self->log);
  g_mutex_clear (&self->mutex);
  g_async_queue_unref (self->addresses);
  g_clear_fd (&self->fd, NULL);
  g_free (self->root);
  g_free (self->folder);
  g_free (self->config);
  g_free (self->clock);
  g_free (self->address);
  g_free (self);
}

int
kp_server_process_run (KpServerProcess *self,
                       const char *input,
                       char **output,
                       const char *command,
                       ...)
{
  g_autoptr (GSubprocessLauncher) launcher =
    make_launcher (self, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                           G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  const char *argument;
  va_list rest;

  g_ptr_array_add (arguments, (gpointer) get_program ());
  g_ptr_array_add (arguments, (gpointer) command);
  g_ptr_array_add (arguments, (gpointer) "--config");
  g_ptr_array_add (arguments, self->config);
  va_start (rest, command);
  while ((argument = va_arg (rest, const char *)) != NULL)
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (rest);
  g_ptr_array_add (arguments, NULL);

  process = g_subprocess_launcher_spawnv (launcher, (const char *const *) arguments->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, input, NULL, &text, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %s", command, text);
  if (output != NULL)
    *output = g_steal_pointer (&text);

  return g_subprocess_get_if_exited (process) ? g_subprocess_get_exit_status (process) : -1;
}

void
kp_server_process_set_clock (KpServerProcess *self,
                             gint64 ahead_ms)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, ahead_ms);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (self->clock, text, -1, &error);
  g_assert_no_error (error);
}

const char *
kp_server_process_get_folder (KpServerProcess *self)
{
  return self->folder;
}

const char *
kp_server_process_get_address (KpServerProcess *self)
{
  return self->address;
}

const char *
kp_server_process_get_pid (KpServerProcess *self)
{
  return g_subprocess_get_identifier (self->process);
}

guint
kp_server_process_count_descriptors (KpServerProcess *self)
{
  g_autofree char *path = g_build_filename ("/proc", kp_server_process_get_pid (self), "fd", NULL);
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  guint count = 0;

  g_assert_nonnull (folder);
  while (g_dir_read_name (folder) != NULL)
    count++;

  return count;
}

guint
kp_server_process_count_log (KpServerProcess *self,
                             const char *text)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint count = 0;

  for (guint i = 0; i < self->log->len; i++)
    count += strstr (g_ptr_array_index (self->log, i), text) != NULL;

  return count;
}
