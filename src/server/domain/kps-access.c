/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may hold what, access (): portal policy AND organisation AND the person's rights, as streams
 * (DOMAIN.md, "Who sees what"). Facts: the account's standing, the portal, memberships and their
 * standing, links between organisations; for staff their rights, queues and the organisations they
 * answer for.
 */

#include "kps-access.h"

#include "kp-error.h"
#include "kps-hooks.h"
#include "kps-standing.h"

#include <string.h>

/* How much of its organisations' records a portal shows to their members. */
typedef enum
{
  VISIBILITY_NONE = 0, /* nothing of this kind */
  VISIBILITY_OWN,
  VISIBILITY_ORGANISATION,
  VISIBILITY_GROUP
} Visibility;

/* What a portal says. */
typedef struct
{
  Visibility requests;
  Visibility work_orders;
  gboolean shows_prices;
  gboolean shows_documents;
} Policy;

static void
grant_free (gpointer data)
{
  KpsGrant *grant = data;

  g_free (grant->pattern);
  g_free (grant->reason);
  g_free (grant);
}

static void
grant (KpsAccess *self,
       const char *reason,
       const char *format,
       ...) G_GNUC_PRINTF (3, 4);

static void
grant (KpsAccess *self,
       const char *reason,
       const char *format,
       ...)
{
  KpsGrant *made = g_new (KpsGrant, 1);
  va_list arguments;

  va_start (arguments, format);
  made->pattern = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  made->reason = g_strdup (reason);
  g_ptr_array_add (self->grants, made);
}

static Visibility
read_visibility (const KpsRecord *portal,
                 const char *kind)
{
  yyjson_val *object = yyjson_obj_get (portal->root, "visibility");
  const char *text = yyjson_get_str (yyjson_obj_get (object, kind));

  if (g_strcmp0 (text, "group") == 0)
    return VISIBILITY_GROUP;
  if (g_strcmp0 (text, "organisation") == 0)
    return VISIBILITY_ORGANISATION;
  if (g_strcmp0 (text, "none") == 0)
    return VISIBILITY_NONE;

  return VISIBILITY_OWN;
}

/* The streams of one kind of one organisation of which the person is a member. */
static void
grant_kind (KpsAccess *self,
            const char *org,
            const char *user,
            const char *kind,
            Visibility visibility)
{
  if (!KPS_ALLOW (50, visibility != VISIBILITY_NONE))
    return;

  /* Always, so that switching the portal never empties a screen. */
  grant (self, "their own, in an organisation they are a member of", "o:%s:%s:own:%s", org, kind,
         user);
  if (KPS_ALLOW (51, visibility >= VISIBILITY_ORGANISATION))
    grant (self, "the portal shows members everything of their organisation", "o:%s:%s", org, kind);
}

static void
grant_organisation (KpsAccess *self,
                    const char *org,
                    const char *user,
                    const Policy *policy)
{
  grant (self, "member of the organisation", "o:%s:gen", org);
  grant_kind (self, org, user, "req", MAX (policy->requests, VISIBILITY_OWN));
  grant_kind (self, org, user, "wo", policy->work_orders);
  if (KPS_ALLOW (72, policy->shows_documents))
    grant (self, "the portal shows what the office shared", "o:%s:doc", org);

  /* As wide as the work orders, so that nobody learns the price of one that he can't see. */
  if (KPS_ALLOW (52, policy->shows_prices))
    grant_kind (self, org, user, "price", policy->work_orders);
}

/* What belongs to organisations that @org holds, for a portal that shows the group. */
static void
grant_linked (KpsAccess *self,
              const char *org,
              const Policy *policy)
{
  static const char REASON[] = "the portal shows members the group of their organisation";

  grant (self, REASON, "o:%s:gen", org);
  if (KPS_ALLOW (53, policy->requests == VISIBILITY_GROUP))
    grant (self, REASON, "o:%s:req", org);
  if (!KPS_ALLOW (54, policy->work_orders == VISIBILITY_GROUP))
    return;

  grant (self, REASON, "o:%s:wo", org);
  if (KPS_ALLOW (55, policy->shows_prices))
    grant (self, REASON, "o:%s:price", org);
}

/* Adds what a link leads to from @org: downwards in a holding, both ways between equals. */
static gboolean
follow_links (KpDb *db,
              const KpId *org,
              GPtrArray *queue,
              GHashTable *known,
              GError **error)
{
  g_autoptr (GPtrArray) down =
    kps_record_load_by_organisation (db, KP_ENTITY_ORGANISATION_LINK, org, error);
  g_autoptr (GPtrArray) up = NULL;

  if (down == NULL)
    return FALSE;

  up = kps_record_load_by_parent (db, KP_ENTITY_ORGANISATION_LINK, org, error);
  if (up == NULL)
    return FALSE;

  for (guint i = 0; i < down->len + up->len; i++)
    {
      gboolean is_down = i < down->len;
      const KpsRecord *link = is_down ? down->pdata[i] : up->pdata[i - down->len];
      gboolean is_holding = g_strcmp0 (kps_record_get_text (link, "kind"), "holding") == 0;
      KpId other;

      if ((!is_down && !KPS_ALLOW (56, !is_holding)) ||
          !kps_record_get_id (link, is_down ? "child_id" : "org_id", &other) ||
          g_hash_table_contains (known, &other))
        continue;

      g_ptr_array_add (queue, g_memdup2 (&other, sizeof other));
      g_hash_table_add (known, queue->pdata[queue->len - 1]);
    }

  return TRUE;
}

static gboolean
grant_groups (KpsAccess *self,
              KpDb *db,
              const Policy *policy,
              GError **error)
{
  g_autoptr (GPtrArray) queue = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) known = g_hash_table_new (kp_id_hash, kp_id_equal);
  guint n_own;

  for (guint i = 0; i < self->memberships->len; i++)
    {
      KpId org;

      kps_record_get_id (self->memberships->pdata[i], "org_id", &org);
      g_ptr_array_add (queue, g_memdup2 (&org, sizeof org));
      g_hash_table_add (known, queue->pdata[queue->len - 1]);
    }

  n_own = queue->len;
  for (guint i = 0; i < queue->len; i++)
    {
      char text[KP_ID_SIZE];

      if (!follow_links (db, queue->pdata[i], queue, known, error))
        return FALSE;
      if (i < n_own)
        continue;

      kp_id_format (queue->pdata[i], text);
      grant_linked (self, text, policy);
    }

  return TRUE;
}

/* Memberships that count: known organisation, not switched off. */
static gboolean
load_memberships (KpsAccess *self,
                  KpDb *db,
                  const KpsPerson *person,
                  GError **error)
{
  g_autoptr (GPtrArray) all =
    kps_record_load_by_parent (db, KP_ENTITY_MEMBERSHIP, &person->id, error);

  if (all == NULL)
    return FALSE;

  g_ptr_array_set_free_func (all, NULL);
  for (guint i = 0; i < all->len; i++)
    {
      KpsRecord *membership = all->pdata[i];
      gboolean is_on = FALSE;
      KpId org;

      if (!kps_standing_load (db, KPS_STANDING_MEMBERSHIP, &membership->id, &is_on, error))
        {
          for (; i < all->len; i++)
            kps_record_free (all->pdata[i]);
          return FALSE;
        }

      if (kps_record_get_id (membership, "org_id", &org) && KPS_ALLOW (57, is_on))
        g_ptr_array_add (self->memberships, membership);
      else
        kps_record_free (membership);
    }

  return TRUE;
}

static gboolean
grant_customer (KpsAccess *self,
                KpDb *db,
                const KpsPerson *person,
                GError **error)
{
  g_autoptr (KpsRecord) portal = NULL;
  char user[KP_ID_SIZE];
  char portal_id[KP_ID_SIZE];
  Policy policy;

  if (!kps_record_load (db, KP_ENTITY_PORTAL, &person->portal_id, &portal, error))
    return FALSE;
  if (portal == NULL || !KPS_ALLOW (58, kps_record_get_bool (portal, "enabled")))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_PORTAL_DISABLED, "The portal is closed");
      return FALSE;
    }

  policy = (Policy) {
    .requests = read_visibility (portal, "request"),
    .work_orders = read_visibility (portal, "work_order"),
    .shows_prices = kps_record_get_bool (portal, "show_prices"),
    .shows_documents = read_visibility (portal, "document") != VISIBILITY_NONE,
  };

  kp_id_format (&person->id, user);
  kp_id_format (&person->portal_id, portal_id);
  grant (self, "their portal", "p:%s", portal_id);
  if (!load_memberships (self, db, person, error))
    return FALSE;

  for (guint i = 0; i < self->memberships->len; i++)
    grant_organisation (self, kps_record_get_text (self->memberships->pdata[i], "org_id"), user,
                        &policy);

  if (policy.requests != VISIBILITY_GROUP && policy.work_orders != VISIBILITY_GROUP)
    return TRUE;

  return grant_groups (self, db, &policy, error);
}

/* @org: an identifier, or a star */
static void
grant_staff_organisation (KpsAccess *self,
                          const char *org,
                          const char *reason)
{
  grant (self, reason, "o:%s:gen", org);
  grant (self, reason, "o:%s:req", org);
  grant (self, reason, "o:%s:wo", org);
  grant (self, reason, "o:%s:price", org);
  grant (self, reason, "o:%s:doc", org);
  grant (self, reason, "s:%s", org);
}

static const char SELECT_RESPONSIBILITIES[] =
  "SELECT org_id FROM responsibility WHERE user_id = $1 ORDER BY org_id";

static gboolean
grant_responsibilities (KpsAccess *self,
                        KpDb *db,
                        const KpsPerson *person,
                        GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_RESPONSIBILITIES, error);

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, &person->id);
  for (;;)
    {
      char text[KP_ID_SIZE];
      gboolean has_row;
      KpId org;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      kp_statement_get_id (select, 0, &org);
      kp_id_format (&org, text);
      grant_staff_organisation (self, text, "answers for the organisation");
    }
}

/* Returns: (transfer full): the texts of an array; what is no text is left out */
static char **
read_texts (const KpsRecord *record,
            const char *field)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  yyjson_val *array = yyjson_obj_get (record->root, field);
  yyjson_val *item;
  size_t i;
  size_t n;

  yyjson_arr_foreach (array, i, n, item)
  {
    if (yyjson_is_str (item))
      g_strv_builder_add (texts, yyjson_get_str (item));
  }

  return g_strv_builder_end (texts);
}

static gboolean
grant_staff (KpsAccess *self,
             KpDb *db,
             const KpsPerson *person,
             const KpsRecord *user,
             GError **error)
{
  g_auto (GStrv) queues = read_texts (user, "queues");
  g_autoptr (GPtrArray) portals = kps_record_load_all (db, KP_ENTITY_PORTAL, error);

  if (portals == NULL)
    return FALSE;

  self->rights = read_texts (user, "rights");
  grant (self, "staff", "s:dir");
  for (guint i = 0; queues[i] != NULL; i++)
    grant (self, "staff of the queue", "q:%s", queues[i]);
  for (guint i = 0; i < portals->len; i++)
    {
      char text[KP_ID_SIZE];

      kp_id_format (&((KpsRecord *) portals->pdata[i])->id, text);
      grant (self, "staff", "p:%s", text);
    }

  if (KPS_ALLOW (59, g_strv_contains ((const char *const *) self->rights, "customers.all")))
    {
      grant_staff_organisation (self, "*", "has the right customers.all");
      return TRUE;
    }

  return grant_responsibilities (self, db, person, error);
}

static int
compare_grants (gconstpointer a,
                gconstpointer b)
{
  return strcmp ((*(const KpsGrant *const *) a)->pattern, (*(const KpsGrant *const *) b)->pattern);
}

/* Sorts, drops doubles and hashes. */
static void
finish (KpsAccess *self)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  g_ptr_array_sort (self->grants, compare_grants);
  for (guint i = 1; i < self->grants->len;)
    {
      if (compare_grants (&self->grants->pdata[i - 1], &self->grants->pdata[i]) == 0)
        g_ptr_array_remove_index (self->grants, i);
      else
        i++;
    }

  for (guint i = 0; i < self->grants->len; i++)
    {
      KpsGrant *next = self->grants->pdata[i];

      if (strchr (next->pattern, '*') == NULL)
        g_hash_table_insert (self->exact, next->pattern, next);
      g_checksum_update (checksum, (const guchar *) next->pattern, -1);
      g_checksum_update (checksum, (const guchar *) "\n", 1);
    }

  g_strlcpy (self->acc, g_checksum_get_string (checksum), sizeof self->acc);
}

static gboolean
check_standing (KpDb *db,
                const KpsPerson *person,
                GError **error)
{
  gboolean is_on;

  if (!kps_standing_load (db, KPS_STANDING_ACCOUNT, &person->id, &is_on, error))
    return FALSE;
  if (KPS_ALLOW (60, is_on))
    return TRUE;

  g_set_error_literal (error, KP_ERROR, KP_ERROR_ACCOUNT_DISABLED, "The account is disabled");

  return FALSE;
}

KpsAccess *
kps_access_load (KpDb *db,
                 const KpsPerson *person,
                 GError **error)
{
  g_autoptr (KpsAccess) self = g_new0 (KpsAccess, 1);
  g_autoptr (KpsRecord) user = NULL;
  char text[KP_ID_SIZE];
  gboolean is_loaded;

  self->grants = g_ptr_array_new_with_free_func (grant_free);
  self->exact = g_hash_table_new (g_str_hash, g_str_equal);
  self->memberships = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_record_free);

  if (!check_standing (db, person, error) ||
      !kps_record_load (db, KP_ENTITY_USER, &person->id, &user, error))
    return NULL;
  if (user == NULL)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_ACCOUNT_DISABLED, "There is no such user");
      return NULL;
    }

  kp_id_format (&person->id, text);
  grant (self, "themselves", "u:%s", text);
  is_loaded = person->staff ? grant_staff (self, db, person, user, error)
                            : grant_customer (self, db, person, error);
  if (!is_loaded)
    return NULL;

  finish (self);

  return g_steal_pointer (&self);
}

void
kps_access_free (KpsAccess *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->exact);
  g_ptr_array_unref (self->grants);
  g_ptr_array_unref (self->memberships);
  g_strfreev (self->rights);
  g_free (self);
}

/* A star stands for the one identifier of an organisation, never for "dir". */
static gboolean
matches (const char *pattern,
         const char *stream)
{
  const char *star = strchr (pattern, '*');
  gsize before;
  KpId id;

  if (star == NULL)
    return g_str_equal (pattern, stream);

  before = star - pattern;

  return strlen (stream) == before + KP_ID_LENGTH + strlen (star + 1) &&
         memcmp (pattern, stream, before) == 0 &&
         kp_id_parse (stream + before, KP_ID_LENGTH, &id) &&
         g_str_equal (stream + before + KP_ID_LENGTH, star + 1);
}

static const KpsGrant *
find_grant (const KpsAccess *self,
            const char *stream)
{
  const KpsGrant *found = g_hash_table_lookup (self->exact, stream);

  for (guint i = 0; found == NULL && i < self->grants->len; i++)
    {
      const KpsGrant *next = self->grants->pdata[i];

      /* Patterns come early: a star sorts before the characters of an identifier. */
      if (strchr (next->pattern, '*') != NULL && matches (next->pattern, stream))
        found = next;
    }

  return found;
}

gboolean
kps_access_allows (const KpsAccess *self,
                   const char *stream)
{
  return KPS_ALLOW (61, find_grant (self, stream) != NULL);
}

gboolean
kps_access_sees (const KpsAccess *self,
                 const KpsRecord *record)
{
  for (guint i = 0; record->streams[i] != NULL; i++)
    {
      if (find_grant (self, record->streams[i]) != NULL)
        return TRUE;
    }

  return KPS_ALLOW (62, FALSE);
}

const char **
kps_access_get_allowed (const KpsAccess *self)
{
  const char **patterns = g_new0 (const char *, self->grants->len + 1);

  for (guint i = 0; i < self->grants->len; i++)
    patterns[i] = ((const KpsGrant *) self->grants->pdata[i])->pattern;

  return patterns;
}

char *
kps_access_explain (const KpsAccess *self,
                    const char *stream)
{
  const KpsGrant *found = find_grant (self, stream);

  if (found == NULL)
    return g_strdup_printf ("%s: not allowed; no fact lets this person hold it.", stream);

  return g_strdup_printf ("%s: allowed by %s, because: %s.", stream, found->pattern, found->reason);
}
