/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One pass over the text; a quoted cell may hold commas, quotes and line feeds.
 */

#include "kps-csv.h"

#include <string.h>

/* Where reading is. */
typedef struct
{
  const char *at;
  const char *end;
  guint line;
  guint column;
} Reader;

static void
cell_free (gpointer data)
{
  KpsCell *self = data;

  g_free (self->text);
  g_free (self);
}

static gboolean
is_at_end (const Reader *self)
{
  return self->at >= self->end;
}

static void
advance (Reader *self)
{
  if (*self->at == '\n')
    {
      self->line++;
      self->column = 0;
    }
  self->at = g_utf8_next_char (self->at);
  self->column++;
}

/* After the opening quote. Returns: FALSE if the closing one is missing */
static gboolean
read_quoted (Reader *self,
             GString *text)
{
  while (!is_at_end (self))
    {
      const char *at = self->at;

      advance (self);
      if (*at != '"')
        {
          g_string_append_len (text, at, self->at - at);
          continue;
        }
      if (is_at_end (self) || *self->at != '"')
        return TRUE;

      advance (self);
      g_string_append_c (text, '"');
    }

  return FALSE;
}

/* Reads one cell and stands on what ends it: a comma, a line feed or the end. */
static KpsCell *
read_cell (Reader *self,
           const char **fault)
{
  g_autoptr (GString) text = g_string_new (NULL);
  KpsCell *cell = g_new0 (KpsCell, 1);

  while (!is_at_end (self) && (*self->at == ' ' || *self->at == '\t'))
    advance (self);

  cell->line = self->line;
  cell->column = self->column;
  if (!is_at_end (self) && *self->at == '"')
    {
      advance (self);
      if (!read_quoted (self, text))
        *fault = "The quote that begins here is never closed.";
      while (!is_at_end (self) && (*self->at == ' ' || *self->at == '\r'))
        advance (self);
      if (!is_at_end (self) && *self->at != ',' && *self->at != '\n')
        *fault = "After the closing quote a comma is expected.";
    }

  while (!is_at_end (self) && *self->at != ',' && *self->at != '\n')
    {
      const char *at = self->at;

      advance (self);
      g_string_append_len (text, at, self->at - at);
    }

  cell->text = g_strstrip (g_string_free (g_steal_pointer (&text), FALSE));

  return cell;
}

/* Returns: (transfer full): the cells of one line; stands after its end */
static GPtrArray *
read_row (Reader *self,
          const char *file,
          KpsCsvFault fault,
          gpointer data)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new_with_free_func (cell_free);

  for (;;)
    {
      const char *message = NULL;
      KpsCell *cell = read_cell (self, &message);

      g_ptr_array_add (row, cell);
      if (message != NULL)
        fault (file, cell->line, cell->column, message, data);
      if (is_at_end (self))
        return g_steal_pointer (&row);

      if (*self->at == '\n')
        {
          advance (self);
          return g_steal_pointer (&row);
        }
      advance (self);
    }
}

static gboolean
is_empty (GPtrArray *row)
{
  return row->len == 1 && *((KpsCell *) row->pdata[0])->text == '\0';
}

static void
skip_comment (Reader *self)
{
  while (!is_at_end (self) && *self->at != '\n')
    advance (self);
  if (!is_at_end (self))
    advance (self);
}

static void
add_row (KpsCsv *self,
         GPtrArray *row,
         KpsCsvFault fault,
         gpointer data)
{
  const KpsCell *first = row->pdata[0];
  g_autofree char *message = NULL;

  if (self->header == NULL)
    {
      self->header = g_ptr_array_ref (row);
      return;
    }
  if (row->len == self->header->len)
    {
      g_ptr_array_add (self->rows, g_ptr_array_ref (row));
      return;
    }

  message = g_strdup_printf ("This line has %u cells, the first line names %u columns.", row->len,
                             self->header->len);
  fault (self->name, first->line, 0, message, data);
}

KpsCsv *
kps_csv_parse (const char *name,
               const char *text,
               gsize length,
               KpsCsvFault fault,
               gpointer data)
{
  KpsCsv *self = g_new0 (KpsCsv, 1);
  Reader reader = { .at = text, .end = text + length, .line = 1, .column = 1 };

  self->name = g_strdup (name);
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  if (!g_utf8_validate_len (text, length, NULL))
    {
      fault (name, 0, 0, "The file is not in UTF-8.", data);
      self->header = g_ptr_array_new_with_free_func (cell_free);
      return self;
    }

  while (!is_at_end (&reader))
    {
      g_autoptr (GPtrArray) row = NULL;

      if (*reader.at == '#')
        {
          skip_comment (&reader);
          continue;
        }

      row = read_row (&reader, name, fault, data);
      if (!is_empty (row))
        add_row (self, row, fault, data);
    }

  if (self->header == NULL)
    {
      self->header = g_ptr_array_new_with_free_func (cell_free);
      fault (name, 1, 1, "The first line must name the columns.", data);
    }

  return self;
}

const KpsCell *
kps_csv_get (const KpsCsv *self,
             guint row,
             const char *name)
{
  for (guint i = 0; i < self->header->len; i++)
    {
      const KpsCell *column = self->header->pdata[i];

      if (g_str_equal (column->text, name))
        return ((GPtrArray *) self->rows->pdata[row])->pdata[i];
    }

  return NULL;
}

void
kps_csv_free (KpsCsv *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->header);
  g_ptr_array_unref (self->rows);
  g_free (self->name);
  g_free (self);
}
