/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Attachments: attachments.csv, which need not be there, and the folder "files" beside it. Contents
 * are the office's own: they are scanned like all others, and not inspected.
 */

#include "kps-import-private.h"

#include "kp-file.h"
#include "kp-form.h"
#include "kp-limits.h"
#include "kp-value.h"
#include "kps-blobs.h"

#include <string.h>

/* One line while it becomes an attachment. */
typedef struct
{
  const KpsCsv *csv;
  guint row;
  KpsImportRecord *request;
  const KpsImportRecord *message; /* (nullable): of the request, at that moment */
  const KpFileType *type;
  gint64 at;
} Line;

void
kps_import_content_free (KpsImportContent *self)
{
  g_free (self->sha256);
  g_bytes_unref (self->bytes);
  g_free (self);
}

static const KpsCell *
get (const Line *line,
     const char *column)
{
  return kps_csv_get (line->csv, line->row, column);
}

/* Returns: (transfer full) (nullable): NULL after a fault */
static GBytes *
load_file (KpsImport *self,
           const Line *line)
{
  const KpsCell *cell = get (line, "file");
  g_autofree char *clean = kp_file_name_clean (cell->text);
  g_autofree char *path = g_build_filename (self->options->folder, "files", cell->text, NULL);
  char *data = NULL;
  gsize length;

  if (g_strcmp0 (clean, cell->text) != 0 || line->type == NULL)
    kps_import_fault_cell (self, line->csv, cell, "“%s” is no file that is taken.", cell->text);
  else if (!g_file_get_contents (path, &data, &length, NULL))
    kps_import_fault_cell (self, line->csv, cell, "There is no file “files/%s”.", cell->text);
  else if (length > KP_LIMIT_FILE)
    kps_import_fault_cell (self, line->csv, cell, "A file has at most %d bytes.", KP_LIMIT_FILE);
  else
    return g_bytes_new_take (data, length);

  g_free (data);

  return NULL;
}

/* Returns: the message of the request at the moment of the line */
static const KpsImportRecord *
find_message (KpsImport *self,
              const Line *line)
{
  for (guint i = 0; i < self->records->len; i++)
    {
      const KpsImportRecord *record = self->records->pdata[i];

      if (record->entity == KP_ENTITY_MESSAGE && record->created_at == line->at &&
          g_strcmp0 (kps_import_get_text (record, "request_id"), line->request->text_id) == 0)
        return record;
    }

  return NULL;
}

/* @sections: of the flow. Returns: (nullable): the question called @key */
static yyjson_val *
find_question (yyjson_val *sections,
               const char *key)
{
  yyjson_arr_iter outer;
  yyjson_val *section;

  yyjson_arr_iter_init (sections, &outer);
  while ((section = yyjson_arr_iter_next (&outer)) != NULL)
    {
      yyjson_arr_iter inner;
      yyjson_val *question;

      yyjson_arr_iter_init (yyjson_obj_get (section, "questions"), &inner);
      while ((question = yyjson_arr_iter_next (&inner)) != NULL)
        {
          if (g_strcmp0 (yyjson_get_str (yyjson_obj_get (question, "key")), key) == 0)
            return question;
        }
    }

  return NULL;
}

/* Whether the flow asks for such a file there. */
static gboolean
is_asked (KpsImport *self,
          const Line *line,
          const char *place)
{
  const KpsImportRecord *flow =
    g_hash_table_lookup (self->by_id, kps_import_get_text (line->request, "flow_id"));
  g_autoptr (yyjson_doc) body =
    flow != NULL ? yyjson_mut_doc_imut_copy (flow->doc, NULL) : NULL;
  yyjson_val *question =
    find_question (yyjson_obj_get (yyjson_doc_get_root (body), "sections"), place);
  KpFormType type = kp_form_get_type (question);

  return (type == KP_FORM_TYPE_FILE || type == KP_FORM_TYPE_PHOTO) &&
         kp_form_takes_type (question, line->type->media_type);
}

/* The answer to a question about files names them. */
static void
add_answer (const Line *line,
            const char *place,
            const KpsImportRecord *attachment)
{
  yyjson_mut_doc *doc = line->request->doc;
  yyjson_mut_val *answers = yyjson_mut_obj_get (line->request->root, "answers");
  yyjson_mut_val *list = yyjson_mut_obj_get (answers, place);

  if (list == NULL)
    {
      list = yyjson_mut_arr (doc);
      yyjson_mut_obj_add (answers, yyjson_mut_strcpy (doc, place), list);
    }
  yyjson_mut_arr_add_strcpy (doc, list, attachment->text_id);
}

static void
fill (KpsImport *self,
      const Line *line,
      KpsImportRecord *attachment,
      const KpsImportContent *content)
{
  const KpsImportRecord *author = line->message != NULL ? line->message : line->request;
  const gboolean is_said = line->message != NULL;
  const char *kind = is_said ? kps_import_get_text (author, "author_kind") : "customer";

  kps_import_set_id (attachment, "request_id", line->request);
  kps_import_set_text (attachment, "org_id", kps_import_get_text (line->request, "org_id"));
  if (is_said)
    kps_import_set_id (attachment, "message_id", line->message);
  else
    kps_import_set_null (attachment, "message_id");
  kps_import_set_text (attachment, "name", get (line, "file")->text);
  kps_import_set_text (attachment, "media_type", line->type->media_type);
  kps_import_set_int (attachment, "size", (gint64) g_bytes_get_size (content->bytes));
  kps_import_set_text (attachment, "sha256", content->sha256);
  kps_import_set_text (attachment, "scan_state", "pending");
  kps_import_set_text (attachment, "author_id",
                       kps_import_get_text (author, is_said ? "author_id" : "requester_id"));
  kps_import_set_text (attachment, "author_name",
                       kps_import_get_text (author, is_said ? "author_name" : "requester_name"));
  kps_import_set_text (attachment, "author_kind", kind);
  kps_import_set_int (attachment, "created_at", attachment->created_at);
}

static void
add_attachment (KpsImport *self,
                const Line *line)
{
  const char *place = get (line, "place")->text;
  g_autofree char *key = NULL;
  g_autoptr (GBytes) bytes = load_file (self, line);
  KpsImportRecord *attachment;
  KpsImportContent *content;

  if (bytes == NULL)
    return;
  if (*place != '\0' && (line->message != NULL || !is_asked (self, line, place)))
    {
      kps_import_fault_cell (self, line->csv, get (line, "place"),
                             "The flow does not ask for such a file at “%s”.", place);
      return;
    }

  key = g_strdup_printf ("%s/%s/%s/%u", line->request->key, get (line, "at")->text,
                         get (line, "file")->text, line->row);
  attachment = kps_import_add (self, KP_ENTITY_ATTACHMENT, key,
                               line->message != NULL ? line->at : line->request->created_at);
  if (attachment == NULL)
    return;

  content = g_new (KpsImportContent, 1);
  *content = (KpsImportContent) {
    .attachment = attachment,
    .sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes),
    .bytes = g_bytes_ref (bytes),
  };
  g_ptr_array_add (self->contents, content);
  fill (self, line, attachment, content);
  if (*place != '\0')
    {
      kps_import_set_text (attachment, "place", place);
      add_answer (line, place, attachment);
    }
}

static void
read_line (KpsImport *self,
           Line *line)
{
  const KpsCell *name = get (line, "request");
  const KpsCell *at = get (line, "at");

  line->request = kps_import_find (self, KP_ENTITY_REQUEST, name->text);
  line->type = kp_file_type_of_name (get (line, "file")->text);
  if (line->request == NULL)
    {
      kps_import_fault_cell (self, line->csv, name, "There is no request “%s”.", name->text);
      return;
    }

  if (*at->text != '\0')
    {
      if (kps_import_parse_time (self, at->text, &line->at))
        line->message = find_message (self, line);
      if (line->message == NULL)
        {
          kps_import_fault_cell (self, line->csv, at, "The request has no message of “%s”.",
                                 at->text);
          return;
        }
    }

  add_attachment (self, line);
}

void
kps_import_attachments (KpsImport *self)
{
  static const char *const COLUMNS[] = { "request", "at", "place", "file", NULL };
  g_autofree char *path = g_build_filename (self->options->folder, "attachments.csv", NULL);
  g_autoptr (KpsCsv) csv = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;

  csv = kps_import_load_csv (self, "attachments.csv", COLUMNS);
  for (guint row = 0; csv != NULL && row < csv->rows->len; row++)
    {
      Line line = { .csv = csv, .row = row };

      read_line (self, &line);
    }
}

gboolean
kps_import_keep_contents (KpsImport *self,
                          const char *folder,
                          GError **error)
{
  if (!kps_blobs_make_folders (folder, error))
    return FALSE;

  for (guint i = 0; i < self->contents->len; i++)
    {
      const KpsImportContent *content = self->contents->pdata[i];

      if (!kps_blobs_has_file (folder, content->sha256) &&
          !kps_blobs_keep (folder, self->environment, content->bytes, content->sha256, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
kps_import_use_contents (KpsImport *self,
                         KpsTx *tx,
                         GError **error)
{
  for (guint i = 0; i < self->contents->len; i++)
    {
      const KpsImportContent *content = self->contents->pdata[i];
      const char *org = kps_import_get_text (content->attachment, "org_id");
      const char *media_type = kps_import_get_text (content->attachment, "media_type");
      const gint64 size = (gint64) g_bytes_get_size (content->bytes);
      KpId org_id = { 0 };

      kp_id_parse (org, strlen (org), &org_id);
      if (!kps_blob_add (tx, &org_id, content->sha256, media_type, size, error) ||
          !kps_blob_use (tx, content->sha256, &content->attachment->id, error))
        return FALSE;
    }

  return TRUE;
}
