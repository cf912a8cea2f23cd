/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The condition language of forms (DOMAIN.md section 4): small, total, the same code on both sides.
 * A condition is true | false | {"all":[…]} | {"any":[…]} | {"not":…} |
 * {"op":"eq","key":"question","value":…}, where op is one of empty, not_empty, eq, ne, contains, matches,
 * lt, le, gt, ge, length, in ("length": number of characters or choices equals value). It refers to
 * earlier questions only. Whatever cannot be decided (unknown key, wrong type, a pattern that runs too
 * long) is false; evaluation always ends. Pure functions, any thread.
 */

#pragma once

#include <glib.h>
#include <yyjson.h>

G_BEGIN_DECLS

/**
 * kp_condition_check:
 * @condition: untrusted
 * @keys: the keys of earlier questions, a set
 *
 * Returns: whether @condition is well formed; fails with %KP_ERROR_INVALID and says where
 */
gboolean kp_condition_check (yyjson_val *condition,
                             GHashTable *keys,
                             GError **error);

/**
 * kp_condition_holds:
 * @condition: (nullable): NULL holds
 * @answers: (nullable): object: key → answer
 */
gboolean kp_condition_holds (yyjson_val *condition,
                             yyjson_val *answers);

/**
 * kp_pattern_matches:
 * @pattern: a regular expression of at most %KP_LIMIT_PATTERN bytes, for the whole of @text
 *
 * Returns: %FALSE also when the pattern is malformed or exceeds %KP_LIMIT_PATTERN_STEPS
 */
gboolean kp_pattern_matches (const char *pattern,
                             const char *text);

G_END_DECLS
