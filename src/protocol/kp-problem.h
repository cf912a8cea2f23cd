/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The problems with which a server refuses a whole call (RFC 9457), as a table: the code that
 * programs branch on, and the status that goes with it. Constant data, any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KP_PROBLEM_NONE = 0,
  KP_PROBLEM_BAD_REQUEST,
  KP_PROBLEM_TOO_LARGE,
  KP_PROBLEM_NOT_FOUND,
  KP_PROBLEM_METHOD,
  KP_PROBLEM_SIGNED_OUT,
  KP_PROBLEM_PROOF_NONCE, /* the nonce is missing or old: once more with the new one, silently */
  KP_PROBLEM_PROOF,       /* the signature is not the device's */
  KP_PROBLEM_WRONG_PASSWORD,
  KP_PROBLEM_TOO_MANY,         /* come back after Retry-After */
  KP_PROBLEM_BUSY,             /* likewise */
  KP_PROBLEM_ACCOUNT_DISABLED, /* purges, if signed by the server */
  KP_PROBLEM_DEVICE_REVOKED,   /* likewise */
  KP_PROBLEM_PORTAL_DISABLED,
  KP_PROBLEM_WEAK_PASSWORD,
  KP_PROBLEM_FILE_TYPE, /* "reason" says why the file is not taken */
  KP_PROBLEM_DIGEST,    /* the content is not the one that was named */
  KP_PROBLEM_QUOTA,     /* no room for it */
  KP_PROBLEM_RANGE,     /* the content does not have that part */
  KP_PROBLEM_SCANNING,  /* not yet: come back after Retry-After */
  KP_PROBLEM_INFECTED,  /* nobody gets it */
  KP_PROBLEM_UNSCANNED, /* nobody could look at it, and the office does not give it out */
  KP_PROBLEM_INTERNAL
} KpProblem;

#define KP_N_PROBLEMS 22

/* Returns: (transfer none): the code on the wire, such as "proof-nonce" */
const char *kp_problem_get_code (KpProblem self);

/* Returns: the status of the reply, such as 401 */
guint kp_problem_get_status (KpProblem self);

/* Returns: (transfer none): a title for developers, in English */
const char *kp_problem_get_title (KpProblem self);

/* Returns: the problem called @code, %KP_PROBLEM_NONE if there is none */
KpProblem kp_problem_find (const char *code);

/**
 * kp_problem_dup_signed_text:
 * @self: one that purges
 * @user: identifier as text
 * @device: identifier as text
 * @nonce: the "pn" of the request, or empty
 *
 * Returns: (transfer full): what the server signs with its key, so that nobody else can make a
 *   client purge
 */
char *kp_problem_dup_signed_text (KpProblem self,
                                  const char *user,
                                  const char *device,
                                  const char *nonce);

G_END_DECLS
