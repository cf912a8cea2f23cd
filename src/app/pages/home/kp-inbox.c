/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tasks of the client, seen through one filter per group. Beyond a screenful of a group the
 * module's own list is the better place, so each group ends there.
 */

#include "kp-inbox.h"

#include "kp-list-support.h"
#include "kp-page.h"
#include "kp-row-menu.h"
#include "kp-status-frame.h"
#include "kp-task-row.h"
#include "kp-task-text.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

#define N_GROUPS (KP_INBOX_TODAY + 1)
#define MAX_ROWS 30
#define WEEK_MS (7 * 24 * 60 * 60 * G_GINT64_CONSTANT (1000))

typedef struct
{
  KpInbox *inbox; /* (unowned): owns the array this is in */
  KpInboxGroup group;
  GtkFilter *filter;    /* (owned) (nullable) */
  GListModel *filtered; /* (owned) (nullable): all tasks of the group */
} KpGroup;

struct _KpInbox
{
  AdwBin parent_instance;

  GtkLabel *heading;           /* (template child) */
  GtkWidget *all_button;       /* (template child) */
  AdwToggleGroup *heaps;       /* (template child) */
  AdwToggle *open_toggle;      /* (template child) */
  AdwToggle *completed_toggle; /* (template child) */
  GtkStack *stack;             /* (template child) */
  GtkWidget *open_frame;       /* (template child) */
  GtkWidget *completed_frame;  /* (template child) */
  GtkWidget *earlier_group;    /* (template child) */
  GtkWidget *week_group;       /* (template child) */
  GtkWidget *today_group;      /* (template child) */
  GtkListBox *earlier_list;    /* (template child) */
  GtkListBox *week_list;       /* (template child) */
  GtkListBox *today_list;      /* (template child) */
  GtkLabel *rest_label;        /* (template child) */
  GtkListBox *completed_list;  /* (template child) */

  KpClient *client;         /* (owned) (nullable): NULL after dispose */
  KpGroup groups[N_GROUPS]; /* by KpInboxGroup */
  KpQueryModel *completed;  /* (owned) (nullable): of KpRequest; made when it is first shown */
  char *kind;               /* (owned) (nullable): the only kind to show */
  gint64 now;               /* UTC milliseconds of the last look at the clock */
  guint refilter_id;        /* source: tasks were filled in; 0 = none */
};

G_DEFINE_FINAL_TYPE (KpInbox, kp_inbox, ADW_TYPE_BIN)

KpInboxGroup
kp_inbox_group_of (gint64 since,
                   gint64 now)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (since / 1000);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / 1000);

  if (now - since >= WEEK_MS)
    return KP_INBOX_EARLIER;
  if (then != NULL && today != NULL &&
      g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (today))
    return KP_INBOX_TODAY;

  return KP_INBOX_WEEK;
}

static gboolean
is_in_group_cb (gpointer item,
                gpointer user_data)
{
  KpGroup *group = user_data;
  KpInbox *self = group->inbox;

  if (self->kind != NULL && g_strcmp0 (kp_task_get_kind (item), self->kind) != 0)
    return FALSE;

  return kp_inbox_group_of (kp_task_get_since (item), self->now) == group->group;
}

static int
compare_since_cb (gconstpointer a,
                  gconstpointer b,
                  gpointer user_data)
{
  gint64 first = kp_task_get_since ((KpTask *) a);
  gint64 second = kp_task_get_since ((KpTask *) b);

  return first < second   ? GTK_ORDERING_SMALLER
         : first > second ? GTK_ORDERING_LARGER
                          : GTK_ORDERING_EQUAL;
}

static void
update_heaps (KpInbox *self)
{
  guint n_tasks = g_list_model_get_n_items (kp_client_get_tasks (self->client));
  guint n_completed = kp_counts_get (kp_client_get_counts (self->client), KP_COUNT_COMPLETED);
  g_autofree char *open = g_strdup_printf (_ ("Open (%u)"), n_tasks);
  g_autofree char *completed = g_strdup_printf (_ ("Completed (%u)"), n_completed);

  adw_toggle_set_label (self->open_toggle, open);
  adw_toggle_set_label (self->completed_toggle, completed);
}

/* Says what the lists leave out, so that nothing seems done that is not. */
static void
update_rest (KpInbox *self)
{
  guint n_rest = 0;
  guint n_shown = 0;
  g_autofree char *text = NULL;

  for (guint i = 0; i < N_GROUPS; i++)
    if (self->groups[i].filtered != NULL)
      {
        guint n_items = g_list_model_get_n_items (self->groups[i].filtered);

        n_rest += n_items > MAX_ROWS ? n_items - MAX_ROWS : 0;
        n_shown += n_items;
      }

  if (n_shown == 0)
    text = g_strdup (_ ("Nothing of this kind is left to do."));
  else
    text = g_strdup_printf (g_dngettext (NULL,
                                         "%u more is in the lists of the modules.",
                                         "%u more are in the lists of the modules.",
                                         n_rest),
                            n_rest);
  gtk_label_set_label (self->rest_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->rest_label), n_rest > 0 || n_shown == 0);
}

static void
refilter (KpInbox *self)
{
  for (guint i = 0; i < N_GROUPS; i++)
    gtk_filter_changed (self->groups[i].filter, GTK_FILTER_CHANGE_DIFFERENT);
}

static void
refilter_later_cb (gpointer user_data)
{
  KpInbox *self = user_data;

  self->refilter_id = 0;
  refilter (self);
}

/* Tasks are filled in by the page, and each group looks at all of them: once for a page will do. */
static void
on_task_notify_cb (KpTask *task,
                   GParamSpec *pspec,
                   KpInbox *self)
{
  if (self->refilter_id == 0)
    self->refilter_id = g_idle_add_once (refilter_later_cb, self);
}

static void
on_tasks_changed_cb (GListModel *tasks,
                     guint position,
                     guint removed,
                     guint added,
                     KpInbox *self)
{
  const KpEnvironment *environment = kp_environment_get_real ();

  self->now = kp_environment_now (environment);
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (KpTask) task = g_list_model_get_item (tasks, i);

      /* Tasks beyond the first page fill themselves later. */
      g_signal_handlers_disconnect_by_func (task, on_task_notify_cb, self);
      g_signal_connect_object (task, "notify::since", G_CALLBACK (on_task_notify_cb), self,
                               G_CONNECT_DEFAULT);
    }
  update_heaps (self);
}

static GtkWidget *
create_task_cb (gpointer item,
                gpointer user_data)
{
  return kp_task_row_new (KP_TASK (item), KP_INBOX (user_data)->now);
}

static GtkWidget *
create_completed_cb (gpointer item,
                     gpointer user_data)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *status = gtk_label_new (NULL);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_bind_property (item, "title", row, "title", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item, "org-name", row, "subtitle", G_BINDING_SYNC_CREATE);
  g_object_bind_property (item, "status-text", status, "label", G_BINDING_SYNC_CREATE);
  gtk_widget_add_css_class (status, "dimmed");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), status);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);

  return row;
}

static void
ensure_completed (KpInbox *self)
{
  const KpFilter filter = {
    .scope = KP_SCOPE_ORGANISATION,
    .show = KP_SHOW_COMPLETED,
    .sort = KP_SORT_UPDATED,
  };
  g_autoptr (GtkSliceListModel) first = NULL;

  if (self->completed != NULL)
    return;

  self->completed = kp_client_list_requests (self->client, &filter);
  g_object_set (self->completed_frame, "model", self->completed, NULL);
  first = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (self->completed)), 0, MAX_ROWS);
  gtk_list_box_bind_model (self->completed_list, G_LIST_MODEL (first), create_completed_cb, NULL,
                           NULL);
  kp_row_menu_add (GTK_WIDGET (self->completed_list), G_LIST_MODEL (first), NULL);
}

static void
on_heap_changed_cb (AdwToggleGroup *heaps,
                    GParamSpec *pspec,
                    KpInbox *self)
{
  if (self->client == NULL)
    return;

  if (g_strcmp0 (adw_toggle_group_get_active_name (heaps), "completed") == 0)
    ensure_completed (self);
  gtk_stack_set_visible_child_name (self->stack, adw_toggle_group_get_active_name (heaps));
}

static void
on_completed_activated_cb (GtkListBox *list,
                           GtkListBoxRow *row,
                           KpInbox *self)
{
  g_autoptr (KpRecord) request = g_list_model_get_item (G_LIST_MODEL (self->completed),
                                                        (guint) gtk_list_box_row_get_index (row));

  if (request != NULL)
    kp_page_show (GTK_WIDGET (self),
                  kp_client_get_is_staff (self->client) ? "backoffice" : "requests", "",
                  kp_record_get_id (request));
}

static void
on_all_clicked_cb (GtkButton *button,
                   KpInbox *self)
{
  kp_inbox_set_kind (self, NULL);
}

static gboolean
transform_to_visible (GBinding *binding,
                      const GValue *from,
                      GValue *to,
                      gpointer user_data)
{
  g_value_set_boolean (to, g_value_get_uint (from) > 0);

  return TRUE;
}

static void
add_group (KpInbox *self,
           KpInboxGroup number,
           GtkWidget *widget,
           GtkListBox *list)
{
  KpGroup *group = &self->groups[number];
  GListModel *tasks = kp_client_get_tasks (self->client);
  g_autoptr (GtkFilterListModel) filtered = NULL;
  g_autoptr (GtkSortListModel) sorted = NULL;
  g_autoptr (GtkSliceListModel) first = NULL;

  group->inbox = self;
  group->group = number;
  group->filter = GTK_FILTER (gtk_custom_filter_new (is_in_group_cb, group, NULL));
  filtered = gtk_filter_list_model_new (g_object_ref (tasks), g_object_ref (group->filter));
  sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (filtered)),
                                    GTK_SORTER (gtk_custom_sorter_new (compare_since_cb,
                                                                       NULL, NULL)));
  first = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (sorted)), 0, MAX_ROWS);
  g_object_bind_property_full (first, "n-items", widget, "visible", G_BINDING_SYNC_CREATE,
                               transform_to_visible, NULL, NULL, NULL);
  gtk_list_box_bind_model (list, G_LIST_MODEL (first), create_task_cb, self, NULL);
  kp_row_menu_add (GTK_WIDGET (list), G_LIST_MODEL (first), NULL);
  group->filtered = g_object_ref (G_LIST_MODEL (filtered));
  g_signal_connect_object (filtered, "items-changed", G_CALLBACK (update_rest), self,
                           G_CONNECT_SWAPPED);
  update_rest (self);
}

static void
kp_inbox_dispose (GObject *object)
{
  KpInbox *self = KP_INBOX (object);

  g_clear_handle_id (&self->refilter_id, g_source_remove);
  if (self->earlier_list != NULL)
    {
      gtk_list_box_bind_model (self->earlier_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->week_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->today_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->completed_list, NULL, NULL, NULL, NULL);
    }
  for (guint i = 0; i < N_GROUPS; i++)
    {
      if (self->groups[i].filtered != NULL)
        g_signal_handlers_disconnect_by_data (self->groups[i].filtered, self);
      g_clear_object (&self->groups[i].filtered);
      g_clear_object (&self->groups[i].filter);
    }
  /* Disposing the template also unparents what is bound in it, which AdwBin would not notice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_INBOX);
  g_clear_object (&self->completed);
  g_clear_object (&self->client);
  g_clear_pointer (&self->kind, g_free);

  G_OBJECT_CLASS (kp_inbox_parent_class)->dispose (object);
}

static void
kp_inbox_class_init (KpInboxClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_inbox_dispose;

  g_type_ensure (KP_TYPE_STATUS_FRAME);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-inbox.ui");
  gtk_widget_class_bind_template_child (widget_class, KpInbox, heading);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, all_button);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, heaps);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, open_toggle);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, completed_toggle);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, stack);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, open_frame);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, completed_frame);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, earlier_group);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, week_group);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, today_group);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, earlier_list);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, week_list);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, today_list);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, rest_label);
  gtk_widget_class_bind_template_child (widget_class, KpInbox, completed_list);
  gtk_widget_class_bind_template_callback (widget_class, on_all_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_completed_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_heap_changed_cb);
}

static void
kp_inbox_init (KpInbox *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* The page is made before anybody looks at it, while the account is being loaded. Its rows are not,
 * nor do they follow the tasks until then. */
static void
on_first_seen_cb (KpInbox *self)
{
  GListModel *tasks = kp_client_get_tasks (self->client);

  g_signal_handlers_disconnect_by_func (self, on_first_seen_cb, self);
  g_signal_connect_object (tasks, "items-changed", G_CALLBACK (on_tasks_changed_cb), self,
                           G_CONNECT_DEFAULT);
  on_tasks_changed_cb (tasks, 0, 0, g_list_model_get_n_items (tasks), self);
  add_group (self, KP_INBOX_EARLIER, self->earlier_group, self->earlier_list);
  add_group (self, KP_INBOX_WEEK, self->week_group, self->week_list);
  add_group (self, KP_INBOX_TODAY, self->today_group, self->today_list);
  g_signal_connect_object (kp_client_get_counts (self->client), "notify",
                           G_CALLBACK (update_heaps), self, G_CONNECT_SWAPPED);
  g_object_set (self->open_frame, "model", tasks, NULL);
}

void
kp_inbox_set_client (KpInbox *self,
                     KpClient *client)
{
  g_return_if_fail (KP_IS_INBOX (self));
  g_return_if_fail (KP_IS_CLIENT (client) && self->client == NULL);

  self->client = g_object_ref (client);
  kp_list_support_follow_online (self->open_frame, client);
  kp_list_support_follow_online (self->completed_frame, client);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    on_first_seen_cb (self);
  else
    g_signal_connect_object (self, "map", G_CALLBACK (on_first_seen_cb), self, 0);
}

void
kp_inbox_set_kind (KpInbox *self,
                   const char *kind)
{
  g_return_if_fail (KP_IS_INBOX (self));

  if (kind != NULL && *kind == '\0')
    kind = NULL;
  g_set_str (&self->kind, kind);
  gtk_label_set_label (self->heading, kind != NULL ? kp_task_text_kind (kind) : _ ("To do"));
  gtk_widget_set_visible (self->all_button, kind != NULL);
  adw_toggle_group_set_active_name (self->heaps, "open");
  refilter (self);
}

const char *
kp_inbox_get_page (KpInbox *self)
{
  const char *heap;

  g_return_val_if_fail (KP_IS_INBOX (self), NULL);

  heap = gtk_stack_get_visible_child_name (self->stack);

  return kp_status_frame_get_page (KP_STATUS_FRAME (
    g_str_equal (heap, "open") ? self->open_frame : self->completed_frame));
}
