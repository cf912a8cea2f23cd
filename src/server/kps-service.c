/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building up in the order of need: push (whose hooks the office wants), office, accounts,
 * listener. Taking down in the reverse, so that nothing is called that is gone.
 */

#include "kps-service.h"

#include "kp-error.h"
#include "kps-log.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

struct _KpsService
{
  GObject parent_instance;

  const KpsConfig *config; /* (unowned) */
  int lock;                /* descriptor; -1 = none */
  KpsMetrics *metrics;     /* (owned) */
  KpsPush *push;           /* (owned) */
  KpsOffice *office;       /* (owned) (nullable) */
  KpsAccounts *accounts;   /* (owned) (nullable) */
  KpsFiles *files;         /* (owned) (nullable) */
  KpsListener *listener;   /* (owned) (nullable) */
  GFileMonitor *monitor;   /* (owned) (nullable): of rights.log */
  guint prune_source;
};

G_DEFINE_FINAL_TYPE (KpsService, kps_service, G_TYPE_OBJECT)

#define LOCK_FILE "serving.lock"
#define PRUNE_S (60 * 60)
/* The first descriptor that systemd hands over (sd_listen_fds(3)). */
#define FIRST_FD 3
#define MAX_FDS 16

int
kps_service_lock (const char *folder,
                  GError **error)
{
  g_autofree char *path = g_build_filename (folder, LOCK_FILE, NULL);
  int lock;

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "Can't make %s: %s", folder,
                   g_strerror (errno));
      return -1;
    }

  lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "Can't open %s: %s", path,
                   g_strerror (errno));
      return -1;
    }

  if (flock (lock, LOCK_EX | LOCK_NB) != 0)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_IN_USE, "A server is running on %s", folder);
      close (lock);
      return -1;
    }

  return lock;
}

static gboolean
prune_in_step (KpsTx *tx,
               gpointer data,
               GError **error)
{
  return kps_tx_prune (tx, error) && kps_session_prune (tx, error) &&
         kps_limiter_save (data, tx, error);
}

static void
on_pruned_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  if (!kps_writer_run_finish (KPS_WRITER (source_object), result, &error))
    kps_log ("prune-failed", "message", error->message, NULL);
}

static gboolean
on_prune_cb (gpointer user_data)
{
  KpsService *self = user_data;

  kps_writer_run_async (kps_office_get_writer (self->office), prune_in_step,
                        kps_accounts_get_limiter (self->accounts), NULL, on_pruned_cb, NULL);
  kps_files_tidy (self->files);

  return G_SOURCE_CONTINUE;
}

/* Somebody was switched off or on, here or by a subcommand in another process. */
static void
on_rights_changed_cb (KpsService *self)
{
  if (self->office != NULL)
    kps_push_review (self->push);
}

static gboolean
watch_rights (KpsService *self,
              GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (kps_office_get_rights_path (self->office));

  self->monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, error);
  if (self->monitor == NULL)
    return FALSE;

  /* Promptly: by default only one event per 800 ms is passed on. */
  g_file_monitor_set_rate_limit (self->monitor, 50);
  g_signal_connect_object (self->monitor, "changed", G_CALLBACK (on_rights_changed_cb), self,
                           G_CONNECT_SWAPPED);

  return TRUE;
}

static gboolean
open_office (KpsService *self,
             const KpEnvironment *environment,
             GError **error)
{
  KpsAccountsOptions options;
  KpsOfficeHooks hooks = {
    .changed = kps_push_hint,
    .issue_ticket = kps_push_issue_ticket,
    .data = self->push,
  };

  self->office =
    kps_office_open (self->config->folder, self->config->readers, environment, &hooks, error);
  if (self->office == NULL)
    return FALSE;

  kps_config_get_accounts_options (self->config, &options);
  self->accounts = kps_accounts_new (self->office, &options, error);

  return self->accounts != NULL;
}

static gboolean
begin_files (KpsService *self,
             GError **error)
{
  KpsFilesOptions options;

  kps_config_get_files_options (self->config, &options);
  self->files = kps_files_new (self->office, &options, error);

  return self->files != NULL;
}

static gboolean
make_listener (KpsService *self,
               GError **error)
{
  KpsListenerOptions options;
  KpsSurroundings surroundings = {
    .office = self->office,
    .accounts = self->accounts,
    .metrics = self->metrics,
    .push = self->push,
    .files = self->files,
    .office_name = self->config->office_name,
  };

  kps_config_get_listener_options (self->config, &options);
  self->listener = kps_listener_new (&surroundings, &options, error);

  return self->listener != NULL;
}

static void
kps_service_finalize (GObject *object)
{
  KpsService *self = KPS_SERVICE (object);

  kps_service_close (self);
  g_clear_object (&self->push);
  g_clear_pointer (&self->metrics, kps_metrics_free);

  G_OBJECT_CLASS (kps_service_parent_class)->finalize (object);
}

static void
kps_service_class_init (KpsServiceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kps_service_finalize;
}

static void
kps_service_init (KpsService *self)
{
  self->lock = -1;
  self->metrics = kps_metrics_new ();
}

KpsService *
kps_service_new (const KpsConfig *config,
                 const KpEnvironment *environment,
                 GError **error)
{
  g_autoptr (KpsService) self = g_object_new (KPS_TYPE_SERVICE, NULL);

  self->config = config;
  self->push = kps_push_new (environment, config->max_sockets);
  self->lock = kps_service_lock (config->folder, error);
  if (self->lock < 0 ||
      !open_office (self, environment, error) ||
      !watch_rights (self, error) ||
      !begin_files (self, error) ||
      !make_listener (self, error))
    return NULL;

  kps_push_set_office (self->push, self->office);
  self->prune_source = g_timeout_add_seconds (PRUNE_S, on_prune_cb, self);

  return g_steal_pointer (&self);
}

/* Returns: how many sockets systemd handed over to this very process */
static guint
count_handed_over (void)
{
  const char *pid_text = g_getenv ("LISTEN_PID");
  const char *count_text = g_getenv ("LISTEN_FDS");
  guint64 pid;
  guint64 count;

  if (pid_text == NULL || count_text == NULL ||
      !g_ascii_string_to_unsigned (pid_text, 10, 1, G_MAXINT32, &pid, NULL) ||
      (pid_t) pid != getpid () ||
      !g_ascii_string_to_unsigned (count_text, 10, 1, MAX_FDS, &count, NULL))
    return 0;

  return (guint) count;
}

static void
keep_first (char **first,
            char *address)
{
  if (first != NULL && *first == NULL)
    *first = g_strdup (address);
  g_free (address);
}

gboolean
kps_service_listen (KpsService *self,
                    char **address,
                    GError **error)
{
  guint n_handed_over = count_handed_over ();

  if (address != NULL)
    *address = NULL;

  for (guint i = 0; i < n_handed_over; i++)
    {
      char *taken = kps_listener_adopt (self->listener, FIRST_FD + (int) i, error);

      if (taken == NULL)
        return FALSE;

      keep_first (address, taken);
    }

  for (guint i = 0; n_handed_over == 0 && self->config->listen[i] != NULL; i++)
    {
      char *taken = kps_listener_listen (self->listener, self->config->listen[i],
                                         self->config->allow_remote, error);

      if (taken == NULL)
        return FALSE;

      keep_first (address, taken);
    }

  return TRUE;
}

void
kps_service_say_goodbye (KpsService *self)
{
  g_clear_handle_id (&self->prune_source, g_source_remove);
  g_clear_object (&self->monitor);
  if (self->push != NULL)
    kps_push_set_office (self->push, NULL);
}

void
kps_service_close (KpsService *self)
{
  kps_service_say_goodbye (self);
  if (self->listener != NULL)
    kps_listener_shutdown (self->listener);

  /* The listener's threads use it until then, and it uses the office. */
  g_clear_pointer (&self->files, kps_files_free);

  /* Handlers on the office's threads use the accounts until those threads have ended. */
  g_clear_pointer (&self->office, kps_office_close);
  g_clear_pointer (&self->accounts, kps_accounts_free);
  g_clear_object (&self->listener);
  if (self->lock >= 0)
    close (self->lock);
  self->lock = -1;
}
