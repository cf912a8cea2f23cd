/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The folder is filled by the real engine from a reply that the fixture writes.
 */

#include "client-fixture.h"

#include "kp-client-private.h"
#include "kp-engine.h"
#include "kp-sync-codec.h"
#include "kp-test.h"

#include <glib/gstdio.h>

/* Nothing listens there: port 1 of this computer. */
#define NOWHERE "http://127.0.0.1:1"

#define N_REQUESTS 5
#define PHOTO_QUESTION                                                                           \
  ",{\"key\":\"damage\",\"type\":\"photo\",\"label\":{\"en\":\"The damage\"},\"required\":true," \
  "\"max\":2}"
#define N_FLOWS 200
#define N_TYPES 3

static KpId
make_id (void)
{
  return kp_id_make (kp_environment_get_real ());
}

static void
write_record (KpReplyWriter *writer,
              KpEntityType entity,
              const KpId *id,
              const char *format,
              ...) G_GNUC_PRINTF (4, 5);

static void
write_record (KpReplyWriter *writer,
              KpEntityType entity,
              const KpId *id,
              const char *format,
              ...)
{
  g_autofree char *body = NULL;
  va_list arguments;

  va_start (arguments, format);
  body = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  kp_reply_writer_record (writer, kp_entity_get (entity), id, body, strlen (body));
}

/* Many kinds of request, in turn of one of three work types. */
static void
write_flows (ClientFixture *self,
             KpReplyWriter *writer)
{
  static const char *const NAMES[N_TYPES] = { "Advice", "Payroll", "Tax" };
  g_autofree char *portal = kp_id_dup_text (&self->portal);
  KpId types[N_TYPES];

  for (guint i = 0; i < N_TYPES; i++)
    {
      types[i] = make_id ();
      write_record (writer, KP_ENTITY_WORK_TYPE, &types[i],
                    "{\"portal_id\":\"%s\",\"code\":\"T%u\",\"name\":{\"en\":\"%s\"}}", portal, i,
                    NAMES[i]);
    }
  for (guint i = 0; i < N_FLOWS; i++)
    {
      KpId flow = make_id ();
      g_autofree char *type = kp_id_dup_text (&types[i % N_TYPES]);

      write_record (writer, KP_ENTITY_REQUEST_FLOW, &flow,
                    "{\"portal_id\":\"%s\",\"key\":\"f%u\",\"version\":1,\"state\":\"published\","
                    "\"name\":{\"en\":\"Kind %u.\"},\"summary\":{\"en\":\"About it\"},"
                    "\"position\":%u,\"work_type_id\":\"%s\",\"sections\":[{\"key\":\"a\","
                    "\"title\":{\"en\":\"What\"},\"questions\":[]}]}",
                    portal, i, i, i + 2, type);
    }
}

static void
write_portal (ClientFixture *self,
              KpReplyWriter *writer)
{
  g_autofree char *portal = kp_id_dup_text (&self->portal);
  g_autofree char *checklist = kp_id_dup_text (&self->checklist);
  g_autofree char *stream = g_strdup_printf ("p:%s", portal);

  kp_reply_writer_load (writer, stream,
                        (self->empty ? 3 : 4) + (self->flows ? N_TYPES + N_FLOWS : 0), 0, TRUE);
  write_record (
    writer, KP_ENTITY_PORTAL, &self->portal,
    "{\"url_name\":\"groen\",\"name\":{\"en\":\"Green\"},\"enabled\":true,"
    "\"office_name\":\"Office\",\"terms_required\":true,\"lease_days\":30,%s"
    "\"status_map\":{\"submitted\":{\"name\":{\"en\":\"Got it\"},\"bucket\":\"open\"}}}",
    self->group ? "\"visibility\":{\"request\":\"group\"}," : "");
  if (!self->empty)
    write_record (
      writer, KP_ENTITY_REQUEST_FLOW, &self->flow,
      "{\"portal_id\":\"%s\",\"key\":\"repair\",\"version\":1,\"state\":\"published\","
      "\"name\":{\"en\":\"Repair\"},\"minutes\":3,\"position\":1,"
      "\"checklist_id\":\"%s\",\"title_from\":\"subject\",\"sections\":[{\"key\":\"a\","
      "\"title\":{\"en\":\"What\"},\"questions\":[{\"key\":\"subject\",\"type\":\"text\","
      "\"label\":{\"en\":\"Subject\"},\"required\":true},"
      "{\"key\":\"machine\",\"type\":\"asset\",\"label\":{\"en\":\"Machine\"},"
      "\"prefill_from\":\"earlier\"}%s]}]}",
      portal, checklist, self->files ? PHOTO_QUESTION : "");
  if (self->worked)
    write_record (writer, KP_ENTITY_REQUEST_FLOW, &self->old_flow,
                  "{\"portal_id\":\"%s\",\"key\":\"repair\",\"version\":0,\"state\":\"retired\","
                  "\"name\":{\"en\":\"Repair\"},\"sections\":[{\"key\":\"a\","
                  "\"title\":{\"en\":\"What\"},\"questions\":["
                  "{\"key\":\"subject\",\"type\":\"text\",\"label\":{\"en\":\"In a word\"}},"
                  "{\"key\":\"floor\",\"type\":\"text\","
                  "\"label\":{\"en\":\"Floor\"}}]}]}",
                  portal);
  write_record (writer, KP_ENTITY_CHECKLIST, &self->checklist,
                "{\"portal_id\":\"%s\",\"key\":\"c\",\"items\":[{\"key\":\"photo\","
                "\"text\":{\"en\":\"A photo\"},\"required\":true%s}]}",
                portal, self->files ? ",\"evidence\":\"file\"" : "");
  write_record (writer, KP_ENTITY_TERMS, &self->terms,
                "{\"portal_id\":\"%s\",\"version\":1,\"state\":\"published\","
                "\"text\":{\"en\":\"Be kind\"}}",
                portal);
  if (self->flows)
    write_flows (self, writer);
}

static void
write_person (ClientFixture *self,
              KpReplyWriter *writer)
{
  g_autofree char *person = kp_id_dup_text (&self->person);
  g_autofree char *org = kp_id_dup_text (&self->org);
  g_autofree char *user_stream = g_strdup_printf ("u:%s", person);
  g_autofree char *org_stream =
    self->staff ? g_strdup ("s:dir") : g_strdup_printf ("o:%s:gen", org);
  g_autofree char *kim = kp_id_dup_text (&self->customer);
  g_autofree char *portal = kp_id_dup_text (&self->portal);
  KpId membership = make_id ();

  kp_reply_writer_load (writer, user_stream, 2, 0, TRUE);
  write_record (writer, KP_ENTITY_USER, &self->person,
                "{\"login\":\"jan\",\"email\":\"jan@example.org\",\"display_name\":\"Jan\","
                "\"kind\":\"%s\",\"rights\":[\"request.handle\",\"request.comment\"]}",
                self->staff ? "staff" : "customer");
  if (!self->staff)
    write_record (writer, KP_ENTITY_MEMBERSHIP, &membership,
                  "{\"user_id\":\"%s\",\"org_id\":\"%s\",\"org_name\":\"Bakery\","
                  "\"rights\":[\"request.submit\",\"request.comment\"]}",
                  person, org);
  kp_reply_writer_load (writer, org_stream, self->staff ? 2 : 1, 0, TRUE);
  if (self->staff)
    write_record (writer, KP_ENTITY_MEMBERSHIP, &membership,
                  "{\"user_id\":\"%s\",\"org_id\":\"%s\",\"org_name\":\"Bakery\","
                  "\"user_name\":\"Kim\",\"portal_id\":\"%s\",\"rights\":[]}",
                  kim, org, portal);
  write_record (writer, self->staff ? KP_ENTITY_ORGANISATION_ENTRY : KP_ENTITY_ORGANISATION,
                &self->org,
                "{\"name\":\"Bakery\",\"number\":\"1001\"}");
}

/* Request 1 became a work order that is done. */
static void
write_work (ClientFixture *self,
            KpReplyWriter *writer)
{
  g_autofree char *person = kp_id_dup_text (&self->person);
  g_autofree char *org = kp_id_dup_text (&self->org);
  g_autofree char *portal = kp_id_dup_text (&self->portal);
  g_autofree char *request = kp_id_dup_text (&g_array_index (self->requests, KpId, 1));
  g_autofree char *order = kp_id_dup_text (&self->order);
  g_autofree char *flow = kp_id_dup_text (&self->old_flow);

  write_record (writer, KP_ENTITY_REQUEST, &g_array_index (self->requests, KpId, 1),
                "{\"org_id\":\"%s\",\"org_name\":\"Bakery\",\"portal_id\":\"%s\","
                "\"requester_id\":\"%s\",\"requester_name\":\"Jan\","
                "\"number\":\"R-2026-00001\",\"title\":\"Request 1\",\"state\":\"accepted\","
                "\"work_order_id\":\"%s\",\"flow_id\":\"%s\",\"explanation\":\"As always\","
                "\"answers\":{\"subject\":\"Leaking tap\",\"floor\":\"2\"},"
                "\"created_at\":1795000001000,\"updated_at\":1795000001000}",
                org, portal, person, order, flow);
  write_record (writer, KP_ENTITY_WORK_ORDER, &self->order,
                "{\"org_id\":\"%s\",\"org_name\":\"Bakery\",\"portal_id\":\"%s\","
                "\"requester_id\":\"%s\",\"requester_name\":\"Jan\",\"request_id\":\"%s\","
                "\"number\":\"W-2026-00001\",\"title\":\"Request 1\",\"state\":\"done\","
                "\"state_by\":\"Eva\",\"state_at\":1795000005000,\"engineer\":\"Piet\","
                "\"planned_on\":\"2026-11-20\",\"planned_at\":1795000003000,"
                "\"started_at\":1795000004000,\"done_at\":1795000005000,"
                "\"created_at\":1795000002000,\"updated_at\":1795000005000}",
                org, portal, person, request);
}

static char *
dup_requests_stream (ClientFixture *self)
{
  g_autofree char *org = kp_id_dup_text (&self->org);

  return self->staff ? g_strdup ("q:requests") : g_strdup_printf ("o:%s:req", org);
}

static void
write_requests (ClientFixture *self,
                KpReplyWriter *writer)
{
  g_autofree char *person = kp_id_dup_text (&self->person);
  g_autofree char *org = kp_id_dup_text (&self->org);
  g_autofree char *portal = kp_id_dup_text (&self->portal);
  g_autofree char *flow = kp_id_dup_text (&self->flow);
  g_autofree char *stream = dup_requests_stream (self);
  guint n_requests = self->empty ? 0 : N_REQUESTS;

  kp_reply_writer_load (writer, stream, n_requests, 0, TRUE);
  for (guint i = 0; i < n_requests; i++)
    {
      KpId id = make_id ();
      gint64 at = G_GINT64_CONSTANT (1795000000000) + i * 1000;

      g_array_append_val (self->requests, id);
      if (self->worked && i == 1)
        {
          write_work (self, writer);
          continue;
        }

      write_record (writer, KP_ENTITY_REQUEST, &id,
                    "{\"org_id\":\"%s\",\"org_name\":\"Bakery\",\"portal_id\":\"%s\","
                    "\"requester_id\":\"%s\",\"requester_name\":\"Jan\",\"flow_id\":\"%s\","
                    "\"number\":\"R-2026-0000%u\",\"title\":\"Request %u\",\"state\":\"%s\","
                    "\"created_at\":%" G_GINT64_FORMAT ",\"updated_at\":%" G_GINT64_FORMAT "}",
                    org, portal, person, flow, i, i,
                    i == 0 ? "needs_information" : "submitted", at, at);
    }
}

/* One request of an organisation that the person is no member of. */
static void
write_group (ClientFixture *self,
             KpReplyWriter *writer,
             const char *general,
             const char *requests)
{
  g_autofree char *org = kp_id_dup_text (&self->linked);
  g_autofree char *portal = kp_id_dup_text (&self->portal);
  g_autofree char *kim = kp_id_dup_text (&self->customer);

  kp_reply_writer_load (writer, general, 1, 0, TRUE);
  write_record (writer, KP_ENTITY_ORGANISATION, &self->linked,
                "{\"name\":\"Mill\",\"number\":\"1002\"}");
  kp_reply_writer_load (writer, requests, 1, 0, TRUE);
  write_record (writer, KP_ENTITY_REQUEST, &self->flour,
                "{\"org_id\":\"%s\",\"org_name\":\"Mill\",\"portal_id\":\"%s\","
                "\"requester_id\":\"%s\",\"requester_name\":\"Kim\","
                "\"number\":\"R-2026-00009\",\"title\":\"Flour\",\"state\":\"submitted\","
                "\"created_at\":1794000000000,\"updated_at\":1794000000000}",
                org, portal, kim);
}

static void
feed (KpStore *store,
      KpReplyWriter *writer)
{
  gint64 now = kp_environment_now (kp_environment_get_real ());
  g_autoptr (KpEngine) engine = kp_engine_new (store);
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GBytes) reply = kp_reply_writer_end (writer, FALSE, NULL);
  g_autoptr (GError) error = NULL;
  g_auto (KpFeedResult) result = { 0 };

  kp_engine_ask (engine);
  request = kp_engine_next (engine, now, &error);
  g_assert_no_error (error);
  g_assert_nonnull (request);
  kp_engine_feed (engine, reply, now, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result.fed, ==, KP_FED_APPLIED);
}

static void
fill_store (ClientFixture *self)
{
  g_autoptr (KpStore) store = client_fixture_open_store (self);
  g_autofree char *person = kp_id_dup_text (&self->person);
  g_autofree char *org = kp_id_dup_text (&self->org);
  g_autofree char *portal = kp_id_dup_text (&self->portal);
  g_autofree char *own = g_strdup_printf ("u:%s", person);
  g_autofree char *general =
    self->staff ? g_strdup ("s:dir") : g_strdup_printf ("o:%s:gen", org);
  g_autofree char *requests = dup_requests_stream (self);
  g_autofree char *mine =
    self->staff ? g_strdup ("q:work") : g_strdup_printf ("o:%s:req:own:%s", org, person);
  g_autofree char *settings = g_strdup_printf ("p:%s", portal);
  g_autofree char *served = g_strdup_printf ("o:%s:req", org);
  g_autofree char *linked = kp_id_dup_text (&self->linked);
  g_autofree char *linked_general = g_strdup_printf ("o:%s:gen", linked);
  g_autofree char *linked_requests = g_strdup_printf ("o:%s:req", linked);
  const char *const allowed[] = {
    own, general, requests, mine, settings, served, self->group ? linked_general : NULL,
    linked_requests, NULL
  };
  KpSeen seen = { .number = 10, .nonce = "00000000000000aa" };
  KpReplyWriter *writer = kp_reply_writer_new ();
  g_autoptr (GError) error = NULL;

  kp_store_set_person (store, &self->person, "Jan", self->staff ? "staff" : "customer", &error);
  g_assert_no_error (error);
  kp_reply_writer_seen (writer, &seen, "0123456789abcdef",
                        kp_environment_now (kp_environment_get_real ()));
  kp_reply_writer_allowed (writer, allowed);
  write_person (self, writer);
  write_requests (self, writer);
  write_portal (self, writer);
  if (self->group)
    write_group (self, writer, linked_general, linked_requests);
  kp_reply_writer_load (writer, mine, 1, 0, TRUE);
  feed (store, writer);
}

static void
make_folder (ClientFixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpAccountFolder) folder =
    kp_account_folder_create_sync (self->data_dir, kp_environment_get_real (), &error);
  g_autoptr (KpAccountFacts) facts = kp_account_facts_new ();

  g_assert_no_error (error);
  self->account_id = g_strdup (kp_account_folder_get_id (folder));
  g_set_str (&facts->id, self->account_id);
  g_set_str (&facts->address, NOWHERE);
  g_set_str (&facts->portal, self->staff ? NULL : "groen");
  g_set_str (&facts->portal_name, "Green");
  g_set_str (&facts->office_name, "Office");
  g_set_str (&facts->login, "jan");
  g_set_str (&facts->name, "Jan");
  g_set_str (&facts->kind, self->staff ? "staff" : "customer");
  g_set_str (&facts->locale, "en");
  g_free (facts->user_id);
  facts->user_id = kp_id_dup_text (&self->person);
  g_free (facts->device_id);
  facts->device_id = kp_id_dup_text (&self->person);
  g_set_str (&facts->server_key, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  facts->lease_days = 30;
  facts->signed_in = 1;
  kp_account_folder_set_facts_sync (folder, facts, &error);
  g_assert_no_error (error);
}

void
client_fixture_set_up (ClientFixture *self,
                       gconstpointer data)
{
  self->data_dir = g_dir_make_tmp ("kp-client-XXXXXX", NULL);
  self->staff = data != NULL && g_str_has_suffix (data, "staff");
  self->empty = data != NULL && g_str_has_prefix (data, "empty");
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->worked = g_strcmp0 (data, "worked") == 0;
  self->flows = g_strcmp0 (data, "flows") == 0;
  self->group = g_strcmp0 (data, "group") == 0;
  self->files = g_strcmp0 (data, "files") == 0;
  self->requests = g_array_new (FALSE, FALSE, sizeof (KpId));
  self->person = make_id ();
  self->linked = make_id ();
  self->flour = make_id ();
  self->customer = make_id ();
  self->org = make_id ();
  self->portal = make_id ();
  self->flow = make_id ();
  self->checklist = make_id ();
  self->terms = make_id ();
  self->order = make_id ();
  self->old_flow = make_id ();
  for (guint i = 0; i < sizeof self->key; i++)
    self->key[i] = self->seed[i] = (guint8) (3 * i + 1);

  make_folder (self);
  fill_store (self);
  self->accounts = kp_accounts_new (self->data_dir, kp_environment_get_real ());
  client_fixture_open (self);
}

void
client_fixture_tear_down (ClientFixture *self,
                          gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_new_build_filename (self->data_dir, self->account_id, NULL);
  g_autoptr (GFileEnumerator) files = NULL;
  GFileInfo *info;

  if (self->client != NULL)
    client_fixture_close (self);
  g_clear_pointer (&self->beside, kp_store_close);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);

  files = g_file_enumerate_children (folder, "standard::name", G_FILE_QUERY_INFO_NONE, NULL, NULL);
  while (files != NULL && (info = g_file_enumerator_next_file (files, NULL, NULL)) != NULL)
    {
      g_autoptr (GFile) file = g_file_enumerator_get_child (files, info);

      g_file_delete (file, NULL, NULL);
      g_object_unref (info);
    }
  g_file_delete (folder, NULL, NULL);
  g_rmdir (self->data_dir);

  kp_test_finalize (self->accounts);
  g_array_unref (self->requests);
  g_free (self->account_id);
  g_free (self->data_dir);
}

KpStore *
client_fixture_open_store (ClientFixture *self)
{
  g_autofree char *path = g_build_filename (self->data_dir, self->account_id, NULL);
  g_autoptr (GError) error = NULL;
  KpStore *store = kp_store_open (path, self->key, kp_environment_get_real (), &error);

  g_assert_no_error (error);

  return store;
}

void
client_fixture_keep_result_cb (GObject *source,
                               GAsyncResult *result,
                               gpointer user_data)
{
  GAsyncResult **kept = user_data;

  g_assert_null (*kept);
  *kept = g_object_ref (result);
}

void
client_fixture_open (ClientFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpSignIn *sign_in = g_new0 (KpSignIn, 1);

  sign_in->folder = kp_account_folder_open_sync (self->data_dir, self->account_id, &error);
  g_assert_no_error (error);
  sign_in->secrets = kp_secrets_new (kp_environment_get_real ());
  memcpy (sign_in->secrets->folder_key, self->key, sizeof self->key);
  memcpy (sign_in->secrets->device_seed, self->seed, sizeof self->seed);

  kp_client_start_async (self->accounts, sign_in, client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  self->client = kp_client_start_finish (result, &error);
  g_assert_no_error (error);
  kp_test_wait_for (
    kp_query_model_get_loaded (KP_QUERY_MODEL (kp_client_get_tasks (self->client))));
}

void
client_fixture_close (ClientFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 begin = g_get_monotonic_time ();

  kp_client_close_async (self->client, client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  g_assert_true (kp_client_close_finish (self->client, result, NULL));
  g_clear_object (&result);
  g_assert_cmpint (g_get_monotonic_time () - begin, <, 2 * G_USEC_PER_SEC);
  kp_test_finalize (g_steal_pointer (&self->client));
}

static void
hold_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  ClientFixture *self = task_data;

  g_mutex_lock (&self->mutex);
  self->holding = TRUE;
  g_cond_signal (&self->cond);
  while (!self->release)
    g_cond_wait (&self->cond, &self->mutex);
  self->holding = FALSE;
  g_mutex_unlock (&self->mutex);
  g_task_return_boolean (task, TRUE);
}

void
client_fixture_hold (ClientFixture *self)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  self->release = FALSE;
  g_task_set_task_data (task, self, NULL);
  kp_worker_push (self->client->worker, KP_PRIORITY_WRITE, task, hold_in_worker);
  g_mutex_lock (&self->mutex);
  while (!self->holding)
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
}

void
client_fixture_release (ClientFixture *self)
{
  g_mutex_lock (&self->mutex);
  self->release = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
}

void
client_fixture_tell (ClientFixture *self)
{
  const KpChangeSet anything = { .all = TRUE };

  kp_client_note_changes (self->client, &anything);
}

void
client_fixture_run_sql (ClientFixture *self,
                        gboolean outbox,
                        const char *sql)
{
  g_autoptr (GError) error = NULL;

  if (self->beside == NULL)
    self->beside = client_fixture_open_store (self);
  kp_db_run_script (outbox ? kp_store_get_outbox (self->beside)
                           : kp_store_get_cache (self->beside),
                    sql, &error);
  g_assert_no_error (error);
}

void
client_fixture_answer (ClientFixture *self,
                       const char *line,
                       KpEntityType entity,
                       const KpId *id,
                       const char *body)
{
  g_autoptr (KpStore) store = client_fixture_open_store (self);
  g_autofree char *person = kp_id_dup_text (&self->person);
  g_autofree char *own = g_strdup_printf ("u:%s", person);
  g_autofree char *requests = dup_requests_stream (self);
  gboolean is_user = entity == KP_ENTITY_USER;
  gint64 head = is_user ? 2 : N_REQUESTS;
  KpSeen seen = { .number = 11, .nonce = "00000000000000bb" };
  KpReplyWriter *writer = kp_reply_writer_new ();

  kp_reply_writer_seen (writer, &seen, "0123456789abcdef",
                        kp_environment_now (kp_environment_get_real ()));
  kp_reply_writer_result (writer, line, strlen (line));
  if (body != NULL)
    {
      kp_reply_writer_delta (writer, is_user ? own : requests, head, head + 1);
      write_record (writer, entity, id, "%s", body);
    }
  feed (store, writer);
}

void
client_fixture_refuse (ClientFixture *self,
                       const char *operation,
                       const char *need)
{
  g_autofree char *line =
    g_strdup_printf ("{\"op\":\"%s\",\"r\":\"need\",\"need\":[%s]}", operation, need);

  client_fixture_answer (self, line, KP_ENTITY_NONE, NULL, NULL);
}

char *
client_fixture_perform (ClientFixture *self,
                        const char *kind,
                        GVariant *arguments)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  kp_client_perform_async (self->client, kind, arguments, client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  id = kp_client_perform_finish (self->client, result, &error);
  g_assert_no_error (error);

  return id;
}

KpRequestForm *
client_fixture_new_form (ClientFixture *self)
{
  g_autofree char *flow = kp_id_dup_text (&self->flow);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpRequestForm *form;

  kp_client_new_form_async (self->client, flow, NULL, client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  form = kp_client_new_form_finish (self->client, result, &error);
  g_assert_no_error (error);

  return form;
}

void
client_fixture_fill (KpRequestForm *form,
                     const char *subject)
{
  kp_question_set_value (kp_request_form_find_question (form, "subject"),
                         g_variant_new_string (subject));
  kp_question_set_value (kp_request_form_find_question (form, "checklist.photo"),
                         g_variant_new_boolean (TRUE));
  kp_request_form_set_terms_accepted (form, TRUE);
}

char *
client_fixture_submit (ClientFixture *self,
                       KpRequestForm *form)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  kp_client_submit_form_async (self->client, form, client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  id = kp_client_submit_form_finish (self->client, result, &error);
  g_assert_no_error (error);

  return id;
}
