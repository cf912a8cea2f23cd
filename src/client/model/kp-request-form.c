/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Judged after every answer by the same functions that the server uses (kp-form.h). Faults are shown
 * only once they were asked for, so that nobody is told off while typing; a fault that was shown
 * goes as soon as it is mended.
 */

#include "kp-request-form.h"

#include "kp-form-definition.h"
#include "kp-form.h"
#include "kp-names.h"
#include "kp-question-private.h"

struct _KpRequestForm
{
  GObject parent_instance;

  KpFormDefinition *definition; /* (owned) */
  GPtrArray *steps;             /* (owned) of KpFormStep */
  GHashTable *questions;        /* (owned): key (unowned) → KpQuestion (unowned) */
  char *draft_id;               /* (owned): as text */
  char *org_id;                 /* (owned) (nullable) */
  char *org_name;               /* (owned) (nullable) */
  char *explanation;            /* (owned) */
  char *title;                  /* (owned) */
  KpTerms *terms;               /* (owned) (nullable) */
  gboolean terms_accepted;
  gint64 terms_at; /* UTC milliseconds of the draft's acceptance; 0 = not known */
  KpFormState state;
  gint64 saved_at; /* UTC milliseconds */
  guint edition;   /* see kp_request_form_get_edition() */
  guint n_faults;
  gboolean refused;
  gboolean submitting;
  gboolean loading; /* values are being set that nobody typed */
};

typedef enum
{
  PROP_DRAFT_ID = 1,
  PROP_FLOW_ID,
  PROP_FLOW_NAME,
  PROP_ORG_ID,
  PROP_ORG_NAME,
  PROP_EXPLANATION,
  PROP_TITLE,
  PROP_TERMS,
  PROP_TERMS_ACCEPTED,
  PROP_STATE,
  PROP_SAVED_AT,
  PROP_REFUSED,
  PROP_N_FAULTS,
  PROP_SUBMITTING
} KpRequestFormProperty;

static GParamSpec *properties[PROP_SUBMITTING + 1];
static guint changed_signal;

static void kp_request_form_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpRequestForm, kp_request_form, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      kp_request_form_list_model_init))

/* A title that nothing names is the flow's name, so that a list never shows an empty row. */
#define MAX_TITLE_CHARACTERS 80

GType
kp_form_state_get_type (void)
{
  static const GEnumValue VALUES[] = {
    { KP_FORM_UNTOUCHED, "KP_FORM_UNTOUCHED", "untouched" },
    { KP_FORM_CHANGED, "KP_FORM_CHANGED", "changed" },
    { KP_FORM_KEPT, "KP_FORM_KEPT", "kept" },
    { KP_FORM_SUBMITTED, "KP_FORM_SUBMITTED", "submitted" },
    { 0, NULL, NULL },
  };
  static GType type;

  if (g_once_init_enter_pointer (&type))
    g_once_init_leave_pointer (&type, g_enum_register_static ("KpFormState", VALUES));

  return type;
}

static void
notify (KpRequestForm *self,
        KpRequestFormProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_state (KpRequestForm *self,
           KpFormState state)
{
  if (self->state == state)
    return;

  self->state = state;
  notify (self, PROP_STATE);
}

/* Returns: (transfer full): all answers, hidden ones too; or the items that are ticked */
static yyjson_mut_doc *
collect (KpRequestForm *self,
         gboolean checks,
         gboolean visible_only)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *object = yyjson_mut_obj (doc);
  GHashTableIter iter;
  gpointer value;

  yyjson_mut_doc_set_root (doc, object);
  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KpQuestion *question = KP_QUESTION (value);
      gboolean is_check = kp_question_get_definition (question) == NULL;
      const char *key = kp_question_get_key (question) + (is_check ? strlen ("checklist.") : 0);
      yyjson_mut_val *answer;

      if (is_check != checks || (visible_only && !kp_question_get_visible (question)))
        continue;

      answer = kp_question_save_value (question, doc);
      if (answer != NULL)
        yyjson_mut_obj_add (object, yyjson_mut_strcpy (doc, key), answer);
    }

  return doc;
}

/* Returns: (transfer full): the same, to be read */
static yyjson_doc *
collect_values (KpRequestForm *self,
                gboolean checks,
                gboolean visible_only)
{
  yyjson_mut_doc *made = collect (self, checks, visible_only);
  yyjson_doc *doc = yyjson_mut_doc_imut_copy (made, NULL);

  yyjson_mut_doc_free (made);

  return doc;
}

/* Returns: whether any of its questions can be seen */
static gboolean
judge_section (KpRequestForm *self,
               yyjson_val *section,
               yyjson_val *answers)
{
  gboolean any = FALSE;
  size_t index;
  size_t length;
  yyjson_val *definition;

  yyjson_arr_foreach (yyjson_obj_get (section, "questions"), index, length, definition)
  {
    const char *key = yyjson_get_str (yyjson_obj_get (definition, "key"));
    KpQuestion *question = g_hash_table_lookup (self->questions, key != NULL ? key : "");
    gboolean visible;

    if (question == NULL)
      continue;

    visible = kp_form_is_visible (section, definition, answers);
    kp_question_set_visible (question, visible);
    kp_question_set_required (question, kp_form_is_required (definition, answers));
    any = any || visible;
  }

  return any;
}

/* Returns: (transfer full) (element-type utf8 KpFault): what is wrong, by place */
static GHashTable *
find_faults (KpRequestForm *self)
{
  GHashTable *faults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  yyjson_doc *answers = collect_values (self, FALSE, TRUE);
  yyjson_doc *checks = collect_values (self, TRUE, FALSE);
  yyjson_val *items = self->definition->items != NULL
                        ? yyjson_doc_get_root (self->definition->items)
                        : NULL;
  g_autoptr (GPtrArray) problems =
    kp_form_check (yyjson_doc_get_root (self->definition->flow), yyjson_doc_get_root (answers),
                   items, yyjson_doc_get_root (checks));

  for (guint i = 0; i < problems->len; i++)
    {
      const KpFormProblem *problem = problems->pdata[i];

      g_hash_table_insert (faults, g_strdup (problem->place), GINT_TO_POINTER (problem->fault));
    }
  if (self->terms != NULL && !self->terms_accepted)
    g_hash_table_insert (faults, g_strdup ("terms"), GINT_TO_POINTER (KP_FORM_MISSING));

  yyjson_doc_free (answers);
  yyjson_doc_free (checks);

  return faults;
}

static gboolean
is_step_complete (KpFormStep *step,
                  GHashTable *faults)
{
  GListModel *questions = kp_form_step_get_questions (step);

  if (kp_form_step_get_kind (step) == KP_STEP_SEND)
    return g_hash_table_size (faults) == 0;

  for (guint i = 0; i < g_list_model_get_n_items (questions); i++)
    {
      g_autoptr (KpQuestion) question = g_list_model_get_item (questions, i);

      if (g_hash_table_contains (faults, kp_question_get_key (question)))
        return FALSE;
    }

  return TRUE;
}

/* Updates what the application shows of the faults; mended ones go, new ones are not named yet. */
static void
show_progress (KpRequestForm *self)
{
  g_autoptr (GHashTable) faults = find_faults (self);
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      KpFault fault = GPOINTER_TO_INT (g_hash_table_lookup (faults, key));

      if (kp_question_get_fault (value) != KP_FAULT_NONE)
        kp_question_set_fault (value, fault);
    }

  for (guint i = 0; i < self->steps->len; i++)
    kp_form_step_set_complete (self->steps->pdata[i],
                               is_step_complete (self->steps->pdata[i], faults));

  if (self->n_faults != g_hash_table_size (faults))
    {
      self->n_faults = g_hash_table_size (faults);
      notify (self, PROP_N_FAULTS);
    }
}

static void
update_title (KpRequestForm *self)
{
  KpQuestion *named = self->definition->title_from != NULL
                        ? g_hash_table_lookup (self->questions, self->definition->title_from)
                        : NULL;
  g_autofree char *text = named != NULL ? kp_question_dup_value_text (named) : g_strdup ("");
  g_autofree char *title = NULL;

  g_strdelimit (text, "\r\n\t", ' ');
  g_strstrip (text);
  if (*text == '\0')
    title = g_strdup (self->definition->flow_name);
  else if (g_utf8_strlen (text, -1) > MAX_TITLE_CHARACTERS)
    title = g_utf8_substring (text, 0, MAX_TITLE_CHARACTERS);
  else
    title = g_steal_pointer (&text);

  if (g_set_str (&self->title, title))
    notify (self, PROP_TITLE);
}

/* Asks every condition again. */
static void
judge (KpRequestForm *self)
{
  yyjson_doc *answers = collect_values (self, FALSE, FALSE);
  guint step = 0;
  size_t index;
  size_t length;
  yyjson_val *section;

  yyjson_arr_foreach (yyjson_doc_get_root (self->definition->flow), index, length, section)
  {
    gboolean visible = judge_section (self, section, yyjson_doc_get_root (answers));

    kp_form_step_set_visible (self->steps->pdata[step], visible);
    step++;
  }
  yyjson_doc_free (answers);

  update_title (self);
  show_progress (self);
}

static void
touch (KpRequestForm *self)
{
  if (self->loading || self->state == KP_FORM_SUBMITTED)
    return;

  self->edition++;
  set_state (self, KP_FORM_CHANGED);
  g_signal_emit (self, changed_signal, 0);
}

static void
on_answered_cb (KpRequestForm *self)
{
  if (self->loading)
    return;

  judge (self);
  touch (self);
}

static void
add_question (KpRequestForm *self,
              KpFormStep *step,
              KpQuestion *question)
{
  kp_form_step_add (step, question);
  g_hash_table_insert (self->questions, (gpointer) kp_question_get_key (question), question);
  g_signal_connect_object (question, "answered", G_CALLBACK (on_answered_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
add_sections (KpRequestForm *self)
{
  const char *language = self->definition->language;
  size_t index;
  size_t length;
  yyjson_val *section;

  yyjson_arr_foreach (yyjson_doc_get_root (self->definition->flow), index, length, section)
  {
    const char *key = yyjson_get_str (yyjson_obj_get (section, "key"));
    KpFormStep *step =
      kp_form_step_new (KP_STEP_SECTION, key,
                        kp_names_pick (yyjson_obj_get (section, "title"), language),
                        kp_names_pick (yyjson_obj_get (section, "help"), language));
    size_t place;
    size_t count;
    yyjson_val *definition;

    yyjson_arr_foreach (yyjson_obj_get (section, "questions"), place, count, definition)
    {
      g_autoptr (KpQuestion) question = NULL;

      if (!yyjson_is_str (yyjson_obj_get (definition, "key")))
        continue;

      question = kp_question_new (definition, language);
      add_question (self, step, question);
    }
    g_ptr_array_add (self->steps, step);
  }
}

static void
add_checklist (KpRequestForm *self)
{
  KpFormStep *step;
  size_t index;
  size_t length;
  yyjson_val *item;

  if (self->definition->items == NULL ||
      yyjson_arr_size (yyjson_doc_get_root (self->definition->items)) == 0)
    return;

  step = kp_form_step_new (KP_STEP_CHECKLIST, "checklist", NULL, NULL);
  yyjson_arr_foreach (yyjson_doc_get_root (self->definition->items), index, length, item)
  {
    g_autoptr (KpQuestion) question = NULL;

    if (!yyjson_is_str (yyjson_obj_get (item, "key")))
      continue;

    question = kp_question_new_check (item, self->definition->language);
    add_question (self, step, question);
  }
  g_ptr_array_add (self->steps, step);
}

static void
load_defaults (KpRequestForm *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      yyjson_val *definition = kp_question_get_definition (value);
      const char *source = yyjson_get_str (yyjson_obj_get (definition, "prefill_from"));
      const char *fact = source != NULL ? g_hash_table_lookup (self->definition->facts, source)
                                        : NULL;

      if (fact != NULL && kp_question_get_question_type (value) != KP_QUESTION_HEADING)
        kp_question_set_value (value, g_variant_new_string (fact));
      else
        kp_question_load_value (value, yyjson_obj_get (definition, "default"));
    }
}

/* Faults that the office named when it sent the request back. */
static void
load_needs (KpRequestForm *self,
            yyjson_val *needs)
{
  g_autoptr (GHashTable) faults = find_faults (self);
  size_t index;
  size_t length;
  yyjson_val *need;

  yyjson_arr_foreach (needs, index, length, need)
  {
    g_auto (GStrv) parts = g_strsplit (yyjson_is_str (need) ? yyjson_get_str (need) : "", ":", 2);
    KpQuestion *question =
      parts[0] != NULL ? g_hash_table_lookup (self->questions, parts[0]) : NULL;
    KpFault fault;

    if (question == NULL)
      continue;

    fault = GPOINTER_TO_INT (g_hash_table_lookup (faults, parts[0]));
    kp_question_set_fault (question, fault != KP_FAULT_NONE ? fault : KP_FAULT_MISSING);
  }
}

static void
load_draft (KpRequestForm *self,
            yyjson_val *draft)
{
  yyjson_val *answers = yyjson_obj_get (draft, "answers");
  yyjson_val *checks = yyjson_obj_get (draft, "checklist");
  const char *agreed = yyjson_get_str (yyjson_obj_get (draft, "terms"));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const char *key = kp_question_get_key (value);

      if (kp_question_get_definition (value) != NULL)
        kp_question_load_value (value, yyjson_obj_get (answers, key));
      else
        kp_question_load_value (value, yyjson_obj_get (checks, key + strlen ("checklist.")));
    }

  g_set_str (&self->explanation, yyjson_get_str (yyjson_obj_get (draft, "explanation")));
  /* New terms are never accepted for somebody. */
  self->terms_accepted = agreed != NULL &&
                         g_strcmp0 (agreed, self->definition->terms_id) == 0;
  self->terms_at = yyjson_get_sint (yyjson_obj_get (draft, "terms_at"));
  self->refused = yyjson_is_arr (yyjson_obj_get (draft, "need"));
  self->state = KP_FORM_KEPT;
  self->saved_at = self->definition->saved_at;
}

static GType
kp_request_form_get_item_type (GListModel *list)
{
  return KP_TYPE_FORM_STEP;
}

static guint
kp_request_form_get_n_items (GListModel *list)
{
  return KP_REQUEST_FORM (list)->steps->len;
}

static gpointer
kp_request_form_get_item (GListModel *list,
                          guint position)
{
  GPtrArray *steps = KP_REQUEST_FORM (list)->steps;

  return position < steps->len ? g_object_ref (steps->pdata[position]) : NULL;
}

static void
kp_request_form_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = kp_request_form_get_item_type;
  iface->get_n_items = kp_request_form_get_n_items;
  iface->get_item = kp_request_form_get_item;
}

static void
kp_request_form_get_property (GObject *object,
                              guint prop_id,
                              GValue *value,
                              GParamSpec *pspec)
{
  KpRequestForm *self = KP_REQUEST_FORM (object);

  switch ((KpRequestFormProperty) prop_id)
    {
    case PROP_DRAFT_ID:
      g_value_set_string (value, self->draft_id);
      break;

    case PROP_FLOW_ID:
      g_value_set_string (value, self->definition->flow_id);
      break;

    case PROP_FLOW_NAME:
      g_value_set_string (value, self->definition->flow_name);
      break;

    case PROP_ORG_ID:
      g_value_set_string (value, self->org_id);
      break;

    case PROP_ORG_NAME:
      g_value_set_string (value, self->org_name);
      break;

    case PROP_EXPLANATION:
      g_value_set_string (value, self->explanation);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_TERMS:
      g_value_set_object (value, self->terms);
      break;

    case PROP_TERMS_ACCEPTED:
      g_value_set_boolean (value, self->terms_accepted);
      break;

    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;

    case PROP_SAVED_AT:
      g_value_set_int64 (value, self->saved_at);
      break;

    case PROP_REFUSED:
      g_value_set_boolean (value, self->refused);
      break;

    case PROP_N_FAULTS:
      g_value_set_uint (value, self->n_faults);
      break;

    case PROP_SUBMITTING:
      g_value_set_boolean (value, self->submitting);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_request_form_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  KpRequestForm *self = KP_REQUEST_FORM (object);

  if (prop_id == PROP_EXPLANATION)
    kp_request_form_set_explanation (self, g_value_get_string (value));
  else if (prop_id == PROP_TERMS_ACCEPTED)
    kp_request_form_set_terms_accepted (self, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kp_request_form_finalize (GObject *object)
{
  KpRequestForm *self = KP_REQUEST_FORM (object);

  g_hash_table_unref (self->questions);
  g_ptr_array_unref (self->steps);
  g_clear_pointer (&self->definition, kp_form_definition_free);
  g_clear_object (&self->terms);
  g_free (self->draft_id);
  g_free (self->org_id);
  g_free (self->org_name);
  g_free (self->explanation);
  g_free (self->title);

  G_OBJECT_CLASS (kp_request_form_parent_class)->finalize (object);
}

static void
kp_request_form_class_init (KpRequestFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = kp_request_form_get_property;
  object_class->set_property = kp_request_form_set_property;
  object_class->finalize = kp_request_form_finalize;

  properties[PROP_DRAFT_ID] = g_param_spec_string ("draft-id", NULL, NULL, NULL, flags);
  properties[PROP_FLOW_ID] = g_param_spec_string ("flow-id", NULL, NULL, NULL, flags);
  properties[PROP_FLOW_NAME] = g_param_spec_string ("flow-name", NULL, NULL, NULL, flags);
  properties[PROP_ORG_ID] = g_param_spec_string ("org-id", NULL, NULL, NULL, flags);
  properties[PROP_ORG_NAME] = g_param_spec_string ("org-name", NULL, NULL, NULL, flags);
  properties[PROP_EXPLANATION] =
    g_param_spec_string ("explanation", NULL, NULL, NULL, flags | G_PARAM_WRITABLE);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_TERMS] = g_param_spec_object ("terms", NULL, NULL, KP_TYPE_TERMS, flags);
  properties[PROP_TERMS_ACCEPTED] =
    g_param_spec_boolean ("terms-accepted", NULL, NULL, FALSE, flags | G_PARAM_WRITABLE);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, KP_TYPE_FORM_STATE, KP_FORM_UNTOUCHED, flags);
  properties[PROP_SAVED_AT] =
    g_param_spec_int64 ("saved-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_REFUSED] = g_param_spec_boolean ("refused", NULL, NULL, FALSE, flags);
  properties[PROP_N_FAULTS] = g_param_spec_uint ("n-faults", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_SUBMITTING] = g_param_spec_boolean ("submitting", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  changed_signal = g_signal_new ("changed", KP_TYPE_REQUEST_FORM, G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_request_form_init (KpRequestForm *self)
{
  self->steps = g_ptr_array_new_with_free_func (g_object_unref);
  self->questions = g_hash_table_new (g_str_hash, g_str_equal);
  self->explanation = g_strdup ("");
}

static KpTerms *
make_terms (const KpFormDefinition *definition)
{
  if (definition->terms_id == NULL)
    return NULL;

  return g_object_new (KP_TYPE_TERMS,
                       "id", definition->terms_id,
                       "version", definition->terms_version,
                       "text", definition->terms_text,
                       NULL);
}

KpRequestForm *
kp_request_form_new (KpFormDefinition *definition)
{
  KpRequestForm *self = g_object_new (KP_TYPE_REQUEST_FORM, NULL);
  yyjson_val *draft = definition->draft != NULL ? yyjson_doc_get_root (definition->draft) : NULL;

  self->definition = definition;
  self->draft_id = kp_id_dup_text (&definition->draft_id);
  self->org_id = g_strdup (definition->org_id);
  self->org_name = g_strdup (definition->org_name);
  self->terms = make_terms (definition);

  self->loading = TRUE;
  add_sections (self);
  add_checklist (self);
  g_ptr_array_add (self->steps, kp_form_step_new (KP_STEP_SEND, "send", NULL, NULL));
  if (draft != NULL)
    load_draft (self, draft);
  else
    load_defaults (self);
  judge (self);
  load_needs (self, yyjson_obj_get (draft, "need"));
  self->loading = FALSE;

  return self;
}

void
kp_form_definition_free (KpFormDefinition *self)
{
  g_free (self->flow_id);
  g_free (self->flow_name);
  g_free (self->title_from);
  g_free (self->org_id);
  g_free (self->org_name);
  g_free (self->language);
  g_free (self->terms_id);
  g_free (self->terms_text);
  yyjson_doc_free (self->flow);
  yyjson_doc_free (self->items);
  yyjson_doc_free (self->draft);
  g_clear_pointer (&self->facts, g_hash_table_unref);
  g_free (self);
}

static void
add_text (yyjson_mut_doc *doc,
          const char *name,
          const char *text)
{
  if (text != NULL && *text != '\0')
    yyjson_mut_obj_add_strcpy (doc, yyjson_mut_doc_get_root (doc), name, text);
}

/* Adds the object that @made holds, which is freed. */
static void
add_object (yyjson_mut_doc *doc,
            const char *name,
            yyjson_mut_doc *made)
{
  yyjson_mut_val *copy = yyjson_mut_val_mut_copy (doc, yyjson_mut_doc_get_root (made));

  yyjson_mut_obj_add_val (doc, yyjson_mut_doc_get_root (doc), name, copy);
  yyjson_mut_doc_free (made);
}

char *
kp_request_form_dup_draft (KpRequestForm *self)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  char *text;
  char *copy;

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_int (doc, root, "v", 1);
  add_text (doc, "flow", self->definition->flow_id);
  add_text (doc, "org", self->org_id);
  add_text (doc, "org_name", self->org_name);
  add_text (doc, "title", self->title);
  add_text (doc, "explanation", self->explanation);
  add_object (doc, "answers", collect (self, FALSE, FALSE));
  add_object (doc, "checklist", collect (self, TRUE, FALSE));
  if (self->terms_accepted)
    {
      add_text (doc, "terms", self->definition->terms_id);
      yyjson_mut_obj_add_sint (doc, root, "terms_at", self->terms_at);
    }
  if (self->refused)
    yyjson_mut_obj_add_val (doc, root, "need",
                            yyjson_val_mut_copy (doc, yyjson_obj_get (yyjson_doc_get_root (
                                                                        self->definition->draft),
                                                                      "need")));

  text = yyjson_mut_write (doc, 0, NULL);
  copy = g_strdup (text);
  free (text);
  yyjson_mut_doc_free (doc);

  return copy;
}

yyjson_mut_doc *
kp_request_form_dup_arguments (KpRequestForm *self,
                               gint64 now)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  add_text (doc, "org", self->org_id);
  add_text (doc, "flow", self->definition->flow_id);
  add_text (doc, "title", self->title);
  add_object (doc, "answers", collect (self, FALSE, TRUE));
  add_text (doc, "explanation", self->explanation);
  if (self->definition->items != NULL)
    add_object (doc, "checklist", collect (self, TRUE, FALSE));
  if (self->terms_accepted)
    {
      add_text (doc, "terms", self->definition->terms_id);
      yyjson_mut_obj_add_sint (doc, root, "terms_at", self->terms_at > 0 ? self->terms_at : now);
    }

  return doc;
}

const KpId *
kp_request_form_get_draft_key (KpRequestForm *self)
{
  return &self->definition->draft_id;
}

guint
kp_request_form_get_edition (KpRequestForm *self)
{
  return self->edition;
}

void
kp_request_form_set_kept (KpRequestForm *self,
                          guint edition,
                          gint64 saved_at)
{
  if (self->state == KP_FORM_SUBMITTED)
    return;

  self->saved_at = saved_at;
  notify (self, PROP_SAVED_AT);
  if (edition == self->edition)
    set_state (self, KP_FORM_KEPT);
}

void
kp_request_form_set_submitting (KpRequestForm *self,
                                gboolean submitting)
{
  if (self->submitting == submitting)
    return;

  self->submitting = submitting;
  notify (self, PROP_SUBMITTING);
}

void
kp_request_form_set_submitted (KpRequestForm *self)
{
  set_state (self, KP_FORM_SUBMITTED);
}

const char *
kp_request_form_get_draft_id (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  return self->draft_id;
}

const char *
kp_request_form_get_flow_id (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  return self->definition->flow_id;
}

const char *
kp_request_form_get_flow_name (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  return self->definition->flow_name;
}

const char *
kp_request_form_get_org_id (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  return self->org_id;
}

const char *
kp_request_form_get_org_name (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  return self->org_name;
}

const char *
kp_request_form_get_title (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  return self->title;
}

const char *
kp_request_form_get_explanation (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  return self->explanation;
}

gboolean
kp_request_form_get_terms_accepted (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), FALSE);

  return self->terms_accepted;
}

KpFormState
kp_request_form_get_state (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), KP_FORM_SUBMITTED);

  return self->state;
}

gint64
kp_request_form_get_saved_at (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), 0);

  return self->saved_at;
}

gboolean
kp_request_form_get_refused (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), FALSE);

  return self->refused;
}

gboolean
kp_request_form_get_submitting (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), FALSE);

  return self->submitting;
}

KpTerms *
kp_request_form_get_terms (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  return self->terms;
}

void
kp_request_form_set_explanation (KpRequestForm *self,
                                 const char *explanation)
{
  g_return_if_fail (KP_IS_REQUEST_FORM (self));

  if (!g_set_str (&self->explanation, explanation != NULL ? explanation : ""))
    return;

  notify (self, PROP_EXPLANATION);
  touch (self);
}

void
kp_request_form_set_terms_accepted (KpRequestForm *self,
                                    gboolean accepted)
{
  g_return_if_fail (KP_IS_REQUEST_FORM (self));

  accepted = accepted && self->terms != NULL;
  if (self->terms_accepted == accepted)
    return;

  self->terms_accepted = accepted;
  self->terms_at = 0;
  notify (self, PROP_TERMS_ACCEPTED);
  show_progress (self);
  touch (self);
}

void
kp_request_form_set_organisation (KpRequestForm *self,
                                  const char *org_id,
                                  const char *org_name)
{
  g_return_if_fail (KP_IS_REQUEST_FORM (self));

  if (!g_set_str (&self->org_id, org_id))
    return;

  g_set_str (&self->org_name, org_name);
  notify (self, PROP_ORG_ID);
  notify (self, PROP_ORG_NAME);
  touch (self);
}

KpQuestion *
kp_request_form_find_question (KpRequestForm *self,
                               const char *key)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return g_hash_table_lookup (self->questions, key);
}

/* Shows the faults of one step. Appends them to @missing, if given. */
static KpQuestion *
show_faults (KpRequestForm *self,
             guint position,
             GHashTable *faults,
             GPtrArray *missing)
{
  GListModel *questions = kp_form_step_get_questions (self->steps->pdata[position]);
  KpQuestion *first = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (questions); i++)
    {
      g_autoptr (KpQuestion) question = g_list_model_get_item (questions, i);
      KpFault fault =
        GPOINTER_TO_INT (g_hash_table_lookup (faults, kp_question_get_key (question)));

      kp_question_set_fault (question, fault);
      if (fault == KP_FAULT_NONE)
        continue;

      /* The step keeps the question. */
      if (first == NULL)
        first = question;
      if (missing != NULL)
        {
          KpFormMissing *line = g_new (KpFormMissing, 1);

          *line = (KpFormMissing) {
            .step = position,
            .question = g_object_ref (question),
            .fault = fault,
          };
          g_ptr_array_add (missing, line);
        }
    }

  return first;
}

KpQuestion *
kp_request_form_check_step (KpRequestForm *self,
                            KpFormStep *step)
{
  g_autoptr (GHashTable) faults = NULL;
  guint position;

  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  if (!g_ptr_array_find (self->steps, step, &position))
    return NULL;

  faults = find_faults (self);

  return show_faults (self, position, faults, NULL);
}

GPtrArray *
kp_request_form_check (KpRequestForm *self)
{
  GPtrArray *missing = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_form_missing_free);
  g_autoptr (GHashTable) faults = NULL;

  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), missing);

  faults = find_faults (self);
  for (guint i = 0; i < self->steps->len; i++)
    show_faults (self, i, faults, missing);

  if (g_hash_table_contains (faults, "terms"))
    {
      KpFormMissing *line = g_new (KpFormMissing, 1);

      *line = (KpFormMissing) { .step = self->steps->len - 1, .fault = KP_FAULT_MISSING };
      g_ptr_array_add (missing, line);
    }

  return missing;
}

void
kp_form_missing_free (KpFormMissing *self)
{
  g_clear_object (&self->question);
  g_free (self);
}
