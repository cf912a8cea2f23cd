/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists are found by their tags, which are those of their templates.
 */

#include "kp-backoffice-lists.h"

static void
add_list (AdwNavigationView *content,
          KpPage *page,
          AdwNavigationPage *list)
{
  adw_navigation_view_add (content, list);
  g_object_bind_property (page, "compact", list, "compact", G_BINDING_SYNC_CREATE);
  g_object_bind_property (page, "narrow", list, "narrow", G_BINDING_SYNC_CREATE);
}

KpRequestInbox *
kp_backoffice_lists_ensure_inbox (AdwNavigationView *content,
                                  KpPage *page)
{
  AdwNavigationPage *list = adw_navigation_view_find_page (content, "requests");

  if (list == NULL)
    {
      list = kp_request_inbox_new (kp_page_get_client (page));
      add_list (content, page, list);
    }

  return KP_REQUEST_INBOX (list);
}

KpWorkOrderList *
kp_backoffice_lists_ensure_orders (AdwNavigationView *content,
                                   KpPage *page)
{
  AdwNavigationPage *list = adw_navigation_view_find_page (content, "work-orders");

  if (list == NULL)
    {
      list = kp_work_order_list_new (kp_page_get_client (page));
      add_list (content, page, list);
    }

  return KP_WORK_ORDER_LIST (list);
}

KpOfficeSearch *
kp_backoffice_lists_ensure_search (AdwNavigationView *content,
                                   KpPage *page)
{
  AdwNavigationPage *list = adw_navigation_view_find_page (content, "search");

  if (list == NULL)
    {
      list = kp_office_search_new (kp_page_get_client (page));
      adw_navigation_view_add (content, list);
    }

  return KP_OFFICE_SEARCH (list);
}
