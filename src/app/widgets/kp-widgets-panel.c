/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shows what the client and the page in front say of themselves; keeps nothing of its own.
 */

#include "kp-widgets-panel.h"

#include "kp-page-registry.h"
#include "kp-task-text.h"

#include <glib/gi18n.h>

struct _KpWidgetsPanel
{
  AdwBin parent_instance;

  AdwAvatar *avatar;              /* (template child) */
  GtkLabel *name_label;           /* (template child) */
  GtkLabel *email_label;          /* (template child) */
  GtkLabel *language_label;       /* (template child) */
  GtkWidget *selected_widget;     /* (template child) */
  GtkCheckButton *all_button;     /* (template child) */
  GtkListBox *organisations_list; /* (template child) */
  GtkWidget *more_button;         /* (template child) */
  GtkStack *to_do;                /* (template child) */
  GtkListBox *kinds_list;         /* (template child) */
  GtkListBox *nearest_list;       /* (template child) */
  GtkLabel *information_label;    /* (template child) */

  KpClient *client; /* (owned) (nullable) */
  KpPage *page;     /* (owned) (nullable): in front */
  char *module;     /* (owned) (nullable): its name */
};

G_DEFINE_FINAL_TYPE (KpWidgetsPanel, kp_widgets_panel, ADW_TYPE_BIN)

/* More are in the popover of the organisation button. */
#define MAX_ORGANISATIONS 8
#define MAX_NEAREST 3

static const char *const KINDS[] = {
  KP_TASK_ANSWER,
  KP_TASK_REQUEST,
  KP_TASK_REPLY,
  KP_TASK_CHANGE,
  KP_TASK_DRAFT,
};

/* The row is what has the focus, so it is the row that is named. */
static void
name_row (GtkWidget *row,
          const char *title,
          const char *note)
{
  g_autofree char *name = NULL;

  /* Translators: what a screen reader says of a row and the number behind it */
  name = note != NULL ? g_strdup_printf (_ ("%s, %s"), title, note) : g_strdup (title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  name != NULL ? name : "", -1);
}

static GtkWidget *
make_row (const char *title,
          const char *note)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title_label = gtk_label_new (title);
  GtkWidget *note_label = gtk_label_new (note);

  gtk_label_set_xalign (GTK_LABEL (title_label), 0);
  gtk_label_set_wrap (GTK_LABEL (title_label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title_label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_lines (GTK_LABEL (title_label), 2);
  gtk_label_set_ellipsize (GTK_LABEL (title_label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title_label, TRUE);
  gtk_widget_set_margin_top (title_label, 3);
  gtk_widget_set_margin_bottom (title_label, 3);
  gtk_widget_add_css_class (note_label, "caption");
  gtk_widget_add_css_class (note_label, "dimmed");
  gtk_widget_add_css_class (note_label, "numeric");
  gtk_box_append (GTK_BOX (box), title_label);
  gtk_box_append (GTK_BOX (box), note_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  name_row (row, title, note);

  return row;
}

static void
on_task_notify_cb (KpTask *task,
                   GParamSpec *pspec,
                   GtkWidget *row)
{
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
  g_autofree char *title = kp_task_text_title (kp_task_get_kind (task), kp_task_get_title (task));

  gtk_label_set_label (GTK_LABEL (gtk_widget_get_first_child (box)), title);
  name_row (row, title, NULL);
}

static GtkWidget *
create_nearest_cb (gpointer item,
                   gpointer user_data)
{
  GtkWidget *row = make_row (NULL, NULL);

  g_signal_connect_object (item, "notify::title", G_CALLBACK (on_task_notify_cb), row,
                           G_CONNECT_DEFAULT);
  on_task_notify_cb (KP_TASK (item), NULL, row);

  return row;
}

static void
on_organisation_notify_cb (KpOrganisation *organisation,
                           GParamSpec *pspec,
                           GtkWidget *row)
{
  name_row (row, kp_organisation_get_name (organisation), NULL);
}

static GtkWidget *
create_organisation_cb (gpointer item,
                        gpointer user_data)
{
  KpOrganisation *organisation = KP_ORGANISATION (item);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *button = gtk_check_button_new ();

  g_object_bind_property (organisation, "name", label, "label", G_BINDING_SYNC_CREATE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_check_button_set_child (GTK_CHECK_BUTTON (button), label);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    kp_record_get_id (KP_RECORD (organisation)));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.organisation");
  gtk_widget_set_margin_start (button, 12);
  gtk_widget_set_margin_end (button, 12);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), button);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  g_signal_connect_object (organisation, "notify::name",
                           G_CALLBACK (on_organisation_notify_cb), row, G_CONNECT_DEFAULT);
  on_organisation_notify_cb (organisation, NULL, row);

  return row;
}

static guint
count_tasks (GListModel *tasks,
             const char *kind)
{
  guint count = 0;

  for (guint i = 0; i < g_list_model_get_n_items (tasks); i++)
    {
      g_autoptr (KpTask) task = g_list_model_get_item (tasks, i);

      count += g_strcmp0 (kp_task_get_kind (task), kind) == 0 ? 1 : 0;
    }

  return count;
}

static void
update_kinds (KpWidgetsPanel *self,
              GListModel *tasks)
{
  gtk_list_box_remove_all (self->kinds_list);
  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    {
      guint count = count_tasks (tasks, KINDS[i]);
      g_autofree char *number = g_strdup_printf ("%u", count);
      GtkWidget *row;

      if (count == 0)
        continue;

      row = make_row (kp_task_text_kind (KINDS[i]), number);
      gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(sss)", "home", KINDS[i], "");
      gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.show");
      gtk_list_box_append (self->kinds_list, row);
    }
}

static void
update_to_do (KpWidgetsPanel *self)
{
  GListModel *tasks;

  if (self->client == NULL)
    return;

  tasks = kp_client_get_tasks (self->client);
  if (g_list_model_get_n_items (tasks) == 0)
    {
      gtk_stack_set_visible_child_name (self->to_do, "nothing");
      return;
    }

  update_kinds (self, tasks);
  gtk_stack_set_visible_child_name (self->to_do, g_strcmp0 (self->module, "home") == 0
                                                   ? "kinds"
                                                   : "nearest");
}

static void
update_organisations (KpWidgetsPanel *self)
{
  guint n_items;

  if (self->client == NULL)
    return;

  n_items = g_list_model_get_n_items (kp_client_get_organisations (self->client));
  gtk_widget_set_visible (self->selected_widget, n_items > 1);
  gtk_widget_set_visible (self->more_button, n_items > MAX_ORGANISATIONS);
}

static void
update_person (KpWidgetsPanel *self)
{
  const char *name;
  const char *email;

  if (self->client == NULL)
    return;

  name = kp_client_get_user_name (self->client);
  email = kp_client_get_user_email (self->client);
  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_label (self->name_label, name != NULL ? name : "");
  gtk_label_set_label (self->email_label, email != NULL ? email : "");
  /* Translators: the name of this language in this language */
  gtk_label_set_label (self->language_label, _ ("English"));
}

static void
update_information (KpWidgetsPanel *self)
{
  const KpPageKind *kind = kp_page_registry_find (self->module);
  const char *own = self->page != NULL ? kp_page_get_information (self->page) : NULL;

  /* The portal knows best what its customers come for. */
  if (own == NULL && self->client != NULL && self->module != NULL)
    own = kp_client_get_help (self->client, self->module);
  if (own != NULL)
    gtk_label_set_label (self->information_label, own);
  else if (kind != NULL)
    gtk_label_set_label (self->information_label, _ (kind->information));
}

static void
on_nearest_activated_cb (GtkListBox *list,
                         GtkListBoxRow *row,
                         KpWidgetsPanel *self)
{
  g_autoptr (KpTask) task = g_list_model_get_item (kp_client_get_tasks (self->client),
                                                   (guint) gtk_list_box_row_get_index (row));

  if (task != NULL)
    kp_task_open (GTK_WIDGET (self), task);
}

static void
unbind (KpWidgetsPanel *self)
{
  if (self->organisations_list != NULL)
    {
      gtk_list_box_bind_model (self->organisations_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->nearest_list, NULL, NULL, NULL, NULL);
    }
  if (self->client == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->client, self);
  g_signal_handlers_disconnect_by_data (kp_client_get_tasks (self->client), self);
  g_signal_handlers_disconnect_by_data (kp_client_get_organisations (self->client), self);
  g_clear_object (&self->client);
}

static void
kp_widgets_panel_dispose (GObject *object)
{
  KpWidgetsPanel *self = KP_WIDGETS_PANEL (object);

  unbind (self);
  if (self->page != NULL)
    g_signal_handlers_disconnect_by_data (self->page, self);
  g_clear_object (&self->page);
  /* Disposing the template also unparents what is bound in it, which AdwBin would not notice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_WIDGETS_PANEL);
  g_clear_pointer (&self->module, g_free);

  G_OBJECT_CLASS (kp_widgets_panel_parent_class)->dispose (object);
}

static void
kp_widgets_panel_class_init (KpWidgetsPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_widgets_panel_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-widgets-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, KpWidgetsPanel, avatar);
  gtk_widget_class_bind_template_child (widget_class, KpWidgetsPanel, name_label);
  gtk_widget_class_bind_template_child (widget_class, KpWidgetsPanel, email_label);
  gtk_widget_class_bind_template_child (widget_class, KpWidgetsPanel, language_label);
  gtk_widget_class_bind_template_child (widget_class, KpWidgetsPanel, selected_widget);
  gtk_widget_class_bind_template_child (widget_class, KpWidgetsPanel, all_button);
  gtk_widget_class_bind_template_child (widget_class, KpWidgetsPanel, organisations_list);
  gtk_widget_class_bind_template_child (widget_class, KpWidgetsPanel, more_button);
  gtk_widget_class_bind_template_child (widget_class, KpWidgetsPanel, to_do);
  gtk_widget_class_bind_template_child (widget_class, KpWidgetsPanel, kinds_list);
  gtk_widget_class_bind_template_child (widget_class, KpWidgetsPanel, nearest_list);
  gtk_widget_class_bind_template_child (widget_class, KpWidgetsPanel, information_label);
  gtk_widget_class_bind_template_callback (widget_class, on_nearest_activated_cb);
}

static void
kp_widgets_panel_init (KpWidgetsPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_widgets_panel_set_client (KpWidgetsPanel *self,
                             KpClient *client)
{
  GListModel *organisations;
  GListModel *tasks;
  g_autoptr (GtkSliceListModel) first = NULL;
  g_autoptr (GtkSliceListModel) nearest = NULL;

  g_return_if_fail (KP_IS_WIDGETS_PANEL (self));

  unbind (self);
  if (client == NULL)
    return;

  self->client = g_object_ref (client);
  organisations = kp_client_get_organisations (client);
  tasks = kp_client_get_tasks (client);
  first = gtk_slice_list_model_new (g_object_ref (organisations), 0, MAX_ORGANISATIONS);
  nearest = gtk_slice_list_model_new (g_object_ref (tasks), 0, MAX_NEAREST);
  gtk_list_box_bind_model (self->organisations_list, G_LIST_MODEL (first),
                           create_organisation_cb, NULL, NULL);
  gtk_list_box_bind_model (self->nearest_list, G_LIST_MODEL (nearest),
                           create_nearest_cb, NULL, NULL);
  gtk_check_button_set_label (self->all_button, kp_client_get_is_staff (client)
                                                  ? _ ("All customers")
                                                  : _ ("All organisations"));
  g_signal_connect_object (organisations, "items-changed",
                           G_CALLBACK (update_organisations), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tasks, "items-changed",
                           G_CALLBACK (update_to_do), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify", G_CALLBACK (update_person), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::help", G_CALLBACK (update_information), self,
                           G_CONNECT_SWAPPED);
  update_organisations (self);
  update_to_do (self);
  update_person (self);
}

void
kp_widgets_panel_set_page (KpWidgetsPanel *self,
                           KpPage *page,
                           const char *module)
{
  g_return_if_fail (KP_IS_WIDGETS_PANEL (self));

  if (self->page != NULL)
    g_signal_handlers_disconnect_by_data (self->page, self);
  g_set_object (&self->page, page);
  g_set_str (&self->module, module);
  if (page != NULL)
    g_signal_connect_object (page, "notify::information",
                             G_CALLBACK (update_information), self, G_CONNECT_SWAPPED);
  update_to_do (self);
  update_information (self);
}
