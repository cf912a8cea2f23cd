/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A person has a handful of drafts, so each is a row of its own.
 */

#include "kp-draft-list.h"

#include "kp-draft-row.h"
#include "kp-status-frame.h"

struct _KpDraftList
{
  AdwNavigationPage parent_instance;

  GtkWidget *frame;     /* (template child) */
  GtkListBox *list;     /* (template child) */
  KpQueryModel *drafts; /* (owned) */
};

G_DEFINE_FINAL_TYPE (KpDraftList, kp_draft_list, ADW_TYPE_NAVIGATION_PAGE)

static GtkWidget *
make_row (gpointer item,
          gpointer user_data)
{
  return kp_draft_row_new (KP_DRAFT (item), "requests.continue");
}

static void
kp_draft_list_dispose (GObject *object)
{
  KpDraftList *self = KP_DRAFT_LIST (object);

  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_DRAFT_LIST);
  g_clear_object (&self->drafts);

  G_OBJECT_CLASS (kp_draft_list_parent_class)->dispose (object);
}

static void
kp_draft_list_class_init (KpDraftListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_draft_list_dispose;

  g_type_ensure (KP_TYPE_STATUS_FRAME);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-draft-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KpDraftList, frame);
  gtk_widget_class_bind_template_child (widget_class, KpDraftList, list);
}

static void
kp_draft_list_init (KpDraftList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
kp_draft_list_new (KpClient *client)
{
  KpDraftList *self;

  g_return_val_if_fail (KP_IS_CLIENT (client), NULL);

  self = g_object_new (KP_TYPE_DRAFT_LIST, NULL);
  self->drafts = kp_client_list_drafts (client);
  g_object_set (self->frame, "model", self->drafts, NULL);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->drafts), make_row, NULL, NULL);

  return ADW_NAVIGATION_PAGE (self);
}
