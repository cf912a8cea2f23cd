/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The modules, in the order of their tabs. Adding a module to the window is one line in the table.
 * Main thread.
 */

#pragma once

#include "kp-page.h"

G_BEGIN_DECLS

/**
 * KpPageKind:
 *
 * One line of the table. Texts are source texts: translate them with _() when shown.
 */
typedef struct
{
  const char *name;  /* of the module, for kp_page_show() and remembered states */
  const char *title; /* on the tab */
  const char *icon_name;
  const char *information; /* two or three sentences for the Information widget */
  GType (*get_type) (void);
  gboolean (*is_allowed) (KpClient *client); /* whether the person has the module */
  gboolean widgets_open;                     /* until the person decides otherwise */
} KpPageKind;

/* Returns: (transfer none): all lines, ended by one without a name */
const KpPageKind *kp_page_registry_get_kinds (void);

/* Returns: (transfer none) (nullable): */
const KpPageKind *kp_page_registry_find (const char *name);

/* Returns: (transfer floating): a page for @client */
KpPage *kp_page_registry_make_page (const KpPageKind *kind,
                                    KpClient *client);

G_END_DECLS
