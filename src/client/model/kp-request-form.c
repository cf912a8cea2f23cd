/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form as an object: its steps, its properties, and what changed since it was kept.
 */

#include "kp-request-form.h"

#include "kp-names.h"
#include "kp-request-form-private.h"

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
  PROP_SUBMITTING,
  PROP_KEEP_ERROR
} KpRequestFormProperty;

static GParamSpec *properties[PROP_KEEP_ERROR + 1];
enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void kp_request_form_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpRequestForm, kp_request_form, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      kp_request_form_list_model_init))

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

static void
touch (KpRequestForm *self)
{
  if (self->loading || self->state == KP_FORM_SUBMITTED)
    return;

  self->edition++;
  set_state (self, KP_FORM_CHANGED);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_answered_cb (KpRequestForm *self,
                KpQuestion *question)
{
  if (self->loading)
    return;

  kp_request_form_fill_from (self, question);
  kp_request_form_judge (self);
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
  g_signal_connect_object (question, "left", G_CALLBACK (kp_request_form_check_left), self,
                           G_CONNECT_SWAPPED);
  if (kp_question_get_question_type (question) == KP_QUESTION_ASSET)
    kp_question_set_candidates (question, self->definition->assets);
  if (kp_question_get_question_type (question) == KP_QUESTION_CONTACT)
    kp_question_set_candidates (question, self->definition->contacts);
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
    g_autoptr (KpQuestion) evidence = NULL;

    if (!yyjson_is_str (yyjson_obj_get (item, "key")))
      continue;

    question = kp_question_new_check (item, self->definition->language);
    add_question (self, step, question);
    evidence = kp_question_new_evidence (item, question, self->definition->language);
    if (evidence != NULL)
      add_question (self, step, evidence);
  }
  g_ptr_array_add (self->steps, step);
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

    case PROP_KEEP_ERROR:
      g_value_set_int (value, self->keep_error);
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
  g_hash_table_unref (self->strays);
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
  properties[PROP_KEEP_ERROR] = g_param_spec_int ("keep-error", NULL, NULL, 0, G_MAXINT, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KP_TYPE_REQUEST_FORM, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_request_form_init (KpRequestForm *self)
{
  self->steps = g_ptr_array_new_with_free_func (g_object_unref);
  self->questions = g_hash_table_new (g_str_hash, g_str_equal);
  self->strays = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
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

  self->definition = definition;
  self->draft_id = kp_id_dup_text (&definition->draft_id);
  self->org_id = g_strdup (definition->org_id);
  self->org_name = g_strdup (definition->org_name);
  self->terms = make_terms (definition);

  self->loading = TRUE;
  add_sections (self);
  add_checklist (self);
  g_ptr_array_add (self->steps, kp_form_step_new (KP_STEP_SEND, "send", NULL, NULL));
  kp_request_form_load (self);
  kp_request_form_judge (self);
  kp_request_form_load_needs (self);
  self->loading = FALSE;

  return self;
}

KpQuestion *
kp_request_form_find_evidence (KpRequestForm *self,
                               KpQuestion *check)
{
  g_autofree char *key = g_strconcat (kp_question_get_key (check), ".evidence", NULL);

  return g_hash_table_lookup (self->questions, key);
}

guint
kp_request_form_count_files (KpRequestForm *self)
{
  guint n = 0;
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), 0);

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (kp_question_get_files (value) != NULL && kp_question_get_visible (value))
        n += g_list_model_get_n_items (kp_question_get_files (value));
    }

  return n;
}

void
kp_request_form_set_title (KpRequestForm *self,
                           const char *title)
{
  if (g_set_str (&self->title, title))
    notify (self, PROP_TITLE);
}

void
kp_request_form_set_n_faults (KpRequestForm *self,
                              guint n_faults)
{
  if (self->n_faults == n_faults)
    return;

  self->n_faults = n_faults;
  notify (self, PROP_N_FAULTS);
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

  kp_request_form_set_keep_error (self, 0);
  self->saved_at = saved_at;
  notify (self, PROP_SAVED_AT);
  if (edition == self->edition)
    set_state (self, KP_FORM_KEPT);
}

void
kp_request_form_set_keep_error (KpRequestForm *self,
                                int keep_error)
{
  if (self->keep_error == keep_error)
    return;

  self->keep_error = keep_error;
  notify (self, PROP_KEEP_ERROR);
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

gboolean
kp_request_form_get_entered (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), FALSE);

  return self->definition->entered;
}

const char *
kp_request_form_get_user_name (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  return self->definition->user_name;
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
kp_request_form_get_repeated (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), FALSE);

  return yyjson_is_arr (
    yyjson_obj_get (yyjson_doc_get_root (self->definition->draft), "changed"));
}

gboolean
kp_request_form_get_renewed (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), FALSE);

  return self->renewed;
}

GStrv
kp_request_form_dup_strays (KpRequestForm *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer answer;

  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  g_hash_table_iter_init (&iter, self->strays);
  while (g_hash_table_iter_next (&iter, NULL, &answer))
    g_strv_builder_take (builder, kp_answer_dup_text (NULL, answer, self->definition->language));

  return g_strv_builder_end (builder);
}

gboolean
kp_request_form_get_submitting (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), FALSE);

  return self->submitting;
}

int
kp_request_form_get_keep_error (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), 0);

  return self->keep_error;
}

KpTerms *
kp_request_form_get_terms (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  return self->terms;
}

guint
kp_request_form_get_step (KpRequestForm *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), 0);

  return self->step;
}

void
kp_request_form_set_step (KpRequestForm *self,
                          guint step)
{
  g_return_if_fail (KP_IS_REQUEST_FORM (self));

  if (self->step == step)
    return;

  self->step = step;
  /* Leafing through a form begins no draft. */
  if (self->state != KP_FORM_UNTOUCHED)
    touch (self);
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
  kp_request_form_show_progress (self);
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
