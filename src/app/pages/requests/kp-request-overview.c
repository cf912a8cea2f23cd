/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list itself is a model of the client; this file turns what is typed and toggled into a
 * filter.
 */

#include "kp-request-overview.h"

#include "kp-list-support.h"
#include "kp-page.h"
#include "kp-request-filters.h"
#include "kp-row-menu.h"
#include "kp-status-frame.h"
#include "kp-status-pill.h"
#include "kp-sync-mark.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

struct _KpRequestOverview
{
  AdwNavigationPage parent_instance;

  AdwWindowTitle *window_title; /* (template child) */
  GtkWidget *new_button;        /* (template child) */
  GtkWidget *new_icon;          /* (template child): in its place on a phone */
  GtkWidget *more_button;       /* (template child) */
  GtkEditable *search;          /* (template child) */
  KpRequestFilters *filters;    /* (template child) */
  AdwToggleGroup *bucket;       /* (template child) */
  AdwToggle *open_toggle;       /* (template child) */
  AdwToggle *completed_toggle;  /* (template child) */
  GtkWidget *frame;             /* (template child) */
  GtkColumnView *table;         /* (template child) */
  GtkListView *rows;            /* (template child) */
  KpClient *client;             /* (owned) */
  KpQueryModel *requests;       /* (owned) */
  KpScope scope;
  KpSort sort;
  gboolean reversed;
  gboolean sorting; /* whether the table's header changes by itself */
  gboolean narrow;
};

typedef enum
{
  PROP_CLIENT = 1,
  PROP_NARROW
} KpRequestOverviewProperty;

static GParamSpec *properties[PROP_NARROW + 1];

typedef enum
{
  SIGNAL_OPENED
} KpRequestOverviewSignal;

static guint signals[SIGNAL_OPENED + 1];

G_DEFINE_FINAL_TYPE (KpRequestOverview, kp_request_overview, ADW_TYPE_NAVIGATION_PAGE)

static gboolean
shows_completed (KpRequestOverview *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->bucket), "completed") == 0;
}

static KpFilter
make_filter (KpRequestOverview *self)
{
  const char *words = gtk_editable_get_text (self->search);

  KpFilter filter = {
    .scope = self->scope,
    .show = shows_completed (self) ? KP_SHOW_COMPLETED : KP_SHOW_OPEN,
    .sort = self->sort,
    .reversed = self->reversed,
    .search = *words != '\0' ? words : NULL,
  };

  kp_request_filters_apply (self->filters, &filter);

  return filter;
}

/* Says why the list is empty: nothing was ever asked, or the filter hides it. */
static void
describe_empty (KpRequestOverview *self)
{
  gboolean searching = *gtk_editable_get_text (self->search) != '\0';
  gboolean may_submit = kp_client_has_right (self->client, "request.submit", NULL);

  if (searching || kp_request_filters_get_n_active (self->filters) > 0)
    g_object_set (self->frame,
                  "empty-title", _ ("Nothing Found"),
                  "empty-description",
                  shows_completed (self)
                    ? _ ("No completed request fits. Look under Open too, or try other words.")
                    : _ ("No open request fits. Look under Completed too, or try other words."),
                  "empty-action", "requests.clear-filter",
                  "empty-action-label", _ ("Clear Filter"),
                  NULL);
  else
    g_object_set (self->frame, "empty-title",
                  shows_completed (self) ? _ ("Nothing Completed Yet") : _ ("No Open Requests"),
                  "empty-description",
                  _ ("What you ask the office appears here, and how far it is."), "empty-action",
                  may_submit ? "requests.new" : NULL, "empty-action-label", _ ("New Request"),
                  NULL);
}

static void
refilter (KpRequestOverview *self)
{
  KpFilter filter = make_filter (self);

  if (self->requests == NULL)
    return;

  describe_empty (self);
  kp_client_refilter (self->client, self->requests, &filter);
}

static void
on_search_changed_cb (KpRequestOverview *self)
{
  refilter (self);
}

static void
on_stop_search_cb (KpRequestOverview *self)
{
  gtk_editable_set_text (self->search, "");
}

static void
activate_clear_filter (GtkWidget *widget,
                       const char *action_name,
                       GVariant *parameter)
{
  KpRequestOverview *self = KP_REQUEST_OVERVIEW (widget);

  on_stop_search_cb (self);
  kp_request_filters_clear (self->filters);
}

/* Sorting: by the headers of the table, or by the menu where there is no table. */

static const struct
{
  const char *name; /* of the column, and in saved views */
  KpSort sort;
  gboolean descends; /* whether its usual order is the greatest first */
} SORTS[] = {
  { "updated", KP_SORT_UPDATED, TRUE },
  { "created", KP_SORT_CREATED, TRUE },
  { "title", KP_SORT_TITLE, FALSE },
  { "organisation", KP_SORT_ORGANISATION, FALSE },
  { "status", KP_SORT_STATUS, FALSE },
};

static guint
find_sort (KpRequestOverview *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (SORTS); i++)
    if (SORTS[i].sort == self->sort)
      return i;

  return 0;
}

/* Shows in the headers what the list is sorted by. */
static void
show_sort (KpRequestOverview *self)
{
  guint sort = find_sort (self);
  GListModel *columns = gtk_column_view_get_columns (self->table);
  gboolean descending = SORTS[sort].descends != self->reversed;

  self->sorting = TRUE;
  gtk_column_view_sort_by_column (self->table, NULL, GTK_SORT_ASCENDING);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_id (column), SORTS[sort].name) == 0)
        gtk_column_view_sort_by_column (self->table, column,
                                        descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
    }
  self->sorting = FALSE;
}

static void
on_header_clicked_cb (KpRequestOverview *self)
{
  GtkColumnViewSorter *sorter;
  GtkColumnViewColumn *column;
  gboolean descending;

  /* The table also lets go of its sorter when it goes. */
  if (self->sorting || self->table == NULL)
    return;

  sorter = GTK_COLUMN_VIEW_SORTER (gtk_column_view_get_sorter (self->table));
  column = gtk_column_view_sorter_get_primary_sort_column (sorter);
  descending = gtk_column_view_sorter_get_primary_sort_order (sorter) == GTK_SORT_DESCENDING;
  for (guint i = 0; column != NULL && i < G_N_ELEMENTS (SORTS); i++)
    if (g_strcmp0 (SORTS[i].name, gtk_column_view_column_get_id (column)) == 0)
      {
        self->sort = SORTS[i].sort;
        self->reversed = SORTS[i].descends != descending;
      }
  refilter (self);
}

static void
activate_sort (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpRequestOverview *self = KP_REQUEST_OVERVIEW (widget);
  const char *name = g_variant_get_string (parameter, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (SORTS); i++)
    if (g_str_equal (SORTS[i].name, name))
      {
        self->reversed = self->sort == SORTS[i].sort && !self->reversed;
        self->sort = SORTS[i].sort;
      }
  show_sort (self);
  refilter (self);
}

/* Saved views. */

static void
activate_save_view (GtkWidget *widget,
                    const char *action_name,
                    GVariant *parameter)
{
  KpRequestOverview *self = KP_REQUEST_OVERVIEW (widget);
  g_autoptr (GVariant) view = NULL;
  g_autofree char *text = NULL;
  GVariantDict members;

  g_variant_dict_init (&members, NULL);
  kp_request_filters_save (self->filters, &members);
  g_variant_dict_insert (&members, "sort", "s", SORTS[find_sort (self)].name);
  g_variant_dict_insert (&members, "reversed", "b", self->reversed);
  g_variant_dict_insert (&members, "completed", "b", shows_completed (self));
  g_variant_dict_insert (&members, "words", "s", gtk_editable_get_text (self->search));
  view = g_variant_ref_sink (g_variant_dict_end (&members));
  text = g_variant_print (view, TRUE);
  kp_client_keep_view (self->client, "requests", text);
  kp_page_say (widget, _ ("Saved: the requests open like this from now on"));
}

static void
restore_view (KpRequestOverview *self,
              GVariant *view)
{
  g_auto (GVariantDict) members = G_VARIANT_DICT_INIT (view);
  const char *sort = "";
  const char *words = "";
  gboolean completed = FALSE;

  kp_request_filters_restore (self->filters, &members);
  g_variant_dict_lookup (&members, "sort", "&s", &sort);
  g_variant_dict_lookup (&members, "reversed", "b", &self->reversed);
  g_variant_dict_lookup (&members, "completed", "b", &completed);
  g_variant_dict_lookup (&members, "words", "&s", &words);
  for (guint i = 0; i < G_N_ELEMENTS (SORTS); i++)
    if (g_str_equal (SORTS[i].name, sort))
      self->sort = SORTS[i].sort;
  show_sort (self);
  adw_toggle_group_set_active_name (self->bucket, completed ? "completed" : "open");
  gtk_editable_set_text (self->search, words);
  refilter (self);
}

static void
on_view_loaded_cb (GObject *source_object,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (KpRequestOverview) self = user_data;
  g_autofree char *text = kp_client_load_view_finish (KP_CLIENT (source_object), result, NULL);
  g_autoptr (GVariant) view =
    text != NULL ? g_variant_parse (G_VARIANT_TYPE_VARDICT, text, NULL, NULL, NULL) : NULL;

  if (self->client != NULL && view != NULL)
    restore_view (self, view);
}

/* Export. */

static void
on_exported_cb (GObject *source_object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (KpRequestOverview) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint n = 0;
  gboolean done = kp_client_export_requests_finish (KP_CLIENT (source_object), result, &n, &error);

  if (self->client == NULL)
    return;

  text = g_strdup_printf (ngettext ("%u request exported", "%u requests exported", n), n);
  if (done)
    kp_page_say (GTK_WIDGET (self), text);
  else
    kp_page_say_error (GTK_WIDGET (self), error);
}

void
kp_request_overview_export (KpRequestOverview *self,
                            GFile *file)
{
  const char *const headings[] = {
    _ ("Number"),
    _ ("Title"),
    _ ("Kind"),
    _ ("Status"),
    _ ("Organisation"),
    _ ("Requested by"),
    _ ("Requested"),
    _ ("Last change"),
    _ ("Work order"),
    NULL,
  };
  KpFilter filter = make_filter (self);

  kp_client_export_requests_async (self->client, &filter, headings, file, NULL, on_exported_cb,
                                   g_object_ref (self));
}

static void
on_file_chosen_cb (GObject *source_object,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (KpRequestOverview) self = user_data;
  g_autoptr (GFile) file =
    gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source_object), result, NULL);

  /* No file: the person thought better of it. */
  if (file != NULL && self->client != NULL)
    kp_request_overview_export (self, file);
}

static void
activate_export (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) kind = gtk_file_filter_new ();
  g_autoptr (GListStore) kinds = g_list_store_new (GTK_TYPE_FILE_FILTER);

  gtk_file_filter_set_name (kind, _ ("Tables (CSV)"));
  gtk_file_filter_add_suffix (kind, "csv");
  g_list_store_append (kinds, kind);
  gtk_file_dialog_set_title (dialog, _ ("Export Requests"));
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (kinds));
  gtk_file_dialog_set_initial_name (dialog, _ ("Requests.csv"));
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                        on_file_chosen_cb, g_object_ref (widget));
}

static void
on_bucket_changed_cb (KpRequestOverview *self)
{
  refilter (self);
}

static void
on_activate_cb (KpRequestOverview *self,
                guint position)
{
  g_autoptr (KpRequest) request = g_list_model_get_item (G_LIST_MODEL (self->requests), position);

  if (request != NULL)
    g_signal_emit (self, signals[SIGNAL_OPENED], 0, kp_record_get_id (KP_RECORD (request)));
}

static void
show_counts (KpRequestOverview *self)
{
  KpCounts *counts = kp_client_get_counts (self->client);
  gboolean mine = self->scope == KP_SCOPE_MINE;
  guint n_open = kp_counts_get (counts, mine ? KP_COUNT_MINE_OPEN : KP_COUNT_OPEN);
  g_autofree char *open = g_strdup_printf (_ ("Open (%u)"), n_open);
  g_autofree char *completed = g_strdup_printf (_ ("Completed (%u)"),
                                                kp_counts_get (counts, KP_COUNT_COMPLETED));

  /* What one completed oneself is not counted. */
  adw_toggle_set_label (self->open_toggle, open);
  adw_toggle_set_label (self->completed_toggle, mine ? _ ("Completed") : completed);
}

static void
on_organisation_cb (KpRequestOverview *self)
{
  GListModel *organisations = self->scope == KP_SCOPE_MINE
                                ? kp_client_get_organisations (self->client)
                                : kp_request_filters_get_organisations (self->filters);
  const char *selected = kp_client_get_organisation (self->client);
  const char *name = _ ("All organisations");

  for (guint i = 0; i < g_list_model_get_n_items (organisations); i++)
    {
      g_autoptr (KpOrganisation) item = g_list_model_get_item (organisations, i);

      if (g_strcmp0 (kp_record_get_id (KP_RECORD (item)), selected) == 0 ||
          g_list_model_get_n_items (organisations) == 1)
        {
          adw_window_title_set_subtitle (self->window_title, kp_organisation_get_name (item));
          return;
        }
    }

  adw_window_title_set_subtitle (self->window_title,
                                 g_list_model_get_n_items (organisations) > 1 ? name : "");
}

static void
on_rights_cb (KpRequestOverview *self)
{
  gboolean may_submit = kp_client_has_right (self->client, "request.submit", NULL);

  gtk_widget_set_visible (self->new_button, may_submit && !self->narrow);
  gtk_widget_set_visible (self->new_icon, may_submit && self->narrow);
  describe_empty (self);
}

static void
on_organisations_cb (KpRequestOverview *self,
                     guint position,
                     guint removed,
                     guint added)
{
  on_organisation_cb (self);
  on_rights_cb (self);
}

/* Closures of the template. The first argument is the template's or list item's own object. */

static char *
describe_kind_cb (gpointer object,
                  const char *number,
                  const char *flow_name,
                  const char *origin)
{
  const char *first = number != NULL && *number != '\0' ? number : _ ("Number follows");
  GStrvBuilder *parts = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;

  g_strv_builder_add (parts, first);
  if (flow_name != NULL)
    g_strv_builder_add (parts, flow_name);
  if (origin != NULL)
    g_strv_builder_add (parts, origin);
  texts = g_strv_builder_unref_to_strv (parts);

  return g_strjoinv (" · ", texts);
}

static gboolean
has_text_cb (gpointer object,
             const char *text)
{
  return text != NULL && *text != '\0';
}

static char *
describe_status_cb (gpointer object,
                    const char *status_text,
                    const char *number,
                    KpSyncState sync)
{
  /* What the office never received cannot have one of its statuses. */
  if ((number == NULL || *number == '\0') && sync != KP_SYNC_CONFIRMED)
    return g_strdup (_ ("Not sent yet"));

  return g_strdup (status_text);
}

static char *
describe_row_cb (gpointer object,
                 const char *number,
                 gint64 at)
{
  g_autofree char *day = kp_time_text_day (at, g_get_real_time () / 1000);

  return describe_kind_cb (object, number, day, NULL);
}

static void
kp_request_overview_get_property (GObject *object,
                                  guint prop_id,
                                  GValue *value,
                                  GParamSpec *pspec)
{
  KpRequestOverview *self = KP_REQUEST_OVERVIEW (object);

  switch ((KpRequestOverviewProperty) prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;

    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_request_overview_set_property (GObject *object,
                                  guint prop_id,
                                  const GValue *value,
                                  GParamSpec *pspec)
{
  KpRequestOverview *self = KP_REQUEST_OVERVIEW (object);

  switch ((KpRequestOverviewProperty) prop_id)
    {
    case PROP_CLIENT:
      self->client = g_value_dup_object (value);
      break;

    case PROP_NARROW:
      if (self->narrow != g_value_get_boolean (value))
        {
          self->narrow = g_value_get_boolean (value);
          if (self->requests != NULL)
            on_rights_cb (self);
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

/* Returns: (transfer full) */
static GtkSelectionModel *
make_model (KpRequestOverview *self,
            GtkWidget *view)
{
  GListModel *rows = kp_list_support_begin_short (view, G_LIST_MODEL (self->requests),
                                                  kp_client_get_status (self->client));

  return GTK_SELECTION_MODEL (gtk_no_selection_new (rows));
}

static void
kp_request_overview_constructed (GObject *object)
{
  KpRequestOverview *self = KP_REQUEST_OVERVIEW (object);
  KpFilter filter = make_filter (self);
  g_autoptr (GtkSelectionModel) for_table = NULL;
  g_autoptr (GtkSelectionModel) for_rows = NULL;

  G_OBJECT_CLASS (kp_request_overview_parent_class)->constructed (object);

  self->requests = kp_client_list_requests (self->client, &filter);
  for_table = make_model (self, GTK_WIDGET (self->table));
  for_rows = make_model (self, GTK_WIDGET (self->rows));
  kp_list_support_set_model (GTK_WIDGET (self->table), for_table);
  kp_list_support_set_model (GTK_WIDGET (self->rows), for_rows);
  kp_list_support_stay_on_top (GTK_WIDGET (self->table), for_table);
  kp_list_support_stay_on_top (GTK_WIDGET (self->rows), for_rows);
  kp_row_menu_add (GTK_WIDGET (self->table), NULL, NULL);
  kp_row_menu_add (GTK_WIDGET (self->rows), NULL, NULL);

  g_object_set (self->frame, "model", self->requests, NULL);
  kp_request_filters_set_client (self->filters, self->client);
  show_sort (self);
  g_signal_connect_object (gtk_column_view_get_sorter (self->table), "changed",
                           G_CALLBACK (on_header_clicked_cb), self, G_CONNECT_SWAPPED);
  kp_client_load_view_async (self->client, "requests", on_view_loaded_cb, g_object_ref (self));
  kp_list_support_follow_online (self->frame, self->client);
  g_signal_connect_object (kp_client_get_counts (self->client), "notify",
                           G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->client, "notify::organisation",
                           G_CALLBACK (on_organisation_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_client_get_organisations (self->client), "items-changed",
                           G_CALLBACK (on_organisations_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_request_filters_get_organisations (self->filters), "items-changed",
                           G_CALLBACK (on_organisations_cb), self, G_CONNECT_SWAPPED);
  on_organisation_cb (self);
  on_rights_cb (self);
  show_counts (self);
}

static void
kp_request_overview_dispose (GObject *object)
{
  KpRequestOverview *self = KP_REQUEST_OVERVIEW (object);

  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_REQUEST_OVERVIEW);
  g_clear_object (&self->requests);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_request_overview_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-request-overview.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestOverview, window_title);
  gtk_widget_class_bind_template_child (widget_class, KpRequestOverview, new_button);
  gtk_widget_class_bind_template_child (widget_class, KpRequestOverview, new_icon);
  gtk_widget_class_bind_template_child (widget_class, KpRequestOverview, more_button);
  gtk_widget_class_bind_template_child (widget_class, KpRequestOverview, search);
  gtk_widget_class_bind_template_child (widget_class, KpRequestOverview, filters);
  gtk_widget_class_bind_template_child (widget_class, KpRequestOverview, bucket);
  gtk_widget_class_bind_template_child (widget_class, KpRequestOverview, open_toggle);
  gtk_widget_class_bind_template_child (widget_class, KpRequestOverview, completed_toggle);
  gtk_widget_class_bind_template_child (widget_class, KpRequestOverview, frame);
  gtk_widget_class_bind_template_child (widget_class, KpRequestOverview, table);
  gtk_widget_class_bind_template_child (widget_class, KpRequestOverview, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_bucket_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, has_text_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_status_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_row_cb);
  kp_list_support_bind_closures (widget_class);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "requests.clear-filter", NULL,
                                   activate_clear_filter);
  gtk_widget_class_install_action (widget_class, "requests.sort", "s", activate_sort);
  gtk_widget_class_install_action (widget_class, "requests.save-view", NULL, activate_save_view);
  gtk_widget_class_install_action (widget_class, "requests.export", NULL, activate_export);
}

static void
kp_request_overview_class_init (KpRequestOverviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_request_overview_get_property;
  object_class->set_property = kp_request_overview_set_property;
  object_class->constructed = kp_request_overview_constructed;
  object_class->dispose = kp_request_overview_dispose;

  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, KP_TYPE_CLIENT,
                                                 flags | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  flags | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_OPENED] = g_signal_new ("opened", KP_TYPE_REQUEST_OVERVIEW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (KP_TYPE_REQUEST_FILTERS);
  g_type_ensure (KP_TYPE_STATUS_FRAME);
  g_type_ensure (KP_TYPE_STATUS_PILL);
  g_type_ensure (KP_TYPE_SYNC_MARK);
  g_type_ensure (KP_TYPE_REQUEST);
  bind_template (GTK_WIDGET_CLASS (klass));
  install_actions (GTK_WIDGET_CLASS (klass));
}

static void
kp_request_overview_init (KpRequestOverview *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_list_support_name_menu (self->more_button, _ ("More actions for the requests"));
  adw_toggle_group_set_active_name (self->bucket, "open");
}

AdwNavigationPage *
kp_request_overview_new (KpClient *client)
{
  g_return_val_if_fail (KP_IS_CLIENT (client), NULL);

  return g_object_new (KP_TYPE_REQUEST_OVERVIEW, "client", client, NULL);
}

void
kp_request_overview_set_scope (KpRequestOverview *self,
                               KpScope scope,
                               const char *title)
{
  g_return_if_fail (KP_IS_REQUEST_OVERVIEW (self));

  self->scope = scope;
  adw_window_title_set_title (self->window_title, title);
  on_organisation_cb (self);
  show_counts (self);
  refilter (self);
}

void
kp_request_overview_search (KpRequestOverview *self)
{
  g_return_if_fail (KP_IS_REQUEST_OVERVIEW (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
