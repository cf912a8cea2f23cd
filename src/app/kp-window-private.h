/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the window share: kp-window.c shows, kp-window-actions.c acts, and
 * kp-window-account.c lets accounts come and go. Main thread.
 */

#pragma once

#include "kp-module-bar.h"
#include "kp-organisation-menu.h"
#include "kp-page.h"
#include "kp-sign-in-view.h"
#include "kp-sync-button.h"
#include "kp-widgets-panel.h"
#include "kp-window.h"

G_BEGIN_DECLS

struct _KpWindow
{
  AdwApplicationWindow parent_instance;

  AdwToastOverlay *toasts;               /* (template child) */
  GtkStack *views;                       /* (template child) */
  GtkWidget *opening_view;               /* (template child): until an account is open */
  AdwBin *sign_in_place;                 /* (template child) */
  GtkWidget *main_view;                  /* (template child) */
  AdwHeaderBar *header;                  /* (template child) */
  GtkWidget *tabs_wide;                  /* (template child) */
  GtkWidget *tabs_narrow;                /* (template child) */
  AdwWindowTitle *title_small;           /* (template child) */
  GtkWidget *organisation_place;         /* (template child): there with several organisations */
  GtkMenuButton *organisation_button;    /* (template child) */
  GtkLabel *organisation_label;          /* (template child) */
  KpOrganisationMenu *organisation_menu; /* (template child) */
  GtkMenuButton *menu_button;            /* (template child) */
  KpSyncButton *sync_button;             /* (template child) */
  AdwBanner *banner;                     /* (template child) */
  AdwOverlaySplitView *widgets;          /* (template child) */
  KpWidgetsPanel *panel;                 /* (template child) */
  AdwViewStack *modules;                 /* (template child) */
  GtkWidget *phone_bar;                  /* (template child) */
  GMenu *accounts_section;               /* (template child) */
  GMenuModel *primary_menu;              /* (template child) */

  KpSignInView *sign_in; /* (owned) (nullable): made when somebody has to sign in */
  GCancellable *opening; /* (owned) (nullable): of the account that is about to be open */
  KpAccount *account;    /* (owned) (nullable): open, or about to be */
  KpClient *client;      /* (owned) (nullable) */
  GHashTable *pages;     /* (owned): name of the module → KpPage (owned) */
  guint page_source;     /* makes pages that nobody has looked at yet, 0 = none */
  guint tab_source;      /* idle source that looks at the pressed tab, 0 = none */
  char *pressed_module;  /* (owned) (nullable): in front when a tab was pressed */
  char *waiting_show[3]; /* (owned) (nullable): what to show once there is a client */
  guint status_source;   /* idle source that looks at the status, 0 = none */
  guint n_to_send;       /* changes that waited when the office was last out of reach */
  guint n_to_decide;     /* changes that needed the person's choice then */
  gboolean was_offline;  /* whether the person was told of being offline */
  int closed_by;         /* KpError that took the account away, 0 = the person signed out */
  AdwDialog *helped;     /* (unowned) (nullable): the last dialog that F1 was added to */
  gboolean switching;    /* whether show-sidebar changes by itself */
  gboolean filling;      /* whether the tabs change by themselves */
  gboolean closing;      /* whether the person agreed to lose what is not saved */
  KpPage *answered;      /* (unowned) (nullable): the page of which that is known; compared only */
};

/* Returns: (nullable): NULL once the window is closed */
KpApplication *kp_window_get_kp_application (KpWindow *self);

/* Returns: UTC milliseconds */
gint64 kp_window_get_now (KpWindow *self);

/* Returns: (transfer none) (nullable): the page in front */
KpPage *kp_window_get_page (KpWindow *self);

/* Makes the page of a tab when it is first needed. Returns: (transfer none) (nullable) */
KpPage *kp_window_ensure_page (KpWindow *self,
                               const char *name);

/* Shows beside the module in front what goes with it. */
void kp_window_follow_module (KpWindow *self);

/* Makes the page in front before the next frame, and the others once that is painted. */
void kp_window_make_pages (KpWindow *self);

/* Brings @name to the front; in front already, moves focus to its options. */
void kp_window_show_module (KpWindow *self,
                            const char *name);

/* Lets a press on the tab in front move focus to the module's options, and tells the pages how much
 * room they have. */
void kp_window_watch_tabs (KpWindow *self);

/* Closes the account, and asks its password once its folder is free for whoever signs in at once.
 * @code: the KpError that took it away, 0 = the person signed out */
void kp_window_close_account (KpWindow *self,
                              int code);

/* Says once that unsent work was damaged and where it is, if it was. */
void kp_window_tell_damage (KpWindow *self);

/* Back to signing in with the password of the account that was open; @reason: (nullable) */
void kp_window_ask_password (KpWindow *self,
                             const char *reason);

/* Fills the menu with the accounts of this computer. */
void kp_window_update_accounts (KpWindow *self);

/* Lets F1 open the topic of whatever dialog is open. */
void kp_window_watch_dialogs (KpWindow *self);

/* What can be done with an account only can be done while there is one. */
void kp_window_allow_actions (KpWindow *self);

void kp_window_install_actions (GtkWidgetClass *widget_class);
void kp_window_install_account_actions (GtkWidgetClass *widget_class);

/* Returns: whether the person is being asked, so that the window stays open */
gboolean kp_window_ask_unsaved (KpWindow *self);

G_END_DECLS
