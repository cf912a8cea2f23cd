/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes a list of requests to a file, in pages, on the thread of the store.
 */

#include "kp-client-private.h"

#include "kp-csv.h"

#define PAGE 200

/* What spreadsheets want to see before they believe that a file is UTF-8. */
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* Cells of a request in the order of the columns; see KpRequest. */
static const guint TEXT_CELLS[] = { 0, 1, 3, 5, 8, 10 };
#define CELL_CREATED_AT 12
#define CELL_UPDATED_AT 13
#define CELL_WORK_ORDER 21

/**
 * KpExport:
 */
typedef struct
{
  KpListFilter filter; /* (owned) */
  char **headings;     /* (owned) */
  GFile *file;         /* (owned) */
  guint n;             /* requests written */
} KpExport;

static void
free_export (gpointer data)
{
  KpExport *export = data;

  kp_list_filter_clear (&export->filter);
  g_strfreev (export->headings);
  g_object_unref (export->file);
  g_free (export);
}

/* Returns: (transfer full): local time as every spreadsheet reads it */
static char *
dup_moment (gint64 at)
{
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (at / 1000);

  return at != 0 && moment != NULL ? g_date_time_format (moment, "%Y-%m-%d %H:%M") : g_strdup ("");
}

static void
append_row (GString *text,
            const KpRow *row)
{
  g_autofree char *created = dup_moment (row->cells[CELL_CREATED_AT].number);
  g_autofree char *updated = dup_moment (row->cells[CELL_UPDATED_AT].number);

  for (guint i = 0; i < G_N_ELEMENTS (TEXT_CELLS); i++)
    kp_csv_append (text, row->cells[TEXT_CELLS[i]].text, FALSE);
  kp_csv_append (text, created, FALSE);
  kp_csv_append (text, updated, FALSE);
  kp_csv_append (text, row->cells[CELL_WORK_ORDER].text, TRUE);
}

static gboolean
write_text (GOutputStream *stream,
            GString *text,
            GCancellable *cancellable,
            GError **error)
{
  gboolean written =
    g_output_stream_write_all (stream, text->str, text->len, NULL, cancellable, error);

  g_string_truncate (text, 0);

  return written;
}

static gboolean
write_pages (KpReader *reader,
             KpExport *export,
             GArray *ids,
             GOutputStream *stream,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GString) text = g_string_new (BYTE_ORDER_MARK);

  for (guint i = 0; export->headings[i] != NULL; i++)
    kp_csv_append (text, export->headings[i], export->headings[i + 1] == NULL);

  for (guint first = 0; first < ids->len; first += PAGE)
    {
      g_autoptr (GArray) page = g_array_new (FALSE, FALSE, sizeof (KpId));
      g_autoptr (GPtrArray) rows = NULL;

      g_array_append_vals (page, &g_array_index (ids, KpId, first), MIN (PAGE, ids->len - first));
      rows = KP_LIST_REQUESTS.fetch (reader, &export->filter, page, cancellable, error);
      if (rows == NULL)
        return FALSE;

      for (guint i = 0; i < rows->len; i++)
        append_row (text, rows->pdata[i]);
      export->n += rows->len;
      if (!write_text (stream, text, cancellable, error))
        return FALSE;
    }

  return write_text (stream, text, cancellable, error);
}

static gboolean
write_file (KpReader *reader,
            KpExport *export,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GArray) ids =
    KP_LIST_REQUESTS.list (reader, &export->filter, cancellable, error);
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GCancellable) given_up = g_cancellable_new ();

  if (ids == NULL)
    return FALSE;

  /* What was there is replaced only by a whole file. */
  stream = g_file_replace (export->file, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                           cancellable, error);
  if (stream == NULL)
    return FALSE;
  if (write_pages (reader, export, ids, G_OUTPUT_STREAM (stream), cancellable, error))
    return g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error);

  g_cancellable_cancel (given_up);
  g_output_stream_close (G_OUTPUT_STREAM (stream), given_up, NULL);

  return FALSE;
}

static void
export_in_worker (GTask *task,
                  gpointer source_object,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  KpExport *export = task_data;
  g_autoptr (GError) error = NULL;
  GError *refused = NULL;
  KpReader *reader = kp_client_get_reader_in_worker (source_object, &refused);

  if (reader == NULL)
    g_task_return_error (task, refused);
  else if (write_file (reader, export, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else if (error->domain == KP_ERROR)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_new_error (task, KP_ERROR, KP_ERROR_STORAGE, "The file was not written: %s",
                             error->message);
}

void
kp_client_export_requests_async (KpClient *self,
                                 const KpFilter *filter,
                                 const char *const *headings,
                                 GFile *file,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  KpListFilter lent;
  KpExport *export;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (headings != NULL && G_IS_FILE (file));

  lent = kp_client_to_list_filter (self, filter);
  export = g_new (KpExport, 1);
  *export = (KpExport) {
    .headings = g_strdupv ((char **) headings),
    .file = g_object_ref (file),
  };
  kp_list_filter_copy (&lent, &export->filter);
  task = kp_client_new_task (self, cancellable, kp_client_export_requests_async, callback,
                             user_data);
  kp_client_push (self, KP_PRIORITY_QUERY, task, export_in_worker, export, free_export);
}

gboolean
kp_client_export_requests_finish (KpClient *self,
                                  GAsyncResult *result,
                                  guint *n,
                                  GError **error)
{
  const KpExport *export;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_export_requests_async), FALSE);

  export = g_task_get_task_data (G_TASK (result));
  if (n != NULL && export != NULL)
    *n = export->n;

  return g_task_propagate_boolean (G_TASK (result), error);
}
