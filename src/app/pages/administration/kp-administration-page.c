/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Brings the form into the frame of a module.
 */

#include "kp-administration-page.h"

#include "kp-details-form.h"
#include "kp-module-view.h"

#include <glib/gi18n.h>

struct _KpAdministrationPage
{
  KpPage parent_instance;

  KpModuleView *view;  /* (template child) */
  KpDetailsForm *form; /* (template child) */
};

G_DEFINE_FINAL_TYPE (KpAdministrationPage, kp_administration_page, KP_TYPE_PAGE)

static void
kp_administration_page_open (KpPage *page,
                             const char *option,
                             const char *id)
{
  KpAdministrationPage *self = KP_ADMINISTRATION_PAGE (page);

  kp_module_view_show_content (self->view);
  kp_details_form_focus (self->form, id);
  if (g_str_equal (id, "password"))
    gtk_widget_activate_action (GTK_WIDGET (self), "win.change-password", NULL);
}

static void
kp_administration_page_focus_options (KpPage *page)
{
  kp_module_view_focus_options (KP_ADMINISTRATION_PAGE (page)->view);
}

static gboolean
kp_administration_page_save (KpPage *page)
{
  return kp_details_form_save (KP_ADMINISTRATION_PAGE (page)->form);
}

static void
kp_administration_page_constructed (GObject *object)
{
  KpAdministrationPage *self = KP_ADMINISTRATION_PAGE (object);

  kp_page_add_option (KP_PAGE (self), "details", _ ("My details"), "avatar-default-symbolic",
                      _ ("Personal"));
  kp_details_form_set_client (self->form, kp_page_get_client (KP_PAGE (self)));
  g_object_bind_property (self->form, "n-unsaved", self, "n-unsaved", G_BINDING_SYNC_CREATE);

  G_OBJECT_CLASS (kp_administration_page_parent_class)->constructed (object);
}

static void
kp_administration_page_dispose (GObject *object)
{
  /* Disposing the template also unparents what is bound in it, which AdwBin would not notice. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_ADMINISTRATION_PAGE);

  G_OBJECT_CLASS (kp_administration_page_parent_class)->dispose (object);
}

static void
kp_administration_page_class_init (KpAdministrationPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = kp_administration_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = kp_administration_page_dispose;
  KP_PAGE_CLASS (klass)->open = kp_administration_page_open;
  KP_PAGE_CLASS (klass)->focus_options = kp_administration_page_focus_options;
  KP_PAGE_CLASS (klass)->save = kp_administration_page_save;

  g_type_ensure (KP_TYPE_DETAILS_FORM);
  g_type_ensure (KP_TYPE_MODULE_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-administration-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpAdministrationPage, view);
  gtk_widget_class_bind_template_child (widget_class, KpAdministrationPage, form);
}

static void
kp_administration_page_init (KpAdministrationPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
