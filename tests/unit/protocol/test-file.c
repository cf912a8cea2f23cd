/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names and types of files.
 */

#include "kp-file.h"
#include "kp-limits.h"

#include <string.h>

static void
test_names (void)
{
  static const struct
  {
    const char *raw;
    const char *clean;
  } CASES[] = {
    { "factuur.pdf", "factuur.pdf" },
    { "FACTUUR.PDF", "FACTUUR.PDF" },
    { "Cafe\xcc\x81 jaarrekening.pdf", "Caf\xc3\xa9 jaarrekening.pdf" },
    { "\xc4\xb2sbrand.pdf", "\xc4\xb2sbrand.pdf" },
    { "factuur\xe2\x80\xae"
      "fdp.exe",
      "factuurfdp.exe" },
    { "aangifte\xe2\x80\x8f.pdf", "aangifte.pdf" },
    { "aan\xe2\x80\x8bgifte.pdf", "aangifte.pdf" },
    { "\xef\xbb\xbf"
      "bon.pdf",
      "bon.pdf" },
    { "Beeld 3.14.15\xe2\x80\xafPM.png", "Beeld 3.14.15\xe2\x80\xafPM.png" },
    { "\xf0\x9f\x98\x80 bonnetje.jpg", "\xf0\x9f\x98\x80 bonnetje.jpg" },
    { "jaarrekening.", "jaarrekening" },
    { "jaarrekening.pdf ", "jaarrekening.pdf" },
    { ".htaccess", "htaccess" },
    { "-rf.pdf", "-rf.pdf" },
    { "..", NULL },
    { "", NULL },
    { "   ", NULL },
    { "map/", NULL },
    { "map/bestand.pdf", "bestand.pdf" },
    { "../../etc/passwd", "passwd" },
    { "C:\\Users\\jan\\bon.pdf", "bon.pdf" },
    { "C:bon.pdf", "C-bon.pdf" },
    { "bon.pdf:verborgen.txt", "bon.pdf-verborgen.txt" },
    { "bon\n2026.pdf", "bon 2026.pdf" },
    { "bon.pdf\r\nSet-Cookie: a=b", "bon.pdf  Set-Cookie- a=b" },
    { "bon \"origineel\".pdf", "bon \"origineel\".pdf" },
    { "100%25 btw%2Faangifte.pdf", "100%25 btw%2Faangifte.pdf" },
    { "'s-Hertogenbosch factuur.pdf", "'s-Hertogenbosch factuur.pdf" },
    { "<img src=x onerror=alert(1)>.pdf", "<img src=x onerror=alert(1)>.pdf" },
    { "bon\xff.pdf", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *clean = kp_file_name_clean (CASES[i].raw);
      g_autofree char *again = clean != NULL ? kp_file_name_clean (clean) : NULL;

      g_test_message ("%u", i);
      g_assert_cmpstr (clean, ==, CASES[i].clean);
      g_assert_cmpstr (again, ==, clean);
    }
}

/* Within the limit, whole characters, and the extension still there. */
static void
test_long_names (void)
{
  static const char *const CHARACTERS[] = { "a", "\xc3\xa9", "\xe2\x82\xac", "\xf0\x9f\x98\x80" };

  for (guint i = 0; i < G_N_ELEMENTS (CHARACTERS); i++)
    {
      for (guint n = 60; n < 400; n++)
        {
          g_autoptr (GString) raw = g_string_new (NULL);
          g_autofree char *clean = NULL;

          for (guint k = 0; k < n; k++)
            g_string_append (raw, CHARACTERS[i]);
          g_string_append (raw, ".pdf");
          clean = kp_file_name_clean (raw->str);

          g_assert_cmpuint (strlen (clean), <=, KP_LIMIT_FILE_NAME);
          g_assert_true (g_utf8_validate (clean, -1, NULL));
          g_assert_true (g_str_has_suffix (clean, ".pdf"));
          if (raw->len <= KP_LIMIT_FILE_NAME)
            g_assert_cmpstr (clean, ==, raw->str);
        }
    }
}

static void
test_types (void)
{
  static const struct
  {
    const char *name;
    const char *media_type;
  } CASES[] = {
    { "a.pdf", "application/pdf" },
    { "a.b.JPEG", "image/jpeg" },
    { "a.xbrl", "application/xml" },
    { "factuur.pdf.exe", NULL },
    { "macro.docm", NULL },
    { "a.html", NULL },
    { "a.svg", NULL },
    { "pdf", NULL },
    { "a.", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      const KpFileType *type = kp_file_type_of_name (CASES[i].name);

      g_test_message ("%s", CASES[i].name);
      g_assert_cmpstr (type != NULL ? type->media_type : NULL, ==, CASES[i].media_type);
      if (type != NULL)
        g_assert_true (kp_file_type_find (type->media_type) == type);
    }
}

/* A type or an extension that stood in two rows would be found in the first only. */
static void
test_distinct (void)
{
  for (const KpFileType *type = kp_file_type_get_all (); type->media_type != NULL; type++)
    {
      g_assert_true (kp_file_type_find (type->media_type) == type);
      g_assert_cmpuint (strlen (type->media_type), <=, KP_LIMIT_MEDIA_TYPE);
      for (guint i = 0; type->extensions[i] != NULL; i++)
        {
          g_autofree char *name = g_strconcat ("x.", type->extensions[i], NULL);

          g_assert_true (kp_file_type_of_name (name) == type);
        }
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/file/names/are-safe-to-show-and-to-save", test_names);
  g_test_add_func ("/file/names/long/keep-their-extension", test_long_names);
  g_test_add_func ("/file/types/by-the-last-extension", test_types);
  g_test_add_func ("/file/types/are-distinct", test_distinct);

  return g_test_run ();
}
