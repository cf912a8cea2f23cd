/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Facts only.
 */

#include "kp-about.h"

#include "kp-places.h"

#include <glib/gi18n.h>

AdwDialog *
kp_about_new (void)
{
  return g_object_new (ADW_TYPE_ABOUT_DIALOG,
                       "application-name", "Klantportaal",
                       "application-icon", KP_APPLICATION_ID,
                       "developer-name", _ ("The klantportaal authors"),
                       "version", KP_VERSION,
                       "license-type", GTK_LICENSE_GPL_3_0,
                       "copyright", "© 2026 The klantportaal authors",
                       "comments", _ ("Requests, documents and approvals shared with your office"),
                       /* Translators: your names, one per line */
                       "translator-credits", _ ("translator-credits"),
                       NULL);
}
