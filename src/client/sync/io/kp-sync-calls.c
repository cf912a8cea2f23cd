/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person does online only: signing in again and out, changing the password, searching at the
 * server. On kp-sync, between two exchanges.
 */

#include "kp-sync-private.h"

#include "kp-enrolment.h"
#include "kp-error.h"
#include "kp-keyring.h"
#include "kp-limits.h"
#include "kp-member.h"

/* A call may learn what concerns the whole account; a mere refusal concerns its caller only. */
static void
take_verdict (KpSync *self,
              const GError *error)
{
  if (g_error_matches (error, KP_ERROR, KP_ERROR_SIGNED_OUT) ||
      g_error_matches (error, KP_ERROR, KP_ERROR_ACCOUNT_DISABLED) ||
      g_error_matches (error, KP_ERROR, KP_ERROR_DEVICE_REVOKED))
    kp_sync_take_failure (self, error);

  kp_sync_publish (self);
}

static gboolean
call (KpSync *self,
      KpCall *what,
      KpReply *reply,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (kp_sync_call (self, what, reply, cancellable, &cause))
    return TRUE;

  take_verdict (self, cause);
  g_propagate_error (error, g_steal_pointer (&cause));

  return FALSE;
}

/* The store may be open with the key that is in use: a deposited key that differs is not taken over
 * now, but at the next sign-in without one.
 */
static void
keep_former_key (KpSync *self,
                 const KpEnrolment *enrolment)
{
  if (enrolment->former_key != NULL && self->mode != KP_MODE_CLOSED)
    memcpy (self->secrets->folder_key, g_bytes_get_data (enrolment->former_key, NULL),
            KP_SECRET_LENGTH);
}

gboolean
kp_sync_sign_in_sync (KpSync *self,
                      const char *password,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (KpAccountFacts) known = kp_account_folder_dup_facts (self->folder);
  g_autoptr (KpAccountFacts) facts = kp_account_facts_copy (known);
  g_auto (KpEnrolment) enrolment = { .facts = facts, .secrets = self->secrets };

  if (!kp_enrolment_call_sync (&enrolment, self->http, password, self->environment,
                               cancellable != NULL ? cancellable : self->stop, error))
    return FALSE;

  keep_former_key (self, &enrolment);
  if (!kp_account_folder_set_facts_sync (self->folder, facts, error))
    return FALSE;

  kp_sync_drop_access (self);
  self->access = g_steal_pointer (&enrolment.access);
  self->access_until = enrolment.access_until;
  self->is_fresh = TRUE;
  self->error_code = 0;
  self->mode = KP_MODE_RUNNING;
  /* Without a keyring, memory is where the token lives until the end. */
  if (!kp_sync_keep_secrets (self, NULL))
    self->keyring_retry = 0;
  kp_schedule_init (&self->schedule, self->environment);
  if (self->store == NULL)
    kp_sync_open_store (self);
  kp_sync_publish (self);

  return TRUE;
}

gboolean
kp_sync_sign_out_sync (KpSync *self,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("{}", 2);
  KpCall sign_out = { .method = "POST",
                      .target = "/v1/sign-out",
                      .body = body,
                      .limit = KP_LIMIT_SMALL_REPLY };
  g_auto (KpReply) reply = { 0 };
  g_autoptr (GError) signed_out = NULL;

  /* Whoever cannot reach the server signs out all the same: the token is gone from here. */
  kp_sync_call (self, &sign_out, &reply, cancellable, NULL);

  g_set_error_literal (&signed_out, KP_ERROR, KP_ERROR_SIGNED_OUT, "Signed out");
  kp_secrets_set_refresh (self->secrets, NULL);
  kp_sync_take_failure (self, signed_out);
  self->keyring_kept = FALSE;
  kp_sync_publish (self);

  return kp_keyring_clear_sync (kp_account_folder_get_id (self->folder), cancellable, error);
}

static GBytes *
make_password_body (const char *old_password,
                    const char *new_password)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  char *text;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "old");
  json_builder_add_string_value (builder, old_password);
  json_builder_set_member_name (builder, "new");
  json_builder_add_string_value (builder, new_password);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);

  return g_bytes_new_with_free_func (text, strlen (text), (GDestroyNotify) kp_secrets_free_text,
                                     text);
}

gboolean
kp_sync_change_password_sync (KpSync *self,
                              const char *old_password,
                              const char *new_password,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GBytes) body = make_password_body (old_password, new_password);
  KpCall change = { .method = "POST",
                    .target = "/v1/password",
                    .body = body,
                    .limit = KP_LIMIT_SMALL_REPLY };
  g_auto (KpReply) reply = { 0 };

  return call (self, &change, &reply, cancellable, error);
}

void
kp_found_free (KpFound *self)
{
  if (self == NULL)
    return;

  g_free (self->entity);
  g_free (self->id);
  g_free (self->org_id);
  g_free (self->org_name);
  g_free (self->number);
  g_free (self->title);
  g_free (self->state);
  g_free (self);
}

static void
add_found (GPtrArray *found,
           JsonObject *row)
{
  KpFound *item = g_new0 (KpFound, 1);

  item->entity = g_strdup (kp_member_get_text (row, "entity"));
  item->id = g_strdup (kp_member_get_text (row, "id"));
  item->org_id = g_strdup (kp_member_get_text (row, "org_id"));
  item->org_name = g_strdup (kp_member_get_text (row, "org_name"));
  item->number = g_strdup (kp_member_get_text (row, "number"));
  item->title = g_strdup (kp_member_get_text (row, "title"));
  item->state = g_strdup (kp_member_get_text (row, "state"));
  item->updated_at = kp_member_get_int (row, "updated_at");
  g_ptr_array_add (found, item);
}

static char *
make_find_target (const char *query,
                  const char *after)
{
  g_autofree char *escaped_query = g_uri_escape_string (query, NULL, FALSE);
  g_autofree char *escaped_after =
    after != NULL ? g_uri_escape_string (after, NULL, FALSE) : NULL;

  /* An empty "after" is no place to go on from: the office refuses it. */
  return g_strdup_printf ("/v1/find?q=%s&limit=%d%s%s", escaped_query, KP_LIMIT_FIND_PAGE,
                          escaped_after != NULL ? "&after=" : "",
                          escaped_after != NULL ? escaped_after : "");
}

GPtrArray *
kp_sync_find_sync (KpSync *self,
                   const char *query,
                   const char *after,
                   char **next,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autofree char *target = make_find_target (query, after);
  KpCall find = { .method = "GET",
                  .target = target,
                  .limit = KP_LIMIT_FIND_REPLY };
  g_auto (KpReply) reply = { 0 };
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_found_free);
  JsonArray *rows;
  const char *more;

  *next = NULL;
  if (!call (self, &find, &reply, cancellable, error))
    return NULL;

  node = kp_reply_parse (&reply, error);
  if (node == NULL)
    return NULL;

  rows = kp_member_get_array (json_node_get_object (node), "rows");
  for (guint i = 0; rows != NULL && i < MIN (json_array_get_length (rows), KP_LIMIT_FIND_PAGE); i++)
    {
      JsonNode *row = json_array_get_element (rows, i);

      if (JSON_NODE_HOLDS_OBJECT (row))
        add_found (found, json_node_get_object (row));
    }

  more = kp_member_get_text (json_node_get_object (node), "next");
  if (more[0] != '\0')
    *next = g_strdup (more);

  return g_steal_pointer (&found);
}
