/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One page in a window of its own, on a client with a filled store and without a network. Main
 * thread.
 */

#pragma once

#include "client-fixture.h"
#include "kp-page.h"

#include <adwaita.h>

G_BEGIN_DECLS

typedef struct
{
  ClientFixture client;
  GtkWindow *window; /* (unowned): holds the page until the end of the test */
  KpPage *page;      /* (owned) */
  char *said;        /* (owned) (nullable): the last sentence of a toast */
} PageFixture;

/* @kind: (nullable): of the account, as for client_fixture_set_up(). With KP_TEST_NARROW the page
 * is as wide as a phone.
 */
void page_fixture_set_up (PageFixture *self,
                          GType page_type,
                          const char *kind);

/* Destroys the window; the page must go with it, and the client after that. */
void page_fixture_tear_down (PageFixture *self,
                             gconstpointer data);

/* Returns: (transfer none): the first widget of @type that is to be seen; waits for it */
gpointer page_fixture_wait (PageFixture *self,
                            GType type);

/* Returns: how many rows the table that is to be seen has; 0 if there is none */
guint page_fixture_get_n_rows (PageFixture *self);

/* Returns: whether some label that is to be seen begins with @text */
gboolean page_fixture_shows (PageFixture *self,
                             const char *text);

/* Asserts that whatever a hand or a screen reader can reach has a name. */
void page_fixture_check_names (PageFixture *self);

/* Saves a picture, if KP_TEST_PICTURES names a folder for it. */
void page_fixture_take_picture (PageFixture *self,
                                const char *name);

/* Returns: whether some label that is to be seen has @text in it */
gboolean page_fixture_says (PageFixture *self,
                            const char *text);

/* Activates @action as its button would: from the widget of @type. It must be there and enabled. */
void page_fixture_act (PageFixture *self,
                       GType type,
                       const char *action,
                       GVariant *target);

/* Lets go of files above @widget. @files: (transfer full) */
void page_fixture_drop (gpointer widget,
                        GdkFileList *files);

/* Returns: (transfer full): a picture that can be shown */
GdkFileList *page_fixture_make_portrait (void);

/* Returns: whether there is a button with that label in @widget; it was clicked then */
gboolean page_fixture_click (GtkWidget *widget,
                             const char *label);

G_END_DECLS
