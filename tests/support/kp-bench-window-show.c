/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The side of the process that shows a window. The application is started as its main() starts it,
 * but the account is opened with keys that were handed over, not with those of a keyring.
 */

#include "kp-bench-window-private.h"
#include "kp-bench-window.h"
#include "kp-client-private.h"
#include "kp-language.h"
#include "kp-places.h"
#include "kp-window.h"

#include <glib-unix.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define APPLICATION_ID "org.klantportaal.Bench"

/* A process rests when it used less than 5 % of a processor for half a second. */
#define REST_MS 500
#define REST_CPU_US 25000

/* Columns of the bare window: as many as the list of the application has. */
#define BARE_COLUMNS 4

typedef struct
{
  GMainLoop *loop;
  GtkWindow *window; /* (owned) */
  KpClient *client;  /* (owned) (nullable) */
  guint n_rows;      /* that the frame now being painted has */
  gboolean painted;
  gint64 cpu; /* microseconds used so far */
} Show;

guint
kp_bench_window_count_rows (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return 0;
  if (GTK_IS_COLUMN_VIEW (widget))
    {
      GtkSelectionModel *model = gtk_column_view_get_model (GTK_COLUMN_VIEW (widget));

      return model != NULL ? g_list_model_get_n_items (G_LIST_MODEL (model)) : 0;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      guint n_rows = kp_bench_window_count_rows (child);

      if (n_rows > 0)
        return n_rows;
    }

  return 0;
}

static gint64
get_cpu (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);

  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * G_USEC_PER_SEC +
         usage.ru_utime.tv_usec + usage.ru_stime.tv_usec;
}

static void
say (const char *word,
     guint n)
{
  g_print ("%s%u\n", word, n);
  fflush (stdout);
}

static gboolean
on_rest_timeout_cb (gpointer user_data)
{
  Show *self = user_data;
  gint64 former = self->cpu;

  self->cpu = get_cpu ();
  if (self->cpu - former > REST_CPU_US)
    return G_SOURCE_CONTINUE;

  say (KP_BENCH_WINDOW_RESTS, 0);

  return G_SOURCE_REMOVE;
}

static void
on_before_paint_cb (GdkFrameClock *frame_clock,
                    Show *self)
{
  if (!self->painted)
    self->n_rows = kp_bench_window_count_rows (GTK_WIDGET (self->window));
}

static void
on_after_paint_cb (GdkFrameClock *frame_clock,
                   Show *self)
{
  if (self->painted || self->n_rows == 0)
    return;

  self->painted = TRUE;
  say (KP_BENCH_WINDOW_PAINTED, self->n_rows);
  self->cpu = get_cpu ();
  g_timeout_add (REST_MS, on_rest_timeout_cb, self);
}

static void
present (Show *self)
{
  GdkFrameClock *frame_clock;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  gtk_window_present (self->window);
  frame_clock = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  g_signal_connect (frame_clock, "before-paint", G_CALLBACK (on_before_paint_cb), self);
  g_signal_connect (frame_clock, "after-paint", G_CALLBACK (on_after_paint_cb), self);
}

static void
run_until_asked (Show *self)
{
  g_unix_signal_add (SIGTERM, G_SOURCE_FUNC (g_main_loop_quit), self->loop);
  g_main_loop_run (self->loop);
}

/* ---- The application ---- */

static void
on_started_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  Show *self = user_data;
  g_autoptr (GError) error = NULL;

  self->client = kp_client_start_finish (result, &error);
  if (self->client == NULL)
    g_error ("Opening the account: %s", error->message);

  kp_window_set_client (KP_WINDOW (self->window), self->client);
  kp_window_show (KP_WINDOW (self->window), "backoffice", "requests", "");
}

static void
read_hex (const char *text,
          guint8 *secret)
{
  gsize length = 0;

  g_assert_cmpint (sodium_hex2bin (secret, KP_SECRET_LENGTH, text, strlen (text), NULL, &length,
                                   NULL),
                   ==, 0);
  g_assert_cmpuint (length, ==, KP_SECRET_LENGTH);
}

static KpSignIn *
open_folder (char **arguments)
{
  KpSignIn *sign_in = g_new0 (KpSignIn, 1);
  g_autoptr (GError) error = NULL;

  sign_in->folder = kp_account_folder_open_sync (arguments[0], arguments[1], &error);
  if (sign_in->folder == NULL)
    g_error ("The account folder: %s", error->message);

  sign_in->secrets = kp_secrets_new (kp_environment_get_real ());
  read_hex (arguments[2], sign_in->secrets->folder_key);
  read_hex (arguments[3], sign_in->secrets->device_seed);

  return sign_in;
}

static void
show_cache (Show *self,
            char **arguments)
{
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (KpAccounts) accounts = NULL;
  g_autoptr (KpApplication) application = NULL;

  kp_language_set_up ("en");
  settings = kp_places_make_settings (APPLICATION_ID);
  accounts = kp_accounts_new (arguments[0], kp_environment_get_real ());
  application = kp_application_new (APPLICATION_ID, settings, accounts);
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (application), NULL, NULL))
    g_error ("The application does not start");

  self->window = g_object_ref (GTK_WINDOW (kp_window_new (application)));
  kp_client_start_async (accounts, open_folder (arguments), on_started_cb, self);
  present (self);
  run_until_asked (self);

  gtk_window_destroy (self->window);
  g_object_unref (self->window);
  g_clear_object (&self->client);
}

/* ---- The bare window ---- */

static void
on_setup_cb (GtkSignalListItemFactory *factory,
             GtkListItem *item)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
on_bind_cb (GtkSignalListItemFactory *factory,
            GtkListItem *item)
{
  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

static GtkWidget *
make_table (guint n_rows)
{
  GtkStringList *strings = gtk_string_list_new (NULL);
  GtkWidget *table = gtk_column_view_new (NULL);
  g_autoptr (GtkSelectionModel) selection = NULL;

  /* Before anybody listens, as each one would be told of by itself. */
  for (guint i = 0; i < n_rows; i++)
    gtk_string_list_take (strings, g_strdup_printf ("Row %u", i));
  selection = GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (strings)));

  for (guint i = 0; i < BARE_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      GtkColumnViewColumn *column = gtk_column_view_column_new ("Column", factory);

      g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (on_bind_cb), NULL);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (table), column);
      g_object_unref (column);
    }
  gtk_column_view_set_model (GTK_COLUMN_VIEW (table), selection);

  return table;
}

static void
show_bare (Show *self,
           char **arguments)
{
  GtkWidget *scroller;

  gtk_init ();
  scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (
    GTK_SCROLLED_WINDOW (scroller),
    make_table ((guint) g_ascii_strtoull (arguments[0], NULL, 10)));
  self->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self->window, KP_BENCH_WINDOW_WIDTH, KP_BENCH_WINDOW_HEIGHT);
  gtk_window_set_child (self->window, scroller);
  present (self);
  run_until_asked (self);

  gtk_window_destroy (self->window);
}

gboolean
kp_bench_window_is_asked (int argc,
                          char **argv)
{
  return (argc == 6 && g_str_equal (argv[1], KP_BENCH_WINDOW_CACHE)) ||
         (argc == 3 && g_str_equal (argv[1], KP_BENCH_WINDOW_BARE));
}

int
kp_bench_window_run (int argc,
                     char **argv)
{
  Show self = { .loop = g_main_loop_new (NULL, FALSE) };

  if (g_str_equal (argv[1], KP_BENCH_WINDOW_CACHE))
    show_cache (&self, argv + 2);
  else
    show_bare (&self, argv + 2);
  g_main_loop_unref (self.loop);

  /* A worker may still be reading: exit() would take OpenSSL away under it, and has hung so. */
  _exit (0);
}
