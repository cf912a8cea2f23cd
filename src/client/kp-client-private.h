/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the facade share. Members belong to the main thread unless said otherwise.
 */

#pragma once

#include "kp-client.h"

#include "kp-error.h"
#include "kp-names.h"
#include "kp-record-private.h"
#include "kp-store-lists.h"
#include "kp-store-profile.h"
#include "kp-sync.h"
#include "kp-worker.h"

G_BEGIN_DECLS

struct _KpClient
{
  GObject parent_instance;

  KpAccounts *accounts;             /* (owned) */
  KpAccount *account;               /* (owned) */
  const KpEnvironment *environment; /* (unowned) */
  GMainContext *context;            /* (owned): of the main thread */
  char *language;                   /* (owned): constant, so any thread may read it */
  char *folder;                     /* (owned): path, constant */
  GBytes *key;                      /* (owned): of the folder's files, constant */
  KpAccountFacts *facts;            /* (owned): of the sign-in, constant */
  gboolean signed_in;               /* opened with a password, constant */
  char *damaged_outbox;             /* (owned) (nullable): path; set while opening, then constant */
  KpWorker *worker;                 /* (owned): kp-store */
  KpSync *sync;                     /* (owned) */
  gboolean keyring_kept;            /* the next start needs no password */
  gboolean closed;

  KpStore *store;   /* (owned) (nullable) (thread: kp-store): NULL while sealed */
  KpReader *reader; /* (owned) (nullable) (thread: kp-store) */
  int stale;        /* (atomic): the reader has to forget what it knows of portals */

  KpStatus *status;            /* (owned) */
  KpCounts *counts;            /* (owned) */
  KpProfile *profile;          /* (owned): never NULL */
  KpTerms *terms;              /* (owned) (nullable) */
  char *organisation;          /* (owned): the selected one, "" = all */
  KpQueryModel *organisations; /* (owned) */
  KpQueryModel *flows;         /* (owned) */
  KpQueryModel *tasks;         /* (owned) */
  GPtrArray *lists;            /* (owned) of KpListQuestion (unowned): all lists alive */
  GHashTable *watched;         /* (owned): KpRecord (unowned) → KpList (unowned) */
  GHashTable *keepers;         /* (owned): forms with something to keep, KpRequestForm → source */
  GHashTable *unsent;          /* (owned): "request" or "note", ":" and id → KpUnsent */
  GQueue choosing;             /* of KpChosen (owned): copied one after the other */
  KpChangeSet *pending;        /* (owned) (nullable): changes not told to the lists yet */
  guint pending_source;        /* tells them; 0 = none */
  guint search_source;         /* fills the search index; 0 = none */
  gboolean counting;           /* a count is under way */
  gboolean count_again;
  gboolean loaded; /* the first answers are here */
};

/* kp-client-life.c */

/**
 * kp_client_start_async:
 * @sign_in: (transfer full)
 *
 * Opens the store of an account and begins to synchronise.
 */
void kp_client_start_async (KpAccounts *accounts,
                            KpSignIn *sign_in,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

/* Returns: (transfer full): fails as kp_store_open() and kp_lease_check_sync() do */
KpClient *kp_client_start_finish (GAsyncResult *result,
                                  GError **error);

/* For _in_worker functions. Returns: (nullable): fails with %KP_ERROR_SIGNED_OUT while sealed */
KpStore *kp_client_get_store_in_worker (KpClient *self,
                                        GError **error);
KpReader *kp_client_get_reader_in_worker (KpClient *self,
                                          GError **error);

/* For jobs that only queue: what several of them queue, one right behind the other, is shown at
 * once when the last one leaves. Any other job shows it first.
 */
KpReader *kp_client_join_burst_in_worker (KpClient *self,
                                          GError **error);
void kp_client_leave_burst_in_worker (KpClient *self);

/* Pushes a job to kp-store that owns @data. */
void kp_client_push (KpClient *self,
                     KpPriority priority,
                     GTask *task,
                     GTaskThreadFunc func,
                     gpointer data,
                     GDestroyNotify destroy);

/* Returns: (transfer full): a task that asserts its own source tag */
GTask *kp_client_new_task (KpClient *self,
                           GCancellable *cancellable,
                           gpointer tag,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

void kp_client_load_profile (KpClient *self);

/* Ends what was not closed; waits for it. */
void kp_client_end (KpClient *self);

/* kp-client.c: what notifies or emits */

/* Takes over a profile and notifies what differs. @profile: (transfer full) */
void kp_client_take_profile (KpClient *self,
                             KpProfile *profile);
void kp_client_set_keyring_kept (KpClient *self,
                                 gboolean kept);
void kp_client_set_loaded (KpClient *self);
void kp_client_emit_gone (KpClient *self);
void kp_client_emit_progress (KpClient *self,
                              const KpId *file,
                              double part);
void kp_client_emit_news (KpClient *self,
                          const char *subject,
                          const char *kind,
                          const char *title,
                          const char *body);

/* kp-client-lists.c */

/* The facade's filter in the store's terms; texts are borrowed. @filter: (nullable) */
KpListFilter kp_client_to_list_filter (KpClient *self,
                                       const KpFilter *filter);

/* Tells lists, watched records, counts and profile what changed, soon. Merges. */
void kp_client_note_changes (KpClient *self,
                             const KpChangeSet *changes);
void kp_client_make_lists (KpClient *self);
void kp_client_close_lists (KpClient *self);

/* Asks again for whatever could not be read. */
void kp_client_retry_lists (KpClient *self);

/* The selected organisation changed. */
void kp_client_reselect (KpClient *self);

/* kp-client-watch.c */

/* Reads watched records of one sort again. @changed: (nullable): only these */
void kp_client_ask_watched (KpClient *self,
                            const KpList *list,
                            GArray *changed);
void kp_client_forget_watched (KpClient *self);
void kp_client_count (KpClient *self);

/* Returns: whether @text is an identity; @id is zero otherwise. @text: (nullable) */
gboolean kp_client_read_id (const char *text,
                            KpId *id);

/* kp-client-answers.c: the answers of filter.subject, ready to read */
extern const KpList KP_LIST_ANSWERS;

/* kp-client-news.c */
void kp_client_tell_news (KpClient *self,
                          GArray *news);

/* kp-client-search.c: fills the search index once nothing else happens */
void kp_client_fill_search_soon (KpClient *self);
void kp_client_stop_filling (KpClient *self);

/* kp-client-files.c: whoever adds a file is told that the account is closed, and the file is let go
 * of as soon as its disk answers
 */
void kp_client_stop_choosing (KpClient *self);

/* kp-client-file-copies.c: removes what kp_client_open_file_async() made */
void kp_client_remove_copies_in_worker (KpClient *self);

/* kp-client-forms.c: keeps every form that has something to keep; jobs run before the worker ends
 */
void kp_client_keep_forms (KpClient *self);

G_END_DECLS
