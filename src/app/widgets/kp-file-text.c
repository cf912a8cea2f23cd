/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One sentence for each state and fault.
 */

#include "kp-file-text.h"

#include "kp-error-text.h"
#include "kp-error.h"
#include "kp-limits.h"

#include <glib/gi18n.h>

static const char *
describe_check (KpAttachment *attachment)
{
  const char *scan = kp_attachment_get_scan_state (attachment);

  if (g_strcmp0 (scan, "clean") == 0)
    return _ ("checked by the office");
  if (g_strcmp0 (scan, "infected") == 0)
    return _ ("a virus was found in it, so nobody can open it");
  if (g_strcmp0 (scan, "unscannable") == 0)
    return _ ("the office could not check it");

  return _ ("being checked by the office");
}

/* Returns: (transfer none) (nullable) */
static const char *
describe_state (KpAttachment *attachment)
{
  switch (kp_attachment_get_state (attachment))
    {
    case KP_ATTACHMENT_CHOSEN:
      return NULL;

    case KP_ATTACHMENT_WAITING:
      return _ ("waits until it can be sent");

    case KP_ATTACHMENT_REFUSED:
      return kp_file_text_fault (kp_attachment_get_fault (attachment));

    case KP_ATTACHMENT_AWAY:
    case KP_ATTACHMENT_HERE:
      break;
    }

  return kp_attachment_get_sync (attachment) == KP_SYNC_CONFIRMED
           ? describe_check (attachment)
           : _ ("sent, not confirmed yet");
}

char *
kp_file_text_describe (KpAttachment *attachment)
{
  g_autofree char *size = g_format_size ((guint64) MAX (kp_attachment_get_size (attachment), 0));
  const char *state = describe_state (attachment);

  return state != NULL ? g_strdup_printf ("%s · %s", size, state) : g_steal_pointer (&size);
}

const char *
kp_file_text_fault (KpAttachmentFault fault)
{
  switch (fault)
    {
    case KP_ATTACHMENT_FAULT_TYPE:
      return _ ("The office does not take files of this kind, or its content is not what its name "
                "says. Remove it, or choose another one.");

    case KP_ATTACHMENT_FAULT_SIZE:
      return _ ("The office finds this file too large. Remove it, or choose a smaller one.");

    case KP_ATTACHMENT_FAULT_SPACE:
      return _ ("The office has no room left for files of your organisation. Remove it, or ask the "
                "office.");

    case KP_ATTACHMENT_FAULT_GONE:
      return _ ("The copy of this file on this computer is damaged. Remove it, and choose it once "
                "more.");

    case KP_ATTACHMENT_FAULT_DENIED:
    case KP_ATTACHMENT_FAULT_NONE:
      break;
    }

  return _ ("The office does not take this file. Remove it, or choose another one.");
}

const char *
kp_file_text_error (const GError *error)
{
  if (g_error_matches (error, KP_ERROR, KP_ERROR_TOO_LARGE))
    return _ ("This file is larger than 10 MB. Choose a smaller one, or send it in parts.");
  if (g_error_matches (error, KP_ERROR, KP_ERROR_INVALID))
    return _ ("The office does not take files of this kind. PDF, pictures, documents, "
              "spreadsheets and plain texts are fine.");
  if (g_error_matches (error, KP_ERROR, KP_ERROR_CORRUPT))
    return _ ("This file is not what its name says. Perhaps it is damaged, or was renamed; choose "
              "another one.");
  if (g_error_matches (error, KP_ERROR, KP_ERROR_NOT_FOUND))
    return _ ("This file cannot be read. Perhaps it was moved or removed.");

  return kp_error_text (error);
}

const char *
kp_file_text_open_error (const GError *error)
{
  if (g_error_matches (error, KP_ERROR, KP_ERROR_FORBIDDEN))
    return _ ("The office did not find this file safe, so it cannot be opened.");
  if (g_error_matches (error, KP_ERROR, KP_ERROR_TOO_MANY))
    return _ ("The office is still checking this file. Please try again in a moment.");
  if (g_error_matches (error, KP_ERROR, KP_ERROR_OFFLINE))
    return _ ("This file is not on this computer yet, and the portal does not answer. Try again "
              "when you are online.");

  return kp_error_text (error);
}

const char *
kp_file_text_icon (KpAttachment *attachment)
{
  const char *type = kp_attachment_get_media_type (attachment);
  const char *scan = kp_attachment_get_scan_state (attachment);

  if (kp_attachment_get_state (attachment) == KP_ATTACHMENT_REFUSED ||
      g_strcmp0 (scan, "infected") == 0)
    return "dialog-warning-symbolic";
  if (type != NULL && g_str_has_prefix (type, "image/"))
    return "image-x-generic-symbolic";
  if (type != NULL && strstr (type, "spreadsheet") != NULL)
    return "x-office-spreadsheet-symbolic";

  return "x-office-document-symbolic";
}

char *
kp_file_text_limits (void)
{
  /* Translators: how many files at most, and how large each may be */
  return g_strdup_printf (_ ("At most %d files of %d MB each"), KP_LIMIT_ATTACHMENTS,
                          KP_LIMIT_FILE / (1024 * 1024));
}

char *
kp_file_text_question_limits (KpQuestion *question)
{
  g_autofree char *types = kp_question_dup_type_names (question);
  const int size = KP_LIMIT_FILE / (1024 * 1024);
  gint64 most;

  kp_question_get_range (question, NULL, &most, NULL);
  most = CLAMP (most, 1, KP_LIMIT_ATTACHMENTS);

  /* Translators: how many files, which types, and how large each may be */
  return g_strdup_printf (ngettext ("At most %d file: %s, up to %d MB",
                                    "At most %d files: %s, up to %d MB each", (gulong) most),
                          (int) most, types, size);
}

const char *
kp_file_text_wrong_type (KpQuestion *question)
{
  return kp_question_get_question_type (question) == KP_QUESTION_PHOTO
           ? _ ("This is not a photo in one of the forms that are asked for.")
           : _ ("This is not one of the kinds of file that are asked for.");
}
