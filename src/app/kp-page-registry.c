/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of modules.
 */

#include "kp-page-registry.h"

#include "kp-administration-page.h"
#include "kp-home-page.h"

#include <glib/gi18n.h>

static gboolean
allow_everyone (KpClient *client)
{
  return TRUE;
}

static const KpPageKind KINDS[] = {
  {
    .name = "home",
    .title = N_ ("Home"),
    .icon_name = "user-home-symbolic",
    .information = N_ ("Here you see what is asked of you, with what waited longest on top."),
    .get_type = kp_home_page_get_type,
    .is_allowed = allow_everyone,
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
