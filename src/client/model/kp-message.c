/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-message.h"

#include "kp-record-private.h"

struct _KpMessage
{
  KpRecord parent_instance;
};

typedef enum
{
  REQUEST_ID,
  AUTHOR_ID,
  AUTHOR_NAME,
  AUTHOR_KIND,
  MINE,
  KIND,
  TEXT,
  CREATED_AT,
  SYNC
} Column;

/* In the order of Column, and of the cells in kp-store-messages.c. */
static const KpProperty TABLE[] = {
  { "request-id", KP_PROPERTY_TEXT },
  { "author-id", KP_PROPERTY_TEXT },
  { "author-name", KP_PROPERTY_TEXT },
  { "author-kind", KP_PROPERTY_TEXT },
  { "mine", KP_PROPERTY_FLAG },
  { "kind", KP_PROPERTY_TEXT },
  { "text", KP_PROPERTY_TEXT },
  { "created-at", KP_PROPERTY_NUMBER },
  { "sync", KP_PROPERTY_SYNC },
};

G_DEFINE_FINAL_TYPE (KpMessage, kp_message, KP_TYPE_RECORD)

const KpItemKind KP_MESSAGE_KIND = {
  .get_type = kp_message_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_message_class_init (KpMessageClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_message_init (KpMessage *self)
{
}

const char *
kp_message_get_request_id (KpMessage *self)
{
  return kp_record_get_text (KP_RECORD (self), REQUEST_ID);
}

const char *
kp_message_get_author_id (KpMessage *self)
{
  return kp_record_get_text (KP_RECORD (self), AUTHOR_ID);
}

const char *
kp_message_get_author_name (KpMessage *self)
{
  return kp_record_get_text (KP_RECORD (self), AUTHOR_NAME);
}

const char *
kp_message_get_author_kind (KpMessage *self)
{
  return kp_record_get_text (KP_RECORD (self), AUTHOR_KIND);
}

gboolean
kp_message_get_mine (KpMessage *self)
{
  return kp_record_get_number (KP_RECORD (self), MINE) != 0;
}

const char *
kp_message_get_kind (KpMessage *self)
{
  return kp_record_get_text (KP_RECORD (self), KIND);
}

const char *
kp_message_get_text (KpMessage *self)
{
  return kp_record_get_text (KP_RECORD (self), TEXT);
}

gint64
kp_message_get_created_at (KpMessage *self)
{
  return kp_record_get_number (KP_RECORD (self), CREATED_AT);
}

KpSyncState
kp_message_get_sync (KpMessage *self)
{
  return (KpSyncState) kp_record_get_number (KP_RECORD (self), SYNC);
}
