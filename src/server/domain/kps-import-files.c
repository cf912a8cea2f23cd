/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files, faults and fields of an import.
 */

#include "kps-import-private.h"

#include "kp-error.h"
#include "kp-json.h"
#include "kp-limits.h"
#include "kp-value.h"

#include <string.h>

#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define MINUTE (60 * G_GINT64_CONSTANT (1000))
#define MAX_FILE (256 * 1024 * 1024)

static void
add_fault (KpsImport *self,
           const char *file,
           guint line,
           guint column,
           char *message)
{
  KpsImportFault *fault = g_new (KpsImportFault, 1);

  *fault = (KpsImportFault) {
    .file = g_strdup (file),
    .line = line,
    .column = column,
    .message = message,
  };
  g_ptr_array_add (self->faults, fault);
}

void
kps_import_fault (KpsImport *self,
                  const char *file,
                  guint line,
                  guint column,
                  const char *format,
                  ...)
{
  va_list arguments;

  va_start (arguments, format);
  add_fault (self, file, line, column, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

void
kps_import_fault_cell (KpsImport *self,
                       const KpsCsv *csv,
                       const KpsCell *cell,
                       const char *format,
                       ...)
{
  va_list arguments;

  va_start (arguments, format);
  add_fault (self, csv->name, cell->line, cell->column, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* Returns: the first text in or at @value, which knows its place */
static yyjson_val *
find_text (yyjson_val *value)
{
  yyjson_val *item;
  yyjson_val *key;
  size_t i;
  size_t n;

  if (yyjson_is_str (value))
    return value;

  yyjson_obj_foreach (value, i, n, key, item)
  {
    return key;
  }
  yyjson_arr_foreach (value, i, n, item)
  {
    return find_text (item);
  }

  return NULL;
}

void
kps_import_fault_json (KpsImport *self,
                       const KpsImportJson *file,
                       yyjson_val *near,
                       const char *format,
                       ...)
{
  yyjson_val *text = find_text (near);
  va_list arguments;
  guint line = 1;
  guint column = 1;

  /* Without a text near it the fault is of the file as a whole. */
  if (text != NULL)
    {
      /* yyjson reads from a copy of the file: a text starts where it starts in the file. */
      gsize offset = yyjson_get_str (text) - file->doc->str_pool;
      const char *start = file->text;

      for (const char *at = file->text; at < file->text + offset; at++)
        {
          if (*at != '\n')
            continue;
          line++;
          start = at + 1;
        }
      column = (guint) g_utf8_strlen (start, file->text + offset - start);
    }

  va_start (arguments, format);
  add_fault (self, file->name, line, column, g_strdup_vprintf (format, arguments));
  va_end (arguments);
}

/* As kps_import_fault(), for one that hides others: what the file holds is not known. */
static void
fault_file (KpsImport *self,
            const char *name,
            guint line,
            guint column,
            const char *message)
{
  g_hash_table_add (self->unread, g_strdup (name));
  kps_import_fault (self, name, line, column, "%s", message);
}

static char *
load (KpsImport *self,
      const char *name,
      gsize *length)
{
  g_autofree char *path = g_build_filename (self->options->folder, name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  if (!g_file_get_contents (path, &text, length, &error))
    {
      g_autofree char *message = g_strdup_printf ("The file can't be read: %s.", error->message);

      fault_file (self, name, 0, 0, message);
      return NULL;
    }

  return text;
}

static void
on_csv_fault_cb (const char *file,
                 guint line,
                 guint column,
                 const char *message,
                 gpointer data)
{
  fault_file (data, file, line, column, message);
}

KpsCsv *
kps_import_load_csv (KpsImport *self,
                     const char *name,
                     const char *const *columns)
{
  gsize length;
  g_autofree char *text = load (self, name, &length);
  g_autoptr (KpsCsv) csv = NULL;
  gboolean is_complete = TRUE;

  if (text == NULL)
    return NULL;

  csv = kps_csv_parse (name, text, length, on_csv_fault_cb, self);
  if (csv->header->len == 0)
    return NULL;

  for (guint i = 0; i < csv->header->len; i++)
    {
      const KpsCell *column = csv->header->pdata[i];

      if (!g_strv_contains (columns, column->text))
        kps_import_fault_cell (self, csv, column, "There is no column “%s” in this file.",
                               column->text);
    }
  for (guint i = 0; columns[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint j = 0; j < csv->header->len; j++)
        found = found || g_str_equal (((KpsCell *) csv->header->pdata[j])->text, columns[i]);
      if (found)
        continue;
      g_hash_table_add (self->unread, g_strdup (name));
      kps_import_fault (self, name, 1, 0, "The column “%s” is missing.", columns[i]);
      is_complete = FALSE;
    }

  return is_complete ? g_steal_pointer (&csv) : NULL;
}

static void
fault_at_offset (KpsImport *self,
                 const char *name,
                 const char *text,
                 gsize offset,
                 const char *message)
{
  g_autofree char *sentence = g_strdup_printf ("The JSON is malformed: %s.", message);
  const char *start = text;
  guint line = 1;

  for (const char *at = text; at < text + offset && *at != '\0'; at++)
    {
      if (*at != '\n')
        continue;
      line++;
      start = at + 1;
    }

  fault_file (self, name, line, (guint) g_utf8_strlen (start, text + offset - start) + 1,
              sentence);
}

const KpsImportJson *
kps_import_load_json (KpsImport *self,
                      const char *name)
{
  gsize length;
  g_autofree char *text = load (self, name, &length);
  yyjson_read_err why = { 0 };
  KpsImportJson *file;
  yyjson_doc *doc;

  if (text == NULL)
    return NULL;
  if (!kp_json_is_within_depth (text, length, KP_LIMIT_JSON_DEPTH))
    {
      fault_file (self, name, 0, 0, "The JSON is nested too deep.");
      return NULL;
    }

  doc = yyjson_read_opts (text, length, YYJSON_READ_NOFLAG, NULL, &why);
  if (doc == NULL)
    {
      fault_at_offset (self, name, text, why.pos, why.msg);
      return NULL;
    }

  file = g_new0 (KpsImportJson, 1);
  file->name = g_strdup (name);
  file->text = g_steal_pointer (&text);
  file->doc = doc;
  g_ptr_array_add (self->files, file);

  return file;
}

yyjson_val *
kps_import_find_key (yyjson_val *object,
                     const char *name)
{
  yyjson_val *item;
  yyjson_val *key;
  size_t i;
  size_t n;

  yyjson_obj_foreach (object, i, n, key, item)
  {
    if (g_strcmp0 (yyjson_get_str (key), name) == 0)
      return key;
  }

  return NULL;
}

/* Returns: an identifier made at @at, as UUIDv7 wants it */
static KpId
make_id (KpsImport *self,
         gint64 at)
{
  KpId id = kp_id_make (self->environment);

  for (guint i = 0; i < 6; i++)
    id.bytes[i] = (guint8) (at >> (8 * (5 - i)));

  return id;
}

KpsImportRecord *
kps_import_find (KpsImport *self,
                 KpEntityType entity,
                 const char *key)
{
  g_autofree char *full = g_strdup_printf ("%d %s", entity, key);

  return g_hash_table_lookup (self->by_key, full);
}

KpsImportRecord *
kps_import_add (KpsImport *self,
                KpEntityType entity,
                const char *key,
                gint64 created_at)
{
  g_autofree char *full = g_strdup_printf ("%d %s", entity, key);
  const KpId *known = g_hash_table_lookup (self->known, full);
  KpsImportRecord *record;

  if (g_hash_table_contains (self->by_key, full))
    return NULL;

  record = g_new0 (KpsImportRecord, 1);
  record->entity = entity;
  record->key = g_strdup (key);
  record->id = known != NULL ? *known : make_id (self, created_at);
  record->created_at = created_at;
  kp_id_format (&record->id, record->text_id);
  record->doc = yyjson_mut_doc_new (NULL);
  record->root = yyjson_mut_obj (record->doc);
  yyjson_mut_doc_set_root (record->doc, record->root);
  g_ptr_array_add (self->records, record);
  g_hash_table_insert (self->by_key, g_steal_pointer (&full), record);
  g_hash_table_insert (self->by_id, record->text_id, record);

  return record;
}

static void
set (KpsImportRecord *record,
     const char *field,
     yyjson_mut_val *value)
{
  yyjson_mut_obj_put (record->root, yyjson_mut_strcpy (record->doc, field), value);
}

void
kps_import_set_text (KpsImportRecord *record,
                     const char *field,
                     const char *value)
{
  set (record, field,
       value != NULL ? yyjson_mut_strcpy (record->doc, value) : yyjson_mut_null (record->doc));
}

void
kps_import_set_int (KpsImportRecord *record,
                    const char *field,
                    gint64 value)
{
  set (record, field, yyjson_mut_sint (record->doc, value));
}

void
kps_import_set_null (KpsImportRecord *record,
                     const char *field)
{
  set (record, field, yyjson_mut_null (record->doc));
}

void
kps_import_set_id (KpsImportRecord *record,
                   const char *field,
                   const KpsImportRecord *other)
{
  kps_import_set_text (record, field, other != NULL ? other->text_id : NULL);
}

void
kps_import_copy (KpsImportRecord *record,
                 const char *field,
                 yyjson_val *value)
{
  set (record, field,
       value != NULL ? yyjson_val_mut_copy (record->doc, value) : yyjson_mut_null (record->doc));
}

void
kps_import_copy_members (KpsImport *self,
                         const KpsImportJson *file,
                         yyjson_val *object,
                         KpsImportRecord *record,
                         const char *const *own)
{
  const KpEntity *entity = kp_entity_get (record->entity);
  yyjson_val *key;
  yyjson_val *value;
  size_t i;
  size_t n;

  yyjson_obj_foreach (object, i, n, key, value)
  {
    const char *name = yyjson_get_str (key);
    const KpField *field = kp_entity_find_field (entity, name);

    if (g_strv_contains (own, name))
      continue;
    if (field == NULL || field->kind == KP_FIELD_ID)
      kps_import_fault_json (self, file, key, "A %s has no “%s”.", entity->name, name);
    else if (!yyjson_is_null (value) && !kp_value_is_of_kind (value, field->kind))
      kps_import_fault_json (self, file, key, "“%s” has a value of another kind.", name);
    else
      kps_import_copy (record, name, value);
  }
}

const char *
kps_import_get_text (const KpsImportRecord *record,
                     const char *field)
{
  return yyjson_mut_get_str (yyjson_mut_obj_get (record->root, field));
}

/* Returns: whether @text is " 14:05" or nothing; @minutes after midnight, 9 o'clock if nothing */
static gboolean
parse_clock (const char *text,
             gint64 *minutes)
{
  *minutes = 9 * 60;
  if (*text == '\0')
    return TRUE;
  if (strlen (text) != 6 || text[0] != ' ' || text[3] != ':' || !g_ascii_isdigit (text[1]) ||
      !g_ascii_isdigit (text[2]) || !g_ascii_isdigit (text[4]) || !g_ascii_isdigit (text[5]))
    return FALSE;

  *minutes = ((text[1] - '0') * 10 + text[2] - '0') * 60 + (text[4] - '0') * 10 + text[5] - '0';

  return *minutes < 24 * 60;
}

gboolean
kps_import_parse_time (KpsImport *self,
                       const char *text,
                       gint64 *time)
{
  g_autoptr (GDateTime) date = NULL;
  gint64 minutes;
  char *end;

  if (*text == '-' || *text == '+')
    {
      gint64 days = g_ascii_strtoll (text, &end, 10);

      if (end == text || *end != 'd' || ABS (days) > 36500 || !parse_clock (end + 1, &minutes))
        return FALSE;
      *time = self->day + days * DAY + minutes * MINUTE;
      return TRUE;
    }

  if (strlen (text) >= 10)
    {
      g_autofree char *day = g_strndup (text, 10);
      g_autofree char *iso = g_strconcat (day, "T00:00:00Z", NULL);

      date = g_date_time_new_from_iso8601 (iso, NULL);
    }
  if (date == NULL || !parse_clock (text + 10, &minutes))
    return FALSE;

  *time = g_date_time_to_unix (date) * 1000 + minutes * MINUTE;

  return TRUE;
}

char *
kps_import_format_date (gint64 time)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (time / 1000);

  return g_date_time_format (date, "%Y-%m-%d");
}
