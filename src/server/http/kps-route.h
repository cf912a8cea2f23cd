/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server answers to, as data: one table of routes, and the plain structures that go into a
 * handler and come out of it. What is not in the table does not exist; a row without a capability
 * admits nobody. Nothing here knows sockets. Any thread.
 */

#pragma once

#include "kps-files.h"
#include "kps-metrics.h"
#include "kps-proof.h"
#include "kps-sessions.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

typedef struct _KpsRoute KpsRoute;

/* Who may call; 0 is nobody, so that a row cannot forget it. */
typedef enum
{
  KPS_CAPABILITY_PUBLIC = 1, /* everybody: holds no data of a person */
  KPS_CAPABILITY_DEVICE,     /* whoever proves a device key; the handler asks for the rest */
  KPS_CAPABILITY_TICKET,     /* whoever holds a ticket of the push socket */
  KPS_CAPABILITY_SIGNED_IN,  /* a good access token and its device key */
  KPS_CAPABILITY_STAFF       /* the same, of office staff */
} KpsCapability;

/* Where a handler runs. */
typedef enum
{
  KPS_POOL_READ = 1, /* on a reader; answers from one snapshot */
  KPS_POOL_CHANGE,   /* on a thread that may wait for the writer */
  KPS_POOL_FILES,    /* on a thread that may write files; few at once, as bodies are large */
  KPS_POOL_HASH      /* on a thread that may hash passwords: few, with a bounded queue */
} KpsPool;

/* Which bucket of the caller's address a call takes from. */
typedef enum
{
  KPS_RATE_NONE = 0, /* bounded by the calls in flight only */
  KPS_RATE_SIGN_IN,  /* tries of passwords and tokens */
  KPS_RATE_PUBLIC    /* what strangers may ask */
} KpsRate;

/**
 * KpsSurroundings:
 *
 * What handlers may use. Outlives every call.
 */
typedef struct
{
  KpsOffice *office;
  KpsAccounts *accounts;
  KpsMetrics *metrics;
  gpointer push;           /* (type KpsPush) */
  const char *office_name; /* of the configuration */
  KpsFiles *files;
} KpsSurroundings;

/* Headers that handlers may ask for, up to %NULL. */
extern const char *const KPS_CALL_HEADERS[];

/**
 * KpsCall:
 *
 * One admitted request. Handed over to a worker whole.
 */
typedef struct
{
  const KpsRoute *route;               /* which of the table */
  const KpsSurroundings *surroundings; /* (unowned) */
  GHashTable *params;                  /* (owned): name in the path template → value */
  GHashTable *query;                   /* (owned) (nullable): name → value */
  char *method;                        /* (owned) */
  char *target;                        /* (owned): path and query as sent */
  char *base_url;                      /* (owned): scheme and host, as the client sees the server */
  char *token;                         /* (owned) (nullable): of Authorization */
  char *proof;                         /* (owned) (nullable): Portal-Proof as sent */
  char *address;                       /* (owned): of the caller, for limits only */
  GHashTable *headers;                 /* (owned): those of KPS_CALL_HEADERS that were sent */
  GBytes *body;                        /* (owned): at most the route's limit, possibly empty */
  KpsIncoming *incoming;               /* (owned) (nullable): instead of it, of an upload */
  GCancellable *cancellable;           /* (owned): cancelled when the client has gone away */
  gint64 began_us;                     /* monotonic, for the histogram */

  /* Set by kps_authenticate() before the handler. */
  KpsSession *session; /* (owned) (nullable): NULL if the capability asks for none */
  KpProof accepted;    /* whose nonce is ours; empty if there was none to accept */
} KpsCall;

/**
 * KpsReply:
 *
 * What to send back.
 */
typedef struct
{
  guint status;             /* of HTTP */
  const char *content_type; /* constant */
  GBytes *body;             /* (owned) (nullable) */
  guint retry_s;            /* Retry-After; 0 = none */
  GHashTable *headers;      /* (owned) (nullable): name → value of others */
} KpsReply;

/**
 * KpsHandler:
 * @db: to read from, outside of any transaction
 *
 * Turns a call into a reply. Runs on the pool that its route names.
 *
 * Returns: (transfer full): fails with any #KpError, which becomes a problem (kps-problem.h)
 */
typedef KpsReply *(*KpsHandler) (KpsCall *call,
                                 KpDb *db,
                                 GError **error);

/* What the listener does itself, because it needs the main loop. */
typedef enum
{
  KPS_SPECIAL_NONE = 0,
  KPS_SPECIAL_EXCHANGE, /* kps_exchange_run_async() after authentication */
  /* The handler is called twice. Before the body comes, after authentication, which takes the hash
   * in the path for that of the body: it answers, or sets `incoming` and returns NULL without an
   * error. And when the body was written there, the account being good still. */
  KPS_SPECIAL_UPLOAD,
  KPS_SPECIAL_PUSH /* a WebSocket */
} KpsSpecial;

struct _KpsRoute
{
  const char *method;       /* of HTTP */
  const char *path;         /* template; {name} stands for one segment */
  KpsCapability capability; /* who may call */
  gsize body_limit;         /* bytes; 0 = takes no body */
  KpsRate rate;
  KpsPool pool;
  KpsHandler handler; /* (nullable): NULL if special */
  KpsSpecial special;
};

/**
 * KPS_ROUTES:
 *
 * Every route there is, ended by one without a method.
 */
extern const KpsRoute KPS_ROUTES[];

/**
 * kps_route_resolve:
 * @path: as sent, without the query
 * @params: (out) (transfer full): of the template
 *
 * Returns: (transfer none): the row; %NULL with %KP_ERROR_NOT_FOUND if there is no such path, with
 *   %KP_ERROR_CONFLICT if it takes other methods only
 */
const KpsRoute *kps_route_resolve (const KpsRoute *routes,
                                   const char *method,
                                   const char *path,
                                   GHashTable **params,
                                   GError **error);

void kps_call_free (KpsCall *self);

/* Returns: (nullable): the header as sent, one of %KPS_CALL_HEADERS */
const char *kps_call_get_header (const KpsCall *self,
                                 const char *name);

/* @value: (transfer full); without line breaks */
void kps_reply_set_header (KpsReply *self,
                           const char *name,
                           char *value);

/* @body: (transfer full) (nullable) */
KpsReply *kps_reply_new (guint status,
                         const char *content_type,
                         GBytes *body);

/* @builder: holds one finished object; it becomes the body */
KpsReply *kps_reply_new_json (guint status,
                              JsonBuilder *builder);
void kps_reply_free (KpsReply *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsCall, kps_call_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsReply, kps_reply_free)

G_END_DECLS
