/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Waits for what it says before it returns.
 */

#include "kp-backoffice-fixture.h"

#include "kp-picture.h"
#include "kp-request-review.h"
#include "kp-test.h"
#include "kp-work-order-list.h"

GtkSelectionModel *
backoffice_get_model (PageFixture *self)
{
  GtkColumnView *table = kp_picture_find (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW);

  return table != NULL ? gtk_column_view_get_model (table) : NULL;
}

double
backoffice_get_scrolled (PageFixture *self)
{
  GtkScrollable *table = kp_picture_find (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW);

  return gtk_adjustment_get_value (gtk_scrollable_get_vadjustment (table));
}

const char *
backoffice_get_shown (PageFixture *self)
{
  KpRequestReview *review = kp_picture_find (GTK_WIDGET (self->window), KP_TYPE_REQUEST_REVIEW);
  KpRequest *request = review != NULL ? kp_request_review_get_request (review) : NULL;

  return request != NULL ? kp_request_get_title (request) : NULL;
}

void
backoffice_open_row (PageFixture *self,
                     guint position,
                     const char *title)
{
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (backoffice_get_model (self)), position);
  kp_test_wait_for (g_strcmp0 (backoffice_get_shown (self), title) == 0);
  kp_picture_settle (GTK_WIDGET (self->window));
}

GtkTextBuffer *
backoffice_get_typed (gpointer dialog)
{
  GtkTextView *view = kp_picture_find (dialog, GTK_TYPE_TEXT_VIEW);

  return gtk_text_view_get_buffer (view);
}

KpWorkOrderDetail *
backoffice_open_order (PageFixture *self)
{
  backoffice_open_row (self, 1, "Request 3");
  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "review.accept", NULL);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 4);
  kp_page_open (self->page, "to-plan", "");
  page_fixture_wait (self, KP_TYPE_WORK_ORDER_LIST);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 1);
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (backoffice_get_model (self)), 0);

  return page_fixture_wait (self, KP_TYPE_WORK_ORDER_DETAIL);
}

gboolean
backoffice_is_in (KpWorkOrderDetail *detail,
                  const char *state)
{
  KpWorkOrder *order = kp_work_order_detail_get_order (detail);

  return order != NULL && g_strcmp0 (kp_work_order_get_state (order), state) == 0;
}

void
backoffice_act (PageFixture *self,
                const char *action)
{
  kp_picture_settle (GTK_WIDGET (self->window));
  page_fixture_act (self, KP_TYPE_WORK_ORDER_DETAIL, action, NULL);
}

void
backoffice_accept_for (PageFixture *self,
                       guint i,
                       const char *engineer)
{
  g_autofree char *request = kp_id_dup_text (&g_array_index (self->client.requests, KpId, i));
  g_autofree char *made = NULL;
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", request);
  if (engineer != NULL)
    g_variant_dict_insert (&arguments, "engineer", "s", engineer);
  made =
    client_fixture_perform (&self->client, "request.accept@1", g_variant_dict_end (&arguments));
  g_assert_nonnull (made);
}
