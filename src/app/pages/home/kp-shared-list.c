/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows follow their documents. Reading those comes with the dossier, so the rows lead nowhere yet.
 */

#include "kp-shared-list.h"

#include "kp-time-text.h"

struct _KpSharedList
{
  AdwBin parent_instance;

  GtkListBox *list;     /* (template child) */
  KpQueryModel *shared; /* (owned) (nullable): of KpDocument */
};

G_DEFINE_FINAL_TYPE (KpSharedList, kp_shared_list, ADW_TYPE_BIN)

/* Returns: (transfer full): for whom, and of when */
static char *
describe_origin_cb (gpointer object,
                    const char *org_name,
                    const char *period)
{
  if (period == NULL || *period == '\0')
    return g_strdup (org_name);

  return g_strdup_printf ("%s · %s", org_name != NULL ? org_name : "", period);
}

static char *
describe_day_cb (gpointer object,
                 gint64 at)
{
  return kp_time_text_day (at, kp_environment_now (kp_environment_get_real ()));
}

/* Keeps @property of @widget as @describe makes it of the named properties of @document. */
static void
follow (KpDocument *document,
        const char *const *names,
        GCallback describe,
        GtkWidget *widget,
        const char *property)
{
  GtkExpression *values[2] = { NULL, NULL };
  GtkExpression *text;
  guint n = 0;

  for (; names[n] != NULL; n++)
    values[n] = gtk_property_expression_new (KP_TYPE_DOCUMENT, NULL, names[n]);
  text = gtk_cclosure_expression_new (G_TYPE_STRING, NULL, n, values, describe, NULL, NULL);
  gtk_expression_bind (text, widget, property, document);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  static const char *const ORIGIN[] = { "org-name", "period", NULL };
  static const char *const DAY[] = { "shared-at", NULL };
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("x-office-document-symbolic");
  GtkWidget *day = gtk_label_new (NULL);

  g_object_set (icon, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  gtk_widget_add_css_class (day, "dimmed");
  gtk_widget_add_css_class (day, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), day);
  g_object_bind_property (item, "title", row, "title", G_BINDING_SYNC_CREATE);
  follow (item, ORIGIN, G_CALLBACK (describe_origin_cb), row, "subtitle");
  follow (item, DAY, G_CALLBACK (describe_day_cb), day, "label");

  return row;
}

static void
show (KpSharedList *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), kp_query_model_get_n_items (self->shared) > 0);
}

static void
kp_shared_list_dispose (GObject *object)
{
  KpSharedList *self = KP_SHARED_LIST (object);

  if (self->list != NULL)
    gtk_list_box_bind_model (self->list, NULL, NULL, NULL, NULL);
  /* Disposing the template also unparents what is bound in it, which AdwBin would not notice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_SHARED_LIST);
  g_clear_object (&self->shared);

  G_OBJECT_CLASS (kp_shared_list_parent_class)->dispose (object);
}

static void
kp_shared_list_class_init (KpSharedListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_shared_list_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-shared-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KpSharedList, list);
}

static void
kp_shared_list_init (KpSharedList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_shared_list_set_client (KpSharedList *self,
                           KpClient *client)
{
  g_return_if_fail (KP_IS_SHARED_LIST (self) && self->shared == NULL);
  g_return_if_fail (KP_IS_CLIENT (client));

  self->shared = kp_client_list_shared (client);
  gtk_list_box_bind_model (self->list, G_LIST_MODEL (self->shared), create_row_cb, NULL, NULL);
  g_signal_connect_object (self->shared, "items-changed", G_CALLBACK (show), self,
                           G_CONNECT_SWAPPED);
  show (self);
}
