/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One overview serves two options; it stays, so that its search and place survive.
 */

#include "kp-request-lists.h"

#include "kp-draft-list.h"
#include "kp-page-registry.h"
#include "kp-request-detail.h"
#include "kp-request-overview.h"

#include <glib/gi18n.h>

struct _KpRequestLists
{
  GObject parent_instance;

  KpPage *page;                /* (unowned) */
  AdwNavigationView *content;  /* (unowned) */
  KpRequestOverview *overview; /* (owned): root of content for mine and colleagues */
};

G_DEFINE_FINAL_TYPE (KpRequestLists, kp_request_lists, G_TYPE_OBJECT)

static void
on_opened_cb (KpRequestLists *self,
              const char *id)
{
  kp_request_lists_open (self, id);
}

/* What Information says depends on these. */
static const char *const INFORMING[] = { "notify::shown-days", "notify::shows-some-kinds",
                                         "notify::help" };

/* The options are mine, colleagues and drafts. */
static void
show_counts (KpRequestLists *self)
{
  static const KpCount COUNTS[] = { KP_COUNT_MINE_OPEN, KP_COUNT_OPEN, KP_COUNT_DRAFTS };
  KpCounts *counts = kp_client_get_counts (kp_page_get_client (self->page));
  GListModel *options = kp_page_get_options (self->page);

  for (guint i = 0; i < G_N_ELEMENTS (COUNTS); i++)
    {
      g_autoptr (KpOption) option = g_list_model_get_item (options, i);

      kp_option_set_count (option, kp_counts_get (counts, COUNTS[i]));
    }
  kp_page_set_n_waiting (self->page, kp_counts_get (counts, KP_COUNT_WAITING));
}

/* Where each sees only what is his own, there is nothing to choose. */
static void
show_colleagues (KpRequestLists *self)
{
  g_autoptr (KpOption) colleagues = g_list_model_get_item (kp_page_get_options (self->page), 1);
  gboolean shared = kp_client_get_shares_requests (kp_page_get_client (self->page));

  kp_option_set_visible (colleagues, shared);
  if (shared || g_strcmp0 (kp_page_get_option (self->page), "colleagues") != 0)
    return;

  kp_page_set_option (self->page, "mine");
  kp_request_lists_show (self);
}

char *
kp_request_lists_explain (const char *usual,
                          gint64 days,
                          gboolean some_kinds)
{
  g_autoptr (GString) text = g_string_new (usual);

  if (days > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (
        text,
        ngettext ("Your portal lists what was completed if it was requested in the last %d day.",
                  "Your portal lists what was completed if it was requested in the last %d days.",
                  (gulong) days),
        (int) days);
    }
  if (some_kinds)
    {
      g_string_append_c (text, ' ');
      g_string_append (text, _ ("Your portal lists some kinds of work only."));
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* The widget Information says too what the portal leaves out of the lists. */
static void
inform (KpRequestLists *self)
{
  KpClient *client = kp_page_get_client (self->page);
  gint64 days = kp_client_get_shown_days (client);
  gboolean some_kinds = kp_client_get_shows_some_kinds (client);
  const char *usual = kp_client_get_help (client, "requests");
  g_autofree char *text = NULL;

  /* A request that is open says why one sees it, until it is closed. */
  if (!gtk_widget_get_mapped (GTK_WIDGET (self->overview)) ||
      adw_navigation_view_get_visible_page (self->content) != ADW_NAVIGATION_PAGE (self->overview))
    return;

  if (usual == NULL)
    usual = _ (kp_page_registry_find ("requests")->information);
  if (days > 0 || some_kinds)
    text = kp_request_lists_explain (usual, days, some_kinds);
  kp_page_set_information (self->page, text);
}

static void
kp_request_lists_finalize (GObject *object)
{
  g_clear_object (&KP_REQUEST_LISTS (object)->overview);

  G_OBJECT_CLASS (kp_request_lists_parent_class)->finalize (object);
}

static void
kp_request_lists_class_init (KpRequestListsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_request_lists_finalize;
}

static void
kp_request_lists_init (KpRequestLists *self)
{
}

KpRequestLists *
kp_request_lists_new (KpPage *page,
                      AdwNavigationView *content)
{
  KpRequestLists *self = g_object_new (KP_TYPE_REQUEST_LISTS, NULL);

  self->page = page;
  self->content = content;
  self->overview = KP_REQUEST_OVERVIEW (kp_request_overview_new (kp_page_get_client (page)));
  g_object_ref_sink (self->overview);
  g_object_bind_property (page, "narrow", self->overview, "narrow", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->overview, "opened", G_CALLBACK (on_opened_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_client_get_counts (kp_page_get_client (page)), "notify",
                           G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  show_counts (self);
  g_signal_connect_object (kp_page_get_client (page), "notify::shares-requests",
                           G_CALLBACK (show_colleagues), self, G_CONNECT_SWAPPED);
  show_colleagues (self);
  g_signal_connect_object (self->overview, "map", G_CALLBACK (inform), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (page, "notify::information", G_CALLBACK (inform), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (INFORMING); i++)
    g_signal_connect_object (kp_page_get_client (page), INFORMING[i], G_CALLBACK (inform), self,
                             G_CONNECT_SWAPPED);

  return self;
}

void
kp_request_lists_show (KpRequestLists *self)
{
  const char *option = kp_page_get_option (self->page);
  AdwNavigationPage *page = ADW_NAVIGATION_PAGE (self->overview);

  if (g_strcmp0 (option, "drafts") == 0)
    page = kp_draft_list_new (kp_page_get_client (self->page));
  else if (g_strcmp0 (option, "colleagues") == 0)
    kp_request_overview_set_scope (self->overview, KP_SCOPE_ORGANISATION, _ ("All colleagues"));
  else
    kp_request_overview_set_scope (self->overview, KP_SCOPE_MINE, _ ("My requests"));

  adw_navigation_view_replace (self->content, &page, 1);
}

void
kp_request_lists_open (KpRequestLists *self,
                       const char *id)
{
  AdwNavigationPage *detail = kp_request_detail_new (kp_page_get_client (self->page), id);

  g_object_bind_property (self->page, "compact", detail, "compact", G_BINDING_SYNC_CREATE);
  adw_navigation_view_push (self->content, detail);
}

void
kp_request_lists_search (KpRequestLists *self)
{
  adw_navigation_view_pop_to_tag (self->content, "overview");
  kp_request_overview_search (self->overview);
}
