/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a form needs before it can be shown, and drafts of what came back.
 */

#include "kp-store-profile.h"

#include "kp-error.h"
#include "kp-store-outbox.h"
#include "kp-value.h"

/* The newest published version of the same flow: a retired one is refused by the office anyway. */
static const char FLOW[] =
  "SELECT n.id, n.body, n.body ->> '$.checklist_id'"
  "  FROM p_request_flow f"
  "       JOIN p_request_flow n ON n.portal_id IS f.portal_id AND n.\"key\" IS f.\"key\""
  " WHERE f.id = $1"
  " ORDER BY n.state = 'published' DESC, n.body ->> '$.version' DESC"
  " LIMIT 1";

static gboolean
load_flow (KpReader *reader,
           const KpId *wanted,
           KpFormParts *parts,
           GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), FLOW, error);
  const char *checklist;
  gboolean has_row;
  KpId id;

  if (query == NULL)
    return FALSE;

  kp_statement_bind_id (query, 1, wanted);
  if (!kp_statement_step (query, &has_row, NULL, error))
    return FALSE;
  if (!has_row || !kp_statement_get_id (query, 0, &id))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "The flow is not here");
      return FALSE;
    }

  parts->flow_id = kp_id_dup_text (&id);
  parts->flow = g_strdup (kp_statement_get_text (query, 1));
  checklist = kp_statement_get_text (query, 2);
  if (checklist == NULL || !kp_id_parse (checklist, strlen (checklist), &id))
    return TRUE;

  /* A checklist that is not here yet is no reason to refuse the form; the office judges again. */
  kp_statement_reset (query);

  return kp_store_dup_record (kp_reader_get_store (reader), KP_ENTITY_CHECKLIST, &id,
                              &parts->checklist, NULL, error) ||
         error == NULL || *error == NULL;
}

/* Of any version of the flow: answers that no longer fit are left out by the form. */
static const char EARLIER[] =
  "SELECT r.body -> '$.answers'"
  "  FROM p_request_flow f"
  "       JOIN p_request_flow v ON v.portal_id IS f.portal_id AND v.\"key\" IS f.\"key\""
  "       JOIN p_request r ON r.flow_id = v.id AND r.requester_id = $2"
  " WHERE f.id = $1"
  " ORDER BY r.updated_at DESC, r.id DESC"
  " LIMIT 1";

static gboolean
load_earlier (KpReader *reader,
              const KpId *flow,
              KpFormParts *parts,
              GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), EARLIER, error);
  gboolean has_row;
  KpId user;

  if (query == NULL)
    return FALSE;

  kp_statement_bind_id (query, 1, flow);
  if (!parts->entered)
    kp_statement_bind_id (query, 2, kp_reader_get_person (reader));
  else if (parts->user_id != NULL && kp_id_parse (parts->user_id, KP_ID_LENGTH, &user))
    kp_statement_bind_id (query, 2, &user);
  if (!kp_statement_step (query, &has_row, NULL, error))
    return FALSE;
  if (has_row)
    parts->earlier = g_strdup (kp_statement_get_text (query, 0));

  return TRUE;
}

static const char ORGANISATION[] =
  "SELECT m.org_id, coalesce (o.name, m.body ->> '$.org_name'), o.body ->> '$.street',"
  "       o.body ->> '$.postcode', o.body ->> '$.city', o.body ->> '$.kvk_number',"
  "       count (*) OVER ()"
  "  FROM p_membership m LEFT JOIN p_organisation o ON o.id = m.org_id"
  " WHERE m.user_id = $1 AND ($2 IS NULL OR m.org_id = $2)"
  " LIMIT 1";

/* For the office: the organisation as far as it is here, or its entry in the directory. */
static const char CUSTOMER[] =
  "SELECT e.id, coalesce (o.name, e.name), o.body ->> '$.street', o.body ->> '$.postcode',"
  "       coalesce (o.body ->> '$.city', e.city), o.body ->> '$.kvk_number', 1"
  "  FROM p_organisation_entry e LEFT JOIN p_organisation o ON o.id = e.id"
  " WHERE $1 IS NOT NULL AND e.id = $2";

static void
add_fact (KpFormParts *parts,
          const char *name,
          const char *value)
{
  if (value != NULL && *value != '\0')
    g_hash_table_insert (parts->facts, g_strdup (name), g_strdup (value));
}

static gboolean
load_organisation (KpReader *reader,
                   const char *wanted,
                   KpFormParts *parts,
                   GError **error)
{
  g_autoptr (KpStatement) query =
    kp_db_prepare (kp_reader_get_db (reader), parts->entered ? CUSTOMER : ORGANISATION, error);
  gboolean has_row;
  KpId id;

  if (query == NULL)
    return FALSE;

  kp_statement_bind_id (query, 1, kp_reader_get_person (reader));
  if (wanted != NULL && kp_id_parse (wanted, strlen (wanted), &id))
    kp_statement_bind_id (query, 2, &id);
  if (!kp_statement_step (query, &has_row, NULL, error))
    return FALSE;

  /* With several and none chosen, the person has to choose. */
  if (!has_row || kp_statement_get_int64 (query, 6) != 1 || !kp_statement_get_id (query, 0, &id))
    return TRUE;

  parts->org_id = kp_id_dup_text (&id);
  parts->org_name = g_strdup (kp_statement_get_text (query, 1));
  add_fact (parts, "organisation.name", kp_statement_get_text (query, 1));
  add_fact (parts, "organisation.street", kp_statement_get_text (query, 2));
  add_fact (parts, "organisation.postcode", kp_statement_get_text (query, 3));
  add_fact (parts, "organisation.city", kp_statement_get_text (query, 4));
  add_fact (parts, "organisation.kvk_number", kp_statement_get_text (query, 5));

  return TRUE;
}

static const char USER_NAME[] =
  "SELECT m.body ->> '$.user_name' FROM p_membership m WHERE m.org_id = $1 AND m.user_id = $2";

static gboolean
load_user (KpReader *reader,
           const char *wanted,
           KpFormParts *parts,
           GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), USER_NAME, error);
  gboolean has_row;
  KpId org;
  KpId user;

  if (query == NULL)
    return FALSE;
  if (wanted == NULL || !kp_id_parse (wanted, strlen (wanted), &user) || parts->org_id == NULL ||
      !kp_id_parse (parts->org_id, strlen (parts->org_id), &org))
    return TRUE;

  kp_statement_bind_id (query, 1, &org);
  kp_statement_bind_id (query, 2, &user);
  if (!kp_statement_step (query, &has_row, NULL, error))
    return FALSE;

  parts->user_id = g_strdup (wanted);
  if (has_row)
    parts->user_name = g_strdup (kp_statement_get_text (query, 0));

  return TRUE;
}

/* What the organisation's latest requests named, the latest first. Keys need no quotes. */
static const char NAMED[] =
  "SELECT r.body -> ('$.answers.' || (q.value ->> '$.key'))"
  "  FROM (SELECT flow_id, body FROM p_request WHERE org_id = $1"
  "         ORDER BY updated_at DESC LIMIT 200) r"
  "       JOIN p_request_flow f ON f.id = r.flow_id,"
  "       json_each (f.body, '$.sections') s, json_each (s.value, '$.questions') q"
  " WHERE q.value ->> '$.type' = $2"
  "   AND r.body -> ('$.answers.' || (q.value ->> '$.key')) IS NOT NULL";

/* Appends what is not in @named yet. */
static gboolean
load_named (KpReader *reader,
            const KpId *org,
            const char *type,
            GPtrArray *named,
            GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), NAMED, error);

  if (query == NULL)
    return FALSE;

  kp_statement_bind_id (query, 1, org);
  kp_statement_bind_text (query, 2, type);
  for (;;)
    {
      gboolean has_row;
      const char *answer;

      if (!kp_statement_step (query, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      answer = kp_statement_get_text (query, 0);
      if (answer != NULL &&
          !g_ptr_array_find_with_equal_func (named, answer, g_str_equal, NULL))
        g_ptr_array_add (named, g_strdup (answer));
    }
}

/* Whoever asks is the first who can be called. */
static void
add_self (const KpFormParts *parts,
          GPtrArray *contacts)
{
  const char *name = g_hash_table_lookup (parts->facts, "user.name");
  const char *phone = g_hash_table_lookup (parts->facts, "user.phone");
  const char *email = g_hash_table_lookup (parts->facts, "user.email");
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  char *text;

  if (name == NULL)
    return;

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "name", name);
  if (phone != NULL)
    yyjson_mut_obj_add_str (doc, root, "phone", phone);
  if (email != NULL)
    yyjson_mut_obj_add_str (doc, root, "email", email);
  text = yyjson_mut_write (doc, 0, NULL);
  g_ptr_array_add (contacts, g_strdup (text));
  free (text);
}

static gboolean
load_candidates (KpReader *reader,
                 KpFormParts *parts,
                 GError **error)
{
  KpId org;

  parts->assets = g_ptr_array_new_with_free_func (g_free);
  parts->contacts = g_ptr_array_new_with_free_func (g_free);
  add_self (parts, parts->contacts);
  if (parts->org_id == NULL || !kp_id_parse (parts->org_id, strlen (parts->org_id), &org))
    return TRUE;

  return load_named (reader, &org, "asset", parts->assets, error) &&
         load_named (reader, &org, "contact", parts->contacts, error);
}

static void
add_user_facts (KpFormParts *parts,
                const KpProfile *profile)
{
  if (parts->entered)
    {
      add_fact (parts, "user.name", parts->user_name);
      return;
    }

  add_fact (parts, "user.name", profile->user_name);
  add_fact (parts, "user.email", profile->user_email);
  add_fact (parts, "user.phone", profile->user_phone);
}

KpFormParts *
kp_store_load_form_sync (KpReader *reader,
                         const char *flow_id,
                         const char *org_id,
                         const char *user_id,
                         GError **error)
{
  g_autoptr (KpFormParts) parts = g_new0 (KpFormParts, 1);
  g_autoptr (KpProfile) profile = NULL;
  KpId flow;

  if (flow_id == NULL || !kp_id_parse (flow_id, strlen (flow_id), &flow))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "Not the identity of a flow");
      return NULL;
    }

  parts->facts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  parts->entered = kp_reader_is_staff (reader);
  profile = kp_store_load_profile_sync (reader, error);
  if (profile == NULL || !load_flow (reader, &flow, parts, error) ||
      !load_organisation (reader, org_id, parts, error) ||
      (parts->entered && !load_user (reader, user_id, parts, error)) ||
      !load_earlier (reader, &flow, parts, error))
    return NULL;

  add_user_facts (parts, profile);
  if (!load_candidates (reader, parts, error))
    return NULL;

  /* Nobody agrees to terms for somebody else. */
  if (!parts->entered && profile->terms_required && profile->terms_id != NULL)
    {
      parts->terms_id = g_strdup (profile->terms_id);
      parts->terms_text = g_strdup (profile->terms_text);
      parts->terms_version = profile->terms_version;
    }

  return g_steal_pointer (&parts);
}

void
kp_form_parts_free (KpFormParts *self)
{
  g_free (self->flow_id);
  g_free (self->flow);
  g_free (self->checklist);
  g_free (self->earlier);
  g_clear_pointer (&self->assets, g_ptr_array_unref);
  g_clear_pointer (&self->contacts, g_ptr_array_unref);
  g_free (self->org_id);
  g_free (self->org_name);
  g_free (self->user_id);
  g_free (self->user_name);
  g_free (self->terms_id);
  g_free (self->terms_text);
  g_clear_pointer (&self->facts, g_hash_table_unref);
  g_free (self);
}

/* Returns: (transfer full): the draft that the arguments of a submission came from, as far as it
 *   can be told: the place of each member is that of kp_request_form_dup_draft()
 */
static char *
make_draft (const KpOutboxItem *item)
{
  static const char *const SAME[] = { "flow", "org", "user", "title", "answers", "explanation",
                                      "checklist", "terms", "terms_at", NULL };
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  g_autoptr (yyjson_doc) reply =
    item->reply != NULL ? yyjson_read (item->reply, strlen (item->reply), 0) : NULL;
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_val *need = yyjson_obj_get (yyjson_doc_get_root (reply), "need");
  char *text;
  char *copy;

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_int (doc, root, "v", 1);
  for (guint i = 0; SAME[i] != NULL; i++)
    {
      yyjson_val *value = yyjson_obj_get (item->operation->arguments, SAME[i]);

      if (value != NULL)
        yyjson_mut_obj_add_val (doc, root, SAME[i], yyjson_val_mut_copy (doc, value));
    }
  yyjson_mut_obj_add_val (doc, root, "need",
                          yyjson_is_arr (need) ? yyjson_val_mut_copy (doc, need)
                                               : yyjson_mut_arr (doc));

  text = yyjson_mut_write (doc, 0, NULL);
  copy = g_strdup (text);
  free (text);

  return copy;
}

static gboolean
restore_one (KpStore *store,
             const KpOutboxItem *item,
             GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (KpDraftRow) draft = kp_store_draft_load (store, &item->operation->id, &local);
  g_autofree char *body = NULL;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (draft != NULL)
    return TRUE;

  body = make_draft (item);

  return kp_store_draft_save (store, &item->operation->id, "request.submit", body, error);
}

/* Whether it was made by filling in a form. */
static gboolean
is_form (const KpOperationKind *kind)
{
  return g_str_equal (kind->name, "request.submit") || g_str_equal (kind->name, "request.enter");
}

gboolean
kp_store_restore_refused_sync (KpStore *store,
                               GError **error)
{
  g_autoptr (GPtrArray) items = NULL;
  guint n_waiting;
  guint n_needs_you;

  if (!kp_store_count_changes (store, &n_waiting, &n_needs_you, error))
    return FALSE;
  if (n_needs_you == 0)
    return TRUE;

  items = kp_store_list_changes (store, 0, error);
  if (items == NULL)
    return FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      const KpOutboxItem *item = items->pdata[i];

      if (item->state == KP_OUTBOX_NEEDS_YOU && item->operation->kind != NULL &&
          is_form (item->operation->kind) &&
          !restore_one (store, item, error))
        return FALSE;
    }

  return TRUE;
}

static const char READ_STATE[] =
  "SELECT max (r.updated_at, coalesce ((SELECT max (m.created_at) FROM p_message m"
  "                                      WHERE m.request_id = r.id), 0),"
  "            coalesce ((SELECT w.updated_at FROM p_work_order w"
  "                        WHERE w.id = r.work_order_id), 0)),"
  "       k.id, k.at"
  "  FROM p_request r"
  "       LEFT JOIN p_read_mark k ON k.subject_id = r.id AND k.user_id = $2"
  " WHERE r.id = $1"
  " ORDER BY k.at DESC"
  " LIMIT 1";

gboolean
kp_store_load_read_state_sync (KpReader *reader,
                               const KpId *request,
                               KpReadState *state,
                               GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), READ_STATE, error);
  gboolean has_row;

  *state = (KpReadState) { .activity = 0 };
  if (query == NULL)
    return FALSE;

  kp_statement_bind_id (query, 1, request);
  kp_statement_bind_id (query, 2, kp_reader_get_person (reader));
  if (!kp_statement_step (query, &has_row, NULL, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  state->activity = kp_statement_get_int64 (query, 0);
  if (kp_statement_get_id (query, 1, &state->mark))
    state->marked = kp_statement_get_int64 (query, 2);

  return TRUE;
}
