/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A page is a walk down the index from a row number. Rows that the person may not hold are walked
 * over, a bounded number of them, so that a page may be short and still have a next one.
 */

#include "kps-find.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-value.h"
#include "kps-hooks.h"

#include <string.h>

/* While a page is filled. */
typedef struct
{
  const KpsAccess *access;
  yyjson_mut_doc *doc;
  yyjson_mut_val *rows;
  guint limit; /* rows */
  gint64 next; /* row number to go on below; 0 = there is no more */
} Page;

/* Rows that one page looks at, at most. */
#define MAX_WALK 2000

static const char SELECT_FOUND[] =
  "SELECT r.no, r.ent, r.id, r.body, r.streams FROM find f JOIN record r ON r.no = f.rowid"
  " WHERE f.words MATCH $1 AND f.rowid < $2 ORDER BY f.rowid DESC";

/* Returns: whether the next word is written together with what ends at @at, as in “R-2026” */
static gboolean
is_joined (const char *at)
{
  return *at != '\0' && !g_unichar_isspace (g_utf8_get_char (at)) &&
         g_unichar_isalnum (g_utf8_get_char (g_utf8_next_char (at)));
}

/* Returns: (transfer full) (nullable): what FTS5 understands; every word is in quotes, so that
 * nothing of it is an operator. A word is a beginning, unless another is joined to it: of a number
 * such as “R-2026-00042” only the end may be missing. All that begins with “R” is nearly
 * everything, and the index has no list of it.
 */
static char *
make_match (const char *query)
{
  g_autoptr (GString) match = g_string_new (NULL);
  const char *at = query;

  while (*at != '\0')
    {
      const char *start;

      while (*at != '\0' && !g_unichar_isalnum (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);
      start = at;
      while (*at != '\0' && g_unichar_isalnum (g_utf8_get_char (at)))
        at = g_utf8_next_char (at);
      if (at > start)
        g_string_append_printf (match, "%s\"%.*s\"%s", match->len > 0 ? " " : "",
                                (int) (at - start), start, is_joined (at) ? "" : "*");
    }

  return match->len > 0 ? g_string_free (g_steal_pointer (&match), FALSE) : NULL;
}

static gboolean
may_hold (const KpsAccess *access,
          const char *streams)
{
  g_auto (GStrv) ids = g_strsplit (streams, " ", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      if (kps_access_allows (access, ids[i]))
        return TRUE;
    }

  return FALSE;
}

static void
copy_member (yyjson_mut_doc *doc,
             yyjson_mut_val *row,
             const char *name,
             yyjson_val *value)
{
  yyjson_mut_obj_add_val (doc, row, name,
                          value != NULL ? yyjson_val_mut_copy (doc, value) : yyjson_mut_null (doc));
}

static void
add_row (yyjson_mut_doc *doc,
         yyjson_mut_val *rows,
         KpStatement *found)
{
  KpEntityType entity = (KpEntityType) kp_statement_get_int64 (found, 1);
  gboolean is_organisation = entity == KP_ENTITY_ORGANISATION;
  const char *text = kp_statement_get_text (found, 3);
  g_autoptr (yyjson_doc) body = yyjson_read (text, strlen (text), YYJSON_READ_NOFLAG);
  yyjson_val *root = yyjson_doc_get_root (body);
  yyjson_mut_val *row = yyjson_mut_obj (doc);
  char id[KP_ID_SIZE];
  KpId key;

  kp_statement_get_id (found, 2, &key);
  kp_id_format (&key, id);
  yyjson_mut_obj_add_strcpy (doc, row, "entity", kp_entity_get (entity)->name);
  yyjson_mut_obj_add_strcpy (doc, row, "id", id);
  if (is_organisation)
    yyjson_mut_obj_add_strcpy (doc, row, "org_id", id);
  else
    copy_member (doc, row, "org_id", yyjson_obj_get (root, "org_id"));
  copy_member (doc, row, "org_name", yyjson_obj_get (root, is_organisation ? "name" : "org_name"));
  copy_member (doc, row, "number", yyjson_obj_get (root, "number"));
  copy_member (doc, row, "title", yyjson_obj_get (root, is_organisation ? "name" : "title"));
  copy_member (doc, row, "state", yyjson_obj_get (root, "state"));
  copy_member (doc, row, "updated_at", yyjson_obj_get (root, "updated_at"));
  yyjson_mut_arr_add_val (rows, row);
}

static gboolean
collect (Page *self,
         KpStatement *select,
         GCancellable *cancellable,
         GError **error)
{
  gint64 last = 0;

  for (guint walked = 0;; walked++)
    {
      gboolean has_row;

      if (!kp_statement_step (select, &has_row, cancellable, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (yyjson_mut_arr_size (self->rows) == self->limit || walked == MAX_WALK)
        {
          self->next = last;
          return TRUE;
        }

      last = kp_statement_get_int64 (select, 0);
      if (KPS_ALLOW (68, may_hold (self->access, kp_statement_get_text (select, 4))))
        add_row (self->doc, self->rows, select);
    }
}

static gboolean
check_question (const KpsPerson *person,
                const char *query,
                const char *after,
                gint64 *below,
                GError **error)
{
  guint64 number = G_MAXINT64;

  if (!KPS_ALLOW (67, person->staff))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_FORBIDDEN, "Only staff search the office");
      return FALSE;
    }
  if (strlen (query) > KP_LIMIT_QUERY || !g_utf8_validate (query, -1, NULL) ||
      (after != NULL && !g_ascii_string_to_unsigned (after, 10, 1, G_MAXINT64, &number, NULL)))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "Not a question");
      return FALSE;
    }

  *below = (gint64) number;

  return TRUE;
}

static char *
finish (Page *self)
{
  yyjson_mut_val *root = yyjson_mut_obj (self->doc);
  char *text;
  char *copy;

  yyjson_mut_doc_set_root (self->doc, root);
  yyjson_mut_obj_add_val (self->doc, root, "rows", self->rows);
  if (self->next != 0)
    {
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->next);

      yyjson_mut_obj_add_strcpy (self->doc, root, "next", number);
    }
  else
    yyjson_mut_obj_add_null (self->doc, root, "next");

  text = yyjson_mut_write (self->doc, YYJSON_WRITE_NOFLAG, NULL);
  copy = g_strdup (text);
  free (text);

  return copy;
}

char *
kps_find (KpDb *db,
          const KpsPerson *person,
          const KpsQuestion *question,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  g_autoptr (KpsAccess) access = NULL;
  g_autoptr (KpStatement) select = NULL;
  g_autofree char *match = NULL;
  Page page = { .doc = doc, .rows = yyjson_mut_arr (doc) };
  gint64 below;

  if (!check_question (person, question->query, question->after, &below, error))
    return NULL;

  match = make_match (question->query);
  if (match == NULL)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "There is no word to search for");
      return NULL;
    }

  access = kps_access_load (db, person, error);
  if (access == NULL)
    return NULL;

  select = kp_db_prepare (db, SELECT_FOUND, error);
  if (select == NULL)
    return NULL;

  kp_statement_bind_text (select, 1, match);
  kp_statement_bind_int64 (select, 2, below);
  page.access = access;
  page.limit = CLAMP (question->limit, 1, KP_LIMIT_FIND_PAGE);
  if (!collect (&page, select, cancellable, error))
    return NULL;

  return finish (&page);
}
