/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two of the staff before the same request or work order: neither undoes, nor decides on, what he
 * has not read.
 */

#include "kp-backoffice-fixture.h"
#include "kp-backoffice-page.h"
#include "kp-picture.h"
#include "kp-plan-dialog.h"
#include "kp-request-review.h"
#include "kp-test.h"

static void
set_up (PageFixture *self,
        gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_BACKOFFICE_PAGE, "staff");
}

/* A dialog answers for what it asked about and nothing else, also when a colleague was first. */
static void
test_decline_overtaken (PageFixture *self,
                        gconstpointer data)
{
  AdwAlertDialog *dialog = NULL;

  backoffice_open_row (self, 1, "Request 3");
  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "review.decline", NULL);
  dialog = page_fixture_wait (self, ADW_TYPE_ALERT_DIALOG);
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_text_buffer_set_text (backoffice_get_typed (dialog), "We do not do this.", -1);
  g_assert_true (adw_alert_dialog_get_response_enabled (dialog, "go"));

  backoffice_accept_for (self, 3, NULL);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 4);
  kp_test_wait_for (page_fixture_shows (self, "Somebody else was first"));
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpstr (backoffice_get_shown (self), ==, "Request 3");
  g_assert_false (adw_alert_dialog_get_response_enabled (dialog, "go"));
  gtk_text_buffer_set_text (backoffice_get_typed (dialog), "We do not do this at all.", -1);
  g_assert_false (adw_alert_dialog_get_response_enabled (dialog, "go"));
  page_fixture_take_picture (self, "decline-overtaken");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpuint (page_fixture_get_n_rows (self), ==, 4);
}

/* Ctrl+Enter must not meet a request that nobody has read. */
static void
test_read_overtaken (PageFixture *self,
                     gconstpointer data)
{
  backoffice_open_row (self, 1, "Request 3");
  backoffice_accept_for (self, 3, NULL);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 4);
  kp_test_wait_for (g_strcmp0 (self->said, "A colleague has decided on this request") == 0);
  g_assert_cmpstr (backoffice_get_shown (self), ==, "Request 3");
}

/* It leaves the queue of this computer before one knows why. */
static void
test_decline_gone (PageFixture *self,
                   gconstpointer data)
{
  AdwAlertDialog *dialog = NULL;

  backoffice_open_row (self, 1, "Request 3");
  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "review.decline", NULL);
  dialog = page_fixture_wait (self, ADW_TYPE_ALERT_DIALOG);
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_text_buffer_set_text (backoffice_get_typed (dialog), "We do not do this.", -1);
  client_fixture_run_sql (&self->client, FALSE, "DELETE FROM p_request WHERE title = 'Request 3'");
  client_fixture_tell (&self->client);
  kp_test_wait_for (page_fixture_shows (self, "Somebody else was first"));
  g_assert_false (adw_alert_dialog_get_response_enabled (dialog, "go"));
  adw_dialog_force_close (ADW_DIALOG (dialog));
  kp_test_wait_for (page_fixture_shows (self, "No Longer Here"));
}

/* Plans the work order of @detail as a colleague would. */
static void
plan_for (PageFixture *self,
          KpWorkOrderDetail *detail,
          const char *engineer)
{
  KpWorkOrder *order = kp_work_order_detail_get_order (detail);
  g_autofree char *planned = NULL;
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "work_order", "s", kp_record_get_id (KP_RECORD (order)));
  g_variant_dict_insert (&arguments, "planned_on", "s", "2027-07-12");
  g_variant_dict_insert (&arguments, "engineer", "s", engineer);
  planned = client_fixture_perform (&self->client, "work_order.plan@1",
                                    g_variant_dict_end (&arguments));
  g_assert_nonnull (planned);
}

/* Returns: whether the whole of @row is in sight in @contents */
static gboolean
is_in_sight (GtkWidget *row,
             GtkWidget *contents)
{
  graphene_rect_t place;

  return gtk_widget_compute_bounds (row, contents, &place) && place.origin.y >= 0 &&
         place.origin.y + place.size.height <= (float) gtk_widget_get_height (contents);
}

/* Nobody plans over what a colleague planned without having read it. */
static void
test_plan_overtaken (PageFixture *self,
                     gconstpointer data)
{
  KpWorkOrderDetail *detail = backoffice_open_order (self);
  GtkWidget *contents = NULL;

  gtk_window_set_default_size (self->window, 1100, 760);
  kp_test_wait_for (backoffice_is_in (detail, "new"));
  backoffice_act (self, "order.plan");
  page_fixture_wait (self, KP_TYPE_PLAN_DIALOG);
  kp_picture_settle (GTK_WIDGET (self->window));
  plan_for (self, detail, "Anja");
  kp_test_wait_for (page_fixture_shows (self, "A colleague planned this in the meantime: "
                                              "Monday 12 July 2027, Anja"));
  kp_picture_settle (GTK_WIDGET (self->window));
  page_fixture_take_picture (self, "plan-overtaken");
  /* The dialog makes room for it: the employee stays in sight. */
  contents = kp_picture_find (page_fixture_wait (self, KP_TYPE_PLAN_DIALOG),
                              GTK_TYPE_SCROLLED_WINDOW);
  kp_test_wait_for (is_in_sight (kp_picture_find (contents, ADW_TYPE_ENTRY_ROW), contents));
  page_fixture_act (self, KP_TYPE_PLAN_DIALOG, "plan.go", NULL);
  kp_test_wait_for (g_strcmp0 (self->said, "The work is planned") == 0);
}

#define ADD(path, test) \
  g_test_add (path, PageFixture, NULL, set_up, test, page_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("/backoffice-colleagues/inbox/declining/colleague-was-first", test_decline_overtaken);
  ADD ("/backoffice-colleagues/inbox/declining/what-is-gone", test_decline_gone);
  ADD ("/backoffice-colleagues/inbox/reading/colleague-was-first", test_read_overtaken);
  ADD ("/backoffice-colleagues/plan/colleague-was-first", test_plan_overtaken);

  return g_test_run ();
}
