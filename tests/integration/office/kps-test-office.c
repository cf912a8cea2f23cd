/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Helpers assert, so that tests read like a story.
 */

#include "kps-test-office.h"

#include "kp-limits.h"
#include "kp-test.h"
#include "kp-value.h"
#include "kps-standing.h"

#include <glib/gstdio.h>
#include <string.h>

/* One record to be put or, without a body, to be deleted. */
typedef struct
{
  KpEntityType entity;
  const KpId *id;
  const char *body;
} Put;

KpsTestText
kps_test_text (const KpId *id)
{
  KpsTestText self;

  kp_id_format (id, self.text);

  return self;
}

static gboolean
run_put (KpsTx *tx,
         gpointer data,
         GError **error)
{
  const Put *put = data;

  if (put->body == NULL)
    return kps_tx_delete (tx, put->entity, put->id, error);

  return kps_tx_put (tx, put->entity, put->id, put->body, strlen (put->body), error);
}

static void
write_put (KpsTestOffice *self,
           Put *put)
{
  g_autoptr (GError) error = NULL;

  kps_office_write (self->office, run_put, put, &error);
  g_assert_no_error (error);
}

void
kps_test_office_put (KpsTestOffice *self,
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
  write_put (self, &(Put) { .entity = entity, .id = id, .body = body });
}

void
kps_test_office_delete (KpsTestOffice *self,
                        KpEntityType entity,
                        const KpId *id)
{
  write_put (self, &(Put) { .entity = entity, .id = id });
}

void
kps_test_office_set_portal (KpsTestOffice *self,
                            const char *requests,
                            const char *work_orders,
                            gboolean shows_prices,
                            gboolean needs_terms)
{
  kps_test_office_put (self, KP_ENTITY_PORTAL, &self->portal,
                       "{\"url_name\":\"one\",\"enabled\":true,\"visibility\":{\"request\":\"%s\","
                       "\"work_order\":\"%s\",\"document\":\"%s\"},\"show_prices\":%s,"
                       "\"terms_required\":%s}",
                       requests, work_orders, work_orders, shows_prices ? "true" : "false",
                       needs_terms ? "true" : "false");
}

static void
put_portals (KpsTestOffice *self)
{
  static const char SECTIONS[] =
    "[{\"key\":\"one\",\"title\":{\"en\":\"One\"},\"questions\":["
    "{\"key\":\"subject\",\"type\":\"text\",\"label\":{\"en\":\"Subject\"},\"required\":true},"
    "{\"key\":\"urgent\",\"type\":\"yes_no\",\"label\":{\"en\":\"Urgent\"}},"
    "{\"key\":\"phone\",\"type\":\"phone\",\"label\":{\"en\":\"Phone\"},"
    "\"visible_if\":{\"op\":\"eq\",\"key\":\"urgent\",\"value\":true},\"required\":true}]}]";
  KpId checklist = kp_id_make (&self->environment.environment);
  KpsTestText portal = kps_test_text (&self->portal);
  KpsTestText other = kps_test_text (&self->other_portal);

  kps_test_office_set_portal (self, "own", "own", FALSE, FALSE);
  kps_test_office_put (self, KP_ENTITY_PORTAL, &self->other_portal,
                       "{\"url_name\":\"two\",\"enabled\":true}");
  kps_test_office_put (
    self, KP_ENTITY_CHECKLIST, &checklist,
    "{\"portal_id\":\"%s\",\"key\":\"list\",\"items\":[{\"key\":\"done\",\"text\":"
    "{\"en\":\"Done\"},\"required\":true}]}",
    portal.text);
  kps_test_office_put (self, KP_ENTITY_REQUEST_FLOW, &self->flow,
                       "{\"portal_id\":\"%s\",\"key\":\"form\",\"state\":\"published\",\"name\":"
                       "{\"en\":\"Form\"},\"checklist_id\":\"%s\",\"sections\":%s}",
                       portal.text, kps_test_text (&checklist).text, SECTIONS);
  kps_test_office_put (self, KP_ENTITY_REQUEST_FLOW, &self->plain_flow,
                       "{\"portal_id\":\"%s\",\"key\":\"plain\",\"state\":\"published\",\"name\":"
                       "{\"en\":\"Plain\"},\"sections\":[]}",
                       portal.text);
  kps_test_office_put (self, KP_ENTITY_REQUEST_FLOW, &self->retired_flow,
                       "{\"portal_id\":\"%s\",\"key\":\"old\",\"state\":\"retired\",\"name\":"
                       "{\"en\":\"Old\"},\"sections\":[]}",
                       portal.text);
  kps_test_office_put (self, KP_ENTITY_REQUEST_FLOW, &self->other_flow,
                       "{\"portal_id\":\"%s\",\"key\":\"plain\",\"state\":\"published\",\"name\":"
                       "{\"en\":\"Plain\"},\"sections\":[]}",
                       other.text);
  kps_test_office_put (self, KP_ENTITY_TERMS, &self->terms,
                       "{\"portal_id\":\"%s\",\"version\":2,\"state\":\"published\"}", portal.text);
  kps_test_office_put (self, KP_ENTITY_TERMS, &self->old_terms,
                       "{\"portal_id\":\"%s\",\"version\":1,\"state\":\"superseded\"}",
                       portal.text);
}

static void
put_customer (KpsTestOffice *self,
              KpsTestPerson person,
              const char *name,
              KpsTestOrganisation organisation,
              const char *rights)
{
  const KpId *portal = organisation == WEST ? &self->other_portal : &self->portal;

  kps_test_office_put (self, KP_ENTITY_USER, &self->people[person],
                       "{\"display_name\":\"%s\",\"kind\":\"customer\",\"portal_id\":\"%s\","
                       "\"phone\":\"\"}",
                       name, kps_test_text (portal).text);
  kps_test_office_put (self, KP_ENTITY_MEMBERSHIP, &self->memberships[person],
                       "{\"user_id\":\"%s\",\"org_id\":\"%s\",\"user_name\":\"%s\","
                       "\"portal_id\":\"%s\",\"rights\":[%s]}",
                       kps_test_text (&self->people[person]).text,
                       kps_test_text (&self->organisations[organisation]).text, name,
                       kps_test_text (portal).text, rights);
}

static void
put_staff (KpsTestOffice *self,
           KpsTestPerson person,
           const char *name,
           const char *queues,
           const char *rights)
{
  kps_test_office_put (
    self, KP_ENTITY_USER, &self->people[person],
    "{\"display_name\":\"%s\",\"kind\":\"staff\",\"portal_id\":null,\"queues\":[%s],"
    "\"rights\":[%s]}",
    name, queues, rights);
}

static const char INSERT_RESPONSIBILITY[] =
  "INSERT INTO responsibility (user_id, org_id) VALUES ($1, $2)";

static gboolean
set_standings (KpsTx *tx,
               gpointer data,
               GError **error)
{
  KpsTestOffice *self = data;
  g_autoptr (KpStatement) insert =
    kp_db_prepare (kps_tx_get_db (tx), INSERT_RESPONSIBILITY, error);

  if (insert == NULL)
    return FALSE;

  kp_statement_bind_id (insert, 1, &self->people[FINN]);
  kp_statement_bind_id (insert, 2, &self->organisations[EAST]);

  return kp_statement_run (insert, NULL, error) &&
         kps_standing_set (tx, kps_office_get_rights_path (self->office), KPS_STANDING_MEMBERSHIP,
                           &self->memberships[HUGO], FALSE, error);
}

static void
put_people (KpsTestOffice *self)
{
  static const char RIGHTS[] = "\"request.submit\",\"request.comment\"";
  static const char STAFF_RIGHTS[] = "\"request.handle\",\"request.comment\",\"customers.all\"";
  static const char *const NAMES[] = { "North", "South", "East", "West" };
  KpId link = kp_id_make (&self->environment.environment);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < N_ORGANISATIONS; i++)
    kps_test_office_put (self, KP_ENTITY_ORGANISATION, &self->organisations[i],
                         "{\"name\":\"%s\",\"number\":\"%u\",\"city\":\"Utrecht\"}", NAMES[i],
                         100 + i);
  kps_test_office_put (self, KP_ENTITY_ORGANISATION_LINK, &link,
                       "{\"org_id\":\"%s\",\"child_id\":\"%s\",\"kind\":\"holding\"}",
                       kps_test_text (&self->organisations[NORTH]).text,
                       kps_test_text (&self->organisations[SOUTH]).text);
  put_customer (self, ANNA, "Anna", NORTH, RIGHTS);
  put_customer (self, BERT, "Bert", NORTH, RIGHTS);
  put_customer (self, RITA, "Rita", NORTH, "");
  put_customer (self, CARL, "Carl", EAST, RIGHTS);
  put_customer (self, DORA, "Dora", WEST, RIGHTS);
  put_customer (self, SARA, "Sara", SOUTH, RIGHTS);
  put_customer (self, HUGO, "Hugo", NORTH, RIGHTS);
  put_staff (self, EVA, "Eva", "\"requests\",\"work\",\"office\"", STAFF_RIGHTS);
  put_staff (self, FINN, "Finn", "", "\"request.handle\",\"request.comment\"");
  put_staff (self, GIL, "Gil", "\"requests\"", "\"customers.all\"");
  kps_office_write (self->office, set_standings, self, &error);
  g_assert_no_error (error);
}

void
kps_test_office_reopen (KpsTestOffice *self)
{
  g_autoptr (GError) error = NULL;

  self->office = kps_office_open (self->folder, 0, &self->environment.environment, NULL, &error);
  g_assert_no_error (error);
  self->scanned = kp_db_get_scan_steps (kps_office_get_write_db (self->office));
}

void
kps_test_office_set_up (KpsTestOffice *self,
                        gconstpointer data)
{
  const KpEnvironment *environment = &self->environment.environment;
  KpId *const ids[] = { &self->portal, &self->other_portal, &self->flow, &self->plain_flow,
                        &self->retired_flow, &self->other_flow, &self->terms, &self->old_terms };

  kp_test_environment_init (&self->environment, 1);
  self->folder = kp_test_dup_path ("office");
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    *ids[i] = kp_id_make (environment);
  for (guint i = 0; i < N_ORGANISATIONS; i++)
    self->organisations[i] = kp_id_make (environment);
  for (guint i = 0; i < N_PEOPLE; i++)
    {
      self->people[i] = kp_id_make (environment);
      self->memberships[i] = kp_id_make (environment);
    }

  kps_test_office_reopen (self);
  put_portals (self);
  put_people (self);
}

static void
close_office (KpsTestOffice *self)
{
  /* A statement that reads a whole table would be quick here and slow in an office. */
  g_assert_cmpuint (kp_db_get_scan_steps (kps_office_get_write_db (self->office)), ==,
                    self->scanned);
  g_assert_cmpuint (kp_db_get_scan_steps (kps_office_get_read_db (self->office)), ==, 0);
  g_clear_pointer (&self->office, kps_office_close);
}

void
kps_test_office_tear_down (KpsTestOffice *self,
                           gconstpointer data)
{
  close_office (self);
  g_free (self->folder);
  kp_test_environment_clear (&self->environment);
}

void
kps_test_office_restart (KpsTestOffice *self)
{
  close_office (self);
  kps_test_office_reopen (self);
}

KpsRecord *
kps_test_office_get (KpsTestOffice *self,
                     KpEntityType entity,
                     const KpId *id)
{
  g_autoptr (GError) error = NULL;
  KpsRecord *record;

  kps_record_load (kps_office_get_read_db (self->office), entity, id, &record, &error);
  g_assert_no_error (error);

  return record;
}

char *
kps_test_office_get_streams (KpsTestOffice *self,
                             KpEntityType entity,
                             const KpId *id)
{
  g_autoptr (KpsRecord) record = kps_test_office_get (self, entity, id);

  g_assert_nonnull (record);

  return g_strjoinv (" ", record->streams);
}

KpsPerson *
kps_test_office_load_person (KpsTestOffice *self,
                             KpsTestPerson person)
{
  g_autoptr (GError) error = NULL;
  KpsPerson *loaded;

  kps_person_load (kps_office_get_read_db (self->office), &self->people[person], &loaded, &error);
  g_assert_no_error (error);
  g_assert_nonnull (loaded);

  return loaded;
}

GBytes *
kps_test_office_make_operation (KpsTestOffice *self,
                                KpId *id,
                                const KpId *after,
                                const char *kind,
                                const char *was,
                                const char *arguments)
{
  g_autoptr (yyjson_doc) was_doc = NULL;
  g_autoptr (yyjson_doc) doc = yyjson_read (arguments, strlen (arguments), YYJSON_READ_NOFLAG);
  g_autoptr (KpOperation) operation = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (doc);
  if (was != NULL)
    was_doc = yyjson_read (was, strlen (was), YYJSON_READ_NOFLAG);
  if (kp_id_is_zero (id))
    *id = kp_id_make (&self->environment.environment);
  operation = kp_operation_new (kp_operation_find_kind (kind, strlen (kind)), id, after,
                                self->environment.now, yyjson_doc_get_root (was_doc),
                                yyjson_doc_get_root (doc), &error);
  g_assert_no_error (error);

  return g_bytes_ref (operation->bytes);
}

GBytes *
kps_test_office_exchange (KpsTestOffice *self,
                          KpsTestPerson person,
                          const KpSyncRequest *request)
{
  g_autoptr (KpsPerson) loaded = kps_test_office_load_person (self, person);
  g_autoptr (GBytes) body = kp_sync_request_encode (request);
  g_autoptr (GError) error = NULL;
  GBytes *reply = kps_exchange_run (self->office, loaded, body, &error);

  g_assert_no_error (error);

  return reply;
}

char *
kps_test_find_line (GBytes *reply,
                    const char *start)
{
  gsize length;
  const char *data = g_bytes_get_data (reply, &length);
  g_autofree char *text = g_strndup (data, length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_prefix (lines[i], start))
        return g_strdup (lines[i]);
    }

  return NULL;
}

guint
kps_test_count_lines (GBytes *reply,
                      const char *start)
{
  gsize length;
  const char *data = g_bytes_get_data (reply, &length);
  g_autofree char *text = g_strndup (data, length);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  guint n = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    n += g_str_has_prefix (lines[i], start);

  return n;
}

char *
kps_test_get_outcome (const char *line)
{
  g_autoptr (yyjson_doc) doc = yyjson_read (line, strlen (line), YYJSON_READ_NOFLAG);

  return g_strdup (yyjson_get_str (yyjson_obj_get (yyjson_doc_get_root (doc), "r")));
}

char *
kps_test_office_ask (KpsTestOffice *self,
                     KpsTestPerson person,
                     GBytes *operation)
{
  g_autoptr (KpSyncRequest) request = kp_sync_request_new ();
  g_autoptr (GBytes) reply = NULL;
  char *line;

  kp_sync_request_add_offer (request, operation, FALSE, 0, NULL);
  reply = kps_test_office_exchange (self, person, request);
  line = kps_test_find_line (reply, "{\"op\":");
  g_assert_nonnull (line);

  return line;
}

char *
kps_test_office_do (KpsTestOffice *self,
                    KpsTestPerson person,
                    const char *kind,
                    const char *was,
                    const char *format,
                    ...)
{
  g_autofree char *arguments = NULL;
  g_autoptr (GBytes) operation = NULL;
  g_autofree char *line = NULL;
  KpId id = { 0 };
  va_list list;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  operation = kps_test_office_make_operation (self, &id, NULL, kind, was, arguments);
  line = kps_test_office_ask (self, person, operation);

  return kps_test_get_outcome (line);
}

KpId
kps_test_office_submit (KpsTestOffice *self,
                        KpsTestPerson person,
                        KpsTestOrganisation organisation,
                        const char *title)
{
  KpId id = kp_id_make (&self->environment.environment);
  const KpId *flow = organisation == WEST ? &self->other_flow : &self->plain_flow;
  g_autofree char *outcome =
    kps_test_office_do (self, person, "request.submit@1", NULL,
                        "{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"%s\","
                        "\"answers\":{}}",
                        kps_test_text (&id).text,
                        kps_test_text (&self->organisations[organisation]).text,
                        kps_test_text (flow).text, title);

  g_assert_cmpstr (outcome, ==, "ok");

  return id;
}
