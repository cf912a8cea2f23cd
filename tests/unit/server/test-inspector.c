/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a file is: real files as what they are and as what they are not, and hostile ones by name.
 */

#include "kp-file.h"
#include "kps-inspect.h"

#include <locale.h>
#include <string.h>

#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define ODS "application/vnd.oasis.opendocument.spreadsheet"
#define ODT "application/vnd.oasis.opendocument.text"
#define ZIP "application/zip"
#define PDF "application/pdf"
#define PNG "image/png"

static const char *
judge (const char *data,
       gsize length,
       const char *media_type)
{
  g_autoptr (KpsInspector) inspector = kps_inspector_new ();

  g_assert_nonnull (inspector);

  return kps_inspector_judge (inspector, (const guint8 *) data, length, media_type);
}

static char *
read_sample (const char *name,
             gsize *length)
{
  g_autofree char *path = g_build_filename (g_getenv ("KP_SOURCE"), "tests/data/files", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data;

  g_file_get_contents (path, &data, length, &error);
  g_assert_no_error (error);

  return data;
}

static void
test_samples (void)
{
  static const struct
  {
    const char *name;
    const char *media_type;
    const char *reason; /* (nullable): NULL = taken */
  } CASES[] = {
    { "portrait.png", PNG, NULL },
    { "rotated-90-five-pages.pdf", PDF, NULL },
    { "nl-memo-template.docx", DOCX, NULL },
    { "columnar.ods", ODS, NULL },
    { "own-openstaande-posten-utf8.csv", "text/csv", NULL },
    { "own-openstaande-posten-utf8.csv", "text/plain", NULL },
    { "own-openstaande-posten-windows1252.csv", "text/csv", NULL },
    { "own-openstaande-posten-utf16le-bom.csv", "text/csv", NULL },
    { "nt20-xsi-nil.xbrl", "application/xml", NULL },
    { "documents.zip", ZIP, NULL },
    { "names-gbk-encoding.zip", ZIP, NULL },
    { "nl-memo-template.docx", ZIP, NULL },
    /* As what they are not. */
    { "portrait.png", "image/jpeg", "disagrees" },
    { "portrait.png", PDF, "disagrees" },
    { "portrait.png", "text/plain", "disagrees" },
    { "portrait.png", DOCX, "disagrees" },
    { "portrait.png", "image/gif", "type" },
    { "small.heic", "image/jpeg", "disagrees" },
    { "nl-memo-template.docx", XLSX, "disagrees" },
    { "nl-memo-template.docx", ODT, "disagrees" },
    { "columnar.ods", ODT, "disagrees" },
    { "columnar.ods", XLSX, "disagrees" },
    { "documents.zip", DOCX, "disagrees" },
    { "rotated-90-five-pages.pdf", "text/plain", "disagrees" },
    { "bad-five-bytes.pdf", PDF, "disagrees" },
    { "own-openstaande-posten-utf8.csv", PDF, "disagrees" },
    { "own-openstaande-posten-utf8.csv", "application/xml", "disagrees" },
    /* Hostile. */
    { "macro.docm", DOCX, "macro" },
    { "macro.ods", ODS, "macro" },
    { "external-entity.docx", DOCX, "entities" },
    { "xml-entity-bomb.xlsx", XLSX, "entities" },
    { "nt20-doctype-not-allowed.xbrl", "application/xml", "entities" },
    { "password-is-pass.docx", DOCX, "encrypted" },
    { "one-entry-encrypted.zip", ZIP, "encrypted" },
    { "truncated.docx", DOCX, "damaged" },
    { "own-truncated.zip", ZIP, "damaged" },
    { "own-high-ratio-20MiB-zeros.zip", ZIP, "bomb" },
    { "own-nested-six-deep.zip", ZIP, "nested" },
    { "own-path-traversal-names.zip", ZIP, "names" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      gsize length;
      g_autofree char *data = read_sample (CASES[i].name, &length);

      g_test_message ("%s as %s", CASES[i].name, CASES[i].media_type);
      g_assert_cmpstr (judge (data, length, CASES[i].media_type), ==, CASES[i].reason);
    }
}

static void
test_texts (void)
{
  static const struct
  {
    const char *text;
    const char *media_type;
    const char *reason;
  } CASES[] = {
    { "", "text/plain", NULL },
    { "Hallo", "text/plain", NULL },
    { "a;b\n1;2\n", "text/csv", NULL },
    { "{\"a\":1}\n", "text/plain", NULL },
    { "<html><script>alert(1)</script></html>", "text/plain", "disagrees" },
    { "<!DOCTYPE html><html></html>", "text/csv", "disagrees" },
    { "#!/bin/sh\nrm -rf /\n", "text/plain", "disagrees" },
    { "<?php system('x'); ?>", "text/plain", "disagrees" },
    { "<?xml version=\"1.0\"?><a/>", "application/xml", NULL },
    { "\xef\xbb\xbf<?xml version=\"1.0\"?><a/>", "application/xml", NULL },
    { "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", "application/xml",
      "entities" },
    { "<svg xmlns=\"http://www.w3.org/2000/svg\"><script/></svg>", "application/xml", "disagrees" },
    { "no XML", "application/xml", "disagrees" },
    { "", PDF, "disagrees" },
    { "%PDF-1.7\n", PDF, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_test_message ("“%s” as %s", CASES[i].text, CASES[i].media_type);
      g_assert_cmpstr (judge (CASES[i].text, strlen (CASES[i].text), CASES[i].media_type), ==,
                       CASES[i].reason);
    }
}

/* A picture that says it is larger than anybody's memory. */
static void
test_pixels (void)
{
  gsize length;
  g_autofree char *data = read_sample ("portrait.png", &length);

  /* IHDR: width and height in 4 bytes each, big end first, from byte 16. */
  memcpy (data + 16, "\0\0\x27\x10\0\0\x27\x10", 8); /* 10,000 × 10,000 */
  g_assert_cmpstr (judge (data, length, PNG), ==, NULL);
  memcpy (data + 16, "\0\0\x27\x10\0\0\x27\x11", 8);
  g_assert_cmpstr (judge (data, length, PNG), ==, "pixels");
  memcpy (data + 16, "\x7f\xff\xff\xff\x7f\xff\xff\xff", 8);
  g_assert_cmpstr (judge (data, length, PNG), ==, "pixels");
}

/* Returns: (transfer full): a ZIP of one empty entry called @name, a link to it if @is_link */
static GByteArray *
make_zip (const char *name,
          gboolean is_link)
{
  GByteArray *zip = g_byte_array_new ();
  const guint16 n = (guint16) strlen (name);
  const guint8 local[26] = { 'P', 'K', 3, 4, 20, 0, 0, 8 };
  guint8 central[46] = { 'P', 'K', 1, 2, 20, 3, 20, 0, 0, 8 };
  guint8 end[22] = { 'P', 'K', 5, 6, 0, 0, 0, 0, 1, 0, 1, 0 };
  const guint8 length[4] = { n & 0xff, n >> 8, 0, 0 };
  const guint32 mode = GUINT32_TO_LE ((is_link ? 0120777u : 0100644u) << 16);
  const guint32 size = GUINT32_TO_LE (46u + n);
  const guint32 offset = GUINT32_TO_LE (30u + n);

  g_byte_array_append (zip, local, sizeof local);
  g_byte_array_append (zip, length, sizeof length);
  g_byte_array_append (zip, (const guint8 *) name, n);
  memcpy (central + 28, length, 2);
  memcpy (central + 38, &mode, 4);
  g_byte_array_append (zip, central, sizeof central);
  g_byte_array_append (zip, (const guint8 *) name, n);
  memcpy (end + 12, &size, 4);
  memcpy (end + 16, &offset, 4);
  g_byte_array_append (zip, end, sizeof end);

  return zip;
}

/* Names that would lead out of a folder, in every shape; and those that would not. */
static void
test_names (void)
{
  static const char *const PREFIXES[] = { "..", "a/..", "../..", "/..", "a/b/../../..", "C:" };
  static const char *const SEPARATORS[] = { "/", "\\" };
  static const char *const ENDS[] = { "x", "etc/passwd", "x\n", "caf\xc3\xa9", "..x" };
  static const char *const GOOD[] = { "x", "a/b/c", "..x", "a..b", "caf\xc3\xa9/...", "-rf" };

  for (guint i = 0; i < G_N_ELEMENTS (PREFIXES) * 2 * G_N_ELEMENTS (ENDS); i++)
    {
      g_autofree char *name =
        g_strconcat (PREFIXES[i % G_N_ELEMENTS (PREFIXES)],
                     SEPARATORS[i / G_N_ELEMENTS (PREFIXES) % 2],
                     ENDS[i / G_N_ELEMENTS (PREFIXES) / 2], NULL);
      g_autoptr (GByteArray) zip = make_zip (name, FALSE);

      g_test_message ("%s", name);
      g_assert_cmpstr (judge ((const char *) zip->data, zip->len, ZIP), ==, "names");
    }

  for (guint i = 0; i < G_N_ELEMENTS (GOOD); i++)
    {
      g_autoptr (GByteArray) zip = make_zip (GOOD[i], FALSE);
      g_autoptr (GByteArray) link = make_zip (GOOD[i], TRUE);

      g_test_message ("%s", GOOD[i]);
      g_assert_cmpstr (judge ((const char *) zip->data, zip->len, ZIP), ==, NULL);
      g_assert_cmpstr (judge ((const char *) link->data, link->len, ZIP), ==, "names");
    }
}

/* Names of chance, with at least one part that leads out; 10,000 with KP_TEST_LONG. */
static void
test_many_names (void)
{
  static const char *const PARTS[] = { "a", "..x", "caf\xc3\xa9", "...", "-", " ", "b.txt", "." };
  static const char *const WAYS_OUT[] = { "%s/../%s", "../%s/%s", "/%s/%s", "%s\\..\\%s",
                                          "C:\\%s%s",
                                          "%s/%s/..", "\\\\%s\\%s", "C:/%s/%s" };
  const guint n = g_getenv ("KP_TEST_LONG") != NULL ? 10000 : 300;
  g_autoptr (KpsInspector) inspector = kps_inspector_new ();
  guint escaped = 0;

  for (guint i = 0; i < n; i++)
    {
      const char *first = PARTS[g_test_rand_int_range (0, G_N_ELEMENTS (PARTS))];
      const char *second = PARTS[g_test_rand_int_range (0, G_N_ELEMENTS (PARTS))];
      const char *way = WAYS_OUT[g_test_rand_int_range (0, G_N_ELEMENTS (WAYS_OUT))];
      g_autoptr (GString) name = g_string_new (way);
      g_autoptr (GByteArray) zip = NULL;

      g_string_replace (name, "%s", first, 1);
      g_string_replace (name, "%s", second, 1);
      zip = make_zip (name->str, FALSE);
      if (g_strcmp0 (kps_inspector_judge (inspector, zip->data, zip->len, ZIP), "names") == 0)
        continue;
      escaped++;
      g_test_message ("%s", name->str);
    }

  g_test_message ("%u names, %u escaped", n, escaped);
  g_assert_cmpuint (escaped, ==, 0);
}

/* Every type that is taken is known here: none is refused as "type". */
static void
test_types (void)
{
  for (const KpFileType *type = kp_file_type_get_all (); type->media_type != NULL; type++)
    g_assert_cmpstr (judge ("x", 1, type->media_type), !=, "type");
}

int
main (int argc,
      char *argv[])
{
  /* As the process that asks does. */
  g_assert_nonnull (setlocale (LC_ALL, "C.UTF-8"));
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/inspector/samples/as-what-they-are-and-are-not", test_samples);
  g_test_add_func ("/inspector/texts/are-no-programs", test_texts);
  g_test_add_func ("/inspector/pictures/of-too-many-pixels", test_pixels);
  g_test_add_func ("/inspector/archives/names-that-lead-out", test_names);
  g_test_add_func ("/inspector/archives/many-names-that-lead-out", test_many_names);
  g_test_add_func ("/inspector/types/all-are-known", test_types);

  return g_test_run ();
}
