/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of the table of problems.
 */

#include "kp-problem.h"

typedef struct
{
  KpProblem problem;
  guint status;
  const char *code;
  const char *title;
} Row;

static const Row ROWS[KP_N_PROBLEMS] = {
  { KP_PROBLEM_BAD_REQUEST, 400, "bad-request", "The request is malformed" },
  { KP_PROBLEM_TOO_LARGE, 413, "too-large", "The request is too large" },
  { KP_PROBLEM_NOT_FOUND, 404, "not-found", "There is no such thing" },
  { KP_PROBLEM_METHOD, 405, "method", "The method does not fit the path" },
  { KP_PROBLEM_SIGNED_OUT, 401, "signed-out", "The token is missing or no longer valid" },
  { KP_PROBLEM_PROOF_NONCE, 401, "proof-nonce", "The proof needs the nonce of this reply" },
  { KP_PROBLEM_PROOF, 401, "proof", "The proof is not that of the device" },
  { KP_PROBLEM_WRONG_PASSWORD, 401, "wrong-password", "Unknown login or wrong password" },
  { KP_PROBLEM_TOO_MANY, 429, "too-many", "Too many attempts" },
  { KP_PROBLEM_BUSY, 503, "busy", "The server is busy" },
  { KP_PROBLEM_ACCOUNT_DISABLED, 403, "account-disabled", "The account is disabled" },
  { KP_PROBLEM_DEVICE_REVOKED, 403, "device-revoked", "The device was revoked" },
  { KP_PROBLEM_PORTAL_DISABLED, 403, "portal-disabled", "The portal is closed" },
  { KP_PROBLEM_WEAK_PASSWORD, 422, "weak-password", "The new password is too weak" },
  { KP_PROBLEM_FILE_TYPE, 415, "file-type", "The file is not taken" },
  { KP_PROBLEM_DIGEST, 422, "digest", "The content is not the one that was named" },
  { KP_PROBLEM_QUOTA, 507, "quota", "There is no room for the file" },
  { KP_PROBLEM_RANGE, 416, "range", "The file does not have that part" },
  { KP_PROBLEM_SCANNING, 409, "scanning", "The file is still being examined" },
  { KP_PROBLEM_INFECTED, 403, "infected", "The file is not safe" },
  { KP_PROBLEM_UNSCANNED, 403, "unscanned", "The file could not be examined" },
  { KP_PROBLEM_INTERNAL, 500, "internal", "Something went wrong here" },
};

static const Row *
get_row (KpProblem problem)
{
  g_return_val_if_fail (problem > KP_PROBLEM_NONE && problem <= KP_N_PROBLEMS,
                        &ROWS[KP_N_PROBLEMS - 1]);

  return &ROWS[problem - 1];
}

const char *
kp_problem_get_code (KpProblem self)
{
  return get_row (self)->code;
}

guint
kp_problem_get_status (KpProblem self)
{
  return get_row (self)->status;
}

const char *
kp_problem_get_title (KpProblem self)
{
  return get_row (self)->title;
}

KpProblem
kp_problem_find (const char *code)
{
  for (guint i = 0; i < KP_N_PROBLEMS; i++)
    {
      if (g_strcmp0 (ROWS[i].code, code) == 0)
        return ROWS[i].problem;
    }

  return KP_PROBLEM_NONE;
}

char *
kp_problem_dup_signed_text (KpProblem self,
                            const char *user,
                            const char *device,
                            const char *nonce)
{
  g_return_val_if_fail (user != NULL && device != NULL && nonce != NULL, NULL);

  return g_strconcat ("klantportaal-problem-1\n", kp_problem_get_code (self), "\n",
                      user, "\n", device, "\n", nonce, NULL);
}
