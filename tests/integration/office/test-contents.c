/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which contents the office needs: as long as one attachment has it, and a while after the last.
 */

#include "kps-blobs.h"
#include "kps-test-office.h"

#define CONTENT "71c480df93d6ae2f1efad1447c66c9525e316218cf51fc8d9ed832f2daf18b73"

static gboolean
add_content (KpsTx *tx,
             gpointer data,
             GError **error)
{
  return kps_blob_add (tx, data, CONTENT, "text/plain", 26, error);
}

static void
send_content (KpsTestOffice *self)
{
  g_autoptr (GError) error = NULL;

  kps_office_write (self->office, add_content, &self->organisations[NORTH], &error);
  g_assert_no_error (error);
}

/* Submits with the content. Returns: the attachment */
static KpId
submit (KpsTestOffice *self)
{
  const KpId request = kp_id_make (&self->environment.environment);
  const KpId file = kp_id_make (&self->environment.environment);
  g_autofree char *outcome = kps_test_office_do (
    self, ANNA, "request.submit@1", NULL,
    "{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"T\",\"answers\":{},"
    "\"attachments\":[{\"id\":\"%s\",\"name\":\"a.txt\",\"media_type\":\"text/plain\","
    "\"size\":26,\"sha256\":\"" CONTENT "\"}]}",
    kps_test_text (&request).text, kps_test_text (&self->organisations[NORTH]).text,
    kps_test_text (&self->plain_flow).text, kps_test_text (&file).text);

  g_assert_cmpstr (outcome, ==, "ok");

  return file;
}

/* Whether the content would go if what was unused since before @ago went. */
static gboolean
would_go (KpsTestOffice *self,
          gint64 ago)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hashes = kps_blob_list_unused (kps_office_get_read_db (self->office),
                                                       self->environment.now - ago, 10, &error);

  g_assert_no_error (error);

  return hashes->len > 0;
}

/* The last attachment that has it counts, and from when it went. */
static void
test_uses (KpsTestOffice *self,
           gconstpointer data)
{
  KpId first;
  KpId second;

  send_content (self);
  kp_test_environment_advance (&self->environment, 1000);
  g_assert_true (would_go (self, 999));
  first = submit (self);
  second = submit (self);
  g_assert_false (would_go (self, 0));

  kps_test_office_delete (self, KP_ENTITY_ATTACHMENT, &first);
  kp_test_environment_advance (&self->environment, 1000);
  g_assert_false (would_go (self, 0));
  kps_test_office_delete (self, KP_ENTITY_ATTACHMENT, &second);
  kp_test_environment_advance (&self->environment, 1000);
  g_assert_true (would_go (self, 999));
  g_assert_false (would_go (self, 1000));

  /* Sent again, it is as new. */
  send_content (self);
  kp_test_environment_advance (&self->environment, 10);
  g_assert_false (would_go (self, 999));
}

/* Found out later: written down for whoever sent it. */
static gboolean
find_infected (KpsTx *tx,
               gpointer data,
               GError **error)
{
  return kps_blob_set_state (tx, CONTENT, "infected", "Eicar", error);
}

static void
test_infected (KpsTestOffice *self,
               gconstpointer data)
{
  static const char SELECT[] =
    "SELECT count (*) FROM audit WHERE org_id = $1 AND n > 0 AND verb = 'file.refuse.infected'";
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) select = NULL;
  gboolean has_row;

  send_content (self);
  kps_office_write (self->office, find_infected, NULL, &error);
  g_assert_no_error (error);
  select = kp_db_prepare (kps_office_get_read_db (self->office), SELECT, &error);
  g_assert_no_error (error);
  kp_statement_bind_id (select, 1, &self->organisations[NORTH]);
  g_assert_true (kp_statement_step (select, &has_row, NULL, &error));
  g_assert_cmpint (kp_statement_get_int64 (select, 0), ==, 1);
}

#define ADD(path, func)                                                             \
  g_test_add ("/contents/" path, KpsTestOffice, NULL, kps_test_office_set_up, func, \
              kps_test_office_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("unused/since-the-last-attachment-went", test_uses);
  ADD ("infected/written-down", test_infected);

  return g_test_run ();
}
