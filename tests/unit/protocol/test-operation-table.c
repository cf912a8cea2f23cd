/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tables of entities and operations fit each other. A row that names a field or an argument
 * which does not exist must fail here, not at a customer's.
 */

#include "kp-limits.h"
#include "kp-operation.h"

#include <string.h>

typedef void (*CheckKind) (const KpOperationKind *kind);

static const KpArgument *
find_argument (const KpOperationKind *kind,
               const char *name)
{
  for (const KpArgument *argument = kind->arguments; argument->name != NULL; argument++)
    {
      if (g_str_equal (argument->name, name))
        return argument;
    }

  return NULL;
}

static const KpField *
find_field (KpEntityType type,
            const char *name)
{
  const KpField *field = kp_entity_find_field (kp_entity_get (type), name);

  g_test_message ("%s.%s", kp_entity_get (type)->name, name);
  g_assert_nonnull (field);

  return field;
}

static void
for_each_kind (gconstpointer check)
{
  for (const KpOperationKind *kind = kp_operation_get_kinds (); kind->name != NULL; kind++)
    {
      g_test_message ("%s", kind->name);
      ((CheckKind) check) (kind);
    }
}

static void
test_entities (void)
{
  g_autoptr (GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);

  for (int type = 1; type <= KP_N_ENTITIES; type++)
    {
      const KpEntity *entity = kp_entity_get (type);
      g_autoptr (GHashTable) fields = g_hash_table_new (g_str_hash, g_str_equal);

      g_assert_cmpint (entity->type, ==, type);
      g_assert_true (g_hash_table_add (names, (gpointer) entity->name));
      g_assert_true (kp_entity_find (entity->name, strlen (entity->name)) == entity);
      g_assert_null (kp_entity_find (entity->name, strlen (entity->name) - 1));

      for (const KpField *field = entity->fields; field->name != NULL; field++)
        {
          g_assert_true (g_hash_table_add (fields, (gpointer) field->name));
          g_assert_cmpint (field->kind, >=, KP_FIELD_TEXT);
          g_assert_cmpint (field->kind, <=, KP_FIELD_JSON);
          /* A column holds one value. */
          g_assert_false (field->column && field->kind >= KP_FIELD_NAMES);
          g_assert_cmpstr (field->name, !=, "id");
        }
    }
}

/* A part is found by a column that holds the identifier of a record of the parent's kind. */
static void
test_parents (void)
{
  for (int type = 1; type <= KP_N_ENTITIES; type++)
    {
      const KpEntity *entity = kp_entity_get (type);
      const KpField *field;

      g_assert_true ((entity->parent == NULL) == (entity->parent_type == KP_ENTITY_NONE));
      if (entity->parent == NULL)
        continue;

      field = find_field (type, entity->parent);
      g_assert_cmpint (field->kind, ==, KP_FIELD_ID);
      g_assert_true (field->column);
      g_assert_nonnull (kp_entity_get (entity->parent_type));
    }
}

static void
check_identity (const KpOperationKind *kind)
{
  g_autofree char *name = g_strdup_printf ("%s@%d", kind->name, kind->version);
  g_autofree char *next = g_strdup_printf ("%s@%d", kind->name, kind->version + 1);

  g_assert_true (kp_operation_find_kind (name, strlen (name)) == kind);
  g_assert_null (kp_operation_find_kind (kind->name, strlen (kind->name)));
  g_assert_null (kp_operation_find_kind (next, strlen (next)));
  g_assert_cmpuint (kind->who, !=, 0);
  g_assert_cmpuint (kind->who, <, 16);
}

static void
check_subject (const KpOperationKind *kind)
{
  const KpArgument *argument = find_argument (kind, kind->subject_argument);

  g_assert_nonnull (kp_entity_get (kind->subject));
  g_assert_nonnull (argument);
  g_assert_cmpint (argument->kind, ==, KP_FIELD_ID);
  g_assert_true (argument->required);
  g_assert_true (kind->use != KP_SUBJECT_CREATED || kind->from == NULL);
  if (kind->from != NULL || kind->to != NULL)
    g_assert_cmpint (find_field (kind->subject, "state")->kind, ==, KP_FIELD_TEXT);
}

static void
check_added (const KpOperationKind *kind)
{
  const KpArgument *argument;

  g_assert_true ((kind->added == KP_ENTITY_NONE) == (kind->added_argument == NULL));
  g_assert_true ((kind->added == KP_ENTITY_NONE) == (kind->added_effects == NULL));
  if (kind->added == KP_ENTITY_NONE)
    return;

  argument = find_argument (kind, kind->added_argument);
  g_assert_nonnull (argument);
  g_assert_cmpint (argument->kind, ==, KP_FIELD_ID);
  g_assert_true (argument->required);
}

static const KpArgument *
find_member (const KpListed *listed,
             const char *name)
{
  const KpArgument *member;

  g_assert_nonnull (listed);
  member = listed->members;
  while (member->name != NULL && !g_str_equal (member->name, name))
    member++;
  g_assert_nonnull (member->name);

  return member;
}

/* A list of few, small elements, each with an identifier of its own. */
static void
check_listed (const KpOperationKind *kind)
{
  const KpListed *listed = kind->listed;
  const KpArgument *argument;
  gsize sum = 0;

  if (listed == NULL)
    return;

  argument = find_argument (kind, listed->argument);
  g_assert_nonnull (argument);
  g_assert_cmpint (argument->kind, ==, KP_FIELD_JSON);
  g_assert_cmpstr (listed->members[0].name, ==, "id");
  g_assert_cmpint (listed->members[0].kind, ==, KP_FIELD_ID);
  g_assert_true (listed->members[0].required);

  for (const KpArgument *member = listed->members; member->name != NULL; member++)
    sum += strlen (member->name) + MAX (member->limit, 24) + 6;
  g_assert_cmpuint (sum * listed->limit, <=, argument->limit);
}

static void
check_effect (const KpOperationKind *kind,
              KpEntityType target,
              const KpEffect *effect,
              GHashTable *used)
{
  const KpField *field = find_field (target, effect->field);
  const KpArgument *argument;

  switch (effect->source)
    {
    case KP_SOURCE_ARGUMENT:
    case KP_SOURCE_ARGUMENT_MAX:
      argument = find_argument (kind, effect->value);
      g_assert_nonnull (argument);
      g_assert_cmpint (argument->kind, ==, field->kind);
      g_assert_true (effect->source == KP_SOURCE_ARGUMENT || field->kind == KP_FIELD_TIME ||
                     field->kind == KP_FIELD_INT);
      g_hash_table_add (used, (gpointer) effect->value);
      break;

    case KP_SOURCE_CONSTANT:
    case KP_SOURCE_NUMBER:
      g_assert_nonnull (effect->value);
      g_assert_cmpint (field->kind, ==, KP_FIELD_TEXT);
      break;

    case KP_SOURCE_ACTOR_ID:
    case KP_SOURCE_SUBJECT_ID:
    case KP_SOURCE_ADDED_ID:
      g_assert_null (effect->value);
      g_assert_cmpint (field->kind, ==, KP_FIELD_ID);
      break;

    case KP_SOURCE_ACTOR_NAME:
    case KP_SOURCE_ACTOR_KIND:
      g_assert_null (effect->value);
      g_assert_cmpint (field->kind, ==, KP_FIELD_TEXT);
      break;

    case KP_SOURCE_NOW:
      g_assert_null (effect->value);
      g_assert_cmpint (field->kind, ==, KP_FIELD_TIME);
      break;

    case KP_SOURCE_SUBJECT_FIELD:
      g_assert_cmpint (find_field (kind->subject, effect->value)->kind, ==, field->kind);
      break;

    case KP_SOURCE_ELEMENT:
      argument = find_member (kind->listed, effect->value);
      g_assert_cmpint (argument->kind, ==, field->kind);
      break;

    case KP_SOURCE_SERVER:
      g_assert_nonnull (effect->value);
      break;
    }
}

static void
check_effects_of (const KpOperationKind *kind,
                  KpEntityType target,
                  const KpEffect *effects,
                  GHashTable *used)
{
  g_autoptr (GHashTable) fields = g_hash_table_new (g_str_hash, g_str_equal);

  for (const KpEffect *effect = effects; effect->field != NULL; effect++)
    {
      g_assert_true (g_hash_table_add (fields, (gpointer) effect->field));
      check_effect (kind, target, effect, used);
    }

  /* The state belongs to "to" alone, or the arrows of the table would not be all there are. */
  if (target == kind->subject && effects == kind->effects)
    g_assert_false (g_hash_table_contains (fields, "state"));
}

/* Every argument names the subject, the added record, or ends up in a field. */
static void
check_effects (const KpOperationKind *kind)
{
  g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_add (used, (gpointer) kind->subject_argument);
  check_effects_of (kind, kind->subject, kind->effects, used);
  if (kind->added != KP_ENTITY_NONE)
    {
      g_hash_table_add (used, (gpointer) kind->added_argument);
      check_effects_of (kind, kind->added, kind->added_effects, used);
    }

  if (kind->listed != NULL)
    {
      g_hash_table_add (used, (gpointer) kind->listed->argument);
      check_effects_of (kind, kind->listed->entity, kind->listed->effects, used);
    }

  for (const KpArgument *argument = kind->arguments; argument->name != NULL; argument++)
    {
      g_test_message ("argument %s", argument->name);
      g_assert_true (g_hash_table_contains (used, argument->name));
    }
}

/* What a table allows must fit into an operation, and what it makes of the subject into a record: a
 * list makes records of its own.
 */
static void
check_limits (const KpOperationKind *kind)
{
  gsize sum = 1024;

  for (const KpArgument *argument = kind->arguments; argument->name != NULL; argument++)
    {
      gboolean is_sized = argument->kind == KP_FIELD_TEXT || argument->kind == KP_FIELD_NAMES ||
                          argument->kind == KP_FIELD_JSON;

      g_assert_true (is_sized == (argument->limit > 0));
      sum += argument->limit;
    }

  g_assert_cmpuint (sum, <=, KP_LIMIT_OPERATION);
  if (kind->listed != NULL)
    sum -= find_argument (kind, kind->listed->argument)->limit;
  g_assert_cmpuint (sum, <=, KP_LIMIT_RECORD);
}

static void
test_versions (void)
{
  static const char *const NAMES[] = {
    "",
    "@",
    "@1",
    "request.comment",
    "request.comment@",
    "request.comment@01",
    "request.comment@0",
    "request.comment@1 ",
    "request.comment@-1",
    "request.comment@1a",
    "request.comment@99999999999999999999",
    "request.commen@1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    g_assert_null (kp_operation_find_kind (NAMES[i], strlen (NAMES[i])));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/tables/entities/are-distinct", test_entities);
  g_test_add_func ("/tables/entities/parents-exist", test_parents);
  g_test_add_data_func ("/tables/kinds/are-found-by-name", check_identity, for_each_kind);
  g_test_add_data_func ("/tables/kinds/subjects-exist", check_subject, for_each_kind);
  g_test_add_data_func ("/tables/kinds/added-records-are-named", check_added, for_each_kind);
  g_test_add_data_func ("/tables/kinds/lists-name-their-records", check_listed, for_each_kind);
  g_test_add_data_func ("/tables/kinds/effects-fit-fields", check_effects, for_each_kind);
  g_test_add_data_func ("/tables/kinds/limits-fit-into-each-other", check_limits, for_each_kind);
  g_test_add_func ("/tables/kinds/other-versions-are-unknown", test_versions);

  return g_test_run ();
}
