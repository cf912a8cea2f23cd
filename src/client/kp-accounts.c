/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One object per folder, the same one after every reload.
 */

#include "kp-accounts.h"

#include "kp-account-folder.h"
#include "kp-account-private.h"
#include "kp-keyring.h"
#include "kp-worker.h"

struct _KpAccounts
{
  GObject parent_instance;

  char *data_dir;                   /* (owned): constant, so any thread may read it */
  const KpEnvironment *environment; /* (unowned) */
  GPtrArray *accounts;              /* (owned) of KpAccount, most recently used first */
};

static void kp_accounts_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpAccounts, kp_accounts, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      kp_accounts_list_model_init))

static GType
kp_accounts_get_item_type (GListModel *list)
{
  return KP_TYPE_ACCOUNT;
}

static guint
kp_accounts_get_n_items (GListModel *list)
{
  return KP_ACCOUNTS (list)->accounts->len;
}

static gpointer
kp_accounts_get_item (GListModel *list,
                      guint position)
{
  GPtrArray *accounts = KP_ACCOUNTS (list)->accounts;

  return position < accounts->len ? g_object_ref (accounts->pdata[position]) : NULL;
}

static void
kp_accounts_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = kp_accounts_get_item_type;
  iface->get_n_items = kp_accounts_get_n_items;
  iface->get_item = kp_accounts_get_item;
}

static void
kp_accounts_finalize (GObject *object)
{
  KpAccounts *self = KP_ACCOUNTS (object);

  g_ptr_array_unref (self->accounts);
  g_free (self->data_dir);

  G_OBJECT_CLASS (kp_accounts_parent_class)->finalize (object);
}

static void
kp_accounts_class_init (KpAccountsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_accounts_finalize;
}

static void
kp_accounts_init (KpAccounts *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
}

KpAccounts *
kp_accounts_new (const char *data_dir,
                 const KpEnvironment *environment)
{
  KpAccounts *self;

  g_return_val_if_fail (data_dir != NULL && environment != NULL, NULL);

  self = g_object_new (KP_TYPE_ACCOUNTS, NULL);
  self->data_dir = g_strdup (data_dir);
  self->environment = environment;
  kp_account_folder_expire_sync (data_dir, kp_environment_now (environment));
  kp_accounts_reload (self);

  return self;
}

const char *
kp_accounts_get_data_dir (KpAccounts *self)
{
  g_return_val_if_fail (KP_IS_ACCOUNTS (self), NULL);

  return self->data_dir;
}

const KpEnvironment *
kp_accounts_get_environment (KpAccounts *self)
{
  g_return_val_if_fail (KP_IS_ACCOUNTS (self), NULL);

  return self->environment;
}

KpAccount *
kp_accounts_find (KpAccounts *self,
                  const char *id)
{
  g_return_val_if_fail (KP_IS_ACCOUNTS (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      if (g_strcmp0 (kp_account_get_id (self->accounts->pdata[i]), id) == 0)
        return self->accounts->pdata[i];
    }

  return NULL;
}

static void
update_account (KpAccount *account,
                const KpAccountFacts *facts)
{
  const KpAccountTexts texts = {
    .id = facts->id,
    .address = facts->address,
    .portal = facts->portal,
    .portal_name = facts->portal_name,
    .office_name = facts->office_name,
    .login = facts->login,
    .name = facts->name,
    .kind = facts->kind,
    .last_used = facts->signed_in,
    .once = facts->once,
  };

  kp_account_update (account, &texts);
}

static int
compare_accounts (gconstpointer a,
                  gconstpointer b)
{
  gint64 first = kp_account_get_last_used (*(KpAccount *const *) a);
  gint64 second = kp_account_get_last_used (*(KpAccount *const *) b);

  return (first < second) - (first > second);
}

void
kp_accounts_reload (KpAccounts *self)
{
  g_autoptr (GPtrArray) old = NULL;
  g_autoptr (GPtrArray) facts = NULL;
  GPtrArray *accounts;

  g_return_if_fail (KP_IS_ACCOUNTS (self));

  /* An unreadable folder keeps what was known. */
  facts = kp_account_folder_list_sync (self->data_dir, NULL);
  if (facts == NULL)
    return;

  accounts = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < facts->len; i++)
    {
      const KpAccountFacts *one = facts->pdata[i];
      KpAccount *known = kp_accounts_find (self, one->id);
      KpAccount *account = known != NULL ? g_object_ref (known) : kp_account_new (one->id);

      update_account (account, one);
      g_ptr_array_add (accounts, account);
    }
  g_ptr_array_sort (accounts, compare_accounts);

  old = g_steal_pointer (&self->accounts);
  self->accounts = accounts;
  if (old->len > 0 || accounts->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, old->len, accounts->len);
}

static gboolean
remove_folder (const char *data_dir,
               const char *id,
               GError **error)
{
  g_autoptr (KpAccountFolder) folder = kp_account_folder_open_sync (data_dir, id, error);

  if (folder == NULL || !kp_account_folder_remove_sync (folder, error))
    return FALSE;

  /* A keyring that cannot be reached keeps a key to nothing. */
  kp_keyring_clear_sync (id, NULL, NULL);

  return TRUE;
}

static void
remove_in_worker (GTask *task,
                  gpointer source_object,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  KpAccounts *self = source_object;
  GError *error = NULL;

  if (remove_folder (self->data_dir, task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The worker was made for this one job; its thread has finished it. */
static void
on_removed_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  KpAccounts *self = KP_ACCOUNTS (source_object);
  g_autoptr (GTask) outer = user_data;
  GError *error = NULL;
  gboolean removed = g_task_propagate_boolean (G_TASK (result), &error);

  kp_accounts_reload (self);
  if (removed)
    g_task_return_boolean (outer, TRUE);
  else
    g_task_return_error (outer, error);
}

void
kp_accounts_remove_async (KpAccounts *self,
                          KpAccount *account,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GTask *outer;
  KpWorker *worker;

  g_return_if_fail (KP_IS_ACCOUNTS (self));
  g_return_if_fail (KP_IS_ACCOUNT (account));

  outer = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (outer, kp_accounts_remove_async);
  worker = kp_worker_new ("kp-remove");
  g_task_set_task_data (outer, worker, g_object_unref);

  task = g_task_new (self, NULL, on_removed_cb, outer);
  g_task_set_source_tag (task, remove_in_worker);
  g_task_set_task_data (task, g_strdup (kp_account_get_id (account)), g_free);
  kp_worker_push (worker, KP_PRIORITY_WRITE, task, remove_in_worker);
}

gboolean
kp_accounts_remove_finish (KpAccounts *self,
                           GAsyncResult *result,
                           GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_accounts_remove_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
