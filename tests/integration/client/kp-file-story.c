/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The callbacks of the facade, waited for one by one.
 */

#include "kp-file-story.h"

#include "kp-client-files.h"
#include "kp-test.h"

#include <glib/gstdio.h>

static void
on_done_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* Returns: (transfer full): identity of a file that the person chose, which is gone afterwards */
static KpAttachment *
choose_file (KpClient *client,
             const char *name,
             const char *content)
{
  g_autofree char *folder = g_dir_make_tmp ("klantportaal-file-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GError) error = NULL;
  KpAttachment *attachment;

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
  kp_client_add_file_async (client, file, NULL, on_done_cb, &added);
  kp_test_wait_for (added != NULL);
  attachment = kp_client_add_file_finish (client, added, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);

  return attachment;
}

char *
kp_send_file (KpClient *client,
              const char *request,
              const char *name,
              const char *content)
{
  g_autoptr (KpAttachment) file = choose_file (client, name, content);
  g_autoptr (GAsyncResult) performed = NULL;
  g_autofree char *message = NULL;
  GVariantBuilder files;
  GVariantDict arguments;

  g_variant_builder_init (&files, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_builder_add_value (&files, kp_attachment_to_variant (file, NULL));
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", request);
  g_variant_dict_insert (&arguments, "text", "s", "Zie bijlage.");
  g_variant_dict_insert_value (&arguments, "attachments", g_variant_builder_end (&files));
  kp_client_perform_async (client, "request.comment@1", g_variant_dict_end (&arguments),
                           on_done_cb, &performed);
  kp_test_wait_for (performed != NULL);
  message = kp_client_perform_finish (client, performed, NULL);
  g_assert_nonnull (message);

  return g_strdup (kp_record_get_id (KP_RECORD (file)));
}

void
kp_wait_for_file (KpClient *client,
                  const char *request,
                  const char *id,
                  const char *scan_state)
{
  g_autoptr (KpQueryModel) list = kp_client_list_attachments (client, request);
  gboolean seen = FALSE;

  while (!seen)
    {
      guint n = kp_query_model_get_n_items (list);

      for (guint i = 0; i < n && !seen; i++)
        {
          g_autoptr (KpAttachment) file = g_list_model_get_item (G_LIST_MODEL (list), i);

          seen = g_str_equal (kp_record_get_id (KP_RECORD (file)), id) &&
                 g_strcmp0 (kp_attachment_get_scan_state (file), scan_state) == 0;
        }
      if (!seen)
        g_main_context_iteration (NULL, TRUE);
    }
}

char *
kp_read_file (KpClient *client,
              const char *id,
              GError **error)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GFile) file = NULL;
  char *content = NULL;

  kp_client_open_file_async (client, id, NULL, on_done_cb, &opened);
  kp_test_wait_for (opened != NULL);
  file = kp_client_open_file_finish (client, opened, error);
  if (file != NULL)
    g_assert_true (g_file_load_contents (file, NULL, &content, NULL, NULL, NULL));

  return content;
}
