/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Selecting a row shows its request; deciding takes it off the list, and the next one follows. When
 * a colleague decides, what is shown stays: nothing changes under the hand of whoever reads it.
 */

#include "kp-request-inbox.h"

#include "kp-list-support.h"
#include "kp-page.h"
#include "kp-request-review.h"
#include "kp-row-menu.h"
#include "kp-status-frame.h"
#include "kp-status-pill.h"
#include "kp-ticked-model.h"

#include <glib/gi18n.h>

struct _KpRequestInbox
{
  AdwNavigationPage parent_instance;

  AdwOverlaySplitView *split;    /* (template child) */
  GtkEditable *search;           /* (template child) */
  AdwToggleGroup *heap;          /* (template child) */
  AdwToggle *open_toggle;        /* (template child) */
  GtkDropDown *order;            /* (template child) */
  GtkWidget *frame;              /* (template child) */
  GtkColumnView *table;          /* (template child) */
  GtkListView *rows;             /* (template child): where there is no room for the table */
  KpRequestReview *review;       /* (template child) */
  KpClient *client;              /* (owned) */
  KpQueryModel *requests;        /* (owned) */
  GtkLabel *several_label;       /* (template child) */
  GMenuModel *several_menu;      /* (template child): of a row, while several are selected */
  GtkSingleSelection *selection; /* (owned) */
  KpTickedModel *chosen;         /* (owned): while several are being selected */
  guint n_accepting;             /* accepted together, and not durable yet */
  guint n_accepted;              /* of those, durable */
  guint position;                /* of the request shown; G_MAXUINT: it is not in the list */
  guint advance_id;              /* source that goes on to the next request; 0 = none */
  gboolean compact;
  gboolean narrow;
  gboolean several; /* whether several are being selected */
};

typedef enum
{
  PROP_COMPACT = 1,
  PROP_NARROW,
  PROP_SEVERAL
} KpRequestInboxProperty;

static GParamSpec *properties[PROP_SEVERAL + 1];

/* The most that a request takes beside the list, and alone. */
#define REVIEW_WIDTH 360
#define PHONE_WIDTH 600

G_DEFINE_FINAL_TYPE (KpRequestInbox, kp_request_inbox, ADW_TYPE_NAVIGATION_PAGE)

static gboolean
shows_handled (KpRequestInbox *self)
{
  return g_strcmp0 (adw_toggle_group_get_active_name (self->heap), "handled") == 0;
}

/* In the order of the list that one chooses from; the first is the newest of either heap. */
static const KpSort SORTS[] = { KP_SORT_CREATED, KP_SORT_OLDEST, KP_SORT_ORGANISATION };

static KpFilter
make_filter (KpRequestInbox *self)
{
  guint order = gtk_drop_down_get_selected (self->order);
  KpSort newest = shows_handled (self) ? KP_SORT_UPDATED : KP_SORT_CREATED;
  const char *words = gtk_editable_get_text (self->search);

  return (KpFilter) {
    .scope = KP_SCOPE_ORGANISATION,
    .show = shows_handled (self) ? KP_SHOW_COMPLETED : KP_SHOW_TO_DECIDE,
    .sort = order > 0 && order < G_N_ELEMENTS (SORTS) ? SORTS[order] : newest,
    .search = *words != '\0' ? words : NULL,
  };
}

static void
describe_empty (KpRequestInbox *self)
{
  gboolean searching = *gtk_editable_get_text (self->search) != '\0';

  if (searching)
    g_object_set (self->frame,
                  "empty-title", _ ("Nothing Found"),
                  "empty-description",
                  shows_handled (self)
                    ? _ ("No handled request has these words in it. Look under Open too, or search "
                         "the office.")
                    : _ ("No open request has these words in it. Look under Handled too, or search "
                         "the office."),
                  "empty-action", "inbox.clear-filter",
                  "empty-action-label", _ ("Clear Search"),
                  NULL);
  else
    g_object_set (self->frame, "empty-title",
                  shows_handled (self) ? _ ("Nothing Handled Yet") : _ ("No New Requests"),
                  "empty-description", _ ("What customers ask for in the portal appears here."),
                  "empty-action", NULL, NULL);
}

static void
on_filter_changed_cb (KpRequestInbox *self)
{
  KpFilter filter = make_filter (self);

  if (self->requests == NULL)
    return;

  /* What the filter hides stays open beside the list. */
  self->position = G_MAXUINT;
  describe_empty (self);
  kp_client_refilter (self->client, self->requests, &filter);
}

/* Accepting several at once. */

/* Returns: (transfer full) (element-type KpRequest): those selected that may be accepted */
static GPtrArray *
list_acceptable (KpRequestInbox *self)
{
  GPtrArray *requests = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) selected =
    gtk_selection_model_get_selection (GTK_SELECTION_MODEL (self->chosen));
  GtkBitsetIter iter;
  guint position;

  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      g_autoptr (KpRecord) request =
        g_list_model_get_item (G_LIST_MODEL (self->requests), position);

      if (request != NULL && kp_record_get_ready (request) &&
          kp_client_can (self->client, request, "request.accept"))
        g_ptr_array_add (requests, g_steal_pointer (&request));
    }

  return requests;
}

static void
show_several (KpRequestInbox *self)
{
  g_autoptr (GPtrArray) requests = list_acceptable (self);
  g_autofree char *text = g_strdup_printf (
    g_dngettext (NULL, "%u request selected", "%u requests selected", requests->len),
    requests->len);

  gtk_label_set_label (self->several_label, text);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "inbox.accept-selected",
                                 self->several && requests->len > 0);
}

/* A click on its box does what one beside it does, but not twice. */
static void
on_checked_cb (GtkColumnViewCell *cell)
{
  GtkWidget *box = gtk_column_view_cell_get_child (cell);
  KpRequestInbox *self = (gpointer) gtk_widget_get_ancestor (box, KP_TYPE_REQUEST_INBOX);
  gboolean active = gtk_check_button_get_active (GTK_CHECK_BUTTON (box));
  guint position = gtk_column_view_cell_get_position (cell);

  if (self == NULL || active == gtk_column_view_cell_get_selected (cell))
    return;

  if (active)
    gtk_selection_model_select_item (GTK_SELECTION_MODEL (self->chosen), position, FALSE);
  else
    gtk_selection_model_unselect_item (GTK_SELECTION_MODEL (self->chosen), position);
}

static void
set_model (KpRequestInbox *self,
           GtkSelectionModel *model)
{
  kp_list_support_set_model (GTK_WIDGET (self->table), model);
  kp_list_support_set_model (GTK_WIDGET (self->rows), model);
}

/* GTK only knows that of its own model. */
static void
tell_reader (GtkWidget *view,
             gboolean several)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (view),
                                  GTK_ACCESSIBLE_PROPERTY_MULTI_SELECTABLE, several, -1);
}

static void
set_several (KpRequestInbox *self,
             gboolean several)
{
  if (self->several == several)
    return;

  self->several = several;
  self->position = G_MAXUINT;
  gtk_selection_model_unselect_all (GTK_SELECTION_MODEL (self->chosen));
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  set_model (self, several ? GTK_SELECTION_MODEL (self->chosen)
                           : GTK_SELECTION_MODEL (self->selection));
  tell_reader (GTK_WIDGET (self->table), several);
  tell_reader (GTK_WIDGET (self->rows), several);
  gtk_column_view_set_enable_rubberband (self->table, several);
  if (several)
    {
      adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
      gtk_widget_add_css_class (GTK_WIDGET (self->table), "selecting");
    }
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->table), "selecting");
  show_several (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEVERAL]);
}

static void
on_accepted_cb (GObject *source_object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (KpRequestInbox) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kp_client_perform_finish (KP_CLIENT (source_object), result, &error);
  g_autofree char *text = NULL;

  self->n_accepting--;
  if (id != NULL)
    self->n_accepted++;
  else
    kp_page_say_error (GTK_WIDGET (self), error);
  if (self->n_accepting > 0 || self->n_accepted == 0)
    return;

  text = g_strdup_printf (g_dngettext (NULL,
                                       "%u request becomes a work order",
                                       "%u requests become work orders",
                                       self->n_accepted),
                          self->n_accepted);
  kp_page_say (GTK_WIDGET (self), text);
}

static void
activate_accept_selected (GtkWidget *widget,
                          const char *action_name,
                          GVariant *parameter)
{
  KpRequestInbox *self = KP_REQUEST_INBOX (widget);
  g_autoptr (GPtrArray) requests = list_acceptable (self);

  self->n_accepted = 0;
  for (guint i = 0; i < requests->len; i++)
    {
      GVariantDict arguments;

      self->n_accepting++;
      kp_request_review_set_decided (self->review, kp_record_get_id (requests->pdata[i]));
      g_variant_dict_init (&arguments, NULL);
      g_variant_dict_insert (&arguments, "request", "s", kp_record_get_id (requests->pdata[i]));
      kp_client_perform_async (self->client, "request.accept@1", g_variant_dict_end (&arguments),
                               on_accepted_cb, g_object_ref (self));
    }
  set_several (self, FALSE);
}

static void
on_stop_search_cb (KpRequestInbox *self)
{
  gtk_editable_set_text (self->search, "");
}

static void
activate_clear_filter (GtkWidget *widget,
                       const char *action_name,
                       GVariant *parameter)
{
  on_stop_search_cb (KP_REQUEST_INBOX (widget));
}

static void
activate_close (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  KpRequestInbox *self = KP_REQUEST_INBOX (widget);

  adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  self->position = G_MAXUINT;
}

/* The request itself is asked for, so that it goes on being shown when it leaves the list. */
static void
show_request (KpRequestInbox *self,
              const char *id)
{
  g_autoptr (KpRequest) request = kp_client_get_request (self->client, id);

  kp_request_review_set_request (self->review, self->client, request);
  adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
}

static void
on_selected_cb (KpRequestInbox *self)
{
  KpRecord *selected = gtk_single_selection_get_selected_item (self->selection);
  KpRequest *shown = kp_request_review_get_request (self->review);

  if (selected == NULL)
    return;

  self->position = gtk_single_selection_get_selected (self->selection);
  if (shown != NULL &&
      g_strcmp0 (kp_record_get_id (KP_RECORD (shown)), kp_record_get_id (selected)) == 0)
    return;

  show_request (self, kp_record_get_id (selected));
}

/* On to the request that took the place of the one that left. Beside a narrow list nothing opens by
 * itself. */
static void
advance_cb (gpointer user_data)
{
  KpRequestInbox *self = user_data;
  guint n_requests = g_list_model_get_n_items (G_LIST_MODEL (self->requests));
  guint position = MIN (self->position, n_requests - 1);

  self->advance_id = 0;
  self->position = G_MAXUINT;
  if (!kp_request_review_get_decided (self->review))
    return;

  if (n_requests > 0 && !self->compact)
    {
      gtk_single_selection_set_selected (self->selection, position);
      return;
    }

  kp_request_review_set_request (self->review, self->client, NULL);
  adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
}

/* The same number as beside the option, whatever the list shows. */
static void
show_count (KpRequestInbox *self)
{
  KpCounts *counts = kp_client_get_counts (self->client);
  g_autofree char *label =
    g_strdup_printf (_ ("Open (%u)"), kp_counts_get (counts, KP_COUNT_QUEUE));

  adw_toggle_set_label (self->open_toggle, label);
}

/* A request that was decided on leaves the list, by this person's hand or another's. */
static void
on_requests_changed_cb (KpRequestInbox *self)
{
  KpRequest *shown = kp_request_review_get_request (self->review);
  guint position;

  if (shown == NULL || self->position == G_MAXUINT || self->advance_id != 0)
    return;

  position = kp_query_model_find (self->requests, kp_record_get_id (KP_RECORD (shown)));
  if (position != G_MAXUINT)
    self->position = position;
  else
    /* Not while the model tells of its changes. */
    self->advance_id = g_idle_add_once (advance_cb, self);
}

static void
on_activate_cb (KpRequestInbox *self,
                guint position)
{
  if (self->several)
    return;

  /* Return opens the row that has the keyboard; Tab moves that without selecting. */
  gtk_single_selection_set_selected (self->selection, position);
  on_selected_cb (self);
  adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
}

/* Closures of the template. */

/* The office's own words for what it has not decided; beyond that what the customer reads. */
static char *
describe_state_cb (gpointer object,
                   const char *state,
                   const char *status_text)
{
  const char *name = kp_list_support_name_request_state (state);

  return g_strdup (name != NULL ? name : status_text);
}

static char *
choose_office_tone_cb (gpointer object,
                       const char *state)
{
  if (g_strcmp0 (state, "submitted") == 0)
    return g_strdup ("accent");

  return g_strdup (kp_status_pill_get_tone_of_state (state));
}

static void
kp_request_inbox_get_property (GObject *object,
                               guint prop_id,
                               GValue *value,
                               GParamSpec *pspec)
{
  switch ((KpRequestInboxProperty) prop_id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, KP_REQUEST_INBOX (object)->compact);
      break;

    case PROP_NARROW:
      g_value_set_boolean (value, KP_REQUEST_INBOX (object)->narrow);
      break;

    case PROP_SEVERAL:
      g_value_set_boolean (value, KP_REQUEST_INBOX (object)->several);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_request_inbox_set_property (GObject *object,
                               guint prop_id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  KpRequestInbox *self = KP_REQUEST_INBOX (object);

  switch ((KpRequestInboxProperty) prop_id)
    {
    case PROP_COMPACT:
      if (self->compact == g_value_get_boolean (value))
        return;
      self->compact = g_value_get_boolean (value);
      g_object_set (self->review, "compact", self->compact, NULL);
      g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_NARROW:
      if (self->narrow == g_value_get_boolean (value))
        return;
      self->narrow = g_value_get_boolean (value);
      /* On a phone the request covers the list, so that its tabs have room for their words. */
      adw_overlay_split_view_set_max_sidebar_width (self->split,
                                                    self->narrow ? PHONE_WIDTH : REVIEW_WIDTH);
      g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_SEVERAL:
      set_several (self, g_value_get_boolean (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_request_inbox_dispose (GObject *object)
{
  KpRequestInbox *self = KP_REQUEST_INBOX (object);

  /* Disposing the template also unparents the child, which AdwNavigationPage would not notice. */
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_REQUEST_INBOX);
  g_clear_handle_id (&self->advance_id, g_source_remove);
  g_clear_object (&self->chosen);
  g_clear_object (&self->selection);
  g_clear_object (&self->requests);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_request_inbox_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-request-inbox.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestInbox, split);
  gtk_widget_class_bind_template_child (widget_class, KpRequestInbox, search);
  gtk_widget_class_bind_template_child (widget_class, KpRequestInbox, heap);
  gtk_widget_class_bind_template_child (widget_class, KpRequestInbox, open_toggle);
  gtk_widget_class_bind_template_child (widget_class, KpRequestInbox, order);
  gtk_widget_class_bind_template_child (widget_class, KpRequestInbox, frame);
  gtk_widget_class_bind_template_child (widget_class, KpRequestInbox, table);
  gtk_widget_class_bind_template_child (widget_class, KpRequestInbox, rows);
  gtk_widget_class_bind_template_child (widget_class, KpRequestInbox, review);
  gtk_widget_class_bind_template_child (widget_class, KpRequestInbox, several_label);
  gtk_widget_class_bind_template_child (widget_class, KpRequestInbox, several_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_checked_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_state_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_office_tone_cb);
  kp_list_support_bind_closures (widget_class);
}

/* Ctrl+Enter and Ctrl+I work from the list too, where the review is not the focused widget. Where
 * one writes, Ctrl+Enter sends: pressed once too often, it must not accept. */
static gboolean
on_shortcut_cb (GtkWidget *widget,
                GVariant *arguments,
                gpointer user_data)
{
  KpRequestReview *review = KP_REQUEST_INBOX (widget)->review;

  return kp_request_review_get_shows_facts (review) &&
         gtk_widget_activate_action_variant (GTK_WIDGET (review),
                                             g_variant_get_string (arguments, NULL), NULL);
}

static void
kp_request_inbox_class_init (KpRequestInboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_request_inbox_get_property;
  object_class->set_property = kp_request_inbox_set_property;
  object_class->dispose = kp_request_inbox_dispose;

  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SEVERAL] =
    g_param_spec_boolean ("several", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (KP_TYPE_REQUEST);
  g_type_ensure (KP_TYPE_REQUEST_REVIEW);
  g_type_ensure (KP_TYPE_STATUS_FRAME);
  g_type_ensure (KP_TYPE_STATUS_PILL);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "inbox.clear-filter", NULL, activate_clear_filter);
  gtk_widget_class_install_action (widget_class, "inbox.close", NULL, activate_close);
  gtk_widget_class_install_action (widget_class, "inbox.accept-selected", NULL,
                                   activate_accept_selected);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK, on_shortcut_cb, "s",
                                "review.accept");
  gtk_widget_class_add_binding (widget_class, GDK_KEY_i, GDK_CONTROL_MASK, on_shortcut_cb, "s",
                                "review.ask");
}

static void
kp_request_inbox_init (KpRequestInbox *self)
{
  self->position = G_MAXUINT;
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_toggle_group_set_active_name (self->heap, "open");
}

AdwNavigationPage *
kp_request_inbox_new (KpClient *client)
{
  KpRequestInbox *self;
  KpFilter filter;

  g_return_val_if_fail (KP_IS_CLIENT (client), NULL);

  self = g_object_new (KP_TYPE_REQUEST_INBOX, NULL);
  filter = make_filter (self);
  self->client = g_object_ref (client);
  self->requests = kp_client_list_requests (client, &filter);
  self->selection = gtk_single_selection_new (
    kp_list_support_begin_short (GTK_WIDGET (self), G_LIST_MODEL (self->requests),
                                 kp_client_get_status (client)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  self->chosen = kp_ticked_model_new (G_LIST_MODEL (self->requests));
  kp_ticked_model_watch (self->chosen, GTK_WIDGET (self->table));
  kp_ticked_model_watch (self->chosen, GTK_WIDGET (self->rows));
  g_signal_connect_object (self->chosen, "selection-changed", G_CALLBACK (show_several), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->chosen, "items-changed", G_CALLBACK (show_several), self,
                           G_CONNECT_SWAPPED);
  set_model (self, GTK_SELECTION_MODEL (self->selection));
  kp_list_support_stay_on_top (GTK_WIDGET (self->table), GTK_SELECTION_MODEL (self->selection));
  kp_list_support_stay_on_top (GTK_WIDGET (self->rows), GTK_SELECTION_MODEL (self->selection));
  kp_row_menu_add (GTK_WIDGET (self->table), NULL, self->several_menu);
  kp_row_menu_add (GTK_WIDGET (self->rows), NULL, self->several_menu);
  g_object_set (self->frame, "model", self->requests, NULL);
  kp_list_support_follow_online (self->frame, client);
  g_signal_connect_object (self->requests, "items-changed", G_CALLBACK (on_requests_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_client_get_counts (client), "notify", G_CALLBACK (show_count), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb),
                           self, G_CONNECT_SWAPPED);
  describe_empty (self);
  show_several (self);
  show_count (self);

  return ADW_NAVIGATION_PAGE (self);
}

void
kp_request_inbox_open (KpRequestInbox *self,
                       const char *id)
{
  guint position;

  g_return_if_fail (KP_IS_REQUEST_INBOX (self) && id != NULL);

  position = kp_query_model_find (self->requests, id);
  if (position != G_MAXUINT)
    {
      kp_list_support_make_whole (gtk_single_selection_get_model (self->selection));
      gtk_single_selection_set_selected (self->selection, position);
    }
  else
    {
      gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
      self->position = G_MAXUINT;
    }
  show_request (self, id);
}

void
kp_request_inbox_search (KpRequestInbox *self)
{
  g_return_if_fail (KP_IS_REQUEST_INBOX (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
