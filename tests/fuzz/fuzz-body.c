/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small JSON bodies of the server's routes: whatever comes, texts are within their limits.
 */

#include "kp-error.h"
#include "kp-limits.h"
#include "kps-body.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize length);

static void
read_member (JsonObject *body,
             const char *name)
{
  g_autoptr (GError) error = NULL;
  const char *text = kps_body_get_text (body, name, KP_LIMIT_NAME, &error);

  if (text == NULL)
    g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
  else
    g_assert_true (*text != '\0' && strlen (text) <= KP_LIMIT_NAME &&
                   g_utf8_validate (text, -1, NULL));
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize length)
{
  g_autoptr (GBytes) copy = g_bytes_new (bytes, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonObject) body = kps_body_parse (copy, &error);

  if (body == NULL)
    {
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
      return 0;
    }

  read_member (body, "login");
  read_member (body, "password");
  read_member (body, "refresh");
  read_member (body, "device");

  return 0;
}
