/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signing in: folder, keys, server, keyring, facts, in an order in which a crash anywhere leaves
 * either nothing or an account that opens.
 */

#include "kp-sign-in.h"

#include "kp-enrolment.h"
#include "kp-error.h"
#include "kp-http.h"
#include "kp-keyring.h"
#include "kp-store.h"

/* Returns: (transfer full) (nullable): the locked folder of the account, if this computer has it */
static KpAccountFolder *
find_folder (const char *data_dir,
             const KpSignInRequest *request,
             GError **error)
{
  g_autoptr (GPtrArray) list = kp_account_folder_list_sync (data_dir, error);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const KpAccountFacts *facts = g_ptr_array_index (list, i);

      if (strcmp (facts->address, request->address) == 0 &&
          g_strcmp0 (facts->portal, request->portal) == 0 &&
          g_ascii_strcasecmp (facts->login, request->login) == 0)
        return kp_account_folder_open_sync (data_dir, facts->id, error);
    }

  return NULL;
}

static KpAccountFacts *
make_facts (KpAccountFolder *folder,
            const KpSignInRequest *request)
{
  g_autoptr (KpAccountFacts) known = kp_account_folder_dup_facts (folder);
  KpAccountFacts *facts = known != NULL ? kp_account_facts_copy (known) : kp_account_facts_new ();

  g_set_str (&facts->id, kp_account_folder_get_id (folder));
  g_set_str (&facts->address, request->address);
  g_set_str (&facts->portal, request->portal);
  g_set_str (&facts->login, request->login);
  g_set_str (&facts->portal_name, request->portal_name);
  g_set_str (&facts->office_name, request->office_name);
  facts->once = request->once;

  return facts;
}

char *
kp_sign_in_dup_label (const KpAccountFacts *facts)
{
  return g_strdup_printf ("Klantportaal: %s (%s)", facts->login, facts->office_name);
}

/* The deposited key wins. Where this computer used another one, its files are turned over to it;
 * where they do not open with that one either, they were made with the deposited key.
 */
static gboolean
change_key (KpSignIn *self,
            const KpEnrolment *enrolment,
            GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (enrolment->former_key == NULL ||
      kp_store_change_key (kp_account_folder_get_path (self->folder),
                           g_bytes_get_data (enrolment->former_key, NULL),
                           self->secrets->folder_key, &cause) ||
      g_error_matches (cause, KP_ERROR, KP_ERROR_CORRUPT))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&cause));

  return FALSE;
}

/* What is locked away may be there: then nobody could say that nothing is kept. */
static gboolean
leave_nothing (KpSignIn *self,
               KpAccountFacts *facts,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (!kp_keyring_clear_sync (facts->id, cancellable, &cause) &&
      !g_error_matches (cause, KP_ERROR, KP_ERROR_KEYRING_UNAVAILABLE))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  self->keyring_error = g_error_new_literal (KP_ERROR, KP_ERROR_KEYRING_ABSENT,
                                             "Signed in for one time");

  return TRUE;
}

/* After the server has answered. The keyring first: with facts but no keys the next start could
 * only ask for the password, which is also what happens when there is no keyring at all.
 */
static gboolean
keep (KpSignIn *self,
      KpAccountFacts *facts,
      GCancellable *cancellable,
      GError **error)
{
  g_autofree char *label = kp_sign_in_dup_label (facts);

  if (facts->once)
    return leave_nothing (self, facts, cancellable, error) &&
           kp_account_folder_set_facts_sync (self->folder, facts, error);

  if (!kp_keyring_store_sync (facts->id, label, self->secrets, cancellable, &self->keyring_error) &&
      g_error_matches (self->keyring_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&self->keyring_error));
      return FALSE;
    }

  return kp_account_folder_set_facts_sync (self->folder, facts, error);
}

/* The keys that this folder already uses, so that the device stays the same one. */
static KpSecrets *
load_secrets (const char *id,
              gboolean is_new,
              const KpEnvironment *environment,
              GCancellable *cancellable)
{
  KpSecrets *secrets = NULL;

  if (!is_new)
    secrets = kp_keyring_load_sync (id, cancellable, NULL);

  return secrets != NULL ? secrets : kp_secrets_new (environment);
}

static gboolean
enrol (KpSignIn *self,
       const KpSignInRequest *request,
       const KpEnvironment *environment,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (KpHttp) http = kp_http_new (request->address);
  g_autoptr (KpAccountFacts) facts = make_facts (self->folder, request);
  g_auto (KpEnrolment) enrolment = { .facts = facts, .secrets = self->secrets };

  if (!kp_enrolment_call_sync (&enrolment, http, request->password, environment, cancellable,
                               error) ||
      !change_key (self, &enrolment, error) ||
      !keep (self, facts, cancellable, error))
    return FALSE;

  self->access = g_steal_pointer (&enrolment.access);
  self->access_until = enrolment.access_until;

  return TRUE;
}

KpSignIn *
kp_sign_in_sync (const char *data_dir,
                 const KpSignInRequest *request,
                 const KpEnvironment *environment,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (KpSignIn) self = g_new0 (KpSignIn, 1);
  g_autoptr (GError) cause = NULL;
  gboolean is_new;

  self->folder = find_folder (data_dir, request, &cause);
  is_new = self->folder == NULL && cause == NULL;
  if (is_new)
    self->folder = kp_account_folder_create_sync (data_dir, environment, &cause);
  if (self->folder == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }

  self->secrets = load_secrets (kp_account_folder_get_id (self->folder), is_new, environment,
                                cancellable);
  if (enrol (self, request, environment, cancellable, error))
    return g_steal_pointer (&self);

  if (is_new)
    {
      /* Only a sign-in that got as far as its token has put anything into the keyring. */
      if (self->secrets->refresh != NULL)
        kp_keyring_clear_sync (kp_account_folder_get_id (self->folder), NULL, NULL);
      kp_account_folder_remove_sync (self->folder, NULL);
    }

  return NULL;
}

void
kp_sign_in_free (KpSignIn *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->folder, kp_account_folder_unref);
  kp_secrets_free (self->secrets);
  kp_secrets_free_text (self->access);
  g_clear_error (&self->keyring_error);
  g_free (self);
}

KpSignIn *
kp_sign_in_open_sync (const char *data_dir,
                      const char *id,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (KpSignIn) self = g_new0 (KpSignIn, 1);

  self->folder = kp_account_folder_open_sync (data_dir, id, error);
  if (self->folder == NULL)
    return NULL;

  self->secrets = kp_keyring_load_sync (id, cancellable, error);
  if (self->secrets == NULL)
    return NULL;

  return g_steal_pointer (&self);
}
