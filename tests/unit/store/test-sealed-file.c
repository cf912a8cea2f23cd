/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that are kept encrypted: what comes back is what went in, or nothing does.
 */

#include "kp-error.h"
#include "kp-sealed-file.h"
#include "kp-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define CHUNK (64 * 1024)
#define CANARY "canary-7f3a9d02"

/* Content that differs at each place. */
static GBytes *
make_content (gsize size)
{
  guint8 *bytes = g_malloc (MAX (size, 1));

  for (gsize i = 0; i < size; i++)
    bytes[i] = (guint8) (i * 31 + i / 251);
  if (size >= strlen (CANARY))
    memcpy (bytes + size - strlen (CANARY), CANARY, strlen (CANARY));

  return g_bytes_new_take (bytes, size);
}

/* In pieces of uneven length, as they come from a disk or a network. */
static void
write_content (KpSealedWriter *writer,
               GBytes *content)
{
  g_autoptr (GError) error = NULL;
  gsize size;
  const guint8 *bytes = g_bytes_get_data (content, &size);

  for (gsize at = 0; at < size; at += 7001)
    {
      kp_sealed_writer_write (writer, bytes + at, MIN (7001, size - at), &error);
      g_assert_no_error (error);
    }
}

static char *
seal (GBytes *content,
      KpSealedFacts *facts)
{
  g_autofree char *path = kp_test_dup_path ("sealed");
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSealedWriter) writer =
    kp_sealed_writer_new (path, kp_environment_get_real (), &error);

  g_assert_no_error (error);
  write_content (writer, content);
  kp_sealed_writer_finish (writer, NULL, facts, &error);
  g_assert_no_error (error);

  return g_steal_pointer (&path);
}

static void
assert_corrupt (const char *path,
                const guint8 *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) content = kp_sealed_file_load (path, key, G_MAXINT, NULL, &error);

  g_assert_null (content);
  g_assert_error (error, KP_ERROR, KP_ERROR_CORRUPT);
}

static void
test_round_trip (gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (GPOINTER_TO_SIZE (data));
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GError) error = NULL;
  KpSealedFacts facts;
  g_autofree char *path = seal (content, &facts);
  g_autofree char *part = g_strconcat (path, ".part", NULL);

  g_assert_cmpstr (facts.sha256, ==, sha256);
  g_assert_cmpint (facts.size, ==, (gint64) g_bytes_get_size (content));
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));

  back = kp_sealed_file_load (path, facts.key, g_bytes_get_size (content), NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (content, back));
}

static void
test_limit (void)
{
  g_autoptr (GBytes) content = make_content (2 * CHUNK);
  g_autoptr (GBytes) back = NULL;
  g_autoptr (GError) error = NULL;
  KpSealedFacts facts;
  g_autofree char *path = seal (content, &facts);

  back = kp_sealed_file_load (path, facts.key, 2 * CHUNK - 1, NULL, &error);
  g_assert_null (back);
  g_assert_error (error, KP_ERROR, KP_ERROR_TOO_LARGE);
}

static void
flip_bit (int fd,
          gsize at,
          guint8 bit)
{
  guint8 byte;

  g_assert_cmpint (pread (fd, &byte, 1, (off_t) at), ==, 1);
  byte ^= bit;
  g_assert_cmpint (pwrite (fd, &byte, 1, (off_t) at), ==, 1);
}

/* Bits that chance chooses; 10⁵ with KP_TEST_LONG (SECURITY.md section 7). */
static void
test_random_bits (void)
{
  const guint n = kp_test_is_long () ? 100000 : 1000;
  g_autoptr (GBytes) content = make_content (CHUNK + 100);
  KpSealedFacts facts;
  g_autofree char *path = seal (content, &facts);
  g_autofd int fd = g_open (path, O_RDWR, 0);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  for (guint i = 0; i < n; i++)
    {
      const gsize at = (gsize) g_test_rand_int_range (0, (gint32) info.st_size);
      const guint8 bit = (guint8) (1 << g_test_rand_int_range (0, 8));

      flip_bit (fd, at, bit);
      assert_corrupt (path, facts.key);
      flip_bit (fd, at, bit);
    }
  g_test_message ("%u bits, all noticed", n);
}

/* Each bit of a small file, and each hundredth byte of one with several chunks. */
static void
test_flipped_bit (gconstpointer data)
{
  gsize size = GPOINTER_TO_SIZE (data);
  g_autoptr (GBytes) content = make_content (size);
  gsize step = size > 1000 ? 997 : 1;
  KpSealedFacts facts;
  g_autofree char *path = seal (content, &facts);
  g_autofd int fd = g_open (path, O_RDWR, 0);
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  for (gsize at = 0; at < (gsize) info.st_size; at += step)
    for (guint bit = 0; bit < 8; bit++)
      {
        flip_bit (fd, at, (guint8) (1 << bit));
        assert_corrupt (path, facts.key);
        flip_bit (fd, at, (guint8) (1 << bit));
      }
}

/* At each length that ends a chunk or lies in one. */
static void
test_truncated (void)
{
  g_autoptr (GBytes) content = make_content (2 * CHUNK + 100);
  KpSealedFacts facts;
  g_autofree char *path = seal (content, &facts);
  const gsize head = 4 + 24;
  const gsize chunk = CHUNK + 17;
  const gsize lengths[] = { 0,
                            1,
                            head - 1,
                            head,
                            head + 1,
                            head + 17,
                            head + chunk,
                            head + chunk + 1,
                            head + 2 * chunk,
                            head + 2 * chunk + 116 };

  for (gsize i = G_N_ELEMENTS (lengths); i > 0; i--)
    {
      g_assert_cmpint (truncate (path, (off_t) lengths[i - 1]), ==, 0);
      assert_corrupt (path, facts.key);
    }
}

static void
test_lengthened (void)
{
  g_autoptr (GBytes) content = make_content (100);
  KpSealedFacts facts;
  g_autofree char *path = seal (content, &facts);
  g_autofd int fd = g_open (path, O_WRONLY | O_APPEND, 0);

  g_assert_cmpint (write (fd, "x", 1), ==, 1);
  assert_corrupt (path, facts.key);
}

static void
test_other_key (void)
{
  g_autoptr (GBytes) content = make_content (100);
  KpSealedFacts facts;
  KpSealedFacts other;
  g_autofree char *path = seal (content, &facts);
  g_autofree char *again = seal (content, &other);

  g_assert_cmpstr (path, ==, again);
  g_assert_true (memcmp (facts.key, other.key, sizeof facts.key) != 0);
  assert_corrupt (path, facts.key);
}

static void
test_nothing_in_clear (void)
{
  g_autoptr (GBytes) content = make_content (3 * CHUNK);
  KpSealedFacts facts;
  g_autofree char *path = seal (content, &facts);
  g_autofree char *bytes = NULL;
  GStatBuf info;
  gsize length;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_null (memmem (bytes, length, CANARY, strlen (CANARY)));
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

/* A disk that takes no more is one on which files may not grow. */
static void
test_full_disk (void)
{
  g_autofree char *path = kp_test_dup_path ("full");
  g_autofree char *part = g_strconcat (path, ".part", NULL);
  g_autoptr (GBytes) content = make_content (2 * CHUNK);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSealedWriter) writer =
    kp_sealed_writer_new (path, kp_environment_get_real (), &error);
  struct rlimit before;
  struct rlimit small;

  g_assert_no_error (error);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = (struct rlimit) { .rlim_cur = 1000, .rlim_max = before.rlim_max };
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  kp_sealed_writer_write (writer, g_bytes_get_data (content, NULL), 2 * CHUNK, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, KP_ERROR, KP_ERROR_STORAGE);

  g_clear_pointer (&writer, kp_sealed_writer_free);
  g_assert_false (g_file_test (part, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_unexpected_hash (void)
{
  g_autofree char *path = kp_test_dup_path ("unexpected");
  g_autoptr (GBytes) content = make_content (10);
  g_autofree char *other = g_compute_checksum_for_string (G_CHECKSUM_SHA256, "other", -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSealedWriter) writer =
    kp_sealed_writer_new (path, kp_environment_get_real (), &error);
  KpSealedFacts facts;

  write_content (writer, content);
  g_assert_false (kp_sealed_writer_finish (writer, other, &facts, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
  g_clear_pointer (&writer, kp_sealed_writer_free);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_absent (void)
{
  g_autofree char *path = kp_test_dup_path ("absent");
  const guint8 key[KP_SEALED_KEY_SIZE] = { 0 };
  g_autoptr (GError) error = NULL;

  g_assert_null (kp_sealed_file_load (path, key, 100, NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_NOT_FOUND);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_data_func ("/sealed-file/empty", GSIZE_TO_POINTER (0), test_round_trip);
  g_test_add_data_func ("/sealed-file/small", GSIZE_TO_POINTER (100), test_round_trip);
  g_test_add_data_func ("/sealed-file/one-chunk", GSIZE_TO_POINTER (CHUNK), test_round_trip);
  g_test_add_data_func ("/sealed-file/many-chunks", GSIZE_TO_POINTER (5 * CHUNK + 1),
                        test_round_trip);
  g_test_add_func ("/sealed-file/larger-than-the-limit/refused", test_limit);
  g_test_add_data_func ("/sealed-file/flipped-bit/small/noticed", GSIZE_TO_POINTER (100),
                        test_flipped_bit);
  g_test_add_data_func ("/sealed-file/flipped-bit/large/noticed", GSIZE_TO_POINTER (2 * CHUNK + 5),
                        test_flipped_bit);
  g_test_add_func ("/sealed-file/flipped-bit/of-many/noticed", test_random_bits);
  g_test_add_func ("/sealed-file/truncated/noticed", test_truncated);
  g_test_add_func ("/sealed-file/lengthened/noticed", test_lengthened);
  g_test_add_func ("/sealed-file/other-key/noticed", test_other_key);
  g_test_add_func ("/sealed-file/nothing-in-clear", test_nothing_in_clear);
  g_test_add_func ("/sealed-file/full-disk/leaves-nothing", test_full_disk);
  g_test_add_func ("/sealed-file/unexpected-hash/leaves-nothing", test_unexpected_hash);
  g_test_add_func ("/sealed-file/absent/said", test_absent);

  return g_test_run ();
}
