/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations: what is taken can be frozen again, applies without fault and changes nothing the
 * second time.
 */

#include "kp-operation.h"
#include "kp-value.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize length);

static const KpActor ACTOR = { .id = "AZr3kZ0HcgCBAgMEBQYHCw", .name = "Jan", .kind = "staff" };

static void
apply_twice (const KpOperation *operation,
             yyjson_val *subject)
{
  g_auto (KpApplied) once = { 0 };
  g_auto (KpApplied) twice = { 0 };
  g_autoptr (yyjson_doc) body = NULL;
  g_autoptr (yyjson_doc) again = NULL;

  kp_operation_matches_was (operation, subject);
  kp_operation_apply (operation, subject, &ACTOR, 99, NULL, NULL, &once);
  if (once.subject == NULL)
    return;

  body = yyjson_mut_doc_imut_copy (once.subject, NULL);
  kp_operation_apply (operation, yyjson_doc_get_root (body), &ACTOR, 99, NULL, NULL, &twice);
  if (twice.subject == NULL)
    return;

  again = yyjson_mut_doc_imut_copy (twice.subject, NULL);
  g_assert_true (kp_value_equal (yyjson_doc_get_root (body), yyjson_doc_get_root (again)));
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) frozen = g_bytes_new_static (bytes, length);
  g_autoptr (KpOperation) operation = kp_operation_parse (frozen, NULL);
  g_autoptr (KpOperation) again = NULL;

  if (operation == NULL)
    return 0;

  again = kp_operation_new (operation->kind, &operation->id, &operation->after, operation->at,
                            operation->was, operation->arguments, &error);
  g_assert_no_error (error);
  g_assert_true (kp_value_equal (operation->arguments, again->arguments));

  apply_twice (operation, NULL);
  apply_twice (operation, operation->was);
  apply_twice (operation, operation->arguments);

  return 0;
}
