/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one list model. It knows the ordered identities of a query's answer, makes an object only
 * when somebody looks at its row, and fills objects from pages of %KP_QUERY_PAGE rows that a worker
 * reads. An object is unique per identity as long as anybody holds it, so selection and focus
 * survive every change. Main thread.
 *
 * Properties: n-items, loading (an answer is under way), loaded (there has been one), error
 * (nullable; the items are kept).
 *
 * Signal: regrouped: rows are in other groups than before.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Rows that are read together. */
#define KP_QUERY_PAGE 200

/* One answer changes the list in at most this many places; near ones are taken together. */
#define KP_QUERY_SPLICES 50

#define KP_TYPE_QUERY_MODEL (kp_query_model_get_type ())
G_DECLARE_FINAL_TYPE (KpQueryModel, kp_query_model, KP, QUERY_MODEL, GObject)

/**
 * KpItemKind:
 * @get_type: a KpRecord with a table of properties
 * @n_cells: the number of its lines
 *
 * What a model makes its items from.
 */
typedef struct
{
  GType (*get_type) (void);
  guint n_cells;
} KpItemKind;

/**
 * KpQueryOrder:
 *
 * What a model wants to know. Immutable, for the worker.
 */
typedef struct
{
  guint generation; /* to be given back with the answer */
  gboolean list;    /* whether the query itself is asked, not only rows */
  gboolean first;   /* with list: new rows of the first page are wanted too */
  GArray *shown;    /* (owned) (element-type KpId): what the model shows now */
  GArray *wanted;   /* (owned) (element-type KpId): whose rows are wanted */
} KpQueryOrder;

void kp_query_order_free (KpQueryOrder *self);

/**
 * KpQueryAnswer:
 *
 * Made by a worker, handed over whole.
 */
typedef struct
{
  guint generation;
  GArray *ids;     /* (owned) (nullable) (element-type KpId): each once; NULL = only rows */
  GArray *splices; /* (owned) (nullable) (element-type KpSplice): from order.shown to ids */
  GArray *groups;  /* (owned) (nullable) (element-type guint): which group each of ids is in */
  GPtrArray *rows; /* (owned) (element-type KpRow): some, in any order */
} KpQueryAnswer;

void kp_query_answer_free (KpQueryAnswer *self);

/**
 * KpQueryFunc:
 * @order: (transfer full)
 * @cancellable: cancelled when the answer is no longer wanted
 *
 * Starts to answer and returns. The answer is one later call of kp_query_model_deliver() or
 * kp_query_model_fail(), on the main thread, in the order of the questions.
 */
typedef void (*KpQueryFunc) (KpQueryModel *model,
                             KpQueryOrder *order,
                             GCancellable *cancellable,
                             gpointer user_data);

/**
 * kp_query_model_new:
 * @query_data: (transfer full) (nullable): freed by @destroy with the model
 *
 * Returns: (transfer full): an empty model that has asked nothing yet
 */
KpQueryModel *kp_query_model_new (const KpItemKind *kind,
                                  KpQueryFunc query,
                                  gpointer query_data,
                                  GDestroyNotify destroy);

/**
 * kp_query_model_restart:
 *
 * Asks again because the question changed: an answer under way is not wanted any more.
 */
void kp_query_model_restart (KpQueryModel *self);

/**
 * kp_query_model_refresh:
 * @changed: (nullable) (element-type KpId): records that changed; %NULL = maybe all
 *
 * Asks again because data changed. While an answer is under way it is awaited first, so that a
 * stream of changes cannot starve the view.
 */
void kp_query_model_refresh (KpQueryModel *self,
                             GArray *changed);

/**
 * kp_query_model_deliver:
 * @answer: (transfer full)
 */
void kp_query_model_deliver (KpQueryModel *self,
                             KpQueryAnswer *answer);

/* Keeps the items, so that a view goes on showing what was last known. */
void kp_query_model_fail (KpQueryModel *self,
                          guint generation,
                          const GError *error);

/* Asks no more, and drops its data; for when the account closes before the view does. */
void kp_query_model_close (KpQueryModel *self);

guint kp_query_model_get_n_items (KpQueryModel *self);
gboolean kp_query_model_get_loading (KpQueryModel *self);
gboolean kp_query_model_get_loaded (KpQueryModel *self);

/* Returns: the group of a row, which it has in common with its neighbours; 0 = there are none */
guint kp_query_model_get_group (KpQueryModel *self,
                                guint position);

/* Returns: (transfer none) (nullable): why the last question failed */
const GError *kp_query_model_get_error (KpQueryModel *self);

/**
 * kp_query_model_find:
 * @id: as text
 *
 * Returns: the position of the item, %G_MAXUINT if the list does not hold it
 */
guint kp_query_model_find (KpQueryModel *self,
                           const char *id);

/* Returns: (transfer none): what the list's owner gave with the query */
gpointer kp_query_model_get_query_data (KpQueryModel *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpQueryOrder, kp_query_order_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpQueryAnswer, kp_query_answer_free)

G_END_DECLS
