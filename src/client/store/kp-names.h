/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Texts of a portal come in several languages; these choose one. Pure, any thread.
 */

#pragma once

#include <glib.h>
#include <yyjson.h>

G_BEGIN_DECLS

/**
 * kp_names_pick:
 * @names: (nullable): object: language → text, or a plain string
 * @language: such as "nl"
 *
 * Returns: (nullable): the text in @language, else in English, else in any language
 */
const char *kp_names_pick (yyjson_val *names,
                           const char *language);

/* Returns: (transfer full) (nullable): the same for JSON text */
char *kp_names_pick_json (const char *json,
                          const char *language);

/* Returns: (transfer full): the language of the interface without its country, such as "nl" */
char *kp_names_dup_language (void);

G_END_DECLS
