/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two tables from widgets to topics. tests/lint/check-help.py reads them: every topic named here
 * must be in help/, and every module must have one of its own name.
 */

#include "kp-help.h"

#include "kp-page-registry.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *module;
  const char *tag; /* of an AdwNavigationPage in the module's page */
  const char *topic;
} KpPlaceTopic;

/* Places inside a module that have a topic of their own; the others share the module's. */
static const KpPlaceTopic PLACES[] = {
  { "requests", "chooser", "requests-new" },
  { "requests", "editor", "requests-new" },
  { "requests", "detail", "requests-detail" },
  { "requests", "drafts", "requests-drafts" },
  { "backoffice", "work-orders", "backoffice-work-orders" },
};

typedef struct
{
  const char *type; /* name of a class of dialogs */
  const char *topic;
} KpDialogTopic;

static const KpDialogTopic DIALOGS[] = {
  { "KpChangesDialog", "changes" },
  { "KpCompareDialog", "changes" },
  { "KpEntryDialog", "backoffice-enter" },
  { "KpPasswordDialog", "password" },
  { "KpPlanDialog", "backoffice" },
  { "KpPreferencesDialog", "preferences" },
  { "KpShortcutsDialog", "shortcuts" },
  { "KpSignInDialog", "sign-in" },
  { "AdwAboutDialog", "index" },
};

static const char *
find_place (const char *module,
            const char *tag)
{
  for (guint i = 0; i < G_N_ELEMENTS (PLACES); i++)
    if (g_str_equal (PLACES[i].module, module) && g_strcmp0 (PLACES[i].tag, tag) == 0)
      return PLACES[i].topic;

  return NULL;
}

/* Returns: (nullable): the topic of the innermost place that is on the screen */
static const char *
find_shown_place (GtkWidget *widget,
                  const char *module)
{
  const char *topic = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL && topic == NULL;
       child = gtk_widget_get_next_sibling (child))
    topic = find_shown_place (child, module);
  if (topic == NULL && ADW_IS_NAVIGATION_PAGE (widget))
    topic = find_place (module, adw_navigation_page_get_tag (ADW_NAVIGATION_PAGE (widget)));

  return topic;
}

const char *
kp_help_find_topic (AdwDialog *dialog,
                    KpPage *page,
                    const char *module)
{
  const KpPageKind *kind = kp_page_registry_find (module);
  const char *place;

  for (guint i = 0; dialog != NULL && i < G_N_ELEMENTS (DIALOGS); i++)
    if (g_str_equal (G_OBJECT_TYPE_NAME (dialog), DIALOGS[i].type))
      return DIALOGS[i].topic;

  if (page == NULL || kind == NULL)
    return "sign-in";

  place = find_shown_place (GTK_WIDGET (page), kind->name);

  return place != NULL ? place : kind->name;
}

char *
kp_help_dup_uri (const char *base,
                 const char *topic,
                 const char *language)
{
  g_autoptr (GString) uri = NULL;

  if (base == NULL || !g_str_has_prefix (base, "https://"))
    return g_strconcat ("help:klantportaal/", topic, NULL);

  uri = g_string_new (base);
  g_string_replace (uri, "{language}", language, 0);
  if (g_string_replace (uri, "{page}", topic, 0) == 0)
    g_string_append_printf (uri, "%s%s", g_str_has_suffix (uri->str, "/") ? "" : "/", topic);

  return g_string_free_and_steal (g_steal_pointer (&uri));
}

/* Returns: (transfer full): of the session or the settings, "en" where none is known */
static char *
dup_language (void)
{
  const char *name = g_get_language_names ()[0];
  gsize length = strcspn (name, "_.@");

  return length == 2 ? g_strndup (name, length) : g_strdup ("en");
}

static void
on_launched_cb (GObject *source_object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (GtkWindow) window = user_data;
  g_autoptr (GError) error = NULL;

  if (gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source_object), result, &error) ||
      g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    return;

  kp_page_say (GTK_WIDGET (window), _ ("There is no program on this computer that shows help"));
}

void
kp_help_open (GtkWindow *window,
              KpClient *client,
              const char *topic)
{
  gboolean online = client != NULL && kp_status_get_state (kp_client_get_status (client)) !=
                                        KP_STATUS_OFFLINE;
  g_autofree char *language = dup_language ();
  g_autofree char *uri =
    kp_help_dup_uri (online ? kp_client_get_help_url (client) : NULL, topic, language);
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (uri);

  gtk_uri_launcher_launch (launcher, window, NULL, on_launched_cb, g_object_ref (window));
}
