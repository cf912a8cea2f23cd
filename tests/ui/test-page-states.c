/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every page in the states it can be in: nothing there, on its way, there, and not to be read. The
 * test decides on the state: it holds the store, or takes a table away. With KP_TEST_PICTURES each
 * state leaves its pictures.
 */

#include "kp-administration-page.h"
#include "kp-backoffice-page.h"
#include "kp-details-form.h"
#include "kp-flow-chooser.h"
#include "kp-home-page.h"
#include "kp-page-fixture.h"
#include "kp-picture.h"
#include "kp-request-detail.h"
#include "kp-request-editor.h"
#include "kp-request-overview.h"
#include "kp-request-review.h"
#include "kp-requests-page.h"
#include "kp-status-frame.h"
#include "kp-test.h"

#define LOADING "Getting Your Data…"
#define FAILED "This Page Cannot Be Shown"
#define GONE "No Longer Here"
#define SAFE "What you typed is kept"

/* Which accounts the page is for, full and empty. */
static const char *const CUSTOMER[] = { NULL, "empty" };
static const char *const STAFF[] = { "staff", "empty-staff" };

/**
 * Page:
 *
 * One list of a module.
 */
typedef struct
{
  const char *name;
  GType (*get_type) (void);
  const char *option;
  const char *const *accounts;
  const char *table;   /* that the list is read from */
  gboolean outbox;     /* whether that is in the outbox */
  const char *empty;   /* what is said when nothing is there */
  const char *content; /* (nullable): something that is shown of what is there */
} Page;

static const Page PAGES[] = {
  { "home", kp_home_page_get_type, "", CUSTOMER, "p_request", FALSE, "All Done",
    "Question: Request 0" },
  { "request-list", kp_requests_page_get_type, "mine", CUSTOMER, "p_request", FALSE,
    "No Open Requests", "Request 4" },
  { "request-kinds", kp_requests_page_get_type, "new", CUSTOMER, "p_request_flow", FALSE,
    "Nothing to Request Yet", "Repair" },
  { "drafts", kp_requests_page_get_type, "drafts", CUSTOMER, "draft", TRUE, "No Drafts", NULL },
  { "portal-requests", kp_backoffice_page_get_type, "requests", STAFF, "p_request", FALSE,
    "No New Requests", "Request 4" },
  { "work-orders", kp_backoffice_page_get_type, "work-orders", STAFF, "p_work_order", FALSE,
    "No Work Orders", NULL },
};

static void
set_up_full (PageFixture *self,
             gconstpointer data)
{
  const Page *page = data;

  page_fixture_set_up (self, page->get_type (), page->accounts[0]);
  kp_page_open (self->page, page->option, "");
}

static void
set_up_empty (PageFixture *self,
              gconstpointer data)
{
  const Page *page = data;

  page_fixture_set_up (self, page->get_type (), page->accounts[1]);
  kp_page_open (self->page, page->option, "");
  kp_test_wait_for (page_fixture_shows (self, page->empty));
}

static void
look (PageFixture *self,
      const char *page,
      const char *state)
{
  g_autofree char *name = g_strdup_printf ("%s-%s", page, state);

  page_fixture_check_names (self);
  page_fixture_take_picture (self, name);
}

static void
take_away (PageFixture *self,
           const char *table,
           gboolean outbox)
{
  g_autofree char *sql = g_strdup_printf ("ALTER TABLE %s RENAME TO away", table);

  client_fixture_run_sql (&self->client, outbox, sql);
}

static void
give_back (PageFixture *self,
           const char *table,
           gboolean outbox)
{
  g_autofree char *sql = g_strdup_printf ("ALTER TABLE away RENAME TO %s", table);

  client_fixture_run_sql (&self->client, outbox, sql);
}

static void
try_now (PageFixture *self)
{
  page_fixture_act (self, KP_TYPE_STATUS_FRAME, "page.refresh", NULL);
}

static void
test_content (PageFixture *self,
              gconstpointer data)
{
  const Page *page = data;

  kp_test_wait_for (page_fixture_shows (self, page->content));
  look (self, page->name, "content");
}

static void
test_empty (PageFixture *self,
            gconstpointer data)
{
  const Page *page = data;

  look (self, page->name, "empty");
}

static void
test_loading (PageFixture *self,
              gconstpointer data)
{
  const Page *page = data;

  client_fixture_hold (&self->client);
  client_fixture_tell (&self->client);
  kp_test_wait_for (page_fixture_shows (self, LOADING));
  look (self, page->name, "loading");

  client_fixture_release (&self->client);
  kp_test_wait_for (page_fixture_shows (self, page->empty));
}

static void
test_error (PageFixture *self,
            gconstpointer data)
{
  const Page *page = data;

  take_away (self, page->table, page->outbox);
  client_fixture_tell (&self->client);
  kp_test_wait_for (page_fixture_shows (self, FAILED));
  g_assert_true (page_fixture_says (self, SAFE));
  look (self, page->name, "error");

  /* As long as the cause is there, trying again changes nothing. */
  try_now (self);
  kp_picture_settle (GTK_WIDGET (self->window));
  kp_test_wait_for (page_fixture_shows (self, FAILED));
  give_back (self, page->table, page->outbox);
  try_now (self);
  kp_test_wait_for (page_fixture_shows (self, page->empty));
}

/* ---- One request ---- */

static const Page ONE = { "request", kp_requests_page_get_type, "mine", CUSTOMER, "p_request" };

static void
open_third (PageFixture *self)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, 2));

  kp_page_open (self->page, ONE.option, id);
  page_fixture_wait (self, KP_TYPE_REQUEST_DETAIL);
}

static void
test_request_loading (PageFixture *self,
                      gconstpointer data)
{
  client_fixture_hold (&self->client);
  open_third (self);
  kp_test_wait_for (page_fixture_shows (self, LOADING));
  look (self, "request", "loading");

  client_fixture_release (&self->client);
  kp_test_wait_for (page_fixture_shows (self, "Request R-2026-00002"));
  kp_test_wait_for (!page_fixture_shows (self, LOADING));
  look (self, "request", "content");
}

static void
test_request_error (PageFixture *self,
                    gconstpointer data)
{
  take_away (self, "p_request", FALSE);
  open_third (self);
  kp_test_wait_for (page_fixture_shows (self, FAILED));
  g_assert_true (page_fixture_says (self, SAFE));
  look (self, "request", "error");

  give_back (self, "p_request", FALSE);
  try_now (self);
  kp_test_wait_for (page_fixture_shows (self, "Request R-2026-00002"));
  kp_test_wait_for (!page_fixture_shows (self, FAILED));
}

static void
test_request_gone (PageFixture *self,
                   gconstpointer data)
{
  open_third (self);
  kp_test_wait_for (page_fixture_shows (self, "Request R-2026-00002"));
  client_fixture_run_sql (&self->client, FALSE,
                          "DELETE FROM p_request WHERE number = 'R-2026-00002'");
  client_fixture_tell (&self->client);
  kp_test_wait_for (page_fixture_shows (self, GONE));
  look (self, "request", "gone");

  page_fixture_act (self, KP_TYPE_STATUS_FRAME, "navigation.pop", NULL);
  page_fixture_wait (self, KP_TYPE_REQUEST_OVERVIEW);
}

static const Page REVIEW = { "review", kp_backoffice_page_get_type, "requests", STAFF,
                             "p_request" };

static void
test_review_gone (PageFixture *self,
                  gconstpointer data)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, 2));

  kp_test_wait_for (page_fixture_shows (self, "Request 2"));
  kp_page_open (self->page, "requests", id);
  kp_test_wait_for (page_fixture_shows (self, "Customer sees"));

  /* It stays beside a list that does not hold it, until it is not here at all. */
  gtk_editable_set_text (page_fixture_wait (self, GTK_TYPE_SEARCH_ENTRY), "no such words");
  kp_test_wait_for (page_fixture_shows (self, "Nothing Found"));
  g_assert_true (page_fixture_shows (self, "Customer sees"));
  client_fixture_run_sql (&self->client, FALSE,
                          "DELETE FROM p_request WHERE number = 'R-2026-00002'");
  client_fixture_tell (&self->client);
  kp_test_wait_for (page_fixture_shows (self, GONE));
  look (self, "review", "gone");

  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "inbox.close", NULL);
  kp_test_wait_for (kp_picture_find (GTK_WIDGET (self->window), KP_TYPE_REQUEST_REVIEW) == NULL);
}

/* ---- The form ---- */

static const Page FORM = { "form", kp_requests_page_get_type, "new", CUSTOMER, "p_request_flow" };

static void
choose (PageFixture *self)
{
  g_autofree char *flow = kp_id_dup_text (&self->client.flow);

  page_fixture_act (self, KP_TYPE_FLOW_CHOOSER, "chooser.choose", g_variant_new_string (flow));
}

static void
test_form_loading (PageFixture *self,
                   gconstpointer data)
{
  AdwNavigationPage *editor;
  AdwNavigationView *pages;

  client_fixture_hold (&self->client);
  choose (self);
  choose (self);
  client_fixture_release (&self->client);
  editor = page_fixture_wait (self, KP_TYPE_REQUEST_EDITOR);
  kp_picture_settle (GTK_WIDGET (self->window));
  look (self, "form", "content");

  /* One form, however often it was asked for: behind it are the lists. */
  pages = ADW_NAVIGATION_VIEW (gtk_widget_get_ancestor (GTK_WIDGET (editor),
                                                        ADW_TYPE_NAVIGATION_VIEW));
  g_assert_cmpstr (
    adw_navigation_page_get_tag (adw_navigation_view_get_previous_page (pages, editor)), ==,
    "lists");
}

static void
test_form_error (PageFixture *self,
                 gconstpointer data)
{
  page_fixture_wait (self, KP_TYPE_FLOW_CHOOSER);
  take_away (self, "p_request_flow", FALSE);
  choose (self);
  kp_test_wait_for (self->said != NULL);
  g_assert_nonnull (strstr (self->said, SAFE));
  look (self, "form", "error");

  give_back (self, "p_request_flow", FALSE);
  choose (self);
  page_fixture_wait (self, KP_TYPE_REQUEST_EDITOR);
}

/* ---- My details: the own account is always known ---- */

static const Page DETAILS = { "details", kp_administration_page_get_type, "details", CUSTOMER,
                              "operation" };

static void
test_details_content (PageFixture *self,
                      gconstpointer data)
{
  kp_test_wait_for (page_fixture_shows (self, "Jan"));
  look (self, "details", "content");
}

static void
test_details_error (PageFixture *self,
                    gconstpointer data)
{
  KpDetailsForm *form = page_fixture_wait (self, KP_TYPE_DETAILS_FORM);
  GtkEditable *name = page_fixture_wait (self, ADW_TYPE_ENTRY_ROW);

  client_fixture_run_sql (&self->client, TRUE,
                          "CREATE TRIGGER full BEFORE INSERT ON operation"
                          " BEGIN SELECT RAISE (ABORT, 'full'); END");
  gtk_editable_set_text (name, "Jan de Boer");
  kp_details_form_save (form);
  kp_test_wait_for (self->said != NULL);
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "Jan de Boer");
  g_assert_cmpuint (kp_page_get_n_unsaved (self->page), ==, 1);
  look (self, "details", "error");

  client_fixture_run_sql (&self->client, TRUE, "DROP TRIGGER full");
  kp_details_form_save (form);
  kp_test_wait_for (kp_page_get_n_unsaved (self->page) == 0);
  g_assert_cmpstr (self->said, ==, "Your details are saved");
}

/* Returns: (transfer none) (nullable): the field below @widget that has @title */
static GtkEditable *
find_field (GtkWidget *widget,
            const char *title)
{
  if (ADW_IS_ENTRY_ROW (widget) &&
      g_str_equal (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title))
    return GTK_EDITABLE (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkEditable *found = find_field (child, title);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* What the office would refuse is said at once, and is not said to be saved. */
static void
test_details_faults (PageFixture *self,
                     gconstpointer data)
{
  KpDetailsForm *form = page_fixture_wait (self, KP_TYPE_DETAILS_FORM);
  GtkEditable *name = find_field (GTK_WIDGET (form), "Name");
  GtkEditable *phone = find_field (GTK_WIDGET (form), "Phone");
  GtkEditable *email = find_field (GTK_WIDGET (form), "E-mail address");

  gtk_widget_grab_focus (GTK_WIDGET (phone));
  gtk_editable_set_text (phone, "no number");
  g_assert_false (page_fixture_shows (self, "This is not a phone number."));
  gtk_widget_grab_focus (GTK_WIDGET (email));
  kp_test_wait_for (page_fixture_shows (self, "This is not a phone number."));
  gtk_editable_set_text (email, "jan@");
  gtk_editable_set_text (name, " ");
  look (self, "details", "faults");

  g_assert_false (kp_details_form_save (form));
  kp_test_wait_for (page_fixture_shows (self, "This is not a whole e-mail address."));
  kp_test_wait_for (page_fixture_shows (self, "An answer is needed here."));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (self->window), GTK_WIDGET (name)));
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_null (self->said);
  g_assert_cmpuint (kp_page_get_n_unsaved (self->page), ==, 3);

  gtk_editable_set_text (name, "Jan de Boer");
  gtk_editable_set_text (phone, "030 555 01 21");
  g_assert_false (page_fixture_shows (self, "This is not a phone number."));
  gtk_editable_set_text (email, " jan@example.nl");
  g_assert_true (kp_details_form_save (form));
  kp_test_wait_for (kp_page_get_n_unsaved (self->page) == 0);
  g_assert_cmpstr (kp_client_get_user_email (self->client.client), ==, "jan@example.nl");
  g_assert_cmpstr (self->said, ==, "Your details are saved");
}

static void
add_page (const Page *page)
{
  g_autofree char *path = g_strconcat ("/page-states/", page->name, NULL);
  g_autofree char *content = g_strconcat (path, "/content", NULL);
  g_autofree char *empty = g_strconcat (path, "/empty", NULL);
  g_autofree char *loading = g_strconcat (path, "/loading", NULL);
  g_autofree char *error = g_strconcat (path, "/error-until-tried-again", NULL);

  if (page->content != NULL)
    g_test_add (content, PageFixture, page, set_up_full, test_content, page_fixture_tear_down);
  g_test_add (empty, PageFixture, page, set_up_empty, test_empty, page_fixture_tear_down);
  g_test_add (loading, PageFixture, page, set_up_empty, test_loading, page_fixture_tear_down);
  g_test_add (error, PageFixture, page, set_up_empty, test_error, page_fixture_tear_down);
}

#define ADD(path, page, test) \
  g_test_add ("/page-states/" path, PageFixture, page, set_up_full, test, page_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  for (guint i = 0; i < G_N_ELEMENTS (PAGES); i++)
    add_page (&PAGES[i]);
  ADD ("request/loading", &ONE, test_request_loading);
  ADD ("request/error-until-tried-again", &ONE, test_request_error);
  ADD ("request/gone-says-so-and-leads-back", &ONE, test_request_gone);
  ADD ("review/gone-says-so-and-leads-back", &REVIEW, test_review_gone);
  ADD ("form/asked-for-twice-opens-once", &FORM, test_form_loading);
  ADD ("form/error-says-so-and-stays", &FORM, test_form_error);
  ADD ("details/content", &DETAILS, test_details_content);
  ADD ("details/faults-are-said-and-not-saved", &DETAILS, test_details_faults);
  ADD ("details/error-keeps-what-was-typed", &DETAILS, test_details_error);

  return g_test_run ();
}
