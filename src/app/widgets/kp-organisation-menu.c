/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The selection follows the client; choosing goes through the window's action.
 */

#include "kp-organisation-menu.h"

#include <glib/gi18n.h>

struct _KpOrganisationMenu
{
  GtkPopover parent_instance;

  GtkWidget *search_entry;       /* (template child) */
  GtkCheckButton *all_button;    /* (template child) */
  GtkSingleSelection *selection; /* (template child) */
  GtkFilterListModel *matches;   /* (template child) */
  KpClient *client;              /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KpOrganisationMenu, kp_organisation_menu, GTK_TYPE_POPOVER)

/* With fewer, a search is more to look at than the list. */
#define MIN_FOR_SEARCH 8

static void
choose (KpOrganisationMenu *self,
        guint position)
{
  g_autoptr (KpOrganisation) organisation =
    g_list_model_get_item (G_LIST_MODEL (self->matches), position);

  if (organisation == NULL)
    return;

  gtk_widget_activate_action (GTK_WIDGET (self), "win.organisation", "s",
                              kp_record_get_id (KP_RECORD (organisation)));
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
on_activate_cb (GtkListView *list,
                guint position,
                KpOrganisationMenu *self)
{
  choose (self, position);
}

static void
on_search_activate_cb (GtkSearchEntry *entry,
                       KpOrganisationMenu *self)
{
  choose (self, 0);
}

static void
update (KpOrganisationMenu *self)
{
  const char *chosen = kp_client_get_organisation (self->client);
  guint n_items = g_list_model_get_n_items (G_LIST_MODEL (self->matches));

  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  for (guint i = 0; chosen != NULL && *chosen != '\0' && i < n_items; i++)
    {
      g_autoptr (KpRecord) organisation = g_list_model_get_item (G_LIST_MODEL (self->matches), i);

      if (g_strcmp0 (kp_record_get_id (organisation), chosen) == 0)
        gtk_single_selection_set_selected (self->selection, i);
    }
}

static void
kp_organisation_menu_map (GtkWidget *widget)
{
  KpOrganisationMenu *self = KP_ORGANISATION_MENU (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  if (self->client != NULL)
    {
      guint n_items =
        g_list_model_get_n_items (kp_client_get_organisations (self->client));

      gtk_widget_set_visible (self->search_entry, n_items >= MIN_FOR_SEARCH);
      gtk_widget_set_visible (GTK_WIDGET (self->all_button), n_items != 1);
      update (self);
    }

  GTK_WIDGET_CLASS (kp_organisation_menu_parent_class)->map (widget);
}

static void
kp_organisation_menu_dispose (GObject *object)
{
  KpOrganisationMenu *self = KP_ORGANISATION_MENU (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_ORGANISATION_MENU);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_organisation_menu_parent_class)->dispose (object);
}

static void
kp_organisation_menu_class_init (KpOrganisationMenuClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_organisation_menu_dispose;
  widget_class->map = kp_organisation_menu_map;

  g_type_ensure (KP_TYPE_ORGANISATION);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-organisation-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, KpOrganisationMenu, search_entry);
  gtk_widget_class_bind_template_child (widget_class, KpOrganisationMenu, all_button);
  gtk_widget_class_bind_template_child (widget_class, KpOrganisationMenu, selection);
  gtk_widget_class_bind_template_child (widget_class, KpOrganisationMenu, matches);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
}

static void
kp_organisation_menu_init (KpOrganisationMenu *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_organisation_menu_set_client (KpOrganisationMenu *self,
                                 KpClient *client)
{
  g_return_if_fail (KP_IS_ORGANISATION_MENU (self));

  g_set_object (&self->client, client);
  gtk_filter_list_model_set_model (self->matches, client != NULL
                                                    ? kp_client_get_organisations (client)
                                                    : NULL);
  if (client != NULL)
    gtk_check_button_set_label (self->all_button, kp_client_get_is_staff (client)
                                                    ? _ ("All customers")
                                                    : _ ("All organisations"));
}
