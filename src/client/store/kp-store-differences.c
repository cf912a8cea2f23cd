/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a refused change would have made of its subject, beside what the subject is now. A list like
 * any other; its rows have no identity of their own, so they get one from the change and their
 * place.
 */

#include "kp-store-lists.h"

#include "kp-store-outbox.h"
#include "kp-value.h"

/* Cells of a difference, see KpDifference. */
enum
{
  CELL_FIELD = 0,
  CELL_MINE,
  CELL_THEIRS,
  CELL_MINE_TEXT,
  CELL_THEIRS_TEXT,
  N_CELLS
};

/**
 * KpSides:
 *
 * One change and its subject, while rows are made of them.
 */
typedef struct
{
  KpReader *reader;             /* (unowned) */
  const KpId *change;           /* (unowned) */
  const KpOperation *operation; /* (unowned) */
  yyjson_val *subject;          /* (unowned) (nullable): %NULL = no longer here */
  GPtrArray *rows;              /* (unowned) */
} KpSides;

static KpRow *
add_row (const KpSides *self,
         const char *field,
         const char *mine)
{
  const char *theirs = yyjson_get_str (yyjson_obj_get (self->subject, field));
  guint place = self->rows->len + 1;
  KpId id = *self->change;
  KpRow *row;

  id.bytes[15] ^= (guint8) place;
  row = kp_row_new (&id, N_CELLS);
  kp_row_set_text (row, CELL_FIELD, field);
  kp_row_set_text (row, CELL_MINE, mine);
  kp_row_set_text (row, CELL_THEIRS, theirs);
  kp_row_set_text (row, CELL_MINE_TEXT, mine);
  kp_row_set_text (row, CELL_THEIRS_TEXT, theirs);
  g_ptr_array_add (self->rows, row);

  return row;
}

/* A step of a request or work order: both states, as the portal names them. */
static void
add_state (const KpSides *self)
{
  const char *portal = yyjson_get_str (yyjson_obj_get (self->subject, "portal_id"));
  KpRow *row = add_row (self, "state", self->operation->kind->to);
  const char *theirs = row->cells[CELL_THEIRS].text;

  kp_row_set_text (row, CELL_MINE_TEXT,
                   kp_reader_name_state (self->reader, portal, self->operation->kind->to, NULL));
  if (theirs != NULL)
    kp_row_set_text (row, CELL_THEIRS_TEXT,
                     kp_reader_name_state (self->reader, portal, theirs, NULL));
}

/* Whether the step may be taken where it leads, such as planning what is planned: then its fields
 * are what it is about, as much as the state.
 */
static gboolean
may_lead_nowhere (const KpOperationKind *kind)
{
  return kind->from != NULL && g_strv_contains (kind->from, kind->to);
}

static void
add_rows (const KpSides *self)
{
  const KpOperationKind *kind = self->operation->kind;

  if (kind->use != KP_SUBJECT_CHANGES)
    return;
  if (kind->to != NULL)
    {
      add_state (self);
      if (!may_lead_nowhere (kind))
        return;
    }

  for (const KpEffect *effect = kind->effects; effect->field != NULL; effect++)
    {
      yyjson_val *mine = NULL;

      if (effect->source == KP_SOURCE_ARGUMENT)
        mine = yyjson_obj_get (self->operation->arguments, effect->value);
      if (yyjson_is_str (mine))
        add_row (self, effect->field, yyjson_get_str (mine));
    }
}

static GPtrArray *
fetch (KpReader *reader,
       const KpListFilter *filter,
       GArray *ids,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_row_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (KpOutboxItem) item =
    kp_store_get_change (kp_reader_get_store (reader), &filter->subject, &local);
  g_autofree char *body = NULL;
  g_autoptr (yyjson_doc) subject = NULL;
  KpSides sides;

  if (item != NULL && item->operation->kind != NULL &&
      kp_store_dup_record (kp_reader_get_store (reader), item->operation->kind->subject,
                           &item->operation->subject, &body, NULL, &local))
    subject = yyjson_read (body, strlen (body), 0);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (item == NULL || item->operation->kind == NULL || item->state != KP_OUTBOX_NEEDS_YOU)
    return g_steal_pointer (&rows);

  sides = (KpSides) {
    .reader = reader,
    .change = &filter->subject,
    .operation = item->operation,
    .subject = yyjson_doc_get_root (subject),
    .rows = rows,
  };
  add_rows (&sides);

  return g_steal_pointer (&rows);
}

static GArray *
list (KpReader *reader,
      const KpListFilter *filter,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GPtrArray) rows = fetch (reader, filter, NULL, cancellable, error);

  return rows != NULL ? kp_list_ids_of_rows (rows) : NULL;
}

const KpList KP_LIST_DIFFERENCES = {
  .list = list,
  .fetch = fetch,
  .related = KP_LIST_ENTITY (KP_ENTITY_REQUEST) | KP_LIST_ENTITY (KP_ENTITY_WORK_ORDER) |
             KP_LIST_ENTITY (KP_ENTITY_USER),
  .outbox = TRUE,
};
