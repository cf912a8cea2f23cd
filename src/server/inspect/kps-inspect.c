/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each type that is taken has a row: how its content is recognised, and what is asked of it then.
 */

#include "kps-inspect.h"

#include "kp-file.h"

#include <magic.h>
#include <stdio.h>
#include <string.h>

struct _KpsInspector
{
  magic_t type;  /* (owned): answers media types */
  magic_t words; /* (owned): answers descriptions, with the size of pictures */
};

typedef enum
{
  FORM_PDF = 1,
  FORM_PICTURE,
  FORM_ARCHIVE,
  FORM_TEXT,
  FORM_XML
} Form;

static const struct
{
  const char *media_type;
  Form form;
} FORMS[] = {
  { "application/pdf", FORM_PDF },
  { "image/jpeg", FORM_PICTURE },
  { "image/png", FORM_PICTURE },
  { "image/tiff", FORM_PICTURE },
  { "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", FORM_ARCHIVE },
  { "application/vnd.openxmlformats-officedocument.wordprocessingml.document", FORM_ARCHIVE },
  { "application/vnd.oasis.opendocument.spreadsheet", FORM_ARCHIVE },
  { "application/vnd.oasis.opendocument.text", FORM_ARCHIVE },
  { "application/zip", FORM_ARCHIVE },
  { "text/csv", FORM_TEXT },
  { "text/plain", FORM_TEXT },
  { "application/xml", FORM_XML },
};

/* No compressed file is unpacked to see what is in it. */
#define FLAGS \
  (MAGIC_NO_CHECK_COMPRESS | MAGIC_NO_CHECK_TAR | MAGIC_NO_CHECK_CDF | MAGIC_NO_CHECK_ELF)
/* Libmagic gives up on what is larger than its own limit, instead of looking at the beginning. */
#define HEAD (1024 * 1024)
#define MAX_PIXELS (G_GUINT64_CONSTANT (100) * 1000 * 1000)

void
kps_inspector_free (KpsInspector *self)
{
  g_clear_pointer (&self->type, magic_close);
  g_clear_pointer (&self->words, magic_close);
  g_free (self);
}

KpsInspector *
kps_inspector_new (void)
{
  g_autoptr (KpsInspector) self = g_new0 (KpsInspector, 1);

  self->type = magic_open (MAGIC_MIME_TYPE | FLAGS);
  self->words = magic_open (FLAGS);
  if (self->type == NULL || self->words == NULL || magic_load (self->type, NULL) != 0 ||
      magic_load (self->words, NULL) != 0)
    return NULL;

  return g_steal_pointer (&self);
}

/* Returns: whether @words, such as “PNG image data, 128 x 128, …”, tells of too many pixels */
static gboolean
is_huge (const char *words)
{
  const char *width = strstr (words, "width=");
  const char *height = strstr (words, "height=");
  guint64 w = 0;
  guint64 h = 0;

  if (width != NULL && height != NULL)
    {
      w = g_ascii_strtoull (width + strlen ("width="), NULL, 10);
      h = g_ascii_strtoull (height + strlen ("height="), NULL, 10);
    }

  for (const char *at = strchr (words, ','); at != NULL && w == 0; at = strchr (at + 1, ','))
    {
      char *end;
      guint64 first = g_ascii_strtoull (at + 1 + strspn (at + 1, " "), &end, 10);

      end += strspn (end, " ");
      if (first > 0 && *end == 'x')
        {
          w = first;
          h = g_ascii_strtoull (end + 1, NULL, 10);
        }
    }

  return w > 0 && h > MAX_PIXELS / w;
}

static const char *
judge_picture (KpsInspector *self,
               const guint8 *data,
               gsize length,
               const char *found,
               const char *media_type)
{
  const char *words;

  if (g_strcmp0 (found, media_type) != 0)
    return "disagrees";

  words = magic_buffer (self->words, data, MIN (length, HEAD));

  return words != NULL && is_huge (words) ? "pixels" : NULL;
}

/* Programs and pages are text too, but not what somebody means who sends a text. */
static gboolean
is_plain (const char *found)
{
  static const char *const OTHERS[] = {
    "text/html",
    "text/xml",
    "text/x-shellscript",
    "text/x-msdos-batch",
    "text/x-php",
    "text/x-perl",
    "text/x-python",
    "text/x-script.python",
    "text/x-ruby",
    "text/rtf",
    "text/javascript",
    "text/x-javascript",
    "text/x-awk",
    "text/x-tcl",
    "text/x-lua",
    NULL,
  };
  static const char *const FRIENDS[] = {
    "application/csv",
    "application/json",
    "application/x-ndjson",
    "application/x-empty",
    "inode/x-empty",
    "message/rfc822",
    NULL,
  };

  if (g_strv_contains (FRIENDS, found))
    return TRUE;

  return g_str_has_prefix (found, "text/") && !g_strv_contains (OTHERS, found);
}

static gboolean
is_utf16 (const guint8 *data,
          gsize length)
{
  return length >= 2 && ((data[0] == 0xff && data[1] == 0xfe) ||
                         (data[0] == 0xfe && data[1] == 0xff));
}

static const char *
judge_text (const guint8 *data,
            gsize length,
            const char *found)
{
  if (!is_plain (found))
    return "disagrees";

  return length == 0 || is_utf16 (data, length) || memchr (data, '\0', length) == NULL
           ? NULL
           : "disagrees";
}

/* The smallest letter of XML that begins a definition; definitions grow without end. */
static gboolean
has_definitions (const guint8 *data,
                 gsize length)
{
  static const char WIDE[] = "<\0!\0D\0O\0C\0T\0Y\0P\0E";
  static const char WIDE_BIG[] = "\0<\0!\0D\0O\0C\0T\0Y\0P\0E";

  return memmem (data, length, "<!DOCTYPE", 9) != NULL ||
         memmem (data, length, "<!ENTITY", 8) != NULL ||
         memmem (data, length, WIDE, sizeof WIDE - 1) != NULL ||
         memmem (data, length, WIDE_BIG, sizeof WIDE_BIG - 1) != NULL;
}

static const char *
judge_xml (const guint8 *data,
           gsize length,
           const char *found)
{
  static const char *const XML[] = { "text/xml", "application/xml", "text/plain", NULL };
  gsize at = length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  if (!g_strv_contains (XML, found))
    return "disagrees";
  if (has_definitions (data, length))
    return "entities";
  if (is_utf16 (data, length))
    return NULL;

  while (at < length && g_ascii_isspace (data[at]))
    at++;

  return at < length && data[at] == '<' ? NULL : "disagrees";
}

/* What office programs wrap a document in that has a password. */
static gboolean
is_sealed (const guint8 *data,
           gsize length)
{
  return length >= 8 && memcmp (data, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0;
}

static const char *
judge_archive (const guint8 *data,
               gsize length,
               const char *media_type)
{
  if (is_sealed (data, length) && !g_str_equal (media_type, "application/zip"))
    return "encrypted";
  if (length < 4 || memcmp (data, "PK\3\4", 4) != 0)
    return "disagrees";

  return kps_inspect_archive (data, length, media_type);
}

static Form
find_form (const char *media_type)
{
  for (guint i = 0; i < G_N_ELEMENTS (FORMS); i++)
    {
      if (g_str_equal (FORMS[i].media_type, media_type))
        return FORMS[i].form;
    }

  return 0;
}

const char *
kps_inspector_judge (KpsInspector *self,
                     const guint8 *data,
                     gsize length,
                     const char *media_type)
{
  const char *found =
    magic_buffer (self->type, length > 0 ? data : (const guint8 *) "", MIN (length, HEAD));
  const Form form = find_form (media_type);

  if (form == 0 || kp_file_type_find (media_type) == NULL)
    return "type";
  if (found == NULL)
    return "damaged";

  switch (form)
    {
    case FORM_PDF:
      return g_str_equal (found, media_type) ? NULL : "disagrees";

    case FORM_PICTURE:
      return judge_picture (self, data, length, found, media_type);

    case FORM_ARCHIVE:
      return judge_archive (data, length, media_type);

    case FORM_TEXT:
      return judge_text (data, length, found);

    case FORM_XML:
      return judge_xml (data, length, found);
    }

  return "type";
}
