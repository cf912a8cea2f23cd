/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each arrow from a record to a stream, and what moves when a record changes.
 */

#include "kps-test-office.h"

/* Asserts the streams of a record; "N" stands for north, "A" for Anna, "P" for the portal. */
static void
assert_streams (KpsTestOffice *self,
                KpEntityType entity,
                const KpId *id,
                const char *expected)
{
  g_autoptr (GString) text = g_string_new (expected);
  g_autofree char *streams = kps_test_office_get_streams (self, entity, id);

  g_string_replace (text, "N", kps_test_text (&self->organisations[NORTH]).text, 0);
  g_assert_cmpstr (streams, ==, text->str);
}

/* Whether a record is published in a stream: 1 yes, 0 no longer, -1 never was. */
static int
get_publication (KpsTestOffice *self,
                 const char *stream,
                 KpEntityType entity,
                 const KpId *id)
{
  static const char SELECT[] =
    "SELECT p.gone FROM stream s JOIN pub p ON p.stream = s.no"
    " WHERE s.id = $1 AND p.ent = $2 AND p.id = $3";
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) select =
    kp_db_prepare (kps_office_get_read_db (self->office), SELECT, &error);
  gboolean has_row;

  g_assert_no_error (error);
  kp_statement_bind_text (select, 1, stream);
  kp_statement_bind_int64 (select, 2, entity);
  kp_statement_bind_id (select, 3, id);
  kp_statement_step (select, &has_row, NULL, &error);
  g_assert_no_error (error);

  return has_row ? kp_statement_get_int64 (select, 0) == 0 : -1;
}

static void
test_portal_parts (KpsTestOffice *self,
                   gconstpointer data)
{
  g_autofree char *portal = g_strdup_printf ("p:%s", kps_test_text (&self->portal).text);
  KpId work_type = kp_id_make (&self->environment.environment);

  kps_test_office_put (self, KP_ENTITY_WORK_TYPE, &work_type, "{\"portal_id\":\"%s\"}",
                       kps_test_text (&self->portal).text);
  assert_streams (self, KP_ENTITY_PORTAL, &self->portal, portal);
  assert_streams (self, KP_ENTITY_WORK_TYPE, &work_type, portal);
  assert_streams (self, KP_ENTITY_REQUEST_FLOW, &self->flow, portal);
  assert_streams (self, KP_ENTITY_TERMS, &self->terms, portal);
}

static void
test_organisation (KpsTestOffice *self,
                   gconstpointer data)
{
  g_autoptr (KpsRecord) entry = NULL;

  assert_streams (self, KP_ENTITY_ORGANISATION, &self->organisations[NORTH], "o:N:gen");
  assert_streams (self, KP_ENTITY_ORGANISATION_ENTRY, &self->organisations[NORTH], "s:dir");

  kps_test_office_put (self, KP_ENTITY_ORGANISATION, &self->organisations[NORTH],
                       "{\"name\":\"Northern\",\"number\":\"100\"}");
  entry = kps_test_office_get (self, KP_ENTITY_ORGANISATION_ENTRY, &self->organisations[NORTH]);
  g_assert_cmpstr (kps_record_get_text (entry, "name"), ==, "Northern");
}

static void
test_document (KpsTestOffice *self,
               gconstpointer data)
{
  KpId document = kp_id_make (&self->environment.environment);

  kps_test_office_put (self, KP_ENTITY_DOCUMENT, &document,
                       "{\"org_id\":\"%s\",\"title\":\"Report\",\"shared_at\":5}",
                       kps_test_text (&self->organisations[NORTH]).text);
  assert_streams (self, KP_ENTITY_DOCUMENT, &document, "o:N:doc");
}

static void
test_user (KpsTestOffice *self,
           gconstpointer data)
{
  g_autofree char *own = g_strdup_printf ("u:%s", kps_test_text (&self->people[ANNA]).text);
  g_autofree char *known = g_strconcat ("s:N ", own, NULL);
  g_autofree char *outcome = NULL;
  KpId mark = kp_id_make (&self->environment.environment);

  outcome = kps_test_office_do (self, ANNA, "read.mark@1", NULL,
                                "{\"mark\":\"%s\",\"subject\":\"%s\",\"at\":5}",
                                kps_test_text (&mark).text, kps_test_text (&self->portal).text);
  g_assert_cmpstr (outcome, ==, "ok");
  assert_streams (self, KP_ENTITY_USER, &self->people[ANNA], own);
  assert_streams (self, KP_ENTITY_MEMBERSHIP, &self->memberships[ANNA], known);
  assert_streams (self, KP_ENTITY_READ_MARK, &mark, own);
}

/* A request leaves the queue when it is decided, and its messages with it. */
static void
test_request_moves (KpsTestOffice *self,
                    gconstpointer data)
{
  KpId request = kps_test_office_submit (self, ANNA, NORTH, "Leak");
  KpId message = kp_id_make (&self->environment.environment);
  KpId note = kp_id_make (&self->environment.environment);
  g_autofree char *whole = g_strdup_printf ("o:N:req o:N:req:own:%s",
                                            kps_test_text (&self->people[ANNA]).text);
  g_autofree char *waiting = g_strconcat (whole, " q:requests", NULL);
  KpsTestText text = kps_test_text (&request);
  g_autofree char *commented =
    kps_test_office_do (self, ANNA, "request.comment@1", NULL,
                        "{\"request\":\"%s\",\"message\":\"%s\",\"text\":\"Hello\"}", text.text,
                        kps_test_text (&message).text);
  g_autofree char *noted =
    kps_test_office_do (self, EVA, "request.note@1", NULL,
                        "{\"request\":\"%s\",\"note\":\"%s\",\"text\":\"Careful\"}", text.text,
                        kps_test_text (&note).text);
  g_autofree char *declined = NULL;

  g_assert_cmpstr (commented, ==, "ok");
  g_assert_cmpstr (noted, ==, "ok");
  assert_streams (self, KP_ENTITY_REQUEST, &request, waiting);
  assert_streams (self, KP_ENTITY_MESSAGE, &message, waiting);
  assert_streams (self, KP_ENTITY_INTERNAL_NOTE, &note, "s:N");

  declined = kps_test_office_do (self, EVA, "request.decline@1", "{\"state\":\"submitted\"}",
                                 "{\"request\":\"%s\",\"reason\":\"other\",\"text\":\"Sorry\"}",
                                 text.text);
  g_assert_cmpstr (declined, ==, "ok");
  assert_streams (self, KP_ENTITY_REQUEST, &request, whole);
  assert_streams (self, KP_ENTITY_MESSAGE, &message, whole);
  g_assert_cmpint (get_publication (self, "q:requests", KP_ENTITY_REQUEST, &request), ==, 0);
  g_assert_cmpint (get_publication (self, "q:requests", KP_ENTITY_MESSAGE, &message), ==, 0);
  g_assert_cmpint (get_publication (self, "q:work", KP_ENTITY_REQUEST, &request), ==, -1);
}

static gboolean
prune (KpsTx *tx,
       gpointer data,
       GError **error)
{
  return kps_tx_prune (tx, error);
}

/* Work orders stay in the list for 30 days after their end, without anybody touching them. */
static void
test_work_order_ages (KpsTestOffice *self,
                      gconstpointer data)
{
  static const char BODY[] =
    "{\"org_id\":\"%s\",\"requester_id\":\"%s\",\"state\":\"%s\",\"updated_at\":%" G_GINT64_FORMAT
    "}";
  KpId order = kp_id_make (&self->environment.environment);
  KpId price = kp_id_make (&self->environment.environment);
  KpsTestText org = kps_test_text (&self->organisations[NORTH]);
  KpsTestText anna = kps_test_text (&self->people[ANNA]);
  g_autofree char *whole = g_strdup_printf ("o:N:wo o:N:wo:own:%s", anna.text);
  g_autofree char *listed = g_strconcat (whole, " q:work", NULL);
  g_autofree char *priced = g_strdup_printf ("o:N:price o:N:price:own:%s", anna.text);
  g_autoptr (GError) error = NULL;

  kps_test_office_put (self, KP_ENTITY_WORK_ORDER, &order, BODY, org.text, anna.text, "sent",
                       self->environment.now);
  kps_test_office_put (self, KP_ENTITY_WORK_ORDER_PRICE, &price, "{\"work_order_id\":\"%s\"}",
                       kps_test_text (&order).text);
  assert_streams (self, KP_ENTITY_WORK_ORDER, &order, listed);
  assert_streams (self, KP_ENTITY_WORK_ORDER_PRICE, &price, priced);

  kp_test_environment_advance (&self->environment, 31 * G_GINT64_CONSTANT (86400000));
  kps_office_write (self->office, prune, NULL, &error);
  g_assert_no_error (error);
  assert_streams (self, KP_ENTITY_WORK_ORDER, &order, whole);
  g_assert_cmpint (get_publication (self, "q:work", KP_ENTITY_WORK_ORDER, &order), ==, 0);

  /* Another 36 days later even that is forgotten, and the floor says so. */
  kp_test_environment_advance (&self->environment, 36 * G_GINT64_CONSTANT (86400000));
  kps_office_write (self->office, prune, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (get_publication (self, "q:work", KP_ENTITY_WORK_ORDER, &order), ==, -1);
}

/* The price goes where its work order goes. */
static void
test_part_follows_whole (KpsTestOffice *self,
                         gconstpointer data)
{
  static const char BODY[] = "{\"org_id\":\"%s\",\"requester_id\":\"%s\",\"state\":\"new\"}";
  KpId order = kp_id_make (&self->environment.environment);
  KpId price = kp_id_make (&self->environment.environment);
  KpsTestText bert = kps_test_text (&self->people[BERT]);
  g_autofree char *moved = g_strdup_printf ("o:N:price o:N:price:own:%s", bert.text);

  kps_test_office_put (self, KP_ENTITY_WORK_ORDER, &order, BODY,
                       kps_test_text (&self->organisations[EAST]).text, bert.text);
  kps_test_office_put (self, KP_ENTITY_WORK_ORDER_PRICE, &price, "{\"work_order_id\":\"%s\"}",
                       kps_test_text (&order).text);
  kps_test_office_put (self, KP_ENTITY_WORK_ORDER, &order, BODY,
                       kps_test_text (&self->organisations[NORTH]).text, bert.text);
  assert_streams (self, KP_ENTITY_WORK_ORDER_PRICE, &price, moved);
}

static void
test_delete (KpsTestOffice *self,
             gconstpointer data)
{
  KpId request = kps_test_office_submit (self, ANNA, NORTH, "Leak");
  g_autoptr (KpsRecord) record = NULL;

  g_assert_cmpint (get_publication (self, "q:requests", KP_ENTITY_REQUEST, &request), ==, 1);
  kps_test_office_delete (self, KP_ENTITY_REQUEST, &request);
  record = kps_test_office_get (self, KP_ENTITY_REQUEST, &request);
  g_assert_null (record);
  g_assert_cmpint (get_publication (self, "q:requests", KP_ENTITY_REQUEST, &request), ==, 0);
}

#define ADD(path, func)                                                                 \
  g_test_add ("/publications/" path, KpsTestOffice, NULL, kps_test_office_set_up, func, \
              kps_test_office_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("portal/parts-are-in-its-stream", test_portal_parts);
  ADD ("organisation/brings-its-entry-along", test_organisation);
  ADD ("document/is-shared-with-its-organisation", test_document);
  ADD ("user/own-things-are-in-the-own-stream", test_user);
  ADD ("request/decided/leaves-the-queue-with-its-messages", test_request_moves);
  ADD ("work-order/ended/leaves-the-list-after-30-days", test_work_order_ages);
  ADD ("part/follows-its-whole", test_part_follows_whole);
  ADD ("delete/is-said-in-the-streams", test_delete);

  return g_test_run ();
}
