/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading JSON values that came from outside: within limits, and of the kinds that the tables of
 * entities and operations name. Pure functions, any thread.
 */

#pragma once

#include "kp-entity.h"
#include "kp-id.h"

#include <yyjson.h>

G_BEGIN_DECLS

/* Whole numbers beyond this are not the same in every JSON library. */
#define KP_VALUE_INT_MAX G_GINT64_CONSTANT (9007199254740991)

/**
 * kp_value_read:
 * @text: untrusted, at least @length bytes
 * @limit: bytes
 * @allocator: (nullable): for readers of many values; %NULL = the C library's
 *
 * Returns: (transfer full): valid JSON within %KP_LIMIT_JSON_DEPTH, whose strings are UTF-8 without
 *   zeros. Fails with %KP_ERROR_TOO_LARGE, or with %KP_ERROR_INVALID and the position
 */
yyjson_doc *kp_value_read (const char *text,
                           gsize length,
                           gsize limit,
                           const yyjson_alc *allocator,
                           GError **error);

/* Returns: (transfer full): @value as text without spaces; @length is optional */
char *kp_value_write (yyjson_val *value,
                      gsize *length);

/* Returns: whether @value is a whole number of at most 53 bits; @number is set only then */
gboolean kp_value_get_int (yyjson_val *value,
                           gint64 *number);

/* Returns: whether @value is the canonical text of an identifier; @id is set only then */
gboolean kp_value_get_id (yyjson_val *value,
                          KpId *id);

/* Returns: (transfer none) (nullable): the text, %NULL if @value is absent or something else */
const char *kp_value_get_text (yyjson_val *value);

/* Returns: whether @value is of @kind; null is of no kind. A text has no limit here */
gboolean kp_value_is_of_kind (yyjson_val *value,
                              KpFieldKind kind);

/* Returns: whether both are the same; absent and null are */
gboolean kp_value_equal (yyjson_val *a,
                         yyjson_val *b);

/* Returns: whether no name occurs twice in @object, which is one; linear for what is usual */
gboolean kp_value_has_unique_names (yyjson_val *object);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_doc, yyjson_doc_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (yyjson_mut_doc, yyjson_mut_doc_free)

G_END_DECLS
