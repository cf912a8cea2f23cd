/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A question is asked when the typing rests, and a newer one makes an end of the older one. Pages
 * follow as the end of the list comes into sight. Opening a result first keeps its organisation on
 * this computer, because what is opened is read from there.
 */

#include "kp-office-search.h"

#include "kp-error-text.h"
#include "kp-error.h"
#include "kp-list-support.h"
#include "kp-page.h"
#include "kp-status-pill.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

/* What is shorter finds everything, and so nothing. */
#define SHORTEST 2

struct _KpOfficeSearch
{
  AdwNavigationPage parent_instance;

  GtkEditable *search;       /* (template child) */
  GtkStack *stack;           /* (template child) */
  GtkListView *rows;         /* (template child) */
  AdwStatusPage *fault;      /* (template child) */
  GtkWidget *more;           /* (template child): spins while the next page is on its way */
  KpClient *client;          /* (owned) (nullable): NULL after dispose */
  GListStore *results;       /* (owned) of KpSearchResult */
  GCancellable *cancellable; /* (owned) (nullable): of the question on its way */
  char *words;               /* (owned): what the results are for */
  char *next;                /* (owned) (nullable): where the next page begins */
  GError *error;             /* (owned) (nullable): why the last question failed */
};

G_DEFINE_FINAL_TYPE (KpOfficeSearch, kp_office_search, ADW_TYPE_NAVIGATION_PAGE)

const char *
kp_office_search_choose_page (const char *words,
                              guint n_results,
                              gboolean asking,
                              gboolean offline,
                              const GError *error)
{
  if (g_utf8_strlen (words, -1) < SHORTEST)
    return "hint";
  if (n_results > 0)
    return "results";
  if (asking)
    return "searching";
  if (offline)
    return "offline";

  return error != NULL ? "error" : "nothing";
}

static void
show (KpOfficeSearch *self)
{
  gboolean asking = self->cancellable != NULL;
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->results));
  gboolean offline =
    kp_status_get_state (kp_client_get_status (self->client)) == KP_STATUS_OFFLINE ||
    g_error_matches (self->error, KP_ERROR, KP_ERROR_OFFLINE);

  if (self->error != NULL)
    adw_status_page_set_description (self->fault, kp_error_text (self->error));
  gtk_widget_set_visible (self->more, asking && n > 0);
  gtk_stack_set_visible_child_name (
    self->stack, kp_office_search_choose_page (self->words, n, asking, offline, self->error));
}

static void
on_found_cb (GObject *source_object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (KpOfficeSearch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GListModel) found =
    kp_client_find_finish (KP_CLIENT (source_object), result, &next, &error);

  /* A newer question is on its way, or the page has gone. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->client == NULL)
    return;

  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->next, g_free);
  self->next = g_steal_pointer (&next);
  self->error = g_steal_pointer (&error);
  for (guint i = 0; found != NULL && i < g_list_model_get_n_items (found); i++)
    {
      g_autoptr (KpSearchResult) item = g_list_model_get_item (found, i);

      g_list_store_append (self->results, item);
    }
  show (self);
}

static void
ask (KpOfficeSearch *self,
     const char *after)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  kp_client_find_async (self->client, self->words, after, self->cancellable, on_found_cb,
                        g_object_ref (self));
}

static void
begin (KpOfficeSearch *self)
{
  g_autofree char *words = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_clear_pointer (&self->next, g_free);
  g_set_str (&self->words, words);
  g_list_store_remove_all (self->results);
  if (g_utf8_strlen (words, -1) >= SHORTEST)
    ask (self, NULL);
  show (self);
}

static void
on_search_changed_cb (KpOfficeSearch *self)
{
  if (self->client != NULL)
    begin (self);
}

static void
on_stop_search_cb (KpOfficeSearch *self)
{
  gtk_editable_set_text (self->search, "");
}

static void
on_edge_reached_cb (KpOfficeSearch *self,
                    GtkPositionType edge)
{
  if (edge != GTK_POS_BOTTOM || self->next == NULL || self->cancellable != NULL)
    return;

  ask (self, self->next);
  show (self);
}

static void
on_status_cb (KpOfficeSearch *self)
{
  KpStatusState state = kp_status_get_state (kp_client_get_status (self->client));

  /* What could not be asked is asked once there is a connection again. */
  if (self->error != NULL && state == KP_STATUS_UP_TO_DATE)
    begin (self);
  else
    show (self);
}

/* Opening. */

static void
on_pinned_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (KpOfficeSearch) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kp_client_pin_finish (KP_CLIENT (source_object), result, &error) && self->client != NULL)
    kp_page_say_error (GTK_WIDGET (self), error);
}

static void
open_result (KpOfficeSearch *self,
             KpSearchResult *result)
{
  const char *entity = kp_search_result_get_entity (result);
  const char *id = kp_record_get_id (KP_RECORD (result));
  const char *org_id = kp_search_result_get_org_id (result);
  g_autofree char *said = NULL;

  if (g_strcmp0 (entity, "organisation") == 0)
    org_id = id;
  if (org_id != NULL)
    kp_client_pin_async (self->client, org_id, on_pinned_cb, g_object_ref (self));

  if (g_strcmp0 (entity, "request") == 0)
    {
      kp_page_show (GTK_WIDGET (self), "backoffice", "requests", id);
      return;
    }
  if (g_strcmp0 (entity, "work_order") == 0)
    {
      kp_page_show (GTK_WIDGET (self), "backoffice", "work-orders", id);
      return;
    }

  said = g_strdup_printf (_ ("%s is kept on this computer for a week"),
                          kp_search_result_get_title (result));
  kp_page_say (GTK_WIDGET (self), said);
}

static void
on_activate_cb (KpOfficeSearch *self,
                guint position)
{
  g_autoptr (KpSearchResult) result =
    g_list_model_get_item (G_LIST_MODEL (self->results), position);

  if (result != NULL)
    open_result (self, result);
}

static void
activate_again (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  begin (KP_OFFICE_SEARCH (widget));
}

/* Closures of the template. */

static char *
choose_icon_cb (gpointer object,
                const char *entity)
{
  if (g_strcmp0 (entity, "organisation") == 0)
    return g_strdup ("kp-organisation-symbolic");

  return g_strdup (g_strcmp0 (entity, "work_order") == 0 ? "x-office-calendar-symbolic"
                                                         : "kp-requests-symbolic");
}

static char *
describe_result_cb (gpointer object,
                    const char *entity,
                    const char *number,
                    const char *org_name)
{
  const char *kind = _ ("Request");

  if (g_strcmp0 (entity, "organisation") == 0)
    kind = _ ("Organisation");
  else if (g_strcmp0 (entity, "work_order") == 0)
    kind = _ ("Work order");

  if (org_name == NULL || *org_name == '\0')
    return g_strdup_printf ("%s %s", kind, number != NULL ? number : "");

  return g_strdup_printf ("%s %s · %s", kind, number != NULL ? number : "", org_name);
}

/* Whoever chooses to search types at once, though the keyboard is still at what he chose. */
static void
kp_office_search_map (GtkWidget *widget)
{
  GtkSearchEntry *search = GTK_SEARCH_ENTRY (KP_OFFICE_SEARCH (widget)->search);

  GTK_WIDGET_CLASS (kp_office_search_parent_class)->map (widget);

  gtk_search_entry_set_key_capture_widget (search, gtk_widget_get_ancestor (widget, KP_TYPE_PAGE));
}

static void
kp_office_search_unmap (GtkWidget *widget)
{
  GtkSearchEntry *search = GTK_SEARCH_ENTRY (KP_OFFICE_SEARCH (widget)->search);

  gtk_search_entry_set_key_capture_widget (search, NULL);

  GTK_WIDGET_CLASS (kp_office_search_parent_class)->unmap (widget);
}

static void
kp_office_search_dispose (GObject *object)
{
  KpOfficeSearch *self = KP_OFFICE_SEARCH (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->client);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_OFFICE_SEARCH);
  g_clear_object (&self->results);
  g_clear_error (&self->error);
  g_clear_pointer (&self->words, g_free);
  g_clear_pointer (&self->next, g_free);

  G_OBJECT_CLASS (kp_office_search_parent_class)->dispose (object);
}

static void
kp_office_search_class_init (KpOfficeSearchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_office_search_dispose;
  widget_class->map = kp_office_search_map;
  widget_class->unmap = kp_office_search_unmap;

  g_type_ensure (KP_TYPE_SEARCH_RESULT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-office-search.ui");
  gtk_widget_class_bind_template_child (widget_class, KpOfficeSearch, search);
  gtk_widget_class_bind_template_child (widget_class, KpOfficeSearch, stack);
  gtk_widget_class_bind_template_child (widget_class, KpOfficeSearch, rows);
  gtk_widget_class_bind_template_child (widget_class, KpOfficeSearch, fault);
  gtk_widget_class_bind_template_child (widget_class, KpOfficeSearch, more);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_edge_reached_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_icon_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_result_cb);
  kp_list_support_bind_closures (widget_class);
  gtk_widget_class_install_action (widget_class, "office-search.again", NULL, activate_again);
}

static void
kp_office_search_init (KpOfficeSearch *self)
{
  self->results = g_list_store_new (KP_TYPE_SEARCH_RESULT);
  self->words = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwNavigationPage *
kp_office_search_new (KpClient *client)
{
  KpOfficeSearch *self;
  g_autoptr (GtkSelectionModel) selection = NULL;

  g_return_val_if_fail (KP_IS_CLIENT (client), NULL);

  self = g_object_new (KP_TYPE_OFFICE_SEARCH, NULL);
  selection =
    GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (self->results))));
  self->client = g_object_ref (client);
  gtk_list_view_set_model (self->rows, selection);
  g_signal_connect_object (kp_client_get_status (client), "notify::state",
                           G_CALLBACK (on_status_cb), self, G_CONNECT_SWAPPED);
  show (self);

  return ADW_NAVIGATION_PAGE (self);
}

void
kp_office_search_find (KpOfficeSearch *self,
                       const char *words)
{
  g_return_if_fail (KP_IS_OFFICE_SEARCH (self) && words != NULL);

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
  if (*words != '\0')
    gtk_editable_set_text (self->search, words);
}
