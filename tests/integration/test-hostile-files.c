/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The figures of SECURITY.md section 5: disguised files of which none becomes clean, and bombs that
 * take neither memory nor other people's time. Few of each in every run; all with KP_TEST_LONG.
 */

#include "kp-file-client.h"
#include "kp-file.h"
#include "kp-small-office.h"
#include "kp-test.h"

#include <string.h>
#include <sys/resource.h>

typedef struct
{
  KpServerProcess *server; /* (owned) */
  KpPortalClient *anna;    /* (owned) */
  KpPortalClient *eva;     /* (owned): of the office, who only asks */
  char *north;             /* (owned): identifier of anna's organisation */
} Fixture;

#define MIB (1024 * 1024)
#define WORKER_MIB 512

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->server = kp_server_process_new ();
  kp_server_process_configure (fixture->server,
                               "[files]\nscanner=simulator\n[sessions]\naccess-seconds=3600\n");
  kp_small_office_make (fixture->server);
  kp_server_process_start (fixture->server);
  fixture->anna = kp_small_office_sign_in (fixture->server, "north", "anna");
  fixture->eva = kp_small_office_sign_in (fixture->server, NULL, "eva");
  fixture->north = kp_small_office_dup_id ("organisation", "N-1");
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_portal_client_free (fixture->anna);
  kp_portal_client_free (fixture->eva);
  kp_server_process_free (fixture->server);
  g_free (fixture->north);
}

static GByteArray *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);

  return g_byte_array_new_take ((guint8 *) data, length);
}

static GByteArray *
read_sample (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("KP_SOURCE"), "tests/data/files", name, NULL);

  return read_file (path);
}

/* --- Disguises --- */

/* What something really is. */
typedef struct
{
  const char *sample; /* (nullable): its file; NULL = see @text */
  const char *text;   /* (nullable): NULL = a program of this machine */
  const char *is[4];  /* media types that it may pass for, up to NULL */
} Disguised;

#define DOCX "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#define XLSX "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#define ODS "application/vnd.oasis.opendocument.spreadsheet"

static const Disguised DISGUISED[] = {
  { "portrait.png", NULL, { "image/png" } },
  { "rotated-90-five-pages.pdf", NULL, { "application/pdf" } },
  { "nl-memo-template.docx", NULL, { DOCX, "application/zip" } },
  { "columnar.ods", NULL, { ODS, "application/zip" } },
  { "documents.zip", NULL, { "application/zip" } },
  { "nt20-xsi-nil.xbrl", NULL, { "application/xml", "text/plain", "text/csv" } },
  { "small.heic", NULL, { NULL } },
  { "macro.docm", NULL, { NULL } },
  { "macro.ods", NULL, { NULL } },
  { "truncated.docx", NULL, { NULL } },
  { "password-is-pass.docx", NULL, { NULL } },
  { "own-truncated.zip", NULL, { NULL } },
  { "bad-five-bytes.pdf", NULL, { "text/plain", "text/csv" } },
  { NULL, "#!/bin/sh\nrm -rf ~\n", { NULL } },
  { NULL, "<!DOCTYPE html><html><script>alert (1)</script></html>", { NULL } },
  { NULL, "<?php system ($_GET['x']); ?>", { NULL } },
  { NULL, "MZ\x90\x01\x03\x01\x01\x01\x04\x01\x01\x01\xff\xff\x01\x01", { NULL } },
  { NULL, NULL, { NULL } },
};

/* Returns: (transfer full): the content, a little different for each @turn */
static GBytes *
make_disguised (const Disguised *disguised,
                guint turn)
{
  g_autoptr (GByteArray) content = NULL;
  g_autofree char *tail = g_strdup_printf ("\n%u", turn);

  if (disguised->sample != NULL)
    content = read_sample (disguised->sample);
  else if (disguised->text != NULL)
    {
      content = g_byte_array_new ();
      g_byte_array_append (content, (const guint8 *) disguised->text,
                           (guint) strlen (disguised->text));
    }
  else
    {
      content = read_file ("/proc/self/exe");
      g_byte_array_set_size (content, MIN (content->len, 64 * 1024));
    }

  if (turn > 0)
    g_byte_array_append (content, (const guint8 *) tail, (guint) strlen (tail));

  return g_byte_array_free_to_bytes (g_steal_pointer (&content));
}

/* Every content as every type that it is not, round after round. */
static void
test_disguised (Fixture *fixture,
                gconstpointer data)
{
  const guint wanted = kp_test_is_long () ? 1000 : 190;
  const KpFileType *types = kp_file_type_get_all ();
  guint n = 0;
  guint escaped = 0;

  for (guint turn = 0; n < wanted; turn++)
    {
      const guint n_things = G_N_ELEMENTS (DISGUISED);
      const Disguised *disguised = &DISGUISED[turn % n_things];
      g_autoptr (GBytes) content = make_disguised (disguised, turn / n_things);

      for (const KpFileType *type = types; type->media_type != NULL && n < wanted; type++)
        {
          g_autoptr (KpAnswer) answer = NULL;

          if (g_strv_contains (disguised->is, type->media_type))
            continue;
          n++;
          answer = kp_file_client_put (fixture->anna, fixture->north, type->media_type, content);
          if (answer->status == SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE)
            continue;
          escaped++;
          g_test_message ("Thing %u as %s: %u", turn % n_things, type->media_type, answer->status);
        }
    }

  g_test_message ("%u disguised files, %u escaped", n, escaped);
  g_assert_cmpuint (escaped, ==, 0);
}

/* What the scanner knows, under each name and type that it may have: nobody gets it. */
static void
test_eicar (Fixture *fixture,
            gconstpointer data)
{
  static const char *const TYPES[] = { "text/plain", "text/csv" };

  for (guint i = 0; i < (kp_test_is_long () ? 20 : 2); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("X5O!P%%@AP[4\\PZX54(P^)7CC)7}$%s%s%*s", "EICAR-STANDARD-",
                         "ANTIVIRUS-TEST-FILE!$H+H*", (int) i, "");
      g_autoptr (GBytes) content = g_bytes_new (text, strlen (text));
      g_autofree char *attachment = kp_file_client_bring (
        fixture->anna, i % 2 == 0 ? "lijst.txt" : "lijst.csv", TYPES[i % 2], content);

      kp_answer_expect (kp_file_client_get_scanned (fixture->anna, attachment), 403, "infected");
      kp_answer_expect (kp_file_client_get (fixture->eva, attachment, NULL), 403, "infected");
    }
}

/* --- Bombs --- */

static void
append_number (GByteArray *bytes,
               guint64 number,
               guint size)
{
  for (guint i = 0; i < size; i++)
    {
      const guint8 byte = i < sizeof number ? (guint8) (number >> (8 * i)) : 0;

      g_byte_array_append (bytes, &byte, 1);
    }
}

/* Returns: (transfer full): a ZIP of @n entries that each say they are @size bytes of zeros */
static GBytes *
make_bomb (guint n,
           guint32 size)
{
  GByteArray *zip = g_byte_array_new ();
  g_autoptr (GByteArray) list = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%u.txt", i);
      const guint at = zip->len;

      append_number (zip, 0x04034b50, 4);
      append_number (zip, 20 | G_GUINT64_CONSTANT (8) << 32, 6);
      append_number (zip, 0, 4);
      append_number (zip, 0, 4);
      append_number (zip, 2, 4);
      append_number (zip, size, 4);
      append_number (zip, strlen (name), 2);
      append_number (zip, 0, 2);
      g_byte_array_append (zip, (const guint8 *) name, (guint) strlen (name));
      append_number (zip, 0x0003, 2);

      append_number (list, 0x02014b50, 4);
      append_number (list, 20, 2);
      append_number (list, 20, 2);
      append_number (list, 0, 2);
      append_number (list, 8, 2);
      append_number (list, 0, 8);
      append_number (list, 2, 4);
      append_number (list, size, 4);
      append_number (list, strlen (name), 2);
      append_number (list, 0, 12);
      append_number (list, at, 4);
      g_byte_array_append (list, (const guint8 *) name, (guint) strlen (name));
    }

  {
    const guint at = zip->len;

    g_byte_array_append (zip, list->data, list->len);
    append_number (zip, 0x06054b50, 4);
    append_number (zip, 0, 4);
    append_number (zip, n & 0xffff, 2);
    append_number (zip, n & 0xffff, 2);
    append_number (zip, list->len, 4);
    append_number (zip, at, 4);
    append_number (zip, 0, 2);
  }

  return g_byte_array_free_to_bytes (zip);
}

/* Returns: (transfer full): one of several kinds. @media_type: (out): what it says it is */
static GBytes *
make_any_bomb (guint i,
               const char **media_type)
{
  static const char *const SAMPLES[] = { "own-high-ratio-20MiB-zeros.zip",
                                         "own-nested-six-deep.zip", "xml-entity-bomb.xlsx" };

  *media_type = "application/zip";
  switch (i % 6)
    {
    case 0:
      return make_bomb (1, G_MAXUINT32 - 1);

    case 1:
      return make_bomb (10001, 1);

    case 2:
      return make_bomb (2000, 10 * MIB);

    default:
      if (i % 6 == 5)
        *media_type = XLSX;
      return g_byte_array_free_to_bytes (read_sample (SAMPLES[i % 6 - 3]));
    }
}

/* Sends bombs until it has sent all, or for as long as @is_over is not set. */
typedef struct
{
  Fixture *fixture;
  guint n;
  guint refused;
  int is_over; /* atomic */
} Bombing;

static gpointer
send_bombs (gpointer data)
{
  Bombing *self = data;

  for (guint i = 0; i < self->n; i++)
    {
      const char *media_type;
      g_autoptr (GBytes) bomb = make_any_bomb (i, &media_type);
      g_autoptr (KpAnswer) answer = kp_file_client_put (self->fixture->anna, self->fixture->north,
                                                        media_type, bomb);

      self->refused += answer->status == SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE;
    }
  g_atomic_int_set (&self->is_over, TRUE);

  return NULL;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const gint64 first = *(const gint64 *) a;
  const gint64 second = *(const gint64 *) b;

  return first < second ? -1 : first > second;
}

/* Asks again and again what there is. @is_over: (nullable): until it is set. Returns: the time in
 * microseconds that 99 in 100 answers took at most */
static gint64
measure_others (Fixture *fixture,
                guint n,
                int *is_over)
{
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));

  while (is_over != NULL ? !g_atomic_int_get (is_over) : times->len < n)
    {
      gint64 time = g_get_monotonic_time ();

      kp_answer_free (kp_portal_client_sync (fixture->eva, NULL, FALSE));
      time = g_get_monotonic_time () - time;
      g_array_append_val (times, time);
    }
  g_assert_cmpuint (times->len, >, 0);
  g_array_sort (times, compare_times);

  return g_array_index (times, gint64, (times->len - 1) * 99 / 100);
}

/* All refused by name, nothing kept, and the figures said. */
static void
test_bombs (Fixture *fixture,
            gconstpointer data)
{
  const guint n = kp_test_is_long () ? 200 : 12;
  Bombing bombing = { .fixture = fixture, .n = n };
  g_autoptr (KpAnswer) metrics = NULL;
  g_autofree char *nested = NULL;
  const gint64 quiet = measure_others (fixture, kp_test_is_long () ? 2000 : 50, NULL);
  g_autoptr (GThread) thread = g_thread_new ("bombs", send_bombs, &bombing);
  const gint64 loud = measure_others (fixture, 0, &bombing.is_over);

  g_thread_join (g_steal_pointer (&thread));
  g_test_message ("%u bombs, %u refused; p99 of others %d us at rest, %d us meanwhile: %.2f times",
                  n, bombing.refused, (int) quiet, (int) loud, (double) loud / (double) quiet);
  g_assert_cmpuint (bombing.refused, ==, n);

  /* And counted by what they were. */
  metrics = kp_portal_client_call (fixture->eva, "GET", "/metrics", NULL, NULL);
  nested = g_strdup_printf ("klantportaal_files_total{outcome=\"nested\"} %u\n", n / 6);
  g_assert_nonnull (strstr (metrics->text, nested));
  g_assert_nonnull (strstr (metrics->text, "klantportaal_files_total{outcome=\"bomb\"} "));
}

/* The memory of the process that looks at them. */
static void
test_memory (void)
{
  const guint n = kp_test_is_long () ? 200 : 12;
  struct rusage usage;

  for (guint i = 0; i < n; i++)
    {
      const char *media_type;
      g_autoptr (GBytes) bomb = make_any_bomb (i, &media_type);
      g_autoptr (GError) error = NULL;
      g_autoptr (GSubprocess) process = g_subprocess_new (
        G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
        g_getenv ("KP_SERVER"), "inspect", media_type, NULL);
      g_autoptr (GBytes) output = NULL;
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      g_subprocess_communicate (process, bomb, NULL, &output, NULL, &error);
      g_assert_no_error (error);
      text = g_strndup (g_bytes_get_data (output, NULL), g_bytes_get_size (output));
      g_assert_true (g_str_has_prefix (text, "refused "));
    }

  g_assert_cmpint (getrusage (RUSAGE_CHILDREN, &usage), ==, 0);
  g_test_message ("%u bombs: %ld MiB at most in one process", n, usage.ru_maxrss / 1024);
  g_assert_cmpint (usage.ru_maxrss / 1024, <=, WORKER_MIB);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  /* First, as it looks at the largest process of all that ended. */
  g_test_add_func ("/hostile-files/bombs/memory-is-bounded", test_memory);
  g_test_add ("/hostile-files/disguised/none-escapes", Fixture, NULL, set_up, test_disguised,
              tear_down);
  g_test_add ("/hostile-files/eicar/nobody-gets-it", Fixture, NULL, set_up, test_eicar, tear_down);
  g_test_add ("/hostile-files/bombs/all-refused", Fixture, NULL, set_up, test_bombs, tear_down);

  return g_test_run ();
}
