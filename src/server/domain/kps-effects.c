/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table says what is set; here is where the values come from and where they go.
 */

#include "kps-effects.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-value.h"
#include "kps-attachments.h"
#include "kps-audit.h"

#include <string.h>

/* What is read where a text was cut. */
#define CUT "…"

/* While the effects of one operation are collected. */
typedef struct
{
  KpsTx *tx;
  const KpsPerson *person;
  const KpsContext *context;
  char *number; /* (owned) (nullable) */
  char *text;   /* (owned) (nullable): the fact asked for last */
  GError *error;
} Facts;

static void
facts_clear (Facts *self)
{
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Facts, facts_clear)

/* Returns: (transfer full) (nullable) */
static char *
make_fact (Facts *self,
           const char *name)
{
  const KpsContext *context = self->context;

  if (g_str_equal (name, "portal_id") && context->flow != NULL)
    return g_strdup (kps_record_get_text (context->flow, "portal_id"));
  if (g_str_equal (name, "requester_name") && context->requester != NULL)
    return g_strdup (kps_record_get_text (context->requester, "user_name"));
  if (g_str_equal (name, "org_name") && context->organisation != NULL)
    return g_strdup (kps_record_get_text (context->organisation, "name"));
  if (g_str_equal (name, "work_type_id") && context->flow != NULL)
    return g_strdup (kps_record_get_text (context->flow, "work_type_id"));
  if (g_str_equal (name, "flow_name") && context->flow != NULL)
    return kp_value_write (yyjson_obj_get (context->flow->root, "name"), NULL);

  return NULL;
}

/* As KpServerFact. */
static const char *
get_fact (const KpOperation *operation,
          KpSource source,
          const char *name,
          gboolean added,
          gpointer data)
{
  Facts *self = data;

  if (source == KP_SOURCE_NUMBER)
    {
      if (self->number == NULL && self->error == NULL)
        self->number = kps_tx_draw_number (self->tx, name, kps_tx_get_now (self->tx), &self->error);
      return self->number;
    }

  g_free (self->text);
  self->text = make_fact (self, name);

  return self->text;
}

/* A record that an operation touches. */
typedef struct
{
  KpEntityType entity;
  const KpId *id;
  const KpsRecord *before; /* (nullable) */
} Touched;

static gboolean
put_with_audit (KpsTx *tx,
                const KpsPerson *person,
                const KpOperation *operation,
                const Touched *touched,
                yyjson_mut_doc *after,
                GError **error)
{
  g_autofree char *verb =
    g_strdup_printf ("%s@%d", operation->kind->name, operation->kind->version);
  const KpsAuditEntry entry = {
    .actor_id = &person->id,
    .verb = verb,
    .entity = touched->entity,
    .subject = touched->id,
    .before = touched->before != NULL ? touched->before->body : NULL,
  };

  return kps_audit_put (tx, &entry, after, error);
}

static gboolean
put_applied (KpsTx *tx,
             const KpsPerson *person,
             const KpOperation *operation,
             const KpsRecord *subject,
             const KpApplied *applied,
             GError **error)
{
  const KpOperationKind *kind = operation->kind;
  const Touched whole = { kind->subject, &operation->subject, subject };
  const Touched added = { kind->added, &operation->added, NULL };

  if (applied->subject != NULL &&
      !put_with_audit (tx, person, operation, &whole, applied->subject, error))
    return FALSE;
  if (applied->added != NULL &&
      !put_with_audit (tx, person, operation, &added, applied->added, error))
    return FALSE;

  for (guint i = 0; applied->listed != NULL && i < applied->listed->len; i++)
    {
      const Touched listed = { kind->listed->entity, &operation->listed[i], NULL };

      if (!put_with_audit (tx, person, operation, &listed, applied->listed->pdata[i], error))
        return FALSE;
    }

  return applied->listed == NULL || kps_attachments_use (tx, operation, error);
}

/* The office knows the members of an organisation by the names in their memberships. */
static gboolean
follow_name (KpsTx *tx,
             const KpsPerson *person,
             const KpOperation *operation,
             yyjson_mut_doc *user,
             GError **error)
{
  g_autoptr (GPtrArray) memberships = NULL;
  yyjson_mut_val *name = yyjson_mut_obj_get (yyjson_mut_doc_get_root (user), "display_name");

  if (operation->kind->subject != KP_ENTITY_USER ||
      yyjson_obj_get (operation->arguments, "display_name") == NULL)
    return TRUE;

  memberships = kps_record_load_by_parent (kps_tx_get_db (tx), KP_ENTITY_MEMBERSHIP,
                                           &operation->subject, error);
  for (guint i = 0; memberships != NULL && i < memberships->len; i++)
    {
      const KpsRecord *membership = memberships->pdata[i];
      const Touched touched = { KP_ENTITY_MEMBERSHIP, &membership->id, membership };
      g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
      yyjson_mut_val *root = yyjson_val_mut_copy (doc, membership->root);

      yyjson_mut_doc_set_root (doc, root);
      yyjson_mut_obj_put (root, yyjson_mut_str (doc, "user_name"),
                          yyjson_mut_val_mut_copy (doc, name));
      if (!put_with_audit (tx, person, operation, &touched, doc, error))
        return FALSE;
    }

  return memberships != NULL;
}

gboolean
kps_effects_run (KpsTx *tx,
                 const KpsPerson *person,
                 const KpOperation *operation,
                 const KpsRecord *subject,
                 const KpsContext *context,
                 char **number,
                 GError **error)
{
  g_auto (Facts) facts = { .tx = tx, .person = person, .context = context };
  g_auto (KpApplied) applied = { 0 };
  g_autofree char *actor_id = kp_id_dup_text (&person->id);
  KpActor actor = {
    .id = actor_id,
    .name = person->name,
    .kind = person->staff ? "staff" : "customer",
  };

  kp_operation_apply (operation, subject != NULL ? subject->root : NULL, &actor,
                      kps_tx_get_now (tx), get_fact, &facts, &applied);
  if (facts.error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&facts.error));
      return FALSE;
    }

  if (!put_applied (tx, person, operation, subject, &applied, error) ||
      (applied.subject != NULL && !follow_name (tx, person, operation, applied.subject, error)))
    return FALSE;

  *number = g_steal_pointer (&facts.number);

  return TRUE;
}

/* Returns: (transfer full): everything that a person typed into it, one thing per line */
static GString *
collect_text (const KpOperation *operation)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const KpArgument *argument = operation->kind->arguments; argument->name != NULL; argument++)
    {
      yyjson_val *value = yyjson_obj_get (operation->arguments, argument->name);

      if (value == NULL)
        continue;
      if (argument->kind == KP_FIELD_TEXT && yyjson_is_str (value))
        g_string_append_printf (text, "%s\n", yyjson_get_str (value));
      else if (argument->kind == KP_FIELD_JSON)
        {
          g_autofree char *json = kp_value_write (value, NULL);

          g_string_append_printf (text, "%s\n", json);
        }
    }

  return g_steal_pointer (&text);
}

/* Returns: bytes of a character in JSON, as yyjson writes it */
static gsize
count_written (const char *character)
{
  const guchar first = (guchar) *character;

  if (strchr ("\"\\\b\f\n\r\t", first) != NULL)
    return 2;

  return first < ' ' ? strlen ("\\u0000") : (gsize) (g_utf8_next_char (character) - character);
}

/* Quotation marks in answers are escaped twice in such a record: what fits into an operation need
 * not fit into it, and an operation that cannot be refused would be offered for ever.
 */
static void
cut_text (GString *text)
{
  gsize written = 0;

  for (const char *at = text->str; *at != '\0'; at = g_utf8_next_char (at))
    {
      written += count_written (at);
      if (written > KP_LIMIT_LOST_TEXT)
        {
          g_string_truncate (text, (gsize) (at - text->str));
          g_string_append (text, CUT);
          return;
        }
    }
}

gboolean
kps_effects_keep_lost (KpsTx *tx,
                       const KpsPerson *person,
                       const KpOperation *operation,
                       GError **error)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  g_autoptr (KpsRecord) subject = NULL;
  g_autoptr (GString) text = collect_text (operation);
  g_autofree char *user_id = kp_id_dup_text (&person->id);
  const char *org_id = yyjson_get_str (yyjson_obj_get (operation->arguments, "org"));
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  const Touched lost = { KP_ENTITY_LOST_OPERATION, &operation->id, NULL };

  if (!kps_record_load (kps_tx_get_db (tx), operation->kind->subject, &operation->subject, &subject,
                        error))
    return FALSE;
  if (subject != NULL)
    org_id = kps_record_get_text (subject, "org_id");

  cut_text (text);
  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_strcpy (doc, root, "org_id", org_id);
  yyjson_mut_obj_add_strcpy (doc, root, "user_id", user_id);
  yyjson_mut_obj_add_strcpy (doc, root, "user_name", person->name);
  yyjson_mut_obj_add_strcpy (doc, root, "kind", operation->kind->name);
  yyjson_mut_obj_add_strcpy (doc, root, "text", text->str);
  yyjson_mut_obj_add_sint (doc, root, "created_at", kps_tx_get_now (tx));

  return put_with_audit (tx, person, operation, &lost, doc, error);
}
