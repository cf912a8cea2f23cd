/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists are found by their tags, which are those of their templates.
 */

#include "kp-backoffice-lists.h"

typedef AdwNavigationPage *(*MakeList) (KpClient *client);

/* @adapts: whether it lays itself out by the width of the page */
static gpointer
ensure (AdwNavigationView *content,
        KpPage *page,
        const char *tag,
        MakeList make,
        gboolean adapts)
{
  AdwNavigationPage *list = adw_navigation_view_find_page (content, tag);

  if (list != NULL)
    return list;

  list = make (kp_page_get_client (page));
  adw_navigation_view_add (content, list);
  if (adapts)
    {
      g_object_bind_property (page, "compact", list, "compact", G_BINDING_SYNC_CREATE);
      g_object_bind_property (page, "narrow", list, "narrow", G_BINDING_SYNC_CREATE);
    }

  return list;
}

KpRequestInbox *
kp_backoffice_lists_ensure_inbox (AdwNavigationView *content,
                                  KpPage *page)
{
  return ensure (content, page, "requests", kp_request_inbox_new, TRUE);
}

KpWorkOrderList *
kp_backoffice_lists_ensure_orders (AdwNavigationView *content,
                                   KpPage *page)
{
  return ensure (content, page, "work-orders", kp_work_order_list_new, TRUE);
}

KpOfficeSearch *
kp_backoffice_lists_ensure_search (AdwNavigationView *content,
                                   KpPage *page)
{
  return ensure (content, page, "search", kp_office_search_new, FALSE);
}
