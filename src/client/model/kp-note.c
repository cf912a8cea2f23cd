/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-note.h"

#include "kp-record-private.h"

struct _KpNote
{
  KpRecord parent_instance;
};

typedef enum
{
  REQUEST_ID,
  AUTHOR_NAME,
  MINE,
  TEXT,
  CREATED_AT,
  SYNC
} Column;

/* In the order of Column, and of the cells in kp-store-notes.c. */
static const KpProperty TABLE[] = {
  { "request-id", KP_PROPERTY_TEXT },
  { "author-name", KP_PROPERTY_TEXT },
  { "mine", KP_PROPERTY_FLAG },
  { "text", KP_PROPERTY_TEXT },
  { "created-at", KP_PROPERTY_NUMBER },
  { "sync", KP_PROPERTY_SYNC },
};

G_DEFINE_FINAL_TYPE (KpNote, kp_note, KP_TYPE_RECORD)

const KpItemKind KP_NOTE_KIND = {
  .get_type = kp_note_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_note_class_init (KpNoteClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_note_init (KpNote *self)
{
}

const char *
kp_note_get_request_id (KpNote *self)
{
  return kp_record_get_text (KP_RECORD (self), REQUEST_ID);
}

const char *
kp_note_get_author_name (KpNote *self)
{
  return kp_record_get_text (KP_RECORD (self), AUTHOR_NAME);
}

gboolean
kp_note_get_mine (KpNote *self)
{
  return kp_record_get_number (KP_RECORD (self), MINE) != 0;
}

const char *
kp_note_get_text (KpNote *self)
{
  return kp_record_get_text (KP_RECORD (self), TEXT);
}

gint64
kp_note_get_created_at (KpNote *self)
{
  return kp_record_get_number (KP_RECORD (self), CREATED_AT);
}

KpSyncState
kp_note_get_sync (KpNote *self)
{
  return (KpSyncState) kp_record_get_number (KP_RECORD (self), SYNC);
}
