/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person reads when something fails: what happened, what is safe, what to do. Main thread.
 */

#pragma once

#include "kp-question.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * kp_error_text:
 * @error: (nullable):
 *
 * Returns: (nullable): translated sentences; %NULL for %NULL
 */
const char *kp_error_text (const GError *error);

/**
 * kp_error_text_of_code:
 * @code: a KpError; 0 and unknown numbers give the text of a fault in the program
 *
 * For places that have a code only, such as the status of a client.
 */
const char *kp_error_text_of_code (int code);

/**
 * kp_error_text_of_draft:
 * @code: the KpError with which it could not be kept
 *
 * What to do so that what was typed is not lost.
 */
const char *kp_error_text_of_draft (int code);

/**
 * kp_error_text_of_need:
 * @detail: (nullable): what the office named, one per line
 * @has_draft: whether what was written lies among the drafts again
 *
 * Returns: (transfer none): what is missing and where it can be completed
 */
const char *kp_error_text_of_need (const char *detail,
                                   gboolean has_draft);

/**
 * kp_error_text_of_reason:
 * @reason: (nullable): a KP_REASON_… of kp-change.h
 *
 * Why the office did not take a change over.
 *
 * Returns: (nullable): a translated sentence; %NULL for %NULL
 */
const char *kp_error_text_of_reason (const char *reason);

/* Returns: what is wrong with an answer of @type that does not have the shape of one */
const char *kp_error_text_of_shape (KpQuestionType type);

G_END_DECLS
