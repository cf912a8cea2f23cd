/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files in a conversation and in a form: dropped, pasted, taken away and sent.
 */

#include "kp-attachment-row.h"
#include "kp-client-files.h"
#include "kp-conversation.h"
#include "kp-flow-chooser.h"
#include "kp-page-fixture.h"
#include "kp-picture.h"
#include "kp-request-editor.h"
#include "kp-requests-page.h"
#include "kp-test.h"

#include <glib/gstdio.h>
#include <string.h>

static void
set_up (PageFixture *self,
        gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_REQUESTS_PAGE, "files");
}

static void
remove_file (gpointer path)
{
  g_unlink (path);
  g_free (path);
}

static void
remove_folder (gpointer path)
{
  g_rmdir (path);
  g_free (path);
}

/* Returns: (transfer full): a picture of one point, with room for more */
static GdkFileList *
make_files (const char *name)
{
  static const guint8 PNG[] = {
    0x89,
    'P',
    'N',
    'G',
    '\r',
    '\n',
    0x1a,
    '\n',
    0,
    0,
    0,
    13,
    'I',
    'H',
    'D',
    'R',
    0,
    0,
    0,
    1,
    0,
    0,
    0,
    1,
    8,
    2,
    0,
    0,
    0,
    0x90,
    0x77,
    0x53,
    0xde,
  };
  char *folder = g_dir_make_tmp ("klantportaal-file-XXXXXX", NULL);
  char *path = g_build_filename (folder, name, NULL);
  GFile *files[] = { g_file_new_for_path (path) };
  GdkFileList *list;

  g_assert_true (g_file_set_contents (path, (const char *) PNG, sizeof PNG, NULL));
  g_test_queue_destroy (remove_folder, folder);
  g_test_queue_destroy (remove_file, path);
  list = gdk_file_list_new_from_array (files, 1);
  g_object_unref (files[0]);

  return list;
}

/* Lets go of a file above @widget. @name: (nullable): NULL = the portrait */
static void
drop (gpointer widget,
      const char *name)
{
  page_fixture_drop (widget, name != NULL ? make_files (name) : page_fixture_make_portrait ());
}

static void
drop_several (gpointer widget,
              const char *const *names)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);

  for (; *names != NULL; names++)
    {
      GdkFileList *list = make_files (*names);
      g_autoptr (GSList) nodes = gdk_file_list_get_files (list);

      g_ptr_array_add (files, g_object_ref (nodes->data));
      g_boxed_free (GDK_TYPE_FILE_LIST, list);
    }
  page_fixture_drop (widget,
                     gdk_file_list_new_from_array ((GFile **) files->pdata, files->len));
}

static KpConversation *
open_conversation (PageFixture *self)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, 0));

  kp_page_open (self->page, "mine", id);

  return page_fixture_wait (self, KP_TYPE_CONVERSATION);
}

static void
test_sent (PageFixture *self,
           gconstpointer data)
{
  KpConversation *conversation = open_conversation (self);

  drop (conversation, "schade.png");
  kp_test_wait_for (page_fixture_shows (self, "schade.png"));
  page_fixture_check_names (self);
  page_fixture_take_picture (self, "files-chosen");

  page_fixture_act (self, KP_TYPE_CONVERSATION, "conversation.send", NULL);
  kp_test_wait_for (page_fixture_shows (self, "See the attached file."));
  kp_test_wait_for (page_fixture_says (self, "waits until it can be sent"));
  page_fixture_check_names (self);
  page_fixture_take_picture (self, "files-sent");
}

static void
test_removed (PageFixture *self,
              gconstpointer data)
{
  KpConversation *conversation = open_conversation (self);

  drop (conversation, "schade.png");
  page_fixture_wait (self, KP_TYPE_ATTACHMENT_ROW);
  page_fixture_act (self, KP_TYPE_ATTACHMENT_ROW, "attachment.remove", NULL);
  kp_test_wait_for (!page_fixture_shows (self, "schade.png"));
}

/* What was chosen and not sent is still there when one comes back to the request. */
static void
test_left (PageFixture *self,
           gconstpointer data)
{
  drop (open_conversation (self), "schade.png");
  page_fixture_wait (self, KP_TYPE_ATTACHMENT_ROW);
  page_fixture_act (self, KP_TYPE_CONVERSATION, "navigation.pop", NULL);
  kp_test_wait_for (!page_fixture_shows (self, "schade.png"));
  open_conversation (self);
  kp_test_wait_for (page_fixture_shows (self, "schade.png"));
  page_fixture_act (self, KP_TYPE_CONVERSATION, "conversation.send", NULL);
  kp_test_wait_for (page_fixture_shows (self, "See the attached file."));
}

static void
test_pasted (PageFixture *self,
             gconstpointer data)
{
  KpConversation *conversation = open_conversation (self);
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (conversation));
  GdkFileList *files = make_files ("schade.png");
  GtkWidget *text = kp_picture_find (GTK_WIDGET (conversation), GTK_TYPE_TEXT_VIEW);

  gdk_clipboard_set (clipboard, GDK_TYPE_FILE_LIST, files);
  g_boxed_free (GDK_TYPE_FILE_LIST, files);
  g_signal_emit_by_name (text, "paste-clipboard");
  kp_test_wait_for (page_fixture_shows (self, "schade.png"));

  /* Words are pasted as ever. */
  gdk_clipboard_set_text (clipboard, "Woorden");
  g_signal_emit_by_name (text, "paste-clipboard");
  kp_test_wait_for (gtk_text_buffer_get_char_count (
                      gtk_text_view_get_buffer (GTK_TEXT_VIEW (text))) == 7);
}

static void
test_thumbnail (PageFixture *self,
                gconstpointer data)
{
  KpConversation *conversation = open_conversation (self);
  GtkWidget *row;
  GtkImage *image;

  drop (conversation, NULL);
  row = page_fixture_wait (self, KP_TYPE_ATTACHMENT_ROW);
  image = kp_picture_find (row, GTK_TYPE_IMAGE);
  kp_test_wait_for (gtk_image_get_storage_type (image) == GTK_IMAGE_PAINTABLE);
  page_fixture_take_picture (self, "files-thumbnail");
}

static void
test_not_taken (PageFixture *self,
                gconstpointer data)
{
  KpConversation *conversation = open_conversation (self);

  drop (conversation, "setup.exe");
  kp_test_wait_for (self->said != NULL);
  g_assert_nonnull (strstr (self->said, "does not take files of this kind"));
  g_assert_null (kp_picture_find (GTK_WIDGET (conversation), KP_TYPE_ATTACHMENT_ROW));
}

static void
test_form (PageFixture *self,
           gconstpointer data)
{
  g_autofree char *flow = kp_id_dup_text (&self->client.flow);
  GtkWidget *row;

  kp_page_open (self->page, "new", "");
  page_fixture_act (self, KP_TYPE_FLOW_CHOOSER, "chooser.choose", g_variant_new_string (flow));
  page_fixture_wait (self, KP_TYPE_REQUEST_EDITOR);
  kp_test_wait_for (page_fixture_says (self, "At most 2 files: JPG, PNG, up to 10 MB each"));
  gtk_editable_set_text (page_fixture_wait (self, ADW_TYPE_ENTRY_ROW), "Tap");
  page_fixture_act (self, KP_TYPE_REQUEST_EDITOR, "editor.next", NULL);
  kp_test_wait_for (page_fixture_shows (self, "A photo is needed here."));

  row = page_fixture_wait (self, g_type_from_name ("KpFilesRow"));
  drop (row, "schade.png");
  kp_test_wait_for (page_fixture_shows (self, "schade.png"));
  kp_test_wait_for (!page_fixture_shows (self, "A photo is needed here."));
  page_fixture_check_names (self);
  page_fixture_take_picture (self, "files-form");

  /* A ticked item asks for what shows it. */
  page_fixture_act (self, KP_TYPE_REQUEST_EDITOR, "editor.next", NULL);
  kp_test_wait_for (page_fixture_shows (self, "Step 2 of 3"));
  gtk_check_button_set_active (page_fixture_wait (self, GTK_TYPE_CHECK_BUTTON), TRUE);
  kp_test_wait_for (page_fixture_shows (self, "A file that shows it"));
  page_fixture_act (self, KP_TYPE_REQUEST_EDITOR, "editor.next", NULL);
  kp_test_wait_for (page_fixture_shows (self, "A file is needed here."));
  row = page_fixture_wait (self, g_type_from_name ("KpFilesRow"));
  drop (row, "meter.png");
  kp_test_wait_for (page_fixture_shows (self, "meter.png"));
  page_fixture_take_picture (self, "files-checklist");
  page_fixture_act (self, KP_TYPE_REQUEST_EDITOR, "editor.next", NULL);
  kp_test_wait_for (page_fixture_shows (self, "Step 3 of 3"));
  kp_test_wait_for (page_fixture_says (self, "meter.png"));
  page_fixture_take_picture (self, "files-summary");
}

/* One that is refused takes nobody's place, and the limit that is named is the question's. */
static void
test_too_many (PageFixture *self,
               gconstpointer data)
{
  static const char *const NAMES[] = { "setup.exe", "a.png", "b.png", "c.png", "d.png", NULL };
  g_autofree char *flow = kp_id_dup_text (&self->client.flow);

  kp_page_open (self->page, "new", "");
  page_fixture_act (self, KP_TYPE_FLOW_CHOOSER, "chooser.choose", g_variant_new_string (flow));
  page_fixture_wait (self, KP_TYPE_REQUEST_EDITOR);
  drop_several (page_fixture_wait (self, g_type_from_name ("KpFilesRow")), NAMES);
  kp_test_wait_for (page_fixture_shows (self, "a.png"));
  kp_test_wait_for (page_fixture_shows (self, "b.png"));
  kp_test_wait_for (g_strcmp0 (self->said, "At most 2 files: JPG, PNG, up to 10 MB each") == 0);
  g_assert_false (page_fixture_shows (self, "c.png"));
  g_assert_false (page_fixture_shows (self, "d.png"));
}

/* What was taken away comes back where it was. */
static void
test_undo (PageFixture *self,
           gconstpointer data)
{
  g_autofree char *flow = kp_id_dup_text (&self->client.flow);

  kp_page_open (self->page, "new", "");
  page_fixture_act (self, KP_TYPE_FLOW_CHOOSER, "chooser.choose", g_variant_new_string (flow));
  page_fixture_wait (self, KP_TYPE_REQUEST_EDITOR);
  drop (page_fixture_wait (self, g_type_from_name ("KpFilesRow")), "schade.png");
  page_fixture_wait (self, KP_TYPE_ATTACHMENT_ROW);
  page_fixture_act (self, KP_TYPE_ATTACHMENT_ROW, "attachment.remove", NULL);
  kp_test_wait_for (!page_fixture_shows (self, "schade.png"));
  kp_test_wait_for (page_fixture_shows (self, "File removed"));
  g_assert_true (page_fixture_click (GTK_WIDGET (self->window), "Undo"));
  kp_test_wait_for (page_fixture_shows (self, "schade.png"));
}

#define ADD(path, test) \
  g_test_add (path, PageFixture, NULL, set_up, test, page_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL, NULL);
  adw_init ();

  ADD ("/files-page/conversation/dropped-and-sent", test_sent);
  ADD ("/files-page/conversation/removed-before-sending", test_removed);
  ADD ("/files-page/conversation/left/is-there-again", test_left);
  ADD ("/files-page/conversation/pasted", test_pasted);
  ADD ("/files-page/conversation/picture-is-shown-small", test_thumbnail);
  ADD ("/files-page/conversation/not-taken-is-said", test_not_taken);
  ADD ("/files-page/form/photo-and-evidence", test_form);
  ADD ("/files-page/form/removed-and-brought-back", test_undo);
  ADD ("/files-page/form/too-many/refused-ones-take-no-place", test_too_many);

  return g_test_run ();
}
