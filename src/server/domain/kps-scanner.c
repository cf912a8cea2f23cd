/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * INSTREAM of clamd(8): "zINSTREAM\0", chunks that begin with their length in four bytes, a length
 * of zero; the answer is "stream: OK", "stream: <name> FOUND" or "<why> ERROR", ended by a zero.
 */

#include "kps-scanner.h"

#include "kp-error.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>

typedef gboolean (*ScanFunc) (KpsScanner *self,
                              GBytes *content,
                              KpsVerdict *verdict,
                              char **finding,
                              GError **error);

struct _KpsScanner
{
  ScanFunc scan;
  char *socket; /* (owned) (nullable): of clamd */
};

#define CLAMD "clamd:"
#define COMMAND "zINSTREAM"
#define CHUNK (64 * 1024)
#define MAX_ANSWER 1024
/* A content of 10 MiB takes clamd a second or two; one that hangs must not stop the thread. */
#define TIMEOUT_S 60

static gboolean
scan_none (KpsScanner *self,
           GBytes *content,
           KpsVerdict *verdict,
           char **finding,
           GError **error)
{
  *verdict = KPS_VERDICT_UNSCANNABLE;
  *finding = g_strdup ("no scanner");

  return TRUE;
}

/* The antivirus test file of EICAR, in two parts so that this file is not taken for it. */
static gboolean
scan_simulated (KpsScanner *self,
                GBytes *content,
                KpsVerdict *verdict,
                char **finding,
                GError **error)
{
  static const char FIRST[] = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$";
  static const char SECOND[] = "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*";
  g_autofree char *whole = g_strconcat (FIRST, SECOND, NULL);
  gsize length;
  const char *data = g_bytes_get_data (content, &length);

  *verdict = KPS_VERDICT_CLEAN;
  if (length > 0 && memmem (data, length, whole, strlen (whole)) != NULL)
    {
      *verdict = KPS_VERDICT_INFECTED;
      *finding = g_strdup ("Eicar-Test-Signature");
    }

  return TRUE;
}

static gboolean
send_content (GOutputStream *out,
              GBytes *content,
              GError **error)
{
  const guint32 end = 0;
  gsize length;
  const char *data = g_bytes_get_data (content, &length);

  if (!g_output_stream_write_all (out, COMMAND, sizeof COMMAND, NULL, NULL, error))
    return FALSE;

  for (gsize at = 0; at < length; at += CHUNK)
    {
      const gsize n = MIN (CHUNK, length - at);
      const guint32 head = GUINT32_TO_BE ((guint32) n);

      if (!g_output_stream_write_all (out, &head, sizeof head, NULL, NULL, error) ||
          !g_output_stream_write_all (out, data + at, n, NULL, NULL, error))
        return FALSE;
    }

  return g_output_stream_write_all (out, &end, sizeof end, NULL, NULL, error);
}

static gboolean
read_answer (const char *answer,
             KpsVerdict *verdict,
             char **finding,
             GError **error)
{
  static const char STREAM[] = "stream: ";
  static const char FOUND[] = " FOUND";

  if (g_str_equal (answer, "stream: OK"))
    {
      *verdict = KPS_VERDICT_CLEAN;
      return TRUE;
    }

  if (g_str_has_prefix (answer, STREAM) && g_str_has_suffix (answer, FOUND))
    {
      *verdict = KPS_VERDICT_INFECTED;
      *finding = g_strndup (answer + strlen (STREAM),
                            strlen (answer) - strlen (STREAM) - strlen (FOUND));
      return TRUE;
    }

  if (g_str_has_suffix (answer, " ERROR"))
    {
      *verdict = KPS_VERDICT_UNSCANNABLE;
      *finding = g_strdup (answer);
      return TRUE;
    }

  g_set_error (error, KP_ERROR, KP_ERROR_BUSY, "The scanner's answer is not understood");

  return FALSE;
}

static gboolean
scan_with_clamd (KpsScanner *self,
                 GBytes *content,
                 KpsVerdict *verdict,
                 char **finding,
                 GError **error)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (self->socket);
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GError) refused = NULL;
  g_autoptr (GError) sending = NULL;
  g_autoptr (GError) reading = NULL;
  char answer[MAX_ANSWER + 1];
  gsize length;

  g_socket_client_set_timeout (client, TIMEOUT_S);
  connection =
    g_socket_client_connect (client, G_SOCKET_CONNECTABLE (address), NULL, &refused);
  if (connection == NULL)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_OFFLINE, "The scanner cannot be reached: %s",
                   refused->message);
      return FALSE;
    }

  /* Over its limit of a stream, clamd answers and closes before it has read everything: the line
   * breaks, and what counts is the answer.
   */
  send_content (g_io_stream_get_output_stream (G_IO_STREAM (connection)), content, &sending);
  g_input_stream_read_all (g_io_stream_get_input_stream (G_IO_STREAM (connection)), answer,
                           MAX_ANSWER, &length, NULL, &reading);
  answer[length] = '\0';
  g_strchomp (answer);
  if (length == 0 && (sending != NULL || reading != NULL))
    {
      g_propagate_error (error, sending != NULL ? g_steal_pointer (&sending)
                                                : g_steal_pointer (&reading));
      return FALSE;
    }

  return read_answer (answer, verdict, finding, error);
}

KpsScanner *
kps_scanner_new (const char *what,
                 GError **error)
{
  KpsScanner *self = g_new0 (KpsScanner, 1);

  if (g_str_equal (what, "none"))
    self->scan = scan_none;
  else if (g_str_equal (what, "simulator"))
    self->scan = scan_simulated;
  else if (g_str_has_prefix (what, CLAMD) && what[strlen (CLAMD)] == '/')
    {
      self->scan = scan_with_clamd;
      self->socket = g_strdup (what + strlen (CLAMD));
    }

  if (self->scan != NULL)
    return self;

  kps_scanner_free (self);
  g_set_error (error, KP_ERROR, KP_ERROR_INVALID,
               "“%s” is no scanner: it is none, simulator, or clamd: and the path of its socket",
               what);

  return NULL;
}

gboolean
kps_scanner_scan (KpsScanner *self,
                  const char *path,
                  KpsVerdict *verdict,
                  char **finding,
                  GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GBytes) content = NULL;

  *finding = NULL;
  if (file == NULL)
    return FALSE;

  content = g_mapped_file_get_bytes (file);

  return self->scan (self, content, verdict, finding, error);
}

void
kps_scanner_free (KpsScanner *self)
{
  g_free (self->socket);
  g_free (self);
}
