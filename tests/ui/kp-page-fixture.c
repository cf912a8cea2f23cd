/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Widgets are found by what is mapped, because that is what a person sees.
 */

#include "kp-page-fixture.h"

#include "kp-picture.h"
#include "kp-test.h"

void
page_fixture_set_up (PageFixture *self,
                     GType page_type,
                     const char *kind)
{
  client_fixture_set_up (&self->client, kind);
  /* Pages come and go at once: GTK loses the picture of a page that is destroyed amid its way out.
   */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  self->page = g_object_ref_sink (g_object_new (page_type, "client", self->client.client, NULL));
  self->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (self->window, 1100, 700);
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->page));
  gtk_window_present (self->window);
  kp_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (self->page)));
}

void
page_fixture_tear_down (PageFixture *self,
                        gconstpointer data)
{
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_window_destroy (self->window);
  kp_test_finalize (self->page);
  client_fixture_tear_down (&self->client, data);
}

gpointer
page_fixture_wait (PageFixture *self,
                   GType type)
{
  kp_test_wait_for (kp_picture_find (GTK_WIDGET (self->window), type) != NULL);

  return kp_picture_find (GTK_WIDGET (self->window), type);
}

static gboolean
shows (GtkWidget *widget,
       const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (shows (child, text))
        return TRUE;
    }

  return FALSE;
}

gboolean
page_fixture_shows (PageFixture *self,
                    const char *text)
{
  return shows (GTK_WIDGET (self->window), text);
}

void
page_fixture_act (PageFixture *self,
                  GType type,
                  const char *action,
                  GVariant *target)
{
  g_autoptr (GVariant) sunk = target != NULL ? g_variant_ref_sink (target) : NULL;
  GtkWidget *widget = page_fixture_wait (self, type);

  g_assert_true (gtk_widget_activate_action_variant (widget, action, sunk));
}
