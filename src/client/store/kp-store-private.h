/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the store share. On the thread of the store.
 */

#pragma once

#include "kp-change-set.h"
#include "kp-store-outbox.h"
#include "kp-store-projection.h"
#include "kp-store.h"

G_BEGIN_DECLS

struct _KpStore
{
  char *folder;                     /* (owned): of the account */
  const KpEnvironment *environment; /* (unowned) */
  KpProjectionTexts *texts;         /* (owned): SQL of the projections; outlives the connections */
  KpDb *cache;                      /* (owned) */
  KpDb *outbox;                     /* (owned) */
  KpDraftRow *deleted;              /* (owned) (nullable): the draft that was deleted last */
  int lock;                         /* (owned): descriptor; held while the store is open */
  guint n_left_out;                 /* organisations beyond what one request may name */
  KpStoreFile cache_state;          /* what became of the cache when it was opened */
  GPtrArray *hidden;                /* (owned) (element-type KpOperation): queued, not shown yet */
  gboolean is_behind;               /* see kp_store_is_behind() */
  gboolean in_burst;                /* what is queued is shown at the end of it */
  KpStoreChangedFunc changed_func;  /* (nullable) */
  gpointer changed_data;            /* (unowned) */
};

/* Runs a constant statement without parameters. */
gboolean kp_store_run (KpDb *db,
                       const char *sql,
                       GError **error);

/**
 * KpPerson:
 *
 * Who the account is, as kp_store_set_person() kept it.
 */
typedef struct
{
  char *id;   /* (owned) (nullable): as text; NULL = not known */
  char *name; /* (owned) (nullable) */
  char *kind; /* (owned) (nullable): customer | staff */
} KpPerson;

gboolean kp_store_load_person (KpStore *self,
                               KpPerson *person,
                               GError **error);
void kp_person_clear (KpPerson *self);

/* Deletes the draft, also within a transaction of the outbox. @n_deleted: (out) (optional) */
gboolean kp_drafts_delete (KpStore *self,
                           const KpId *id,
                           guint *n_deleted,
                           GError **error);

/* Within the transaction of the outbox: the server answered. */
gboolean kp_store_put_contact (KpStore *self,
                               gint64 server_now,
                               GError **error);

/* @due: (out): whether the contact that is kept is so old by any clock that a new one is to be. Not
 * within a transaction. */
gboolean kp_store_is_contact_due (KpStore *self,
                                  gint64 server_now,
                                  gboolean *due,
                                  GError **error);

/* @server_now: (out): the server's clock at the last contact, UTC milliseconds; 0 = never */
gboolean kp_store_get_server_now (KpStore *self,
                                  gint64 *server_now,
                                  GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KpPerson, kp_person_clear)

G_END_DECLS
