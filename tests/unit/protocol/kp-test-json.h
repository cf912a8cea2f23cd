/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON in tests, with ' for ", because quotes within quotes cannot be read.
 */

#pragma once

#include "kp-value.h"

G_BEGIN_DECLS

/* Returns: (transfer full): @text with each ' replaced by " */
static inline char *
kp_test_json (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

/* Returns: (transfer full): the value of @text, which must be right */
static inline yyjson_doc *
kp_test_json_parse (const char *text)
{
  g_autofree char *json = kp_test_json (text);
  yyjson_doc *doc = yyjson_read (json, strlen (json), YYJSON_READ_NOFLAG);

  g_assert_nonnull (doc);

  return doc;
}

G_END_DECLS
