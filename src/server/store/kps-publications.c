/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The arrows of DOMAIN.md from records to streams. Pure but for reading a parent.
 */

#include "kps-publications.h"

#include "kp-error.h"

#include <string.h>

#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

/* What is known of the record whose streams are asked for. */
typedef struct
{
  KpDb *db; /* (unowned) */
  const KpId *id;
  yyjson_val *body; /* (unowned) */
  gint64 now;
  GPtrArray *streams; /* (unowned) (element-type utf8) */
} Publication;

typedef gboolean (*PublishFunc) (Publication *self,
                                 GError **error);

/* Adds prefix + @field as text + suffix, unless the record does not know the field (yet). */
static void
add (Publication *self,
     const char *prefix,
     const char *field,
     const char *suffix)
{
  KpId id;

  if (kps_json_get_id (self->body, field, &id))
    g_ptr_array_add (
      self->streams,
      g_strconcat (prefix, yyjson_get_str (yyjson_obj_get (self->body, field)), suffix, NULL));
}

static void
add_self (Publication *self,
          const char *prefix,
          const char *suffix)
{
  char text[KP_ID_SIZE];

  kp_id_format (self->id, text);
  g_ptr_array_add (self->streams, g_strconcat (prefix, text, suffix, NULL));
}

/* What a customer asked for is in the stream of the organisation and in the requester's own. */
static void
add_with_own (Publication *self,
              const char *kind)
{
  const char *requester = yyjson_get_str (yyjson_obj_get (self->body, "requester_id"));
  g_autofree char *whole = g_strconcat (":", kind, NULL);

  add (self, "o:", "org_id", whole);
  if (requester != NULL)
    {
      g_autofree char *own = g_strconcat (":", kind, ":own:", requester, NULL);

      add (self, "o:", "org_id", own);
    }
}

static gboolean
is_state (Publication *self,
          const char *const *states)
{
  const char *state = yyjson_get_str (yyjson_obj_get (self->body, "state"));

  return state != NULL && g_strv_contains (states, state);
}

static gboolean
publish_portal (Publication *self,
                GError **error)
{
  add_self (self, "p:", "");
  return TRUE;
}

static gboolean
publish_of_portal (Publication *self,
                   GError **error)
{
  add (self, "p:", "portal_id", "");
  return TRUE;
}

static gboolean
publish_organisation (Publication *self,
                      GError **error)
{
  add_self (self, "o:", ":gen");
  return TRUE;
}

static gboolean
publish_organisation_link (Publication *self,
                           GError **error)
{
  add (self, "o:", "org_id", ":gen");
  add (self, "o:", "child_id", ":gen");
  return TRUE;
}

static gboolean
publish_organisation_entry (Publication *self,
                            GError **error)
{
  g_ptr_array_add (self->streams, g_strdup ("s:dir"));
  return TRUE;
}

static gboolean
publish_user (Publication *self,
              GError **error)
{
  add_self (self, "u:", "");
  return TRUE;
}

static gboolean
publish_of_user (Publication *self,
                 GError **error)
{
  add (self, "u:", "user_id", "");
  return TRUE;
}

/* The office has to know who may call for an organisation. */
static gboolean
publish_membership (Publication *self,
                    GError **error)
{
  add (self, "u:", "user_id", "");
  add (self, "s:", "org_id", "");
  return TRUE;
}

static gboolean
publish_request (Publication *self,
                 GError **error)
{
  static const char *const WAITING[] = { "submitted", "in_review", "needs_information", NULL };

  add_with_own (self, "req");
  if (is_state (self, WAITING))
    g_ptr_array_add (self->streams, g_strdup ("q:requests"));

  return TRUE;
}

/* A part is where its whole is. */
static gboolean
publish_with_parent (Publication *self,
                     KpEntityType parent_type,
                     const char *field,
                     PublishFunc publish,
                     GError **error)
{
  g_autoptr (KpsRecord) parent = NULL;
  Publication whole = *self;
  KpId id;

  if (!kps_json_get_id (self->body, field, &id))
    return TRUE;

  if (!kps_record_load (self->db, parent_type, &id, &parent, error))
    return FALSE;
  if (parent == NULL)
    return TRUE;

  whole.id = &id;
  whole.body = parent->root;

  return publish (&whole, error);
}

static gboolean
publish_of_request (Publication *self,
                    GError **error)
{
  return publish_with_parent (self, KP_ENTITY_REQUEST, "request_id", publish_request, error);
}

static gboolean
publish_work_order (Publication *self,
                    GError **error)
{
  static const char *const AT_WORK[] = { "new", "planned", "in_progress", "blocked", "done", NULL };
  gint64 updated_at = yyjson_get_sint (yyjson_obj_get (self->body, "updated_at"));

  add_with_own (self, "wo");
  if (is_state (self, AT_WORK) || updated_at > self->now - KPS_WORK_LIST_DAYS * DAY)
    g_ptr_array_add (self->streams, g_strdup ("q:work"));

  return TRUE;
}

static gboolean
publish_price_of (Publication *self,
                  GError **error)
{
  add_with_own (self, "price");
  return TRUE;
}

static gboolean
publish_work_order_price (Publication *self,
                          GError **error)
{
  return publish_with_parent (self, KP_ENTITY_WORK_ORDER, "work_order_id", publish_price_of, error);
}

static gboolean
publish_internal_note (Publication *self,
                       GError **error)
{
  add (self, "s:", "org_id", "");
  return TRUE;
}

static gboolean
publish_lost_operation (Publication *self,
                        GError **error)
{
  g_ptr_array_add (self->streams, g_strdup ("q:office"));
  return TRUE;
}

static gboolean
publish_document (Publication *self,
                  GError **error)
{
  add (self, "o:", "org_id", ":doc");
  return TRUE;
}

/* One row per entity. */
static const struct
{
  PublishFunc publish;
  const char *found_by; /* (nullable): the field behind record.parent_id */
} ROWS[KP_N_ENTITIES + 1] = {
  [KP_ENTITY_PORTAL] = { publish_portal, NULL },
  [KP_ENTITY_WORK_TYPE] = { publish_of_portal, "portal_id" },
  [KP_ENTITY_REQUEST_FLOW] = { publish_of_portal, "portal_id" },
  [KP_ENTITY_CHECKLIST] = { publish_of_portal, "portal_id" },
  [KP_ENTITY_TERMS] = { publish_of_portal, "portal_id" },
  [KP_ENTITY_ORGANISATION] = { publish_organisation, NULL },
  [KP_ENTITY_ORGANISATION_LINK] = { publish_organisation_link, "child_id" },
  [KP_ENTITY_ORGANISATION_ENTRY] = { publish_organisation_entry, NULL },
  [KP_ENTITY_USER] = { publish_user, NULL },
  [KP_ENTITY_MEMBERSHIP] = { publish_membership, "user_id" },
  [KP_ENTITY_READ_MARK] = { publish_of_user, "user_id" },
  [KP_ENTITY_REQUEST] = { publish_request, NULL },
  [KP_ENTITY_MESSAGE] = { publish_of_request, "request_id" },
  [KP_ENTITY_WORK_ORDER] = { publish_work_order, NULL },
  [KP_ENTITY_WORK_ORDER_PRICE] = { publish_work_order_price, "work_order_id" },
  [KP_ENTITY_INTERNAL_NOTE] = { publish_internal_note, "request_id" },
  [KP_ENTITY_LOST_OPERATION] = { publish_lost_operation, NULL },
  [KP_ENTITY_DOCUMENT] = { publish_document, NULL },
  [KP_ENTITY_ATTACHMENT] = { publish_of_request, "request_id" },
};

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char **
kps_streams_of (KpDb *db,
                KpEntityType entity,
                const KpId *id,
                yyjson_val *body,
                gint64 now,
                GError **error)
{
  g_autoptr (GPtrArray) streams = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  Publication publication = {
    .db = db,
    .id = id,
    .body = body,
    .now = now,
    .streams = streams,
  };

  g_return_val_if_fail (entity > KP_ENTITY_NONE && entity <= KP_N_ENTITIES, NULL);

  if (!ROWS[entity].publish (&publication, error))
    return NULL;

  g_ptr_array_sort (streams, compare_texts);
  for (guint i = 1; i < streams->len;)
    {
      if (g_str_equal (streams->pdata[i - 1], streams->pdata[i]))
        g_ptr_array_remove_index (streams, i);
      else
        i++;
    }

  return (char **) g_ptr_array_free (g_steal_pointer (&streams), FALSE);
}

void
kps_get_keys (KpEntityType entity,
              const KpId *id,
              yyjson_val *body,
              KpId *org_id,
              KpId *parent_id)
{
  g_return_if_fail (entity > KP_ENTITY_NONE && entity <= KP_N_ENTITIES);

  *parent_id = (KpId) { 0 };
  if (ROWS[entity].found_by != NULL)
    kps_json_get_id (body, ROWS[entity].found_by, parent_id);

  if (entity == KP_ENTITY_ORGANISATION || entity == KP_ENTITY_ORGANISATION_ENTRY)
    *org_id = *id;
  else
    kps_json_get_id (body, "org_id", org_id);
}
