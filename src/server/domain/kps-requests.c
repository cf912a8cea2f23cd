/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The client asked the same questions of the same code before it sent; this is for those that were
 * queued before something changed, and for those that were never asked.
 */

#include "kps-requests.h"

#include "kp-check.h"
#include "kp-form.h"
#include "kp-limits.h"
#include "kp-value.h"
#include "kps-hooks.h"
#include "kps-standing.h"

static const char *const FAULT_NAMES[] = {
  [KP_FORM_MISSING] = "missing",
  [KP_FORM_WRONG_KIND] = "wrong-kind",
  [KP_FORM_TOO_LONG] = "too-long",
  [KP_FORM_OUT_OF_RANGE] = "out-of-range",
  [KP_FORM_NOT_AN_OPTION] = "not-an-option",
  [KP_FORM_MALFORMED] = "malformed",
  [KP_FORM_UNKNOWN] = "unknown",
  [KP_FORM_ASKED_ANEW] = "changed",
};

void
kps_context_init (KpsContext *self)
{
  *self = (KpsContext) { .needs = g_ptr_array_new_with_free_func (g_free) };
}

void
kps_context_clear (KpsContext *self)
{
  g_clear_pointer (&self->needs, g_ptr_array_unref);
  g_clear_pointer (&self->organisation, kps_record_free);
  g_clear_pointer (&self->flow, kps_record_free);
  g_clear_pointer (&self->requester, kps_record_free);
}

static void
need (GPtrArray *needs,
      const char *place)
{
  g_ptr_array_add (needs, g_strdup (place));
}

static gboolean
is_blank (const char *text)
{
  if (text == NULL)
    return TRUE;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (!g_unichar_isspace (g_utf8_get_char (at)))
        return FALSE;
    }

  return TRUE;
}

/* Adds what kp_form_check() found, in our words. */
static void
add_problems (GPtrArray *problems,
              GPtrArray *needs)
{
  for (guint i = 0; i < problems->len; i++)
    {
      const KpFormProblem *problem = problems->pdata[i];

      if (g_str_has_prefix (problem->place, "checklist.") && problem->fault != KP_FORM_ASKED_ANEW)
        need (needs, problem->place);
      else
        g_ptr_array_add (needs,
                         g_strconcat (problem->place, ":", FAULT_NAMES[problem->fault], NULL));
    }
}

static gboolean
load_checklist (KpDb *db,
                const KpsRecord *flow,
                KpsRecord **checklist,
                GError **error)
{
  KpId id;

  return !kps_record_get_id (flow, "checklist_id", &id) ||
         kps_record_load (db, KP_ENTITY_CHECKLIST, &id, checklist, error);
}

static KpFormVersion
get_version (const KpsRecord *flow,
             const KpsRecord *checklist)
{
  return (KpFormVersion) {
    .sections = yyjson_obj_get (flow->root, "sections"),
    .items = checklist != NULL ? yyjson_obj_get (checklist->root, "items") : NULL,
  };
}

/* Every missing answer and tick, as the client would name them. */
static void
check_form (const KpOperation *operation,
            const KpFormVersion *form,
            GPtrArray *needs)
{
  yyjson_val *answers = yyjson_obj_get (operation->arguments, "answers");
  yyjson_val *ticks = yyjson_obj_get (operation->arguments, "checklist");
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GPtrArray) file_problems = NULL;

  problems = kp_form_check (form->sections, answers, form->items, ticks);
  add_problems (problems, needs);
  file_problems = kp_form_check_files (form->sections, answers, form->items, ticks,
                                       yyjson_obj_get (operation->arguments, "attachments"));
  add_problems (file_problems, needs);
}

/* @successor: (out) (nullable): the version of the flow that is offered instead of it */
static gboolean
load_successor (KpDb *db,
                const KpsRecord *flow,
                KpsRecord **successor,
                GError **error)
{
  g_autoptr (GPtrArray) flows = NULL;
  KpId portal_id;

  if (!kps_record_get_id (flow, "portal_id", &portal_id))
    return TRUE;

  flows = kps_record_load_by_parent (db, KP_ENTITY_REQUEST_FLOW, &portal_id, error);
  for (guint i = 0; flows != NULL && i < flows->len; i++)
    {
      KpsRecord *other = flows->pdata[i];

      if (g_strcmp0 (kps_record_get_text (other, "key"), kps_record_get_text (flow, "key")) != 0 ||
          g_strcmp0 (kps_record_get_text (other, "state"), "published") != 0)
        continue;
      *successor = g_ptr_array_steal_index (flows, i);
      return TRUE;
    }

  return flows != NULL;
}

/* A request keeps to the version that was filled in. Where that is not the present one, what the
 * present one asks otherwise has to be answered anew; where that is nothing, the request holds.
 */
static gboolean
check_version (KpDb *db,
               const KpOperation *operation,
               const KpsRecord *flow,
               GPtrArray *needs,
               GError **error)
{
  yyjson_val *answers = yyjson_obj_get (operation->arguments, "answers");
  yyjson_val *ticks = yyjson_obj_get (operation->arguments, "checklist");
  g_autoptr (KpsRecord) successor = NULL;
  g_autoptr (KpsRecord) before = NULL;
  g_autoptr (KpsRecord) now = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  KpFormVersion form;
  KpFormVersion next;

  if (!load_checklist (db, flow, &before, error))
    return FALSE;

  form = get_version (flow, before);
  if (g_strcmp0 (kps_record_get_text (flow, "state"), "published") != 0)
    {
      if (!load_successor (db, flow, &successor, error))
        return FALSE;
      if (successor == NULL)
        need (needs, "flow");
    }
  if (successor == NULL)
    {
      check_form (operation, &form, needs);
      return TRUE;
    }

  if (!load_checklist (db, successor, &now, error))
    return FALSE;

  next = get_version (successor, now);
  problems = kp_form_check_since (&form, &next, answers, ticks);
  if (problems->len == 0)
    {
      check_form (operation, &form, needs);
      return TRUE;
    }

  need (needs, "version");
  add_problems (problems, needs);

  return TRUE;
}

/* New terms are never accepted for somebody: what he saw must be what is in force. */
static gboolean
check_terms (KpDb *db,
             const KpsPerson *person,
             const KpOperation *operation,
             GPtrArray *needs,
             GError **error)
{
  g_autoptr (KpsRecord) portal = NULL;
  g_autoptr (KpsRecord) terms = NULL;
  yyjson_val *given = yyjson_obj_get (operation->arguments, "terms");
  gboolean is_given;
  KpId terms_id;
  KpId portal_id = { 0 };

  if (!kps_record_load (db, KP_ENTITY_PORTAL, &person->portal_id, &portal, error))
    return FALSE;
  if (portal == NULL)
    return TRUE;

  is_given = kp_value_get_id (given, &terms_id);
  if (!is_given && !kps_record_get_bool (portal, "terms_required"))
    return TRUE;

  if (is_given && !kps_record_load (db, KP_ENTITY_TERMS, &terms_id, &terms, error))
    return FALSE;
  if (terms != NULL)
    kps_record_get_id (terms, "portal_id", &portal_id);

  if (terms == NULL || !kp_id_equal (&portal_id, &person->portal_id) ||
      g_strcmp0 (kps_record_get_text (terms, "state"), "published") != 0)
    need (needs, "terms");

  return TRUE;
}

/* What holds for a new request, whoever makes it. */
static gboolean
check_new (KpDb *db,
           const KpsAccess *access,
           const KpOperation *operation,
           KpsContext *context,
           GError **error)
{
  const char *explanation =
    yyjson_get_str (yyjson_obj_get (operation->arguments, "explanation"));
  KpId flow_id;

  if (!kp_value_get_id (yyjson_obj_get (operation->arguments, "flow"), &flow_id) ||
      !kps_record_load (db, KP_ENTITY_REQUEST_FLOW, &flow_id, &context->flow, error))
    return FALSE;

  if (context->flow == NULL || !KPS_ALLOW (65, kps_access_sees (access, context->flow)))
    {
      context->is_gone = TRUE;
      return TRUE;
    }

  if (is_blank (yyjson_get_str (yyjson_obj_get (operation->arguments, "title"))))
    need (context->needs, "title:missing");
  if (explanation != NULL &&
      g_utf8_strlen (explanation, -1) > KP_LIMIT_EXPLANATION_CHARACTERS)
    need (context->needs, "explanation:too-long");

  return check_version (db, operation, context->flow, context->needs, error);
}

static gboolean
check_submit (KpDb *db,
              const KpsPerson *person,
              const KpsAccess *access,
              const KpOperation *operation,
              KpsContext *context,
              GError **error)
{
  return check_new (db, access, operation, context, error) &&
         (context->is_gone || check_terms (db, person, operation, context->needs, error));
}

/* @is_one: (out): whether the member's account is of the portal whose flow was filled in */
static gboolean
is_of_portal (KpDb *db,
              const KpsRecord *membership,
              const KpsRecord *flow,
              gboolean *is_one,
              GError **error)
{
  g_autoptr (KpsRecord) user = NULL;
  KpId user_id;
  KpId wanted;
  KpId portal;

  *is_one = FALSE;
  if (!kps_record_get_id (membership, "user_id", &user_id))
    return TRUE;
  if (!kps_record_load (db, KP_ENTITY_USER, &user_id, &user, error))
    return FALSE;

  *is_one = user != NULL && kps_record_get_id (user, "portal_id", &portal) &&
            kps_record_get_id (flow, "portal_id", &wanted) && kp_id_equal (&portal, &wanted);

  return TRUE;
}

static gboolean
is_user (const KpsRecord *membership,
         const KpId *user)
{
  KpId id;

  return kps_record_get_id (membership, "user_id", &id) && kp_id_equal (&id, user);
}

/* The customer that the office names belongs to the organisation, and the form is of a portal that
 * its people use: else nobody could see what was entered.
 */
static gboolean
check_customer (KpDb *db,
                const KpOperation *operation,
                KpsContext *context,
                GError **error)
{
  g_autoptr (GPtrArray) members = NULL;
  gboolean is_named;
  gboolean is_found = FALSE;
  gboolean is_on = TRUE;
  KpId org;
  KpId user;

  kp_value_get_id (yyjson_obj_get (operation->arguments, "org"), &org);
  is_named = kp_value_get_id (yyjson_obj_get (operation->arguments, "user"), &user);
  members = kps_record_load_by_organisation (db, KP_ENTITY_MEMBERSHIP, &org, error);
  if (members == NULL)
    return FALSE;

  for (guint i = 0; i < members->len && !is_found; i++)
    {
      const KpsRecord *member = members->pdata[i];

      if (is_named && !KPS_ALLOW (69, is_user (member, &user)))
        continue;
      if (!is_of_portal (db, member, context->flow, &is_found, error))
        return FALSE;
      if (!is_found || !is_named)
        continue;

      if (!kps_record_load (db, KP_ENTITY_MEMBERSHIP, &member->id, &context->requester, error) ||
          !kps_standing_load (db, KPS_STANDING_MEMBERSHIP, &member->id, &is_on, error))
        return FALSE;
    }

  context->is_gone = !KPS_ALLOW (70, is_found || (!is_named && members->len == 0));
  if (!is_on)
    need (context->needs, "user:not-an-option");

  return TRUE;
}

static gboolean
check_enter (KpDb *db,
             const KpsAccess *access,
             const KpOperation *operation,
             KpsContext *context,
             GError **error)
{
  return check_new (db, access, operation, context, error) &&
         (context->is_gone || check_customer (db, operation, context, error));
}

static void
check_profile (const KpOperation *operation,
               GPtrArray *needs)
{
  yyjson_val *a = operation->arguments;
  yyjson_val *name = yyjson_obj_get (a, "display_name");
  const char *email = yyjson_get_str (yyjson_obj_get (a, "email"));
  const char *phone = yyjson_get_str (yyjson_obj_get (a, "phone"));
  const char *locale = yyjson_get_str (yyjson_obj_get (a, "locale"));

  if (name != NULL && is_blank (yyjson_get_str (name)))
    need (needs, "display_name:missing");
  if (email != NULL && *email != '\0' && !kp_check_email (email))
    need (needs, "email:malformed");
  if (phone != NULL && *phone != '\0' && !kp_check_phone (phone))
    need (needs, "phone:malformed");
  if (locale != NULL && !g_str_equal (locale, "nl") && !g_str_equal (locale, "en"))
    need (needs, "locale:not-an-option");
}

static void
check_decline (const KpOperation *operation,
               GPtrArray *needs)
{
  static const char *const REASONS[] = { "not_ours", "incomplete", "duplicate", "other", NULL };
  const char *reason = yyjson_get_str (yyjson_obj_get (operation->arguments, "reason"));

  if (reason == NULL || !g_strv_contains (REASONS, reason))
    need (needs, "reason:not-an-option");
}

gboolean
kps_check_rules (KpDb *db,
                 const KpsPerson *person,
                 const KpsAccess *access,
                 const KpOperation *operation,
                 KpsContext *context,
                 GError **error)
{
  const char *name = operation->kind->name;
  yyjson_val *text = yyjson_obj_get (operation->arguments, "text");

  if (text != NULL && is_blank (yyjson_get_str (text)))
    need (context->needs, "text:missing");

  if (g_str_equal (name, "request.submit"))
    return check_submit (db, person, access, operation, context, error);
  if (g_str_equal (name, "request.enter"))
    return check_enter (db, access, operation, context, error);
  if (g_str_equal (name, "request.decline"))
    check_decline (operation, context->needs);
  if (g_str_equal (name, "user.update"))
    check_profile (operation, context->needs);

  return TRUE;
}
