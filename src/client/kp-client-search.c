/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fills the search index in small steps while nobody waits: not while records arrive, because both
 * would write to the cache, and behind every question of a view.
 */

#include "kp-client-private.h"

#include "kp-store-search.h"

/* How long it must be quiet, how long to rest between two steps, and how much a step does. */
#define QUIET_MS 2000
#define REST_MS 30
#define STEP 250

static void fill_after (KpClient *self,
                        guint milliseconds);

static void
fill_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);
  gboolean more = FALSE;

  if (store != NULL && kp_store_fill_search_sync (store, STEP, &more, &error))
    {
      g_task_return_boolean (task, more);
      return;
    }

  if (store != NULL)
    kp_store_report_damage (store, error);
  g_task_return_error (task, error);
}

/* A step that failed is not tried again before something changes: searching works without. */
static void
on_filled_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  KpClient *self = KP_CLIENT (source_object);

  if (g_task_propagate_boolean (G_TASK (result), NULL) && self->search_source == 0)
    fill_after (self, REST_MS);
}

static gboolean
is_busy (KpClient *self)
{
  return kp_status_get_first_load (self->status) ||
         kp_status_get_state (self->status) == KP_STATUS_SENDING;
}

static gboolean
on_quiet_cb (gpointer user_data)
{
  KpClient *self = KP_CLIENT (user_data);
  g_autoptr (GTask) task = NULL;

  self->search_source = 0;
  if (self->closed)
    return G_SOURCE_REMOVE;

  if (is_busy (self))
    {
      fill_after (self, QUIET_MS);
      return G_SOURCE_REMOVE;
    }

  task = kp_client_new_task (self, NULL, fill_after, on_filled_cb, NULL);
  kp_client_push (self, KP_PRIORITY_QUERY, task, fill_in_worker, NULL, NULL);

  return G_SOURCE_REMOVE;
}

static void
fill_after (KpClient *self,
            guint milliseconds)
{
  if (!self->closed)
    self->search_source =
      g_timeout_add_full (G_PRIORITY_LOW, milliseconds, on_quiet_cb, self, NULL);
}

void
kp_client_fill_search_soon (KpClient *self)
{
  if (self->search_source == 0)
    fill_after (self, QUIET_MS);
}

void
kp_client_stop_filling (KpClient *self)
{
  g_clear_handle_id (&self->search_source, g_source_remove);
}
