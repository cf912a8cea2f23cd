/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Small JSON bodies from outside, read strictly. Any thread.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * kps_body_parse:
 * @body: untrusted; its size was judged before
 *
 * Returns: (transfer full): the object; fails with %KP_ERROR_INVALID if it is no JSON object of
 *   UTF-8, or is nested deeper than %KP_LIMIT_JSON_DEPTH
 */
JsonObject *kps_body_parse (GBytes *body,
                            GError **error);

/**
 * kps_body_get_text:
 * @limit: bytes
 *
 * Returns: (transfer none): the text; %NULL with %KP_ERROR_INVALID if it is missing, no text, empty
 *   or longer than @limit
 */
const char *kps_body_get_text (JsonObject *self,
                               const char *name,
                               gsize limit,
                               GError **error);

/* As kps_body_get_text(), but null or absent is fine: then @text is %NULL. */
gboolean kps_body_get_optional_text (JsonObject *self,
                                     const char *name,
                                     gsize limit,
                                     const char **text,
                                     GError **error);

G_END_DECLS
