/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server's first log line says that it listens; nothing here waits for time.
 */

#include "kp-bench-portal.h"

#include "kp-limits.h"
#include "kp-store-outbox.h"
#include "kp-sync-codec.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

/* Organisations held at once; more would be more streams than a request may name. */
#define MAX_PINS 800

static const char COUNT_RAW[] = "SELECT count(*) FROM raw";
/* In the same order at each run: the copies of an organisation have less than the one itself. */
static const char LIST_ORGANISATIONS[] = "SELECT id FROM p_organisation_entry ORDER BY name, id";
static const char SELECT_REQUEST[] = "SELECT id FROM p_request ORDER BY updated_at DESC LIMIT 1";

static void
end_on_error (const GError *error,
              const char *what)
{
  if (error != NULL)
    g_error ("%s: %s", what, error->message);
}

void
kp_bench_remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        kp_bench_remove_folder (child);
      else
        g_unlink (child);
    }

  g_rmdir (path);
}

static void
wait_until_listening (GSubprocess *server)
{
  g_autoptr (GDataInputStream) log =
    g_data_input_stream_new (g_subprocess_get_stderr_pipe (server));
  g_autoptr (GError) error = NULL;

  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (log, NULL, NULL, &error);

      end_on_error (error, "The server's log");
      if (line == NULL)
        g_error ("The server ended before it listened");
      if (strstr (line, "event=listening") != NULL)
        return;
    }
}

static void
read_credentials (KpBenchPortal *self,
                  const char *path)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonObject *root;

  json_parser_load_from_file (parser, path, &error);
  end_on_error (error, path);
  root = json_node_get_object (json_parser_get_root (parser));
  self->address = g_strdup (json_object_get_string_member (root, "base_url"));
  self->accounts = json_object_dup_member (root, "accounts");
}

/* Returns: (transfer full): the server of the build that @program is of */
static char *
dup_server_path (const char *program)
{
  g_autofree char *here = g_path_get_dirname (program);

  return g_build_filename (here, "../../src/server/klantportaal-server", NULL);
}

/* A bench that fails leaves no server behind. */
static void
set_up_child_cb (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
}

static void
start (KpBenchPortal *self,
       const char *const *arguments)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, set_up_child_cb, NULL, NULL);
  self->server = g_subprocess_launcher_spawnv (launcher, arguments, &error);
  end_on_error (error, arguments[0]);
  wait_until_listening (self->server);
}

KpBenchPortal *
kp_bench_portal_new (const char *program,
                     guint scale)
{
  KpBenchPortal *self = g_new0 (KpBenchPortal, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *server = dup_server_path (program);
  g_autofree char *factor = g_strdup_printf ("%u", scale);
  g_autofree char *data = NULL;
  g_autofree char *credentials = NULL;

  self->folder = g_dir_make_tmp ("klantportaal-bench-XXXXXX", &error);
  end_on_error (error, "A folder for the bench");
  data = g_build_filename (self->folder, "server", NULL);
  credentials = g_build_filename (self->folder, "credentials.json", NULL);
  start (self, (const char *[]) { server, "demo", "--dir", data, "--listen", "127.0.0.1:0",
                                  "--credentials", credentials, "--scale", factor, "--data",
                                  KP_BENCH_DEMO, NULL });
  read_credentials (self, credentials);

  return self;
}

void
kp_bench_portal_serve_again (KpBenchPortal *self,
                             const char *program)
{
  g_autofree char *data = kp_bench_portal_stop (self);
  g_autofree char *server = dup_server_path (program);

  start (self, (const char *[]) { server, "serve", "--dir", data, "--listen",
                                  self->address + strlen ("http://"), NULL });
}

char *
kp_bench_portal_stop (KpBenchPortal *self)
{
  if (self->server != NULL)
    {
      g_subprocess_send_signal (self->server, SIGTERM);
      g_subprocess_wait (self->server, NULL, NULL);
    }
  g_clear_object (&self->server);

  return g_build_filename (self->folder, "server", NULL);
}

void
kp_bench_portal_free (KpBenchPortal *self)
{
  g_free (kp_bench_portal_stop (self));
  kp_bench_remove_folder (self->folder);
  json_node_unref (self->accounts);
  g_free (self->address);
  g_free (self->folder);
  g_free (self);
}

/* Returns: (transfer none): the @nth account of @kind */
static JsonObject *
find_account (KpBenchPortal *portal,
              const char *kind,
              guint nth)
{
  JsonArray *accounts = json_node_get_array (portal->accounts);

  for (guint i = 0; i < json_array_get_length (accounts); i++)
    {
      JsonObject *account = json_array_get_object_element (accounts, i);

      if (g_strcmp0 (json_object_get_string_member (account, "kind"), kind) == 0 && nth-- == 0)
        return account;
    }

  g_error ("The demo has no such account");
}

static void
open_store (KpBenchAccount *self)
{
  const KpEnvironment *environment = kp_environment_get_real ();
  g_autoptr (KpAccountFacts) facts = kp_account_folder_dup_facts (self->sign_in->folder);
  g_autoptr (GError) error = NULL;
  KpId user;

  self->store = kp_store_open (kp_account_folder_get_path (self->sign_in->folder),
                               self->sign_in->secrets->folder_key, environment, &error);
  end_on_error (error, "The store");
  g_assert_true (kp_id_parse (facts->user_id, strlen (facts->user_id), &user));
  kp_store_set_person (self->store, &user, facts->name, facts->kind, &error);
  end_on_error (error, "The person");
  self->engine = kp_engine_new (self->store);
}

KpSignIn *
kp_bench_portal_sign_in (KpBenchPortal *self,
                         const char *data_dir,
                         const char *kind,
                         guint nth)
{
  JsonObject *account = find_account (self, kind, nth);
  const char *url_name = json_object_get_string_member_with_default (account, "portal", NULL);
  g_autoptr (GError) error = NULL;
  KpSignInRequest request = {
    .address = self->address,
    .office_name = "Demo",
    .portal = url_name,
    .portal_name = url_name != NULL ? url_name : "",
    .login = json_object_get_string_member (account, "login"),
    .password = json_object_get_string_member (account, "password"),
  };
  KpSignIn *sign_in =
    kp_sign_in_sync (data_dir, &request, kp_environment_get_real (), NULL, &error);

  end_on_error (error, "Signing in");

  return sign_in;
}

KpBenchAccount *
kp_bench_account_new (KpBenchPortal *portal,
                      const char *kind,
                      guint nth)
{
  g_autofree char *template = g_build_filename (portal->folder, "device-XXXXXX", NULL);

  g_assert_nonnull (g_mkdtemp (template));

  return kp_bench_account_new_in (portal, template, kind, nth);
}

KpBenchAccount *
kp_bench_account_new_in (KpBenchPortal *portal,
                         const char *data_dir,
                         const char *kind,
                         guint nth)
{
  KpBenchAccount *self = g_new0 (KpBenchAccount, 1);

  self->sign_in = kp_bench_portal_sign_in (portal, data_dir, kind, nth);
  self->address = g_strdup (portal->address);
  kp_bench_account_connect_again (self);
  open_store (self);

  return self;
}

void
kp_bench_account_connect_again (KpBenchAccount *self)
{
  kp_http_free (self->http);
  self->http = kp_http_new (self->address);
  kp_http_set_device (self->http, self->sign_in->secrets->device_seed);
}

void
kp_bench_account_free (KpBenchAccount *self)
{
  kp_engine_free (self->engine);
  kp_store_close (self->store);
  kp_http_free (self->http);
  kp_sign_in_free (self->sign_in);
  g_free (self->address);
  g_free (self);
}

GBytes *
kp_bench_account_send (KpBenchAccount *self,
                       GBytes *request)
{
  KpCall call = {
    .method = "POST",
    .target = "/v1/sync",
    .type = "application/x-ndjson",
    .body = request,
    .token = self->sign_in->access,
    .limit = KP_LIMIT_REPLY_MAX + KP_LIMIT_REPLY_SLACK,
  };
  g_auto (KpReply) reply = { 0 };
  g_autoptr (GError) error = NULL;

  if (kp_http_call_sync (self->http, &call, &reply, NULL, &error))
    kp_reply_check (&reply, &error);
  end_on_error (error, "An exchange");
  self->received += g_bytes_get_size (reply.body);

  return g_bytes_ref (reply.body);
}

guint
kp_bench_account_sync (KpBenchAccount *self)
{
  const KpEnvironment *environment = kp_environment_get_real ();
  guint n_exchanges = 0;

  kp_engine_ask (self->engine);
  for (;;)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) reply = NULL;
      g_autoptr (GBytes) request =
        kp_engine_next (self->engine, kp_environment_now (environment), &error);
      g_auto (KpFeedResult) result = { 0 };

      end_on_error (error, "The next request");
      if (request == NULL)
        return n_exchanges;

      kp_bench_start (&self->sending);
      reply = kp_bench_account_send (self, request);
      kp_bench_stop (&self->sending);
      kp_bench_start (&self->feeding);
      kp_engine_feed (self->engine, reply, kp_environment_now (environment), &result, &error);
      kp_bench_stop (&self->feeding);
      end_on_error (error, "Applying a reply");
      g_assert_cmpint (result.fed, ==, KP_FED_APPLIED);
      n_exchanges++;
    }
}

gint64
kp_bench_account_count (KpBenchAccount *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) select =
    kp_db_prepare (kp_store_get_cache (self->store), COUNT_RAW, &error);
  gboolean has_row;

  end_on_error (error, "The records");
  kp_statement_step (select, &has_row, NULL, &error);
  end_on_error (error, "The records");

  return kp_statement_get_int64 (select, 0);
}

static GArray *
list_organisations (KpBenchAccount *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) select =
    kp_db_prepare (kp_store_get_cache (self->store), LIST_ORGANISATIONS, &error);
  gboolean has_row;

  end_on_error (error, "The organisations");
  while (kp_statement_step (select, &has_row, NULL, &error) && has_row)
    {
      KpId id;

      kp_statement_get_id (select, 0, &id);
      g_array_append_val (ids, id);
    }
  end_on_error (error, "The organisations");

  return ids;
}

void
kp_bench_account_pin_all (KpBenchAccount *self)
{
  g_autoptr (GArray) ids = list_organisations (self);
  guint n_pins = MIN (ids->len, MAX_PINS);
  g_autoptr (GError) error = NULL;

  /* Spread, because the copies of one organisation lie together and not all have as much. */
  for (guint i = 0; i < n_pins; i++)
    {
      guint nth = (guint) ((guint64) i * ids->len / n_pins);

      kp_store_pin (self->store, &g_array_index (ids, KpId, nth), 7, &error);
      end_on_error (error, "Holding an organisation");
    }
}

KpId
kp_bench_account_find_request (KpBenchAccount *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) select =
    kp_db_prepare (kp_store_get_cache (self->store), SELECT_REQUEST, &error);
  gboolean has_row;
  KpId id;

  end_on_error (error, "A request");
  kp_statement_step (select, &has_row, NULL, &error);
  end_on_error (error, "A request");
  g_assert_true (has_row);
  kp_statement_get_id (select, 0, &id);

  return id;
}

/* Returns: (transfer full): arguments of a comment */
static yyjson_doc *
make_comment (const KpId *request)
{
  yyjson_mut_doc *mutable = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (mutable);
  KpId message = kp_id_make (kp_environment_get_real ());
  char request_text[KP_ID_SIZE];
  char message_text[KP_ID_SIZE];
  yyjson_doc *doc;

  kp_id_format (request, request_text);
  kp_id_format (&message, message_text);
  yyjson_mut_doc_set_root (mutable, root);
  yyjson_mut_obj_add_str (mutable, root, "request", request_text);
  yyjson_mut_obj_add_str (mutable, root, "message", message_text);
  yyjson_mut_obj_add_str (mutable, root, "text", "Onderweg opgeschreven, zonder verbinding.");
  doc = yyjson_mut_doc_imut_copy (mutable, NULL);
  yyjson_mut_doc_free (mutable);

  return doc;
}

void
kp_bench_account_comment (KpBenchAccount *self,
                          const KpId *request,
                          KpBenchClock *clock)
{
  const KpOperationKind *kind = kp_operation_find_kind ("request.comment@1", 17);
  yyjson_doc *arguments = make_comment (request);
  KpBenchClock unused = { 0 };
  g_autoptr (GError) error = NULL;

  kp_bench_start (clock != NULL ? clock : &unused);
  kp_store_queue (self->store, kind, NULL, yyjson_doc_get_root (arguments), NULL, &error);
  kp_bench_stop (clock != NULL ? clock : &unused);
  end_on_error (error, "Queueing");
  yyjson_doc_free (arguments);
}

GBytes *
kp_bench_make_request (const KpId *request,
                       guint n)
{
  const KpOperationKind *kind = kp_operation_find_kind ("request.comment@1", 17);
  const KpEnvironment *environment = kp_environment_get_real ();
  g_autoptr (KpSyncRequest) exchange = kp_sync_request_new ();

  exchange->max = KP_LIMIT_REPLY_MIN;
  for (guint i = 0; i < n; i++)
    {
      yyjson_doc *arguments = make_comment (request);
      KpId id = kp_id_make (environment);
      g_autoptr (GError) error = NULL;
      g_autoptr (KpOperation) operation =
        kp_operation_new (kind, &id, NULL, kp_environment_now (environment), NULL,
                          yyjson_doc_get_root (arguments), &error);

      end_on_error (error, "An operation");
      kp_sync_request_add_offer (exchange, operation->bytes, FALSE, 0, NULL);
      yyjson_doc_free (arguments);
    }

  return kp_sync_request_encode (exchange);
}

char *
kp_bench_account_fetch_ticket (KpBenchAccount *self)
{
  const KpEnvironment *environment = kp_environment_get_real ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GBytes) reply = NULL;
  KpFeedResult result = { 0 };
  char *ticket;

  kp_engine_set_push_wanted (self->engine, TRUE);
  kp_engine_ask (self->engine);
  request = kp_engine_next (self->engine, kp_environment_now (environment), &error);
  end_on_error (error, "The next request");
  reply = kp_bench_account_send (self, request);
  kp_engine_feed (self->engine, reply, kp_environment_now (environment), &result, &error);
  end_on_error (error, "Applying a reply");
  kp_engine_set_push_wanted (self->engine, FALSE);
  ticket = g_steal_pointer (&result.push);
  kp_feed_result_clear (&result);
  g_assert_nonnull (ticket);

  return ticket;
}
