/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of SECURITY.md section 5, and the names of tests/data/names.
 */

#include "kp-file.h"

#include "kp-limits.h"

#include <string.h>

static const char *const PDF[] = { "pdf", NULL };
static const char *const JPEG[] = { "jpg", "jpeg", NULL };
static const char *const PNG[] = { "png", NULL };
static const char *const TIFF[] = { "tif", "tiff", NULL };
static const char *const XLSX[] = { "xlsx", NULL };
static const char *const DOCX[] = { "docx", NULL };
static const char *const ODS[] = { "ods", NULL };
static const char *const ODT[] = { "odt", NULL };
static const char *const CSV[] = { "csv", NULL };
static const char *const TXT[] = { "txt", NULL };
static const char *const XML[] = { "xml", "xbrl", NULL };
static const char *const ZIP[] = { "zip", NULL };

static const KpFileType TYPES[] = {
  { "application/pdf", PDF, FALSE, FALSE },
  { "image/jpeg", JPEG, TRUE, FALSE },
  { "image/png", PNG, TRUE, FALSE },
  { "image/tiff", TIFF, FALSE, FALSE },
  { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", XLSX, FALSE, FALSE },
  { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", DOCX, FALSE, FALSE },
  { "application/vnd.oasis.opendocument.spreadsheet", ODS, FALSE, FALSE },
  { "application/vnd.oasis.opendocument.text", ODT, FALSE, FALSE },
  { "text/csv", CSV, FALSE, FALSE },
  { "text/plain", TXT, FALSE, FALSE },
  { "application/xml", XML, FALSE, FALSE },
  { "application/zip", ZIP, FALSE, TRUE },
  { NULL },
};

const KpFileType *
kp_file_type_get_all (void)
{
  return TYPES;
}

const KpFileType *
kp_file_type_find (const char *media_type)
{
  for (const KpFileType *type = TYPES; type->media_type != NULL; type++)
    {
      if (g_strcmp0 (type->media_type, media_type) == 0)
        return type;
    }

  return NULL;
}

gboolean
kp_file_type_has_name (const KpFileType *self,
                       const char *name)
{
  const char *dot = name != NULL ? strrchr (name, '.') : NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  if (dot == NULL)
    return FALSE;

  for (guint i = 0; self->extensions[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (self->extensions[i], dot + 1) == 0)
        return TRUE;
    }

  return FALSE;
}

const KpFileType *
kp_file_type_of_name (const char *name)
{
  for (const KpFileType *type = TYPES; type->media_type != NULL; type++)
    {
      if (kp_file_type_has_name (type, name))
        return type;
    }

  return NULL;
}

/* Characters that nobody sees, such as the one that turns the reading direction around and makes
 * “factuur.exe” of its opposite. The two that join letters and pictures stay.
 */
static gboolean
is_invisible (gunichar c)
{
  GUnicodeType type = g_unichar_type (c);

  if (c == 0x200c || c == 0x200d)
    return FALSE;

  return type == G_UNICODE_FORMAT || type == G_UNICODE_SURROGATE || type == G_UNICODE_UNASSIGNED ||
         type == G_UNICODE_PRIVATE_USE;
}

static gboolean
is_edge (gunichar c)
{
  return c == '.' || g_unichar_isspace (c);
}

/* Returns: (transfer full): without what may be neither shown nor saved */
static GString *
filter (const char *name)
{
  GString *kept = g_string_new (NULL);

  for (const char *at = name; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (is_invisible (c) || (kept->len == 0 && is_edge (c)))
        continue;
      if (g_unichar_iscntrl (c) || g_unichar_type (c) == G_UNICODE_LINE_SEPARATOR ||
          g_unichar_type (c) == G_UNICODE_PARAGRAPH_SEPARATOR)
        c = ' ';
      g_string_append_unichar (kept, c == ':' ? '-' : c);
    }

  return kept;
}

static void
trim_end (GString *name)
{
  while (name->len > 0)
    {
      const char *last = g_utf8_prev_char (name->str + name->len);

      if (!is_edge (g_utf8_get_char (last)))
        return;
      g_string_truncate (name, last - name->str);
    }
}

/* Keeps the extension, since that is what programs go by. */
static void
shorten (GString *name)
{
  const char *dot = strrchr (name->str, '.');
  gsize extension = dot != NULL ? strlen (dot) : 0;
  gsize at;

  if (name->len <= KP_LIMIT_FILE_NAME)
    return;
  if (extension > KP_LIMIT_FILE_NAME / 2)
    extension = 0;

  at = KP_LIMIT_FILE_NAME - extension;
  while (at > 0 && ((guchar) name->str[at] & 0xc0) == 0x80)
    at--;
  g_string_erase (name, (gssize) at, (gssize) (name->len - extension - at));
  trim_end (name);
}

char *
kp_file_name_clean (const char *name)
{
  g_autoptr (GString) kept = NULL;
  g_autofree char *composed = NULL;

  g_return_val_if_fail (name != NULL, NULL);

  for (const char *at = strpbrk (name, "/\\"); at != NULL; at = strpbrk (name, "/\\"))
    name = at + 1;

  composed = g_utf8_normalize (name, -1, G_NORMALIZE_NFC);
  if (composed == NULL)
    return NULL;

  kept = filter (composed);
  trim_end (kept);
  shorten (kept);

  return kept->len > 0 ? g_string_free (g_steal_pointer (&kept), FALSE) : NULL;
}

gboolean
kp_file_name_is_clean (yyjson_val *value)
{
  g_autofree char *clean = NULL;

  if (!yyjson_is_str (value) || yyjson_get_len (value) > KP_LIMIT_FILE_NAME)
    return FALSE;

  clean = kp_file_name_clean (yyjson_get_str (value));

  return g_strcmp0 (clean, yyjson_get_str (value)) == 0;
}

gboolean
kp_file_hash_is_valid (const char *text)
{
  return text != NULL && strlen (text) == KP_FILE_HASH_SIZE - 1 &&
         strspn (text, "0123456789abcdef") == KP_FILE_HASH_SIZE - 1;
}
