/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sessions, their tokens, and the devices they are bound to (SECURITY.md section 3). A token is 48
 * bytes as base64url: the random name of its session, then 32 random bytes of which the database
 * holds the SHA-256 only. So any token, however old, still names its session, and a refresh token
 * that is none of the present ones gives the theft away.
 */

#pragma once

#include "kps-accounts.h"
#include "kps-hooks.h"

G_BEGIN_DECLS

#define KPS_TOKEN_BYTES 48
#define KPS_DEVICE_KEY_SIZE 32

/**
 * KpsSession:
 *
 * What a token names, whether or not it is still good.
 */
typedef struct
{
  KpId id;
  KpId user_id;
  KpId device_id;
  guint8 device_key[KPS_DEVICE_KEY_SIZE]; /* Ed25519, public */
  gint64 expires_at;                      /* UTC milliseconds: the absolute end */
  gboolean has_ended;                     /* signed out, password changed, or revoked */
  gboolean account_on;                    /* kps-standing */
  gboolean device_on;                     /* kps-standing */
  gboolean portal_on;                     /* always for staff */
  KpsPerson *person;                      /* (owned) */
} KpsSession;

/**
 * kps_session_load:
 * @token: untrusted; access or refresh
 * @session: (out) (transfer full) (nullable): %NULL if the token names none
 */
gboolean kps_session_load (KpDb *db,
                           const char *token,
                           KpsSession **session,
                           GError **error);
void kps_session_free (KpsSession *self);

/* @is_good: (out): whether @token is an access token of @self that has not expired at @now */
gboolean kps_session_check_access (const KpsSession *self,
                                   KpDb *db,
                                   const char *token,
                                   gint64 now,
                                   gboolean *is_good,
                                   GError **error);

/**
 * KpsEnrolment:
 *
 * What a sign-in brings along.
 */
typedef struct
{
  guint8 device_key[KPS_DEVICE_KEY_SIZE];
  char *device_name; /* (owned) */
  KpId folder;
  guint8 folder_key[KPS_KEY_SIZE];
} KpsEnrolment;

/**
 * KpsTokens:
 *
 * What a sign-in or a refresh gives.
 */
typedef struct
{
  char *access;  /* (owned) */
  char *refresh; /* (owned) */
  KpId device_id;
  gboolean has_folder_key; /* another one was deposited before, and wins */
  guint8 folder_key[KPS_KEY_SIZE];
} KpsTokens;

void kps_enrolment_free (KpsEnrolment *self);
void kps_tokens_free (KpsTokens *self);

/**
 * kps_session_begin:
 * @person: who gave the right password
 * @tokens: (out) (transfer full)
 *
 * Enrols the device, deposits the folder's key or finds the one deposited, and begins a session. A
 * device that was revoked cannot be enrolled again: %KP_ERROR_DEVICE_REVOKED.
 */
gboolean kps_session_begin (KpsTx *tx,
                            const KpsAccounts *accounts,
                            const KpsPerson *person,
                            const KpsEnrolment *enrolment,
                            KpsTokens **tokens,
                            GError **error);

/**
 * kps_session_refresh:
 * @proven: whether the device key of the session signed this call
 * @tokens: (out) (transfer full) (nullable): %NULL if the token was not good: the session has ended
 *
 * The rule: the successor becomes the present one when it is first used; until then its predecessor
 * still yields fresh ones. Anything else, or another device key, ends the session. Ending it is a
 * success here, because it must be kept.
 */
gboolean kps_session_refresh (KpsTx *tx,
                              const KpsAccounts *accounts,
                              const char *token,
                              gboolean proven,
                              KpsTokens **tokens,
                              GError **error);

/* Ends one session. */
gboolean kps_session_end (KpsTx *tx,
                          const KpId *session_id,
                          GError **error);

/* Ends all sessions of a user but @keep (nullable). */
gboolean kps_session_end_others (KpsTx *tx,
                                 const KpId *user_id,
                                 const KpId *keep,
                                 GError **error);

/* Forgets sessions whose absolute end was 60 days ago, and buckets of yesterday. */
gboolean kps_session_prune (KpsTx *tx,
                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsSession, kps_session_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsEnrolment, kps_enrolment_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsTokens, kps_tokens_free)

G_END_DECLS
