/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-attachment.h"

#include "kp-attachment-private.h"
#include "kp-record-private.h"

struct _KpAttachment
{
  KpRecord parent_instance;
};

typedef enum
{
  REQUEST_ID,
  MESSAGE_ID,
  PLACE,
  NAME,
  MEDIA_TYPE,
  SIZE,
  SCAN_STATE,
  AUTHOR_NAME,
  AUTHOR_KIND,
  CREATED_AT,
  STATE,
  FAULT,
  SHA256,
  SYNC
} Column;

/* In the order of Column, and of the cells in kp-store-attachment-list.c. */
static const KpProperty TABLE[] = {
  { "request-id", KP_PROPERTY_TEXT },
  { "message-id", KP_PROPERTY_TEXT },
  { "place", KP_PROPERTY_TEXT },
  { "name", KP_PROPERTY_TEXT },
  { "media-type", KP_PROPERTY_TEXT },
  { "size", KP_PROPERTY_NUMBER },
  { "scan-state", KP_PROPERTY_TEXT },
  { "author-name", KP_PROPERTY_TEXT },
  { "author-kind", KP_PROPERTY_TEXT },
  { "created-at", KP_PROPERTY_NUMBER },
  { "state", KP_PROPERTY_NUMBER },
  { "fault", KP_PROPERTY_NUMBER },
  { "sha256", KP_PROPERTY_TEXT },
  { "sync", KP_PROPERTY_SYNC },
};

G_DEFINE_FINAL_TYPE (KpAttachment, kp_attachment, KP_TYPE_RECORD)

const KpItemKind KP_ATTACHMENT_KIND = {
  .get_type = kp_attachment_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_attachment_class_init (KpAttachmentClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_attachment_init (KpAttachment *self)
{
}

KpAttachment *
kp_attachment_new_chosen (const KpFileRow *file)
{
  KpAttachment *self = g_object_new (KP_TYPE_ATTACHMENT, NULL);
  g_autoptr (KpRow) row = kp_row_new (&file->id, G_N_ELEMENTS (TABLE));

  kp_row_set_text (row, NAME, file->name);
  kp_row_set_text (row, MEDIA_TYPE, file->media_type);
  kp_row_set_number (row, SIZE, file->size);
  kp_row_set_number (row, STATE, KP_ATTACHMENT_CHOSEN);
  kp_row_set_text (row, SHA256, file->sha256);
  kp_record_set_id (KP_RECORD (self), &file->id);
  kp_record_update (KP_RECORD (self), row);

  return self;
}

const char *
kp_attachment_get_request_id (KpAttachment *self)
{
  return kp_record_get_text (KP_RECORD (self), REQUEST_ID);
}

const char *
kp_attachment_get_message_id (KpAttachment *self)
{
  return kp_record_get_text (KP_RECORD (self), MESSAGE_ID);
}

const char *
kp_attachment_get_place (KpAttachment *self)
{
  return kp_record_get_text (KP_RECORD (self), PLACE);
}

const char *
kp_attachment_get_name (KpAttachment *self)
{
  return kp_record_get_text (KP_RECORD (self), NAME);
}

const char *
kp_attachment_get_media_type (KpAttachment *self)
{
  return kp_record_get_text (KP_RECORD (self), MEDIA_TYPE);
}

gint64
kp_attachment_get_size (KpAttachment *self)
{
  return kp_record_get_number (KP_RECORD (self), SIZE);
}

const char *
kp_attachment_get_scan_state (KpAttachment *self)
{
  return kp_record_get_text (KP_RECORD (self), SCAN_STATE);
}

const char *
kp_attachment_get_author_name (KpAttachment *self)
{
  return kp_record_get_text (KP_RECORD (self), AUTHOR_NAME);
}

const char *
kp_attachment_get_author_kind (KpAttachment *self)
{
  return kp_record_get_text (KP_RECORD (self), AUTHOR_KIND);
}

gint64
kp_attachment_get_created_at (KpAttachment *self)
{
  return kp_record_get_number (KP_RECORD (self), CREATED_AT);
}

KpAttachmentState
kp_attachment_get_state (KpAttachment *self)
{
  return (KpAttachmentState) kp_record_get_number (KP_RECORD (self), STATE);
}

KpAttachmentFault
kp_attachment_get_fault (KpAttachment *self)
{
  return (KpAttachmentFault) kp_record_get_number (KP_RECORD (self), FAULT);
}

const char *
kp_attachment_get_sha256 (KpAttachment *self)
{
  return kp_record_get_text (KP_RECORD (self), SHA256);
}

KpSyncState
kp_attachment_get_sync (KpAttachment *self)
{
  return (KpSyncState) kp_record_get_number (KP_RECORD (self), SYNC);
}

GVariant *
kp_attachment_to_variant (KpAttachment *self,
                          const char *place)
{
  GVariantDict dict;

  g_return_val_if_fail (KP_IS_ATTACHMENT (self), NULL);

  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert (&dict, "id", "s", kp_record_get_id (KP_RECORD (self)));
  g_variant_dict_insert (&dict, "name", "s", kp_attachment_get_name (self));
  g_variant_dict_insert (&dict, "media_type", "s", kp_attachment_get_media_type (self));
  g_variant_dict_insert (&dict, "size", "x", kp_attachment_get_size (self));
  g_variant_dict_insert (&dict, "sha256", "s", kp_attachment_get_sha256 (self));
  if (place != NULL)
    g_variant_dict_insert (&dict, "place", "s", place);

  return g_variant_dict_end (&dict);
}
