/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The base of module pages: one page is the whole of one tab. It has a client, a list of options
 * (left of its content), the width it is shown in, and the actions "page.refresh" (F5) and
 * "page.search" (Ctrl+F). Pages never include each other; they reach another module through
 * kp_page_show(). Main thread.
 */

#pragma once

#include "kp-client.h"
#include "kp-option.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_PAGE (kp_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (KpPage, kp_page, KP, PAGE, AdwBin)

/**
 * KpPageClass:
 * @refresh: asks for the page's data again; called once after construction, and by F5. By
 *   default it asks the office for what is new
 * @open: (nullable): shows the option @option and in it the record @id; both may be empty, which
 *   means "as it is" and "the list"
 * @search: (nullable): opens the page's search
 * @focus_options: (nullable): the tab was activated again: focus goes to the list of options
 * @save: (nullable): keeps what "n-unsaved" counts; the window asks before it would be lost
 *
 * Properties, all to be bound in templates: "client" (construct only), "options" (GListModel of
 * KpOption), "option" (name of the shown one), "narrow" (phone width: split views collapse),
 * "compact" (half a screen: second panes become overlays), "n-waiting" (badge on the tab: what
 * waits for this person and for nobody else), "n-unsaved" (changes that a save bar holds),
 * "information" (overrides the sentences of the Information widget).
 */
struct _KpPageClass
{
  AdwBinClass parent_class;

  void (*refresh) (KpPage *self);
  void (*open) (KpPage *self,
                const char *option,
                const char *id);
  void (*search) (KpPage *self);
  void (*focus_options) (KpPage *self);
  gboolean (*save) (KpPage *self);
};

/**
 * kp_page_get_client:
 *
 * Returns: (transfer none) (nullable): %NULL once the page is disposed, which is how the callback
 *   of a command learns that its page is gone
 */
KpClient *kp_page_get_client (KpPage *self);

/**
 * kp_page_add_option:
 * @name: for kp_page_open() and the property "option"
 * @title: translated
 * @group: (nullable): translated heading; options of one group follow each other
 *
 * The first option added becomes the selected one.
 *
 * Returns: (transfer none): whose count and visibility the page may set later
 */
KpOption *kp_page_add_option (KpPage *self,
                              const char *name,
                              const char *title,
                              const char *icon_name,
                              const char *group);

GListModel *kp_page_get_options (KpPage *self);

/* Returns: (transfer none) (nullable): the name of the selected option */
const char *kp_page_get_option (KpPage *self);

void kp_page_set_option (KpPage *self,
                         const char *option);

gboolean kp_page_get_narrow (KpPage *self);
gboolean kp_page_get_compact (KpPage *self);

guint kp_page_get_n_waiting (KpPage *self);

void kp_page_set_n_waiting (KpPage *self,
                            guint n_waiting);

guint kp_page_get_n_unsaved (KpPage *self);

void kp_page_set_n_unsaved (KpPage *self,
                            guint n_unsaved);

/* Returns: (transfer none) (nullable): translated: why what is not saved cannot be, and what is
 *   safe all the same; %NULL if kp_page_save() saves it
 */
const char *kp_page_get_unsaved_reason (KpPage *self);

void kp_page_set_unsaved_reason (KpPage *self,
                                 const char *reason);

/* Keeps what is not saved, if the page can. Returns: FALSE if the person has to right something
 * first, and the page says what
 */
gboolean kp_page_save (KpPage *self);

/* Returns: (transfer none) (nullable): translated */
const char *kp_page_get_information (KpPage *self);

void kp_page_set_information (KpPage *self,
                              const char *information);

/**
 * kp_page_open:
 * @option: may be empty
 * @id: may be empty
 *
 * See KpPageClass.open; a page without it ignores the call.
 */
void kp_page_open (KpPage *self,
                   const char *option,
                   const char *id);

void kp_page_focus_options (KpPage *self);

/**
 * kp_page_show:
 * @widget: any widget in the window
 * @module: name of a registered page; "changes" opens the Changes dialog
 * @option: may be empty
 * @id: 22 characters of the record, or empty
 *
 * Brings another module to the front.
 */
void kp_page_show (GtkWidget *widget,
                   const char *module,
                   const char *option,
                   const char *id);

/**
 * kp_page_is_read:
 * @widget: what shows something that can be unread
 *
 * Returns: whether somebody can be reading it: it is on the screen, in the window that is used
 */
gboolean kp_page_is_read (GtkWidget *widget);

/* Calls @notify with @widget whenever its window comes to the front or goes to the back. */
void kp_page_watch_window (GtkWidget *widget,
                           GtkExpressionNotify notify);

/**
 * kp_page_say:
 * @widget: any widget in the window
 * @text: translated, one short sentence
 *
 * Shows a toast in the window.
 */
void kp_page_say (GtkWidget *widget,
                  const char *text);

/**
 * kp_page_offer_undo:
 * @text: translated, one short sentence: what was done
 * @action: (not nullable): detailed name of an action of the window, "win.…"
 * @target: a text for it
 *
 * Shows a toast with an Undo button.
 */
void kp_page_offer_undo (GtkWidget *widget,
                         const char *text,
                         const char *action,
                         const char *target);

/**
 * kp_page_say_error:
 *
 * Shows what kp_error_text() makes of @error.
 */
void kp_page_say_error (GtkWidget *widget,
                        const GError *error);

G_END_DECLS
