/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The condition language of forms: small, total, the same code on both sides. A condition is
 *
 *   true | false | {"all":[…]} | {"any":[…]} | {"not":…} | {"op":"eq","key":"question","value":…}
 *
 * and refers to earlier questions only. Where an answer is empty (absent, null, "", [], {}), only
 * "empty", and "length" of 0, hold. Otherwise: not_empty; eq, ne: the same value or not; contains:
 * a part of the text, or one of the choices; matches: the whole text fits a pattern; lt, le, gt,
 * ge: whole numbers, dates, times, or dates with times; length: number of characters or of choices;
 * in: one of the values, for several choices at least one of them. Whatever cannot be decided
 * (unknown op or key, values of different kinds, a pattern that runs too long) is false. Evaluation
 * always ends. Pure functions, any thread.
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

/* Returns: whether @answer, which may be absent, says nothing: null, "", [] or {} */
gboolean kp_condition_is_empty (yyjson_val *answer);

/* Returns: whether @pattern is well formed and within %KP_LIMIT_PATTERN */
gboolean kp_pattern_is_valid (const char *pattern);

/**
 * kp_pattern_matches:
 * @pattern: a regular expression of at most %KP_LIMIT_PATTERN bytes, for the whole of @text
 *
 * Returns: %FALSE also when the pattern is malformed or exceeds %KP_LIMIT_PATTERN_STEPS, or @text
 *   exceeds %KP_LIMIT_PATTERN_TEXT
 */
gboolean kp_pattern_matches (const char *pattern,
                             const char *text);

G_END_DECLS
