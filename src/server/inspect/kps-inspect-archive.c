/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of a ZIP, and so of an office file: its entries are named and measured, and of those
 * that say what the whole is only the beginning is read.
 */

#include "kps-inspect.h"

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

/**
 * Listing:
 *
 * What was met so far.
 */
typedef struct
{
  const char *media_type;
  guint n_entries;
  guint64 unpacked; /* bytes, as declared */
  gboolean has_word;
  gboolean has_sheets;
  char mimetype[128]; /* of an OpenDocument file; empty = there is none */
} Listing;

#define MAX_ENTRIES 10000
#define MAX_UNPACKED (G_GUINT64_CONSTANT (1024) * 1024 * 1024)
#define MAX_RATIO 100
/* Small files may be packed well. */
#define FREE_UNPACKED (1024 * 1024)
/* Where XML keeps its definitions. */
#define HEAD 4096

#define ZIP "application/zip"
#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

static gboolean
has_suffix (const char *name,
            const char *const *suffixes)
{
  const gsize length = strlen (name);

  for (guint i = 0; suffixes[i] != NULL; i++)
    {
      const gsize n = strlen (suffixes[i]);

      if (length >= n && g_ascii_strcasecmp (name + length - n, suffixes[i]) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Whether unpacking it somewhere could write anywhere else. */
static gboolean
leads_out (const char *name)
{
  g_auto (GStrv) parts = NULL;

  if (*name == '\0' || strchr ("/\\", *name) != NULL || strchr (name, ':') != NULL)
    return TRUE;

  for (const char *at = name; *at != '\0'; at++)
    {
      if (g_ascii_iscntrl (*at))
        return TRUE;
    }

  parts = g_strsplit_set (name, "/\\", -1);

  return g_strv_contains ((const char *const *) parts, "..");
}

static gboolean
is_macro (const char *name)
{
  static const char *const PROGRAMS[] = { "vbaProject.bin", "vbaData.xml", NULL };
  static const char *const LISTS[] = { "/script-lb.xml", "/script-lc.xml", "/", NULL };

  return has_suffix (name, PROGRAMS) ||
         ((g_str_has_prefix (name, "Basic/") || g_str_has_prefix (name, "Scripts/")) &&
          !has_suffix (name, LISTS));
}

static gboolean
is_archive (const char *name)
{
  static const char *const ARCHIVES[] = {
    ".zip",
    ".7z",
    ".rar",
    ".gz",
    ".tgz",
    ".bz2",
    ".xz",
    ".zst",
    ".tar",
    ".iso",
    ".cab",
    ".jar",
    ".arj",
    ".lzh",
    ".z",
    NULL,
  };

  return has_suffix (name, ARCHIVES);
}

/* Returns: (nullable): what is wrong with the beginning of an entry that decides */
static const char *
judge_head (Listing *self,
            struct archive *archive,
            const char *name)
{
  static const char *const XML[] = { ".xml", ".rels", NULL };
  const gboolean is_office = !g_str_equal (self->media_type, ZIP);
  char head[HEAD + 1];
  la_ssize_t length;

  if (!is_office || (!has_suffix (name, XML) && !g_str_equal (name, "mimetype")))
    return NULL;

  length = archive_read_data (archive, head, HEAD);
  if (length < 0)
    return "damaged";

  head[length] = '\0';
  if (g_str_equal (name, "mimetype"))
    g_strlcpy (self->mimetype, head, sizeof self->mimetype);
  if (memmem (head, (gsize) length, "<!DOCTYPE", 9) != NULL ||
      memmem (head, (gsize) length, "<!ENTITY", 8) != NULL)
    return "entities";

  return g_str_equal (name, "META-INF/manifest.xml") &&
             memmem (head, (gsize) length, "encryption-data", 15) != NULL
           ? "encrypted"
           : NULL;
}

static const char *
judge_size (Listing *self,
            struct archive_entry *entry,
            gsize length)
{
  const la_int64_t size = archive_entry_size_is_set (entry) ? archive_entry_size (entry) : 0;

  if (size < 0 || ++self->n_entries > MAX_ENTRIES)
    return "bomb";

  self->unpacked += (guint64) size;
  if (self->unpacked > MAX_UNPACKED ||
      (self->unpacked > FREE_UNPACKED && self->unpacked / MAX_RATIO > length))
    return "bomb";

  return NULL;
}

static const char *
judge_entry (Listing *self,
             struct archive *archive,
             struct archive_entry *entry,
             gsize length)
{
  const char *name = archive_entry_pathname (entry);
  const __LA_MODE_T type = archive_entry_filetype (entry);
  const char *reason = judge_size (self, entry, length);

  if (reason != NULL)
    return reason;
  if (name == NULL || leads_out (name) || (type != AE_IFREG && type != AE_IFDIR) ||
      archive_entry_symlink (entry) != NULL || archive_entry_hardlink (entry) != NULL)
    return "names";
  if (archive_entry_is_encrypted (entry))
    return "encrypted";
  if (is_macro (name))
    return "macro";
  if (is_archive (name))
    return "nested";

  self->has_word |= g_str_equal (name, "word/document.xml");
  self->has_sheets |= g_str_equal (name, "xl/workbook.xml");

  return judge_head (self, archive, name);
}

/* Whether the whole is what it is said to be. */
static gboolean
is_as_said (const Listing *self)
{
  if (g_str_equal (self->media_type, ZIP))
    return self->n_entries > 0;
  if (g_str_equal (self->media_type, DOCX))
    return self->has_word && !self->has_sheets;
  if (g_str_equal (self->media_type, XLSX))
    return self->has_sheets && !self->has_word;

  return g_str_equal (self->mimetype, self->media_type);
}

static const char *
judge_entries (Listing *self,
               struct archive *archive,
               gsize length)
{
  struct archive_entry *entry;
  int outcome;

  while ((outcome = archive_read_next_header (archive, &entry)) == ARCHIVE_OK ||
         outcome == ARCHIVE_WARN)
    {
      const char *reason = judge_entry (self, archive, entry, length);

      if (reason != NULL)
        return reason;
    }

  if (outcome != ARCHIVE_EOF)
    return "damaged";

  return is_as_said (self) ? NULL : "disagrees";
}

const char *
kps_inspect_archive (const guint8 *data,
                     gsize length,
                     const char *media_type)
{
  Listing listing = { .media_type = media_type };
  struct archive *archive = archive_read_new ();
  const char *reason = "damaged";

  /* Only as it is meant to be read, by the directory at its end: another one may stand before. */
  if (archive != NULL && archive_read_support_format_zip_seekable (archive) == ARCHIVE_OK &&
      archive_read_open_memory (archive, data, length) == ARCHIVE_OK)
    reason = judge_entries (&listing, archive, length);
  archive_read_free (archive);

  return reason;
}
