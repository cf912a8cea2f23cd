/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of modules.
 */

#include "kp-page-registry.h"

#include "kp-administration-page.h"
#include "kp-backoffice-page.h"
#include "kp-home-page.h"
#include "kp-requests-page.h"

#include <glib/gi18n.h>

static gboolean
allow_everyone (KpClient *client)
{
  return TRUE;
}

/* Who may ask has the module; so has who can only read what colleagues asked. */
static gboolean
allow_customers (KpClient *client)
{
  return !kp_client_get_is_staff (client);
}

static gboolean
allow_staff (KpClient *client)
{
  return kp_client_get_is_staff (client);
}

static const KpPageKind KINDS[] = {
  {
    .name = "home",
    .title = N_ ("Home"),
    .icon_name = "user-home-symbolic",
    .information =
      N_ ("Here you see what is asked of you, with what waited longest on top. What is done goes "
          "away by itself."),
    .get_type = kp_home_page_get_type,
    .is_allowed = allow_everyone,
    .widgets_open = TRUE,
  },
  {
    .name = "requests",
    .title = N_ ("Requests"),
    .icon_name = "kp-requests-symbolic",
    .information =
      N_ ("Your requests to the office and how far they are. A request marked “Queued” is "
          "sent as soon as there is a connection."),
    .get_type = kp_requests_page_get_type,
    .is_allowed = allow_customers,
    .widgets_open = TRUE,
  },
  {
    .name = "administration",
    .title = N_ ("Administration"),
    .icon_name = "preferences-system-symbolic",
    .information = N_ ("Your own name, language and way of signing in. Changes are kept when you "
                       "choose Save."),
    .get_type = kp_administration_page_get_type,
    .is_allowed = allow_everyone,
    .widgets_open = TRUE,
  },
  {
    .name = "backoffice",
    .title = N_ ("Back office"),
    .icon_name = "kp-backoffice-symbolic",
    .information =
      N_ ("What customers asked for in the portal. Accept a request to make a work order of "
          "it, ask for what you need to know, or decline it with a reason."),
    .get_type = kp_backoffice_page_get_type,
    .is_allowed = allow_staff,
  },
  { NULL },
};

const KpPageKind *
kp_page_registry_get_kinds (void)
{
  return KINDS;
}

const KpPageKind *
kp_page_registry_find (const char *name)
{
  for (const KpPageKind *kind = KINDS; kind->name != NULL; kind++)
    if (g_strcmp0 (kind->name, name) == 0)
      return kind;

  return NULL;
}

KpPage *
kp_page_registry_make_page (const KpPageKind *kind,
                            KpClient *client)
{
  g_return_val_if_fail (kind != NULL && KP_IS_CLIENT (client), NULL);

  return g_object_new (kind->get_type (), "client", client, NULL);
}
