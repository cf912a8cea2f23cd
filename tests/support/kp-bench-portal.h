/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A real server process with demo data, and accounts signed in to it without threads: store, engine
 * and HTTP are called one after the other, so that a bench measures what it names. Whatever fails
 * ends the bench.
 */

#pragma once

#include "kp-bench.h"
#include "kp-engine.h"
#include "kp-http.h"
#include "kp-sign-in.h"

G_BEGIN_DECLS

/**
 * KpBenchPortal:
 */
typedef struct
{
  GSubprocess *server; /* (owned) */
  char *folder;        /* (owned): of the server and the accounts; removed at the end */
  char *address;       /* (owned): of the office */
  JsonNode *accounts;  /* (owned): array, as in the credentials file */
} KpBenchPortal;

/**
 * kp_bench_portal_new:
 * @program: argv[0] of the bench, whose build holds the server
 * @scale: how many times the demo's organisations and records
 */
KpBenchPortal *kp_bench_portal_new (const char *program,
                                    guint scale);
void kp_bench_portal_free (KpBenchPortal *self);

/**
 * kp_bench_portal_sign_in:
 * @data_dir: where the account folders are; one that is there already is opened
 * @kind: "staff" or "customer"
 * @nth: 0 = the first of that kind
 *
 * Returns: (transfer full)
 */
KpSignIn *kp_bench_portal_sign_in (KpBenchPortal *self,
                                   const char *data_dir,
                                   const char *kind,
                                   guint nth);

/**
 * KpBenchAccount:
 */
typedef struct
{
  char *address;     /* (owned): of the office */
  KpHttp *http;      /* (owned) */
  KpSignIn *sign_in; /* (owned) */
  KpStore *store;    /* (owned) */
  KpEngine *engine;  /* (owned) */
  gsize received;    /* bytes of reply bodies */
  /* Of kp_bench_account_sync (), for the notes of benches. */
  KpBenchClock sending; /* from a request to its reply */
  KpBenchClock feeding; /* from a reply to its commit */
} KpBenchAccount;

/**
 * kp_bench_account_new:
 *
 * Signs in as kp_bench_portal_sign_in() does; each call is a device of its own with an empty cache.
 */
KpBenchAccount *kp_bench_account_new (KpBenchPortal *portal,
                                      const char *kind,
                                      guint nth);
void kp_bench_account_free (KpBenchAccount *self);

/* The same, with account folders of one's choice. */
KpBenchAccount *kp_bench_account_new_in (KpBenchPortal *portal,
                                         const char *data_dir,
                                         const char *kind,
                                         guint nth);

/* Leaves the connections to the server; the next call makes one. */
void kp_bench_account_connect_again (KpBenchAccount *self);

/* One exchange. Returns: (transfer full): the body of the reply to @request */
GBytes *kp_bench_account_send (KpBenchAccount *self,
                               GBytes *request);

/* Exchanges until there is nothing more to do. Returns: how many exchanges that took */
guint kp_bench_account_sync (KpBenchAccount *self);

/* Holds the records of all organisations, as far as one account may; the next sync fetches them. */
void kp_bench_account_pin_all (KpBenchAccount *self);

/* Returns: how many records the cache has */
gint64 kp_bench_account_count (KpBenchAccount *self);

/* Exchanges once more. Returns: (transfer full): the ticket for a push socket */
char *kp_bench_account_fetch_ticket (KpBenchAccount *self);

/* Returns: the request of the cache that changed last */
KpId kp_bench_account_find_request (KpBenchAccount *self);

/* Queues a comment on @request; @clock: (nullable): measures the queueing alone */
void kp_bench_account_comment (KpBenchAccount *self,
                               const KpId *request,
                               KpBenchClock *clock);

/* Returns: (transfer full): a request with @n comments on @request, and nothing else in it */
GBytes *kp_bench_make_request (const KpId *request,
                               guint n);

/* Stops the server; its folder stays until the portal is freed. Returns: (transfer full): that
 * folder */
char *kp_bench_portal_stop (KpBenchPortal *self);

/* Stops the server and starts it as an office would, on the same address: what the making of the
 * demo left in its memory is gone. */
void kp_bench_portal_serve_again (KpBenchPortal *self,
                                  const char *program);

/* Removes a folder with all that is in it. */
void kp_bench_remove_folder (const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpBenchPortal, kp_bench_portal_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpBenchAccount, kp_bench_account_free)

G_END_DECLS
