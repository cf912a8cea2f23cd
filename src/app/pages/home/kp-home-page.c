/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inbox and the chart know how to show themselves; the page brings them together.
 */

#include "kp-home-page.h"

#include "kp-inbox.h"
#include "kp-month-chart.h"
#include "kp-shared-list.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

struct _KpHomePage
{
  KpPage parent_instance;

  GtkLabel *greeting_label; /* (template child) */
  GtkLabel *date_label;     /* (template child) */
  KpInbox *inbox;           /* (template child) */
  KpMonthChart *chart;      /* (template child) */
  KpSharedList *shared;     /* (template child) */
};

G_DEFINE_FINAL_TYPE (KpHomePage, kp_home_page, KP_TYPE_PAGE)

static void
update_greeting (KpHomePage *self)
{
  KpClient *client = kp_page_get_client (KP_PAGE (self));
  g_autoptr (GDateTime) now =
    g_date_time_new_from_unix_local (kp_environment_now (kp_environment_get_real ()) / 1000);
  /* Translators: weekday, day and month, see strftime */
  g_autofree char *date = g_date_time_format (now, _ ("%A %-d %B"));
  g_autofree char *day = kp_time_text_capitalise (date);
  g_autofree char *text = g_strdup_printf ("%s · %s", day, kp_client_get_office_name (client));
  g_autofree char *greeting = kp_home_page_dup_greeting (g_date_time_get_hour (now),
                                                         kp_client_get_user_name (client));

  gtk_label_set_label (self->greeting_label, greeting);
  gtk_label_set_label (self->date_label, text);
}

static void
update_chart (KpHomePage *self)
{
  KpCounts *counts = kp_client_get_counts (kp_page_get_client (KP_PAGE (self)));
  int year;
  int month;

  G_STATIC_ASSERT (KP_COUNTS_MONTHS == KP_MONTH_CHART_MONTHS);
  kp_counts_get_last_month (counts, &year, &month);
  kp_month_chart_set_numbers (self->chart, kp_counts_get_open_months (counts),
                              kp_counts_get_completed_months (counts), year, month);
}

static void
kp_home_page_refresh (KpPage *page)
{
  update_greeting (KP_HOME_PAGE (page));
  update_chart (KP_HOME_PAGE (page));

  KP_PAGE_CLASS (kp_home_page_parent_class)->refresh (page);
}

static void
kp_home_page_open (KpPage *page,
                   const char *option,
                   const char *id)
{
  kp_inbox_set_kind (KP_HOME_PAGE (page)->inbox, option);
}

static void
kp_home_page_constructed (GObject *object)
{
  KpHomePage *self = KP_HOME_PAGE (object);
  KpClient *client = kp_page_get_client (KP_PAGE (self));

  kp_inbox_set_client (self->inbox, client);
  kp_shared_list_set_client (self->shared, client);
  g_signal_connect_object (client, "notify::user-name",
                           G_CALLBACK (update_greeting), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_client_get_counts (client), "months-changed",
                           G_CALLBACK (update_chart), self, G_CONNECT_SWAPPED);

  G_OBJECT_CLASS (kp_home_page_parent_class)->constructed (object);
}

static void
kp_home_page_dispose (GObject *object)
{
  /* Disposing the template also unparents what is bound in it, which AdwBin would not notice. */
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_HOME_PAGE);

  G_OBJECT_CLASS (kp_home_page_parent_class)->dispose (object);
}

static void
kp_home_page_class_init (KpHomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = kp_home_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = kp_home_page_dispose;
  KP_PAGE_CLASS (klass)->refresh = kp_home_page_refresh;
  KP_PAGE_CLASS (klass)->open = kp_home_page_open;

  g_type_ensure (KP_TYPE_INBOX);
  g_type_ensure (KP_TYPE_MONTH_CHART);
  g_type_ensure (KP_TYPE_SHARED_LIST);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-home-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpHomePage, greeting_label);
  gtk_widget_class_bind_template_child (widget_class, KpHomePage, date_label);
  gtk_widget_class_bind_template_child (widget_class, KpHomePage, inbox);
  gtk_widget_class_bind_template_child (widget_class, KpHomePage, chart);
  gtk_widget_class_bind_template_child (widget_class, KpHomePage, shared);
}

static void
kp_home_page_init (KpHomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

char *
kp_home_page_dup_greeting (int hour,
                           const char *name)
{
  const char *greeting = hour < 6 || hour >= 18 ? _ ("Good evening")
                         : hour < 12            ? _ ("Good morning")
                                                : _ ("Good afternoon");
  g_auto (GStrv) words = name != NULL ? g_strsplit (name, " ", 2) : NULL;

  if (words == NULL || words[0] == NULL || *words[0] == '\0')
    return g_strdup (greeting);

  /* Translators: a greeting such as “Good morning”, then a first name */
  return g_strdup_printf (_ ("%s, %s"), greeting, words[0]);
}
