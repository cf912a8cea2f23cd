/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each row offers "Any" and what the client knows. A choice is remembered by its value, so that it
 * survives until the client knows it, and while the office renames it.
 */

#include "kp-request-filters.h"

#include "kp-combo-list.h"

#include <glib/gi18n.h>

/* The rows that offer what a list of the client holds. */
typedef enum
{
  ROW_STATUS = 0,
  ROW_ORGANISATION,
  ROW_WORK_TYPE,
  N_ROWS
} Row;

struct _KpRequestFilters
{
  AdwBin parent_instance;

  GtkMenuButton *button;     /* (template child) */
  AdwComboRow *status;       /* (template child) */
  AdwComboRow *organisation; /* (template child) */
  AdwComboRow *work_type;    /* (template child) */
  AdwComboRow *period;       /* (template child) */
  GtkWidget *clear_button;   /* (template child) */
  KpClient *client;          /* (owned) (nullable) */
  GListModel *lists[N_ROWS]; /* (owned) (nullable) */
  GPtrArray *values[N_ROWS]; /* (owned): of what the row offers after "Any" */
  char *chosen[N_ROWS];      /* (owned) (nullable): value; NULL = any */
  gboolean filling;          /* whether the rows change by themselves */
};

typedef enum
{
  PROP_N_ACTIVE = 1
} KpRequestFiltersProperty;

static GParamSpec *properties[PROP_N_ACTIVE + 1];

typedef enum
{
  SIGNAL_CHANGED
} KpRequestFiltersSignal;

static guint signals[SIGNAL_CHANGED + 1];

G_DEFINE_FINAL_TYPE (KpRequestFilters, kp_request_filters, ADW_TYPE_BIN)

/* Names of the choices in a saved view. */
static const char *const KEYS[N_ROWS] = { "status", "organisation", "work-type" };

void
kp_period_get_range (KpPeriod period,
                     gint64 now,
                     gint64 *from,
                     gint64 *until)
{
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / 1000);
  int year = g_date_time_get_year (today);
  int month = g_date_time_get_month (today);
  g_autoptr (GDateTime) this_month = g_date_time_new_local (year, month, 1, 0, 0, 0);
  g_autoptr (GDateTime) begin = NULL;
  g_autoptr (GDateTime) end = NULL;

  switch (period)
    {
    case KP_PERIOD_THIS_MONTH:
      begin = g_date_time_ref (this_month);
      break;

    case KP_PERIOD_THREE_MONTHS:
      begin = g_date_time_add_months (this_month, -2);
      break;

    case KP_PERIOD_THIS_YEAR:
      begin = g_date_time_new_local (year, 1, 1, 0, 0, 0);
      break;

    case KP_PERIOD_LAST_YEAR:
      begin = g_date_time_new_local (year - 1, 1, 1, 0, 0, 0);
      end = g_date_time_new_local (year, 1, 1, 0, 0, 0);
      break;

    case KP_PERIOD_ANY:
      break;
    }

  *from = begin != NULL ? g_date_time_to_unix (begin) * 1000 : 0;
  *until = end != NULL ? g_date_time_to_unix (end) * 1000 : 0;
}

static AdwComboRow *
get_row (KpRequestFilters *self,
         Row row)
{
  switch (row)
    {
    case ROW_STATUS:
      return self->status;

    case ROW_ORGANISATION:
      return self->organisation;

    case ROW_WORK_TYPE:
      return self->work_type;

    case N_ROWS:
      break;
    }

  g_assert_not_reached ();
}

static void
show_n_active (KpRequestFilters *self)
{
  guint n = kp_request_filters_get_n_active (self);
  g_autofree char *label = n > 0 ? g_strdup_printf (_ ("Filter (%u)"), n) : g_strdup (_ ("Filter"));

  gtk_menu_button_set_label (self->button, label);
  gtk_widget_set_sensitive (self->clear_button, n > 0);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ACTIVE]);
}

/* What an item of a list is called, and what stands for it. */
static void
describe (GObject *item,
          const char **name,
          const char **value)
{
  if (KP_IS_ORGANISATION (item))
    {
      *name = kp_organisation_get_name (KP_ORGANISATION (item));
      *value = kp_record_get_id (KP_RECORD (item));
      return;
    }

  *name = kp_choice_get_name (KP_CHOICE (item));
  *value = kp_choice_get_value (KP_CHOICE (item));
}

static void
fill_row (KpRequestFilters *self,
          Row row)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  GListModel *list = self->lists[row];
  guint selected = 0;

  gtk_string_list_append (names, _ ("Any"));
  g_ptr_array_set_size (self->values[row], 0);
  for (guint i = 0; list != NULL && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (list, i);
      const char *name;
      const char *value;

      describe (item, &name, &value);
      if (name == NULL || value == NULL)
        continue;

      gtk_string_list_append (names, name);
      g_ptr_array_add (self->values[row], g_strdup (value));
      if (g_strcmp0 (value, self->chosen[row]) == 0)
        selected = self->values[row]->len;
    }

  self->filling = TRUE;
  adw_combo_row_set_model (get_row (self, row), G_LIST_MODEL (names));
  adw_combo_row_set_selected (get_row (self, row), selected);
  self->filling = FALSE;
  gtk_widget_set_visible (GTK_WIDGET (get_row (self, row)), self->values[row]->len > 1 ||
                                                              self->chosen[row] != NULL);
}

static void
on_lists_changed_cb (GListModel *list,
                     guint position,
                     guint removed,
                     guint added,
                     KpRequestFilters *self)
{
  for (Row row = 0; row < N_ROWS; row++)
    if (self->lists[row] == list)
      fill_row (self, row);
}

static void
on_selected_cb (AdwComboRow *combo,
                GParamSpec *pspec,
                KpRequestFilters *self)
{
  if (self->filling)
    return;

  for (Row row = 0; row < N_ROWS; row++)
    {
      guint selected = adw_combo_row_get_selected (combo);

      if (get_row (self, row) != combo)
        continue;

      g_set_str (&self->chosen[row], selected > 0 && selected <= self->values[row]->len
                                       ? self->values[row]->pdata[selected - 1]
                                       : NULL);
    }
  show_n_active (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_clear_clicked_cb (KpRequestFilters *self)
{
  kp_request_filters_clear (self);
}

static void
kp_request_filters_get_property (GObject *object,
                                 guint prop_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  if (prop_id == PROP_N_ACTIVE)
    g_value_set_uint (value, kp_request_filters_get_n_active (KP_REQUEST_FILTERS (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kp_request_filters_dispose (GObject *object)
{
  KpRequestFilters *self = KP_REQUEST_FILTERS (object);

  self->filling = TRUE;
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_REQUEST_FILTERS);
  for (Row row = 0; row < N_ROWS; row++)
    {
      g_clear_object (&self->lists[row]);
      g_clear_pointer (&self->values[row], g_ptr_array_unref);
      g_clear_pointer (&self->chosen[row], g_free);
    }
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_request_filters_parent_class)->dispose (object);
}

static void
kp_request_filters_class_init (KpRequestFiltersClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_request_filters_get_property;
  object_class->dispose = kp_request_filters_dispose;

  properties[PROP_N_ACTIVE] = g_param_spec_uint ("n-active", NULL, NULL, 0, G_MAXUINT, 0,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KP_TYPE_REQUEST_FILTERS, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-request-filters.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestFilters, button);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFilters, status);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFilters, organisation);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFilters, work_type);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFilters, period);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFilters, clear_button);
  gtk_widget_class_bind_template_callback (widget_class, on_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_clicked_cb);
}

static void
kp_request_filters_init (KpRequestFilters *self)
{
  for (Row row = 0; row < N_ROWS; row++)
    self->values[row] = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; i < N_ROWS; i++)
    kp_combo_list_wrap (get_row (self, i));
  show_n_active (self);
}

void
kp_request_filters_set_client (KpRequestFilters *self,
                               KpClient *client)
{
  g_return_if_fail (KP_IS_REQUEST_FILTERS (self) && self->client == NULL);

  self->client = g_object_ref (client);
  self->lists[ROW_STATUS] = G_LIST_MODEL (kp_client_list_statuses (client));
  self->lists[ROW_ORGANISATION] =
    G_LIST_MODEL (kp_client_list_served_organisations (client, NULL));
  self->lists[ROW_WORK_TYPE] = G_LIST_MODEL (kp_client_list_work_types (client));
  for (Row row = 0; row < N_ROWS; row++)
    {
      g_signal_connect_object (self->lists[row], "items-changed",
                               G_CALLBACK (on_lists_changed_cb), self, G_CONNECT_DEFAULT);
      fill_row (self, row);
    }
}

GListModel *
kp_request_filters_get_organisations (KpRequestFilters *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FILTERS (self), NULL);

  return self->lists[ROW_ORGANISATION];
}

void
kp_request_filters_apply (KpRequestFilters *self,
                          KpFilter *filter)
{
  filter->status = self->chosen[ROW_STATUS];
  filter->work_type_id = self->chosen[ROW_WORK_TYPE];
  if (self->chosen[ROW_ORGANISATION] != NULL)
    filter->org_id = self->chosen[ROW_ORGANISATION];
  kp_period_get_range ((KpPeriod) adw_combo_row_get_selected (self->period),
                       g_get_real_time () / 1000, &filter->from, &filter->until);
}

guint
kp_request_filters_get_n_active (KpRequestFilters *self)
{
  guint n = adw_combo_row_get_selected (self->period) != KP_PERIOD_ANY ? 1 : 0;

  for (Row row = 0; row < N_ROWS; row++)
    n += self->chosen[row] != NULL ? 1 : 0;

  return n;
}

/* Shows what is chosen, without saying so. */
static void
show_chosen (KpRequestFilters *self,
             guint period)
{
  for (Row row = 0; row < N_ROWS; row++)
    fill_row (self, row);
  self->filling = TRUE;
  adw_combo_row_set_selected (self->period, period);
  self->filling = FALSE;
  show_n_active (self);
}

void
kp_request_filters_clear (KpRequestFilters *self)
{
  g_return_if_fail (KP_IS_REQUEST_FILTERS (self));

  if (kp_request_filters_get_n_active (self) == 0)
    return;

  for (Row row = 0; row < N_ROWS; row++)
    g_clear_pointer (&self->chosen[row], g_free);
  show_chosen (self, KP_PERIOD_ANY);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

void
kp_request_filters_save (KpRequestFilters *self,
                         GVariantDict *view)
{
  for (Row row = 0; row < N_ROWS; row++)
    if (self->chosen[row] != NULL)
      g_variant_dict_insert (view, KEYS[row], "s", self->chosen[row]);
  g_variant_dict_insert (view, "period", "u", adw_combo_row_get_selected (self->period));
}

void
kp_request_filters_restore (KpRequestFilters *self,
                            GVariantDict *view)
{
  guint32 period = KP_PERIOD_ANY;

  for (Row row = 0; row < N_ROWS; row++)
    {
      const char *chosen = NULL;

      g_variant_dict_lookup (view, KEYS[row], "&s", &chosen);
      g_set_str (&self->chosen[row], chosen);
    }
  g_variant_dict_lookup (view, "period", "u", &period);
  show_chosen (self, period <= KP_PERIOD_LAST_YEAR ? period : KP_PERIOD_ANY);
}
