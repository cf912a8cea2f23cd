/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The portal backend: chooses the subcommand, and turns the main loop of those that serve.
 */

#include "kp-error.h"
#include "kps-commands.h"
#include "kps-demo.h"
#include "kps-hooks.h"
#include "kps-inspect.h"
#include "kps-log.h"
#include "kps-service.h"

#include <glib-unix.h>
#include <locale.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

typedef struct
{
  const char *name;
  int (*run) (int argc,
              char *argv[]);
  const char *help;
} Command;

/* What serve and demo understand. */
typedef struct
{
  char *config;      /* (owned) (nullable) */
  char *folder;      /* (owned) (nullable) */
  char *listen;      /* (owned) (nullable) */
  char *credentials; /* (owned) (nullable) */
  char *data;        /* (owned) (nullable) */
  int scale;
} Options;

typedef struct
{
  KpsService *service; /* (unowned) */
  GMainLoop *loop;     /* (unowned) */
} Ending;

/* A demonstration hashes at the floor, and many tries come from one machine. */
#define DEMO_ADDRESS_BURST 1000
#define DEMO_ADDRESS_EVERY_MS 20

static void
options_clear (Options *self)
{
  g_free (self->config);
  g_free (self->folder);
  g_free (self->listen);
  g_free (self->credentials);
  g_free (self->data);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

static gboolean
on_idle_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);

  return G_SOURCE_REMOVE;
}

/* The loop ends when it has nothing better to do: what was said to the sockets is on its way then.
 */
static gboolean
on_signal_cb (gpointer user_data)
{
  const Ending *ending = user_data;

  kps_log ("ending", NULL);
  kps_service_say_goodbye (ending->service);
  g_idle_add_full (G_PRIORITY_LOW, on_idle_cb, ending->loop, NULL);

  return G_SOURCE_CONTINUE;
}

/* Each connection is a descriptor, and the usual soft limit is for programs that have few. */
static void
raise_descriptor_limit (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return;

  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
}

/* @result: (nullable): of a demonstration */
static int
serve (const KpsConfig *config,
       const char *credentials,
       const KpsImportResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (KpsService) service = kps_service_new (config, kps_hooks_get_environment (), &error);
  g_autofree char *address = NULL;
  Ending ending = { .service = service, .loop = loop };

  if (service == NULL)
    return kps_command_fail (error);

  /* Before anybody is told that we listen, and may want us to end. */
  g_unix_signal_add (SIGTERM, on_signal_cb, &ending);
  g_unix_signal_add (SIGINT, on_signal_cb, &ending);
  if (!kps_service_listen (service, &address, &error))
    return kps_command_fail (error);

  if (credentials != NULL && !kps_demo_write_credentials (credentials, address, result, &error))
    return kps_command_fail (error);

  /* Whoever waits for this line finds the credentials written. */
  kps_log ("listening", "address", address, NULL);
  g_main_loop_run (loop);
  kps_service_close (service);
  kps_log ("ended", NULL);

  return 0;
}

static gboolean
parse (Options *options,
       const GOptionEntry *entries,
       int *argc,
       char **argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      kps_command_fail (error);
      return FALSE;
    }

  if (*argc == 1)
    return TRUE;

  g_printerr ("klantportaal-server: what is %s?\n", (*argv)[1]);

  return FALSE;
}

static void
set_listen (KpsConfig *config,
            const char *address)
{
  g_strfreev (config->listen);
  config->listen = g_new0 (char *, 2);
  config->listen[0] = g_strdup (address);
}

static int
run_serve (int argc,
           char *argv[])
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &options.config, "The configuration", "FILE" },
    { "dir", 0, 0, G_OPTION_ARG_FILENAME, &options.folder, "The office's folder", "DIR" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options.listen, "Where to listen", "HOST:PORT" },
    { NULL },
  };
  g_autoptr (KpsConfig) config = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse (&options, entries, &argc, &argv))
    return 2;

  config = kps_command_load_config (options.config, options.folder, &error);
  if (config == NULL)
    return kps_command_fail (error);

  if (options.listen != NULL)
    set_listen (config, options.listen);

  return serve (config, NULL, NULL);
}

static KpsConfig *
make_demo_config (const Options *options,
                  GError **error)
{
  KpsConfig *config = kps_command_load_config (options->config, options->folder, error);

  if (config == NULL || options->config != NULL)
    return config;

  config->password_memory_kib = KPS_PASSWORD_FLOOR_KIB;
  config->password_passes = KPS_PASSWORD_FLOOR_PASSES;
  config->address_burst = DEMO_ADDRESS_BURST;
  config->address_every_ms = DEMO_ADDRESS_EVERY_MS;
  g_set_str (&config->scanner, "simulator");

  return config;
}

static int
run_demo (int argc,
          char *argv[])
{
  g_auto (Options) options = { 0 };
  const GOptionEntry entries[] = {
    { "dir", 0, 0, G_OPTION_ARG_FILENAME, &options.folder,
      "Where the office is kept; made if missing", "DIR" },
    { "listen", 0, 0, G_OPTION_ARG_STRING, &options.listen,
      "Where to listen; port 0 = any free one", "HOST:PORT" },
    { "credentials", 0, 0, G_OPTION_ARG_FILENAME, &options.credentials,
      "Where to write how to sign in", "FILE" },
    { "scale", 0, 0, G_OPTION_ARG_INT, &options.scale, "How many times as many records", "N" },
    { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data, "The files to import", "DIR" },
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &options.config,
      "Other limits than the demonstration's", "FILE" },
    { NULL },
  };
  g_autoptr (KpsConfig) config = NULL;
  g_autoptr (KpsImportResult) result = NULL;
  g_autoptr (GError) error = NULL;

  if (!parse (&options, entries, &argc, &argv))
    return 2;

  if (options.folder == NULL || options.listen == NULL || options.credentials == NULL ||
      options.scale < 0)
    {
      g_printerr ("klantportaal-server: demo needs --dir, --listen and --credentials\n");
      return 2;
    }

  config = make_demo_config (&options, &error);
  if (config == NULL)
    return kps_command_fail (error);

  set_listen (config, options.listen);
  if (!kps_demo_prepare (config, options.data != NULL ? options.data : KPS_DEMO_FOLDER,
                         (guint) options.scale, &result, &error))
    return kps_command_fail (error);

  return serve (config, options.credentials, result);
}

static const Command COMMANDS[] = {
  { "serve", run_serve, "answer clients, as the configuration says" },
  { "demo", run_demo, "answer clients for an office with demonstration data" },
  { "migrate", kps_command_migrate, "bring the database to the newest schema" },
  { "check", kps_command_check, "check configuration, keys, database and audit log" },
  { "user", kps_command_user, "add|disable|enable|password LOGIN [--portal NAME]" },
  { "import", kps_command_import, "[--dry-run] DIR: bring an office in from files" },
  { "backup", kps_command_backup, "DIR: save all that a restore needs, and name what is lost" },
  { "rescan", kps_command_rescan, "scan the files of the last 30 days again" },
  { "restore", kps_command_restore, "DIR: go back to a backup; the server must not run" },
  { "inspect", kps_inspect_run, NULL }, /* for the server itself */
  { "verify", kps_command_verify, "compute the chains of the audit log and every file again" },
};

static int
print_help (FILE *stream)
{
  fputs ("klantportaal-server " KP_VERSION ": the portal backend\n\n", stream);
  for (guint i = 0; i < G_N_ELEMENTS (COMMANDS); i++)
    {
      if (COMMANDS[i].help != NULL)
        fprintf (stream, "  %-8s %s\n", COMMANDS[i].name, COMMANDS[i].help);
    }
  fputs ("\nEach takes --config FILE (default " KPS_CONFIG_DEFAULT_PATH ") and --help.\n", stream);

  return stream == stdout ? 0 : 2;
}

/* Replies grow to 4 MiB and are gone when they are sent. An allocator with a heap for each thread
 * would keep as much in each of them; such a block is one that the system takes back.
 */
static void
bound_memory (void)
{
  mallopt (M_ARENA_MAX, 2);
  mallopt (M_MMAP_THRESHOLD, 256 * 1024);
  mallopt (M_TRIM_THRESHOLD, 256 * 1024);
}

int
main (int argc,
      char *argv[])
{
  /* So that quotation marks and names arrive at a terminal as they are. */
  setlocale (LC_CTYPE, "");

  if (argc >= 2 && (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "help")))
    return print_help (stdout);

  if (argc >= 2 && g_str_equal (argv[1], "--version"))
    {
      g_print ("klantportaal-server %s\n", KP_VERSION);
      return 0;
    }

  for (guint i = 0; argc >= 2 && i < G_N_ELEMENTS (COMMANDS); i++)
    {
      if (!g_str_equal (argv[1], COMMANDS[i].name))
        continue;

      /* What an office keeps is its own; nobody else on the machine reads it. */
      umask (077);
      bound_memory ();
      kps_log_take_over ();
      raise_descriptor_limit ();

      return COMMANDS[i].run (argc - 1, argv + 1);
    }

  if (argc >= 2)
    g_printerr ("klantportaal-server: there is no command %s\n\n", argv[1]);

  return print_help (stderr);
}
