/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching at the office: pages of 50 among 100,000 records, over 8 connections at once, against
 * as many static replies of the same size: a bare server of the same library in a thread of its
 * own, which knows nobody and asks for no proof.
 */

#include "kp-bench-portal.h"
#include "kp-bench.h"

#include <libsoup/soup.h>

#define CONNECTIONS 8
#define SCALE 140
#define SCALE_SMOKE 1
#define PAGES 100
#define PAGES_SMOKE 5

/* What each connection does, one call after the other. */
typedef struct
{
  KpHttp *http;      /* (unowned) */
  const char *token; /* (unowned) (nullable): NULL = of the static server */
  guint n;
} Caller;

/* The reference. */
typedef struct
{
  GMainContext *context; /* (owned) */
  GMainLoop *loop;       /* (owned) */
  GThread *thread;       /* (owned) */
  SoupServer *server;    /* (owned) (thread: own) */
  GBytes *body;          /* (owned) */
  GMutex mutex;          /* guards the address */
  GCond cond;
  char *address; /* (owned) (nullable): NULL = does not listen yet */
} StaticServer;

static const char *const WORDS[] = { "factuur", "koelcel", "gymzaal", "R-2026" };

static void
on_request_cb (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               gpointer user_data)
{
  const StaticServer *self = user_data;
  gsize length;
  gconstpointer data = g_bytes_get_data (self->body, &length);

  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, data, length);
}

static gpointer
serve (gpointer data)
{
  StaticServer *self = data;
  g_autoptr (GError) error = NULL;
  GSList *uris;

  g_main_context_push_thread_default (self->context);
  self->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (self->server, NULL, on_request_cb, self, NULL);
  soup_server_listen_local (self->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (self->server);

  g_mutex_lock (&self->mutex);
  self->address = g_strdup_printf ("http://127.0.0.1:%d", g_uri_get_port (uris->data));
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);

  g_main_loop_run (self->loop);
  soup_server_disconnect (self->server);
  g_clear_object (&self->server);
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static void
start (StaticServer *self,
       GBytes *body)
{
  self->body = g_bytes_ref (body);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("static", serve, self);
  g_mutex_lock (&self->mutex);
  while (self->address == NULL)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

static void
stop (StaticServer *self)
{
  g_main_loop_quit (self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_bytes_unref (self->body);
  g_free (self->address);
}

/* Returns: (transfer full): the body */
static GBytes *
call (KpHttp *http,
      const char *token,
      const char *target)
{
  KpCall get = { .method = "GET", .target = target, .token = token, .limit = 256 * 1024 };
  g_auto (KpReply) reply = { 0 };
  g_autoptr (GError) error = NULL;

  kp_http_call_sync (http, &get, &reply, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply.status, ==, 200);

  return g_bytes_ref (reply.body);
}

static gpointer
call_all (gpointer data)
{
  const Caller *caller = data;

  for (guint i = 0; i < caller->n; i++)
    {
      g_autofree char *target =
        g_strdup_printf ("/v1/find?q=%s&limit=50", WORDS[i % G_N_ELEMENTS (WORDS)]);
      g_autoptr (GBytes) body = call (caller->http, caller->token, target);

      g_assert_cmpuint (g_bytes_get_size (body), >, 0);
    }

  return NULL;
}

/* Returns: calls a second */
static double
measure (const Caller *callers,
         guint n)
{
  GThread *threads[CONNECTIONS];
  KpBenchClock clock = { 0 };

  kp_bench_start (&clock);
  for (guint i = 0; i < CONNECTIONS; i++)
    threads[i] = g_thread_new ("caller", call_all, (gpointer) &callers[i]);
  for (guint i = 0; i < CONNECTIONS; i++)
    g_thread_join (threads[i]);
  kp_bench_stop (&clock);

  return CONNECTIONS * n / clock.seconds;
}

int
main (int argc,
      char **argv)
{
  gboolean smoke = kp_bench_is_smoke (argc, argv);
  g_autoptr (KpBenchPortal) portal = kp_bench_portal_new (argv[0], smoke ? SCALE_SMOKE : SCALE);
  guint pages = smoke ? PAGES_SMOKE : PAGES;
  guint pairs = smoke ? 1 : KP_BENCH_PAIRS;
  StaticServer reference = { .address = NULL };
  KpBenchAccount *accounts[CONNECTIONS];
  Caller ours[CONNECTIONS];
  Caller theirs[CONNECTIONS];
  g_autoptr (GBytes) page = NULL;
  g_autofree char *note = NULL;
  double found[KP_BENCH_PAIRS];
  double fixed[KP_BENCH_PAIRS];

  for (guint i = 0; i < CONNECTIONS; i++)
    {
      accounts[i] = kp_bench_account_new (portal, "staff", 0);
      ours[i] = (Caller) { accounts[i]->http, accounts[i]->sign_in->access, pages };
    }
  page = call (ours[0].http, ours[0].token, "/v1/find?q=factuur&limit=50");
  note = g_strdup_printf ("page of %zu bytes", g_bytes_get_size (page));
  start (&reference, page);
  for (guint i = 0; i < CONNECTIONS; i++)
    theirs[i] = (Caller) { kp_http_new (reference.address), NULL, pages };

  for (guint i = 0; i < pairs; i++)
    {
      found[i] = measure (ours, pages);
      fixed[i] = measure (theirs, pages);
    }
  for (guint i = 0; i < CONNECTIONS; i++)
    {
      kp_http_free (theirs[i].http);
      kp_bench_account_free (accounts[i]);
    }
  stop (&reference);

  kp_bench_print (&(KpBenchResult) {
    .bench = "list",
    .n = CONNECTIONS * pages,
    .ours = kp_bench_median (found, pairs),
    .reference = kp_bench_median (fixed, pairs),
    .target = 0.7,
    .at_least = TRUE,
    .unit = "1/s",
    .note = note,
  });

  return 0;
}
