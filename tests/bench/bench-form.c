/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form of 150 questions on one page, 80 of which hang on conditions: from its text to the first
 * frame that shows it, against a bare page with as many rows of the same kinds; and the worst frame
 * while somebody types in it, against the worst one of the same page at rest. Every key asks all
 * conditions again, and makes some questions come and go.
 *
 * A frame is what the main thread computes for it, drawing included, for which nobody else draws.
 * On a busy machine the worst of a hundred frames by the wall's clock is one that waited for a
 * processor, for the threads of a renderer or for an answer of Xvfb; half of them take less than
 * the note says.
 */

#include "kp-bench.h"
#include "kp-client-private.h"
#include "kp-form-definition.h"
#include "kp-request-editor.h"

#include <adwaita.h>

#define N_QUESTIONS 150
#define N_CONDITIONS 80
#define N_FRAMES 120
#define SETTLE_FRAMES 30 /* rows that do not fit on the screen are added after the first frame */
#define WIDTH 1280
#define HEIGHT 800

/* A frame of a display of 60 Hz, milliseconds: what typing may cost more than resting. */
#define FRAME_MS 16.7

/* Kinds of question in turn; each of them is one row. */
static const char *const TYPES[] = { "text", "text", "number", "dropdown", "date",
                                     "yes_no", "text", "amount", "email", "time" };

typedef struct
{
  GtkWindow *window;
  GdkFrameClock *frames;  /* (unowned): of window */
  GtkEditable *typed;     /* (unowned) (nullable): gets a character in each frame */
  gint64 began;           /* microseconds of the thread: the frame now being made */
  double worst;           /* milliseconds */
  double worst_key;       /* milliseconds of the longest key, without layout and drawing */
  gint64 began_wall;      /* microseconds: of the same frame */
  guint n_frames;         /* painted so far */
  double walls[N_FRAMES]; /* milliseconds of them by the wall's clock */
} Bench;

static void
on_before_paint_cb (GdkFrameClock *clock,
                    Bench *self)
{
  self->began_wall = g_get_monotonic_time ();
  self->began = kp_bench_get_thread_time ();
}

static void
on_after_paint_cb (GdkFrameClock *clock,
                   Bench *self)
{
  self->worst = MAX (self->worst, (kp_bench_get_thread_time () - self->began) / 1000.0);
  if (self->n_frames < N_FRAMES)
    self->walls[self->n_frames] = (g_get_monotonic_time () - self->began_wall) / 1000.0;
  self->n_frames++;
}

static void
wait_for_frames (Bench *self,
                 guint n)
{
  self->n_frames = 0;
  while (self->n_frames < n)
    g_main_context_iteration (NULL, TRUE);
}

static void
show (Bench *self,
      GtkWidget *page)
{
  gtk_window_set_child (self->window, page);
  gtk_widget_queue_draw (GTK_WIDGET (self->window));
  wait_for_frames (self, 1);
}

static char *
make_sections (void)
{
  GString *text = g_string_new ("[{\"key\":\"all\",\"title\":{\"en\":\"All\"},\"questions\":[");

  for (guint i = 0; i < N_QUESTIONS; i++)
    {
      const char *type = TYPES[i % G_N_ELEMENTS (TYPES)];

      g_string_append_printf (text,
                              "%s{\"key\":\"q%u\",\"type\":\"%s\","
                              "\"label\":{\"en\":\"Question number %u\",\"nl\":\"Vraag %u\"}",
                              i > 0 ? "," : "", i, type, i, i);
      if (g_str_equal (type, "dropdown"))
        g_string_append (text, ",\"options\":[{\"value\":\"a\",\"label\":{\"en\":\"A\"}},"
                               "{\"value\":\"b\",\"label\":{\"en\":\"B\"}}]");
      /* Most hold from the start; every eighth one with every other character. */
      if (i >= N_QUESTIONS - N_CONDITIONS && i % 8 == 0)
        g_string_append (text, ",\"visible_if\":{\"not\":{\"op\":\"matches\",\"key\":\"q0\","
                               "\"value\":\"(..)*\"}}");
      else if (i >= N_QUESTIONS - N_CONDITIONS)
        g_string_append_printf (text,
                                ",\"visible_if\":{\"any\":[{\"op\":\"empty\",\"key\":\"q%u\"},"
                                "{\"op\":\"contains\",\"key\":\"q0\",\"value\":\"%u\"}]}",
                                i % 7, i);
      g_string_append_c (text, '}');
    }
  g_string_append (text, "]}]");

  return g_string_free (text, FALSE);
}

static GtkWidget *
make_form (KpClient *client,
           const char *sections)
{
  KpFormDefinition *definition = g_new0 (KpFormDefinition, 1);
  g_autoptr (KpRequestForm) form = NULL;

  definition->draft_id.bytes[0] = 1;
  definition->flow_name = g_strdup ("A long form");
  definition->language = g_strdup ("en");
  definition->flow = yyjson_read (sections, strlen (sections), 0);
  definition->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_assert_nonnull (definition->flow);
  form = kp_request_form_new (definition);

  return GTK_WIDGET (kp_request_editor_new (client, form));
}

static GtkWidget *
make_bare_row (const char *type)
{
  static const char *const CHOICES[] = { "Choose…", "A", "B", NULL };
  GtkWidget *row;

  if (g_str_equal (type, "yes_no"))
    return adw_switch_row_new ();
  if (g_str_equal (type, "dropdown"))
    {
      g_autoptr (GtkStringList) choices = gtk_string_list_new (CHOICES);

      row = adw_combo_row_new ();
      adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (choices));
      return row;
    }
  if (g_str_equal (type, "date"))
    {
      row = adw_action_row_new ();
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), "No date yet");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_menu_button_new ());
      return row;
    }

  return adw_entry_row_new ();
}

static GtkWidget *
make_bare (void)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *group = adw_preferences_group_new ();

  for (guint i = 0; i < N_QUESTIONS; i++)
    {
      GtkWidget *row = make_bare_row (TYPES[i % G_N_ELEMENTS (TYPES)]);
      g_autofree char *title = g_strdup_printf ("Question number %u", i);

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  adw_clamp_set_child (ADW_CLAMP (clamp), group);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);

  return scroller;
}

static double
open_form (Bench *self,
           KpClient *client,
           const char *sections)
{
  KpBenchClock clock = { 0 };

  show (self, NULL);
  kp_bench_start (&clock);
  show (self, make_form (client, sections));
  kp_bench_stop (&clock);

  return clock.seconds * 1000;
}

static double
open_bare (Bench *self)
{
  KpBenchClock clock = { 0 };

  show (self, NULL);
  kp_bench_start (&clock);
  show (self, make_bare ());
  kp_bench_stop (&clock);

  return clock.seconds * 1000;
}

static GtkWidget *
find (GtkWidget *widget,
      GType type)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Part of the frame, as a key that came just before it. At rest the same page is drawn again. */
static gboolean
on_tick_cb (GtkWidget *widget,
            GdkFrameClock *clock,
            gpointer user_data)
{
  Bench *self = user_data;
  gint64 before = kp_bench_get_thread_time ();
  int end = -1;

  if (self->typed != NULL)
    gtk_editable_insert_text (self->typed, "e", 1, &end);
  self->worst_key = MAX (self->worst_key, (kp_bench_get_thread_time () - before) / 1000.0);
  gtk_widget_queue_draw (widget);

  return G_SOURCE_CONTINUE;
}

/* Returns: milliseconds of the worst frame; the first frames belong to what was before */
static double
find_worst (Bench *self,
            GtkEditable *typed)
{
  guint ticker = gtk_widget_add_tick_callback (GTK_WIDGET (self->window), on_tick_cb, self, NULL);

  self->typed = NULL;
  wait_for_frames (self, SETTLE_FRAMES);
  self->typed = typed;
  self->worst = 0;
  self->worst_key = 0;
  wait_for_frames (self, N_FRAMES);
  gtk_widget_remove_tick_callback (GTK_WIDGET (self->window), ticker);

  return self->worst;
}

static void
measure_opening (Bench *self,
                 KpClient *client,
                 const char *sections,
                 guint pairs)
{
  double ours[KP_BENCH_PAIRS];
  double reference[KP_BENCH_PAIRS];

  /* The first of either reads styles and icons. */
  open_bare (self);
  open_form (self, client, sections);
  for (guint i = 0; i < pairs; i++)
    {
      ours[i] = open_form (self, client, sections);
      reference[i] = open_bare (self);
    }

  kp_bench_print (&(KpBenchResult) {
    .bench = "form-opens",
    .n = N_QUESTIONS,
    .ours = kp_bench_median (ours, pairs),
    .reference = kp_bench_median (reference, pairs),
    .target = 2,
    .unit = "ms",
    .note = "80 conditions",
  });
}

static void
measure_typing (Bench *self,
                KpClient *client,
                const char *sections,
                guint pairs)
{
  double more[KP_BENCH_PAIRS];
  double rest = 0;
  g_autofree char *note = NULL;

  open_form (self, client, sections);
  for (guint i = 0; i < pairs; i++)
    {
      GtkEditable *entry =
        GTK_EDITABLE (find (GTK_WIDGET (self->window), ADW_TYPE_ENTRY_ROW));

      rest = find_worst (self, NULL);
      more[i] = find_worst (self, entry) - rest;
    }

  note = g_strdup_printf ("worst frame while typing above that at rest (%.1f ms); the key %.1f ms; "
                          "half of the frames %.1f ms of the wall's clock",
                          rest, self->worst_key, kp_bench_median (self->walls, N_FRAMES));
  kp_bench_print (&(KpBenchResult) {
    .bench = "form-types",
    .n = N_QUESTIONS,
    .ours = kp_bench_median (more, pairs),
    .target = FRAME_MS,
    .unit = "ms",
    .note = note,
  });
}

int
main (int argc,
      char **argv)
{
  guint pairs = kp_bench_is_smoke (argc, argv) ? 1 : KP_BENCH_PAIRS;
  Bench self = { 0 };
  g_autofree char *sections = make_sections ();
  g_autoptr (KpClient) client = NULL;

  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  adw_init ();
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  client = g_object_new (KP_TYPE_CLIENT, NULL);
  self.window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (self.window, WIDTH, HEIGHT);
  gtk_window_present (self.window);
  self.frames = gtk_widget_get_frame_clock (GTK_WIDGET (self.window));
  g_signal_connect (self.frames, "before-paint", G_CALLBACK (on_before_paint_cb), &self);
  g_signal_connect (self.frames, "after-paint", G_CALLBACK (on_after_paint_cb), &self);
  wait_for_frames (&self, 1);

  measure_opening (&self, client, sections, pairs);
  measure_typing (&self, client, sections, pairs);
  gtk_window_destroy (self.window);

  return 0;
}
