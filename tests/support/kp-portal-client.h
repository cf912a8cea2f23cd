/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A client that does nothing by itself: what it sends, and with which key it signs, is the test's
 * choice. Written against PROTOCOL.md and nothing of the product, so that an error common to both
 * sides cannot hide. Blocking.
 */

#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * KpAnswer:
 */
typedef struct
{
  guint status;
  char *text;       /* (owned): the body */
  JsonObject *body; /* (owned) (nullable): if it is one object */
  char *code;       /* (owned) (nullable): of a problem */
  guint retry_s;
  GBytes *bytes;               /* (owned): the body, whatever it is */
  SoupMessageHeaders *headers; /* (owned) */
} KpAnswer;

/**
 * KpPortalClient:
 *
 * One account folder on one computer. Tests change any field.
 */
typedef struct
{
  char *address;  /* (owned): of the server */
  char *login;    /* (owned) */
  char *password; /* (owned) */
  char *portal;   /* (owned) (nullable): NULL = office staff */
  guint8 public_key[32];
  guint8 secret_key[64];
  char *folder;         /* (owned): identifier */
  char *folder_key;     /* (owned): base64url */
  char *nonce;          /* (owned) (nullable): the newest Portal-Nonce */
  char *access;         /* (owned) (nullable) */
  char *refresh;        /* (owned) (nullable) */
  char *device;         /* (owned) (nullable): identifier */
  char *user;           /* (owned) (nullable): identifier */
  char *server_key;     /* (owned) (nullable): base64url */
  SoupSession *session; /* (owned) */
  gboolean patient;     /* a line that breaks is no failure of the test: answers are NULL then */
} KpPortalClient;

KpPortalClient *kp_portal_client_new (const char *address,
                                      const char *portal,
                                      const char *login,
                                      const char *password);
void kp_portal_client_free (KpPortalClient *self);

/* Gives @self another device key, as if somebody else had got hold of its tokens. */
void kp_portal_client_change_key (KpPortalClient *self);

/**
 * kp_portal_client_call:
 * @token: (nullable): for Authorization
 * @body: (nullable)
 *
 * Sends a signed call. Asked for a newer nonce, it signs and sends once more.
 */
KpAnswer *kp_portal_client_call (KpPortalClient *self,
                                 const char *method,
                                 const char *target,
                                 const char *token,
                                 const char *body);

/**
 * kp_portal_client_call_with:
 * @body: (nullable): of any bytes
 * @headers: (nullable): name, value, name, value … up to %NULL; replace those that are usual
 *
 * As kp_portal_client_call().
 */
KpAnswer *kp_portal_client_call_with (KpPortalClient *self,
                                      const char *method,
                                      const char *target,
                                      GBytes *body,
                                      const char *const *headers);

/* As kp_portal_client_call(), with a proof made by the caller; never repeated. */
KpAnswer *kp_portal_client_send (KpPortalClient *self,
                                 const char *method,
                                 const char *target,
                                 const char *token,
                                 const char *body,
                                 const char *proof);

/* Returns: (transfer full): the Portal-Proof for a call, over the newest nonce; for a file, @body
 * does not matter */
char *kp_portal_client_prove (KpPortalClient *self,
                              const char *method,
                              const char *target,
                              const char *token,
                              const char *body);

/* Signs in and keeps what comes of it. */
KpAnswer *kp_portal_client_try_sign_in (KpPortalClient *self);
KpAnswer *kp_portal_client_try_refresh (KpPortalClient *self);

/* The same, and it must work. */
void kp_portal_client_sign_in (KpPortalClient *self);
void kp_portal_client_refresh (KpPortalClient *self);

/* An exchange without operations, which wants @stream (nullable) afresh. */
KpAnswer *kp_portal_client_sync (KpPortalClient *self,
                                 const char *stream,
                                 gboolean push);

/* Returns: whether a problem that makes clients purge is signed by the server and names this client
 */
gboolean kp_portal_client_believes (KpPortalClient *self,
                                    const KpAnswer *answer);

void kp_answer_free (KpAnswer *self);

/* Asserts status and code, and frees it. */
#define kp_answer_expect(answer, expected_status, expected_code) \
  G_STMT_START                                                   \
  {                                                              \
    g_autoptr (KpAnswer) kp_answer = (answer);                   \
                                                                 \
    g_assert_cmpuint (kp_answer->status, ==, expected_status);   \
    g_assert_cmpstr (kp_answer->code, ==, expected_code);        \
  }                                                              \
  G_STMT_END

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpAnswer, kp_answer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpPortalClient, kp_portal_client_free)

G_END_DECLS
