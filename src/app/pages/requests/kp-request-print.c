/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole is one layout of Pango, cut into pages between its lines: text of any script and length
 * comes out right, and nothing is measured by hand.
 */

#include "kp-request-print.h"

#include "kp-time-text.h"

#include <glib/gi18n.h>

#define FONT "Sans 10"
#define MARGIN 50.0 /* points on each side */
#define FOOTER 24.0 /* points below the text */

struct _KpRequestPrint
{
  GtkPrintOperation parent_instance;

  KpClient *client;       /* (owned) */
  KpRequest *request;     /* (owned) */
  KpQueryModel *answers;  /* (owned) */
  KpQueryModel *messages; /* (owned) */
  GtkWindow *parent;      /* (owned) (nullable): of the dialog */
  PangoLayout *layout;    /* (owned) (nullable): while printing */
  GArray *breaks;         /* (owned) of int: the first line of each page, and the end */
  GPtrArray *held;        /* (owned): items of both lists, so that they fill themselves */
  gboolean waiting;       /* for records that are on their way */
};

G_DEFINE_FINAL_TYPE (KpRequestPrint, kp_request_print, GTK_TYPE_PRINT_OPERATION)

/* Text. */

static gboolean
is_known (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
add_heading (GString *markup,
             const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append_printf (markup, "\n<span size=\"large\" weight=\"bold\">%s</span>\n", escaped);
}

static void
add_fact (GString *markup,
          const char *name,
          const char *value)
{
  g_autofree char *escaped_name = NULL;
  g_autofree char *escaped = NULL;

  if (!is_known (value))
    return;

  escaped_name = g_markup_escape_text (name, -1);
  escaped = g_markup_escape_text (value, -1);
  g_string_append_printf (markup, "<b>%s</b>  %s\n", escaped_name, escaped);
}

static void
add_facts (KpRequestPrint *self,
           GString *markup)
{
  KpRequest *request = self->request;
  g_autofree char *made = kp_time_text_whole (kp_request_get_created_at (request));
  g_autofree char *moved = kp_time_text_whole (kp_request_get_state_at (request));
  g_autofree char *status =
    is_known (moved) ? g_strdup_printf ("%s · %s", kp_request_get_status_text (request), moved)
                     : g_strdup (kp_request_get_status_text (request));

  add_fact (markup, _ ("Number"), kp_request_get_number (request));
  add_fact (markup, _ ("Status"), status);
  add_fact (markup, _ ("Kind"), kp_request_get_flow_name (request));
  add_fact (markup, _ ("Organisation"), kp_request_get_org_name (request));
  add_fact (markup, _ ("Requested by"), kp_request_get_requester_name (request));
  add_fact (markup, _ ("Entered by the office"), kp_request_get_entered_by (request));
  add_fact (markup, _ ("Requested on"), made);
  add_fact (markup, _ ("Work order"), kp_request_get_work_order_number (request));
  add_fact (markup, _ ("Reason"), kp_request_get_decline_text (request));
  add_fact (markup, _ ("Explanation"), kp_request_get_explanation (request));
}

static void
add_answers (KpRequestPrint *self,
             GString *markup)
{
  GListModel *list = G_LIST_MODEL (self->answers);
  g_autofree char *section = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (KpAnswer) answer = g_list_model_get_item (list, i);
      const char *title = kp_answer_get_section (answer);

      if (g_strcmp0 (section, title) != 0)
        add_heading (markup, is_known (title) ? title : _ ("Answers"));
      g_set_str (&section, title);
      add_fact (markup, kp_answer_get_label (answer), kp_answer_get_value (answer));
    }
}

static void
add_messages (KpRequestPrint *self,
              GString *markup)
{
  GListModel *list = G_LIST_MODEL (self->messages);

  if (g_list_model_get_n_items (list) > 0)
    add_heading (markup, _ ("Conversation"));
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (KpMessage) message = g_list_model_get_item (list, i);
      g_autofree char *when = kp_time_text_whole (kp_message_get_created_at (message));
      g_autofree char *who =
        g_strdup_printf ("%s · %s",
                         is_known (kp_message_get_author_name (message))
                           ? kp_message_get_author_name (message)
                           : _ ("The office"),
                         when);

      g_autofree char *escaped_who = g_markup_escape_text (who, -1);
      g_autofree char *escaped =
        g_markup_escape_text (is_known (kp_message_get_text (message))
                                ? kp_message_get_text (message)
                                : "",
                              -1);

      g_string_append_printf (markup, "<b>%s</b>\n%s\n\n", escaped_who, escaped);
    }
}

char *
kp_request_print_dup_markup (KpRequestPrint *self)
{
  g_autoptr (GString) markup = NULL;
  g_autofree char *title = NULL;

  g_return_val_if_fail (KP_IS_REQUEST_PRINT (self), NULL);

  title = g_markup_escape_text (is_known (kp_request_get_title (self->request))
                                  ? kp_request_get_title (self->request)
                                  : _ ("Request"),
                                -1);
  markup = g_string_new (NULL);
  g_string_append_printf (markup, "<span size=\"xx-large\" weight=\"bold\">%s</span>\n\n", title);
  add_facts (self, markup);
  add_answers (self, markup);
  add_messages (self, markup);

  return g_string_free_and_steal (g_steal_pointer (&markup));
}

/* Pages. */

/* Cuts the layout where the next line would not fit. */
static void
find_breaks (KpRequestPrint *self,
             double height)
{
  PangoLayoutIter *iter = pango_layout_get_iter (self->layout);
  double top = 0;
  int line = 0;

  g_array_set_size (self->breaks, 0);
  g_array_append_val (self->breaks, line);
  do
    {
      PangoRectangle extents;
      double bottom;

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      bottom = (double) (extents.y + extents.height) / PANGO_SCALE;
      if (bottom - top > height && line > g_array_index (self->breaks, int, self->breaks->len - 1))
        {
          g_array_append_val (self->breaks, line);
          top = (double) extents.y / PANGO_SCALE;
        }
      line++;
    }
  while (pango_layout_iter_next_line (iter));
  g_array_append_val (self->breaks, line);
  pango_layout_iter_free (iter);
}

static void
kp_request_print_begin_print (GtkPrintOperation *operation,
                              GtkPrintContext *context)
{
  KpRequestPrint *self = KP_REQUEST_PRINT (operation);
  double width = gtk_print_context_get_width (context) - 2 * MARGIN;
  double height = gtk_print_context_get_height (context) - 2 * MARGIN - FOOTER;
  PangoFontDescription *font = pango_font_description_from_string (FONT);
  g_autofree char *markup = kp_request_print_dup_markup (self);

  g_clear_object (&self->layout);
  self->layout = gtk_print_context_create_pango_layout (context);
  pango_layout_set_font_description (self->layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (self->layout, (int) (MAX (width, 1) * PANGO_SCALE));
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_markup (self->layout, markup, -1);
  find_breaks (self, MAX (height, 1));
  gtk_print_operation_set_n_pages (operation, (int) self->breaks->len - 1);
}

static void
draw_footer (KpRequestPrint *self,
             GtkPrintContext *context,
             int page)
{
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  g_autoptr (PangoLayout) layout = gtk_print_context_create_pango_layout (context);
  const char *number = kp_request_get_number (self->request);
  /* Translators: number of this page, and how many there are */
  g_autofree char *place = g_strdup_printf (_ ("Page %d of %d"), page, (int) self->breaks->len - 1);
  g_autofree char *text = is_known (number) ? g_strdup_printf ("%s · %s", number, place)
                                            : g_strdup (place);

  pango_layout_set_text (layout, text, -1);
  cairo_move_to (cairo, MARGIN, gtk_print_context_get_height (context) - MARGIN);
  pango_cairo_show_layout (cairo, layout);
}

static void
kp_request_print_draw_page (GtkPrintOperation *operation,
                            GtkPrintContext *context,
                            int page)
{
  KpRequestPrint *self = KP_REQUEST_PRINT (operation);
  cairo_t *cairo = gtk_print_context_get_cairo_context (context);
  PangoLayoutIter *iter = pango_layout_get_iter (self->layout);
  int first = g_array_index (self->breaks, int, page);
  int end = g_array_index (self->breaks, int, page + 1);
  double top = 0;
  int line = 0;

  do
    {
      PangoRectangle extents;

      pango_layout_iter_get_line_extents (iter, NULL, &extents);
      if (line == first)
        top = (double) extents.y / PANGO_SCALE;
      if (line >= first && line < end)
        {
          cairo_move_to (cairo, MARGIN + (double) extents.x / PANGO_SCALE,
                         MARGIN - top +
                           (double) pango_layout_iter_get_baseline (iter) / PANGO_SCALE);
          pango_cairo_show_layout_line (cairo, pango_layout_iter_get_line_readonly (iter));
        }
      line++;
    }
  while (line < end && pango_layout_iter_next_line (iter));
  pango_layout_iter_free (iter);
  draw_footer (self, context, page + 1);
}

/* Waiting. */

static gboolean
is_whole (KpQueryModel *list)
{
  if (!kp_query_model_get_loaded (list))
    return FALSE;

  for (guint i = 0; i < kp_query_model_get_n_items (list); i++)
    {
      g_autoptr (KpRecord) item = g_list_model_get_item (G_LIST_MODEL (list), i);

      if (!kp_record_get_ready (item))
        return FALSE;
    }

  return TRUE;
}

static void
run_if_whole (KpRequestPrint *self)
{
  GtkPrintOperationAction action = GTK_PRINT_OPERATION_ACTION_PRINT_DIALOG;
  g_autofree char *pdf = NULL;

  if (!self->waiting)
    return;
  if (!kp_record_get_ready (KP_RECORD (self->request)) || !is_whole (self->answers) ||
      !is_whole (self->messages))
    return;

  self->waiting = FALSE;
  g_object_get (self, "export-filename", &pdf, NULL);
  if (pdf != NULL)
    action = GTK_PRINT_OPERATION_ACTION_EXPORT;
  gtk_print_operation_run (GTK_PRINT_OPERATION (self), action, self->parent, NULL);
  g_object_unref (self);
}

static void
hold (KpRequestPrint *self,
      KpQueryModel *list)
{
  for (guint i = 0; i < kp_query_model_get_n_items (list); i++)
    {
      KpRecord *item = g_list_model_get_item (G_LIST_MODEL (list), i);

      g_ptr_array_add (self->held, item);
      if (!kp_record_get_ready (item))
        g_signal_connect_object (item, "notify::ready", G_CALLBACK (run_if_whole), self,
                                 G_CONNECT_SWAPPED);
    }
}

static void
on_lists_changed_cb (KpRequestPrint *self)
{
  if (!self->waiting)
    return;

  g_ptr_array_set_size (self->held, 0);
  hold (self, self->answers);
  hold (self, self->messages);
  run_if_whole (self);
}

static void
kp_request_print_dispose (GObject *object)
{
  KpRequestPrint *self = KP_REQUEST_PRINT (object);

  g_clear_pointer (&self->held, g_ptr_array_unref);
  g_clear_object (&self->layout);
  g_clear_object (&self->parent);
  g_clear_object (&self->messages);
  g_clear_object (&self->answers);
  g_clear_object (&self->request);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_request_print_parent_class)->dispose (object);
}

static void
kp_request_print_finalize (GObject *object)
{
  g_array_unref (KP_REQUEST_PRINT (object)->breaks);

  G_OBJECT_CLASS (kp_request_print_parent_class)->finalize (object);
}

static void
kp_request_print_class_init (KpRequestPrintClass *klass)
{
  GtkPrintOperationClass *operation_class = GTK_PRINT_OPERATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_request_print_dispose;
  G_OBJECT_CLASS (klass)->finalize = kp_request_print_finalize;
  operation_class->begin_print = kp_request_print_begin_print;
  operation_class->draw_page = kp_request_print_draw_page;
}

static void
kp_request_print_init (KpRequestPrint *self)
{
  self->breaks = g_array_new (FALSE, FALSE, sizeof (int));
  self->held = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_print_operation_set_unit (GTK_PRINT_OPERATION (self), GTK_UNIT_POINTS);
  gtk_print_operation_set_use_full_page (GTK_PRINT_OPERATION (self), TRUE);
  gtk_print_operation_set_embed_page_setup (GTK_PRINT_OPERATION (self), TRUE);
}

KpRequestPrint *
kp_request_print_new (KpClient *client,
                      KpRequest *request)
{
  KpRequestPrint *self;
  const char *id;

  g_return_val_if_fail (KP_IS_CLIENT (client) && KP_IS_REQUEST (request), NULL);

  self = g_object_new (KP_TYPE_REQUEST_PRINT, NULL);
  id = kp_record_get_id (KP_RECORD (request));
  self->client = g_object_ref (client);
  self->request = g_object_ref (request);
  self->answers = kp_client_list_answers (client, id);
  self->messages = kp_client_list_messages (client, id);
  gtk_print_operation_set_job_name (GTK_PRINT_OPERATION (self),
                                    is_known (kp_request_get_number (request))
                                      ? kp_request_get_number (request)
                                      : _ ("Request"));

  return self;
}

void
kp_request_print_run (KpRequestPrint *self,
                      GtkWindow *parent,
                      GFile *pdf)
{
  g_autofree char *path = pdf != NULL ? g_file_get_path (pdf) : NULL;

  g_return_if_fail (KP_IS_REQUEST_PRINT (self) && !self->waiting);

  g_set_object (&self->parent, parent);
  gtk_print_operation_set_export_filename (GTK_PRINT_OPERATION (self), path);
  self->waiting = TRUE;
  g_object_ref (self);
  g_signal_connect_object (self->request, "notify::ready", G_CALLBACK (run_if_whole), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->answers, "items-changed", G_CALLBACK (on_lists_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->answers, "notify::loaded", G_CALLBACK (on_lists_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->messages, "items-changed", G_CALLBACK (on_lists_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->messages, "notify::loaded", G_CALLBACK (on_lists_changed_cb),
                           self, G_CONNECT_SWAPPED);
  on_lists_changed_cb (self);
}
