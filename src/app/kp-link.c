/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Accounts are asked one after the other whether they hold the record. Those without a window are
 * opened from the keyring for the question, and closed again if they do not.
 */

#include "kp-link.h"

#include "kp-news.h"
#include "kp-page-registry.h"
#include "kp-window.h"

#include <glib/gi18n.h>

#define SCHEME "klantportaal:"

/**
 * KpLink:
 *
 * A question under way.
 */
typedef struct
{
  KpApplication *application; /* (owned) and held, as it may have no window yet */
  char *id;                   /* (owned): of the record */
  GPtrArray *accounts;        /* (owned) of KpAccount: to be asked from the front */
  gboolean known;             /* the only account is the right one: it may ask for a password */
} KpLink;

static void try_next (KpLink *link);

static void
free_link (KpLink *link)
{
  g_application_release (G_APPLICATION (link->application));
  g_object_unref (link->application);
  g_ptr_array_unref (link->accounts);
  g_free (link->id);
  g_free (link);
}

/* Says it in the window in front; the program may have been started for it. */
static void
say (KpApplication *application,
     const char *text)
{
  g_application_activate (G_APPLICATION (application));
  kp_page_say (GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (application))),
               text);
}

static void
show_found (KpLink *link,
            KpClient *client,
            const char *id,
            gboolean is_order)
{
  KpAccount *account = kp_client_get_account (client);
  KpWindow *window = kp_application_find_window (link->application, account);

  if (window == NULL)
    window = kp_window_new (link->application);
  if (kp_window_get_client (window) == NULL)
    kp_window_set_client (window, client);
  if (!kp_client_get_is_staff (client))
    kp_window_show (window, "requests", "", id);
  else
    kp_window_show (window, "backoffice", is_order ? "work-orders" : "requests", id);
  gtk_window_present (GTK_WINDOW (window));
}

static void
on_located_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  KpLink *link = user_data;
  KpClient *client = KP_CLIENT (source_object);
  gboolean is_order;
  g_autofree char *id = kp_client_locate_finish (client, result, &is_order, NULL);

  if (id != NULL && !(is_order && !kp_client_get_is_staff (client)))
    {
      show_found (link, client, id, is_order);
      free_link (link);
      return;
    }

  if (kp_application_find_window (link->application, kp_client_get_account (client)) == NULL)
    kp_client_close_async (client, NULL, NULL);
  try_next (link);
}

static void
on_opened_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  KpLink *link = user_data;
  g_autoptr (KpAccount) account = g_ptr_array_steal_index (link->accounts, 0);
  g_autoptr (KpClient) client = kp_client_open_finish (result, NULL);

  if (client != NULL)
    {
      kp_news_listen (link->application, client);
      kp_client_locate_async (client, link->id, on_located_cb, link);
      return;
    }

  if (link->known)
    {
      kp_window_show (kp_application_show_account (link->application, account),
                      kp_account_is_staff (account) ? "backoffice" : "requests", "", link->id);
      free_link (link);
      return;
    }

  try_next (link);
}

static void
try_next (KpLink *link)
{
  KpAccount *account = link->accounts->len > 0 ? link->accounts->pdata[0] : NULL;
  KpWindow *window = NULL;
  KpClient *client = NULL;

  if (account == NULL)
    {
      say (link->application, _ ("What the link leads to is not here. It may belong to another "
                                 "account, or still be on its way."));
      free_link (link);
      return;
    }

  window = kp_application_find_window (link->application, account);
  client = window != NULL ? kp_window_get_client (window) : NULL;
  if (client == NULL)
    {
      kp_client_open_async (kp_application_get_accounts (link->application), account, NULL,
                            on_opened_cb, link);
      return;
    }

  g_ptr_array_remove_index (link->accounts, 0);
  kp_client_locate_async (client, link->id, on_located_cb, link);
}

static KpLink *
make_link (KpApplication *application,
           const char *id)
{
  KpLink *link = g_new (KpLink, 1);

  *link = (KpLink) {
    .application = g_object_ref (application),
    .id = g_strdup (id),
    .accounts = g_ptr_array_new_with_free_func (g_object_unref),
  };
  g_application_hold (G_APPLICATION (application));

  return link;
}

/* Accounts with a window come first, the one in front before all others. */
static void
add_accounts (KpLink *link)
{
  GListModel *accounts = G_LIST_MODEL (kp_application_get_accounts (link->application));
  GtkWindow *front = gtk_application_get_active_window (GTK_APPLICATION (link->application));
  guint n_open = 0;

  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      KpAccount *account = g_list_model_get_item (accounts, i);
      KpWindow *window = kp_application_find_window (link->application, account);
      guint place = link->accounts->len;

      if (window != NULL)
        place = GTK_WINDOW (window) == front ? 0 : n_open;
      n_open += window != NULL ? 1 : 0;
      g_ptr_array_insert (link->accounts, (int) place, account);
    }
}

gboolean
kp_link_parse (const char *uri,
               char **place,
               char **id)
{
  g_auto (GStrv) parts = NULL;
  const char *path;

  *place = NULL;
  *id = NULL;
  if (g_ascii_strncasecmp (uri, SCHEME, strlen (SCHEME)) != 0)
    return FALSE;

  /* Some programs make klantportaal://request/ID of it. */
  path = uri + strlen (SCHEME);
  while (*path == '/')
    path++;
  parts = g_strsplit (path, "/", 3);
  if (parts[0] == NULL || *parts[0] == '\0')
    return FALSE;

  *place = g_strdup (parts[0]);
  if (parts[1] != NULL && *parts[1] != '\0')
    *id = g_strdup (parts[1]);

  return TRUE;
}

void
kp_link_open (KpApplication *application,
              const char *uri)
{
  g_autofree char *place = NULL;
  g_autofree char *id = NULL;
  KpLink *link;

  if (!kp_link_parse (uri, &place, &id) ||
      (id != NULL && !g_str_equal (place, "request") && !g_str_equal (place, "work-order")) ||
      (id == NULL && kp_page_registry_find (place) == NULL))
    {
      say (application, _ ("This link leads nowhere in Klantportaal"));
      return;
    }

  if (id == NULL)
    {
      g_application_activate (G_APPLICATION (application));
      kp_page_show (GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (application))),
                    place, "", "");
      return;
    }

  link = make_link (application, id);
  add_accounts (link);
  try_next (link);
}

void
kp_link_show_record (KpApplication *application,
                     const char *account_id,
                     const char *id)
{
  KpAccount *account = kp_accounts_find (kp_application_get_accounts (application), account_id);
  KpLink *link = make_link (application, id);

  link->known = TRUE;
  if (account != NULL)
    g_ptr_array_add (link->accounts, g_object_ref (account));
  try_next (link);
}
