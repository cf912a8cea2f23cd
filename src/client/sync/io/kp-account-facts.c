/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The facts of an account in memory and as account.json. Immutable once shared. Any thread.
 */

#include "kp-account-facts.h"

#include "kp-error.h"
#include "kp-id.h"
#include "kp-json.h"
#include "kp-limits.h"
#include "kp-member.h"

#define FACTS_VERSION 1
#define FACTS_DEPTH 2

/**
 * FactMember:
 *
 * A text of account.json and where it lies in KpAccountFacts.
 */
typedef struct
{
  const char *name;
  gsize offset;
  gboolean nullable;
} FactMember;

static const FactMember MEMBERS[] = {
  { "id", G_STRUCT_OFFSET (KpAccountFacts, id), FALSE },
  { "address", G_STRUCT_OFFSET (KpAccountFacts, address), FALSE },
  { "portal", G_STRUCT_OFFSET (KpAccountFacts, portal), TRUE },
  { "portal_name", G_STRUCT_OFFSET (KpAccountFacts, portal_name), FALSE },
  { "office_name", G_STRUCT_OFFSET (KpAccountFacts, office_name), FALSE },
  { "login", G_STRUCT_OFFSET (KpAccountFacts, login), FALSE },
  { "name", G_STRUCT_OFFSET (KpAccountFacts, name), FALSE },
  { "email", G_STRUCT_OFFSET (KpAccountFacts, email), FALSE },
  { "kind", G_STRUCT_OFFSET (KpAccountFacts, kind), FALSE },
  { "locale", G_STRUCT_OFFSET (KpAccountFacts, locale), FALSE },
  { "user_id", G_STRUCT_OFFSET (KpAccountFacts, user_id), FALSE },
  { "portal_id", G_STRUCT_OFFSET (KpAccountFacts, portal_id), TRUE },
  { "device_id", G_STRUCT_OFFSET (KpAccountFacts, device_id), FALSE },
  { "server_key", G_STRUCT_OFFSET (KpAccountFacts, server_key), FALSE }
};

static char **
get_member (KpAccountFacts *self,
            const FactMember *member)
{
  return G_STRUCT_MEMBER_P (self, member->offset);
}

KpAccountFacts *
kp_account_facts_new (void)
{
  KpAccountFacts *self = g_atomic_rc_box_new0 (KpAccountFacts);

  for (gsize i = 0; i < G_N_ELEMENTS (MEMBERS); i++)
    if (!MEMBERS[i].nullable)
      *get_member (self, &MEMBERS[i]) = g_strdup ("");

  return self;
}

KpAccountFacts *
kp_account_facts_copy (const KpAccountFacts *self)
{
  KpAccountFacts *copy = g_atomic_rc_box_new0 (KpAccountFacts);

  *copy = *self;
  for (gsize i = 0; i < G_N_ELEMENTS (MEMBERS); i++)
    *get_member (copy, &MEMBERS[i]) = g_strdup (*get_member ((KpAccountFacts *) self, &MEMBERS[i]));

  return copy;
}

KpAccountFacts *
kp_account_facts_ref (KpAccountFacts *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  for (gsize i = 0; i < G_N_ELEMENTS (MEMBERS); i++)
    g_free (*get_member (data, &MEMBERS[i]));
}

void
kp_account_facts_unref (KpAccountFacts *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

char *
kp_account_facts_format (KpAccountFacts *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);

  json_object_set_int_member (object, "v", FACTS_VERSION);
  for (gsize i = 0; i < G_N_ELEMENTS (MEMBERS); i++)
    if (*get_member (self, &MEMBERS[i]) != NULL)
      json_object_set_string_member (object, MEMBERS[i].name, *get_member (self, &MEMBERS[i]));
  json_object_set_int_member (object, "lease_days", self->lease_days);
  json_object_set_int_member (object, "signed_in", self->signed_in);
  json_object_set_int_member (object, "closed_at", self->closed_at);
  json_object_set_int_member (object, "once", self->once);
  json_node_set_object (root, object);

  return json_to_string (root, TRUE);
}

KpAccountFacts *
kp_account_facts_parse (const char *text,
                        gsize length,
                        GError **error)
{
  g_autoptr (JsonNode) root = kp_json_parse (text, length, KP_LIMIT_ACCOUNT_FILE, FACTS_DEPTH,
                                             error);
  g_autoptr (KpAccountFacts) self = NULL;
  JsonObject *object;
  KpId id;

  if (root == NULL)
    return NULL;

  object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (object == NULL || kp_member_get_int (object, "v") != FACTS_VERSION)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "account.json has another shape");
      return NULL;
    }

  self = kp_account_facts_new ();
  for (gsize i = 0; i < G_N_ELEMENTS (MEMBERS); i++)
    {
      const char *value = kp_member_get_text (object, MEMBERS[i].name);

      if (value[0] != '\0')
        g_set_str (get_member (self, &MEMBERS[i]), value);
    }
  self->lease_days = kp_member_get_int (object, "lease_days");
  self->signed_in = kp_member_get_int (object, "signed_in");
  self->closed_at = kp_member_get_int (object, "closed_at");
  self->once = kp_member_get_int (object, "once") != 0;

  if (!kp_id_parse (self->id, strlen (self->id), &id) || self->address[0] == '\0')
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "account.json names no account");
      return NULL;
    }

  return g_steal_pointer (&self);
}
