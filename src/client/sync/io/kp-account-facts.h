/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is known of an account without opening it, and its text, account.json. Nothing here is
 * secret. Any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpAccountFacts:
 *
 * Immutable once made, shared by reference. Texts are never %NULL unless said so.
 */
typedef struct
{
  char *id;          /* (owned): folder id, 22 characters */
  char *address;     /* (owned): of the office, without a slash at the end:
                        https://host[:port][/path] */
  char *portal;      /* (owned) (nullable): url_name; NULL = the office's own sign-in (staff) */
  char *portal_name; /* (owned): as shown when signing in, empty for staff */
  char *office_name; /* (owned) */
  char *login;       /* (owned): as typed */
  char *name;        /* (owned): of the person */
  char *email;       /* (owned) */
  char *kind;        /* (owned): "customer" or "staff" */
  char *locale;      /* (owned): the person's, such as "nl" */
  char *user_id;     /* (owned): 22 characters */
  char *portal_id;   /* (owned) (nullable): 22 characters; NULL = staff */
  char *device_id;   /* (owned): 22 characters */
  char *server_key;  /* (owned): base64url of the Ed25519 key pinned at the first sign-in */
  gint64 lease_days; /* without contact until the account locks */
  gint64 signed_in;  /* UTC milliseconds of the last full sign-in */
  gboolean once;     /* the last full sign-in was for one time: nothing of it is in the keyring */
  gint64 closed_at;  /* UTC milliseconds at which the office closed account or device; 0 = open */
} KpAccountFacts;

/* Returns: (transfer full): all empty, nullable members %NULL */
KpAccountFacts *kp_account_facts_new (void);
/* Returns: (transfer full): a deep copy of its own, to be changed before it is shared */
KpAccountFacts *kp_account_facts_copy (const KpAccountFacts *self);
KpAccountFacts *kp_account_facts_ref (KpAccountFacts *self);
void kp_account_facts_unref (KpAccountFacts *self);

/* Returns: (transfer full): the text of account.json */
char *kp_account_facts_format (KpAccountFacts *self);

/**
 * kp_account_facts_parse:
 * @text: untrusted, at least @length bytes
 *
 * Returns: (transfer full): fails with %KP_ERROR_INVALID or %KP_ERROR_TOO_LARGE
 */
KpAccountFacts *kp_account_facts_parse (const char *text,
                                        gsize length,
                                        GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpAccountFacts, kp_account_facts_unref)

G_END_DECLS
