/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A question keeps its value and what the form found out about it; it judges nothing itself.
 */

#include "kp-question-private.h"

#include "kp-form.h"
#include "kp-limits.h"
#include "kp-names.h"
#include "kp-value.h"

typedef enum
{
  PROP_KEY = 1,
  PROP_TYPE,
  PROP_LABEL,
  PROP_HELP,
  PROP_REQUIRED,
  PROP_VISIBLE,
  PROP_VALUE,
  PROP_FAULT,
  PROP_FAULT_TEXT,
  PROP_OPTIONS,
  PROP_OPTION_LABELS,
  PROP_CHANGED,
  PROP_ROOM
} KpQuestionProperty;

static GParamSpec *properties[PROP_ROOM + 1];

typedef enum
{
  SIGNAL_ANSWERED,
  SIGNAL_LEFT
} KpQuestionSignal;

static guint signals[SIGNAL_LEFT + 1];

G_DEFINE_FINAL_TYPE (KpQuestion, kp_question, G_TYPE_OBJECT)

KpQuestionType
kp_question_type_from_name (const char *name)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (KP_TYPE_QUESTION_TYPE);
  g_autofree char *nick = g_strdelimit (g_strdup (name != NULL ? name : ""), "_", '-');
  const GEnumValue *value = g_enum_get_value_by_nick ((GEnumClass *) klass, nick);

  /* A type of a later version is shown as a text. */
  return value != NULL ? (KpQuestionType) value->value : KP_QUESTION_TEXT;
}

gboolean
kp_question_take_value (KpQuestion *self,
                        GVariant *value)
{
  g_autoptr (GVariant) owned = value != NULL ? g_variant_ref_sink (value) : NULL;

  if (self->value == owned ||
      (self->value != NULL && owned != NULL && g_variant_equal (self->value, owned)))
    return FALSE;

  g_clear_pointer (&self->value, g_variant_unref);
  self->value = g_steal_pointer (&owned);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);

  return TRUE;
}

static void
kp_question_get_property (GObject *object,
                          guint prop_id,
                          GValue *value,
                          GParamSpec *pspec)
{
  KpQuestion *self = KP_QUESTION (object);

  switch ((KpQuestionProperty) prop_id)
    {
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;

    case PROP_TYPE:
      g_value_set_enum (value, self->type);
      break;

    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;

    case PROP_HELP:
      g_value_set_string (value, self->help);
      break;

    case PROP_REQUIRED:
      g_value_set_boolean (value, self->required);
      break;

    case PROP_VISIBLE:
      g_value_set_boolean (value, self->visible);
      break;

    case PROP_VALUE:
      g_value_set_variant (value, self->value);
      break;

    case PROP_FAULT:
      g_value_set_enum (value, self->fault);
      break;

    case PROP_FAULT_TEXT:
      g_value_set_string (value, self->fault_text);
      break;

    case PROP_OPTIONS:
      g_value_set_boxed (value, self->options);
      break;

    case PROP_OPTION_LABELS:
      g_value_set_boxed (value, self->option_labels);
      break;

    case PROP_CHANGED:
      g_value_set_boolean (value, self->changed);
      break;

    case PROP_ROOM:
      g_value_set_uint (value, self->room);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_question_set_property (GObject *object,
                          guint prop_id,
                          const GValue *value,
                          GParamSpec *pspec)
{
  if (prop_id == PROP_VALUE)
    kp_question_set_value (KP_QUESTION (object), g_value_get_variant (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kp_question_finalize (GObject *object)
{
  KpQuestion *self = KP_QUESTION (object);

  g_free (self->key);
  g_free (self->language);
  g_free (self->label);
  g_free (self->help);
  g_free (self->fault_text);
  g_clear_pointer (&self->value, g_variant_unref);
  g_strfreev (self->options);
  g_strfreev (self->option_labels);
  g_free (self->unit);
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  g_clear_pointer (&self->filled, g_variant_unref);
  g_clear_object (&self->files);

  G_OBJECT_CLASS (kp_question_parent_class)->finalize (object);
}

static void
kp_question_class_init (KpQuestionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = kp_question_get_property;
  object_class->set_property = kp_question_set_property;
  object_class->finalize = kp_question_finalize;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  properties[PROP_TYPE] =
    g_param_spec_enum ("type", NULL, NULL, KP_TYPE_QUESTION_TYPE, KP_QUESTION_TEXT, flags);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_HELP] = g_param_spec_string ("help", NULL, NULL, NULL, flags);
  properties[PROP_REQUIRED] = g_param_spec_boolean ("required", NULL, NULL, FALSE, flags);
  properties[PROP_VISIBLE] = g_param_spec_boolean ("visible", NULL, NULL, TRUE, flags);
  properties[PROP_VALUE] = g_param_spec_variant ("value", NULL, NULL, G_VARIANT_TYPE_ANY, NULL,
                                                 flags | G_PARAM_WRITABLE);
  properties[PROP_FAULT] =
    g_param_spec_enum ("fault", NULL, NULL, KP_TYPE_FAULT, KP_FAULT_NONE, flags);
  properties[PROP_FAULT_TEXT] = g_param_spec_string ("fault-text", NULL, NULL, NULL, flags);
  properties[PROP_OPTIONS] = g_param_spec_boxed ("options", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_OPTION_LABELS] =
    g_param_spec_boxed ("option-labels", NULL, NULL, G_TYPE_STRV, flags);
  properties[PROP_CHANGED] = g_param_spec_boolean ("changed", NULL, NULL, FALSE, flags);
  properties[PROP_ROOM] = g_param_spec_uint ("room", NULL, NULL, 0, G_MAXUINT, 0, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_ANSWERED] = g_signal_new ("answered", KP_TYPE_QUESTION, G_SIGNAL_RUN_LAST,
                                           0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_LEFT] = g_signal_new ("left", KP_TYPE_QUESTION, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_question_init (KpQuestion *self)
{
  self->visible = TRUE;
  self->min = G_MININT64;
  self->max = G_MAXINT64;
  self->max_length = KP_LIMIT_ANSWER_CHARACTERS;
}

static void
read_options (KpQuestion *self,
              yyjson_val *options)
{
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();
  size_t index;
  size_t length;
  yyjson_val *option;

  yyjson_arr_foreach (options, index, length, option)
  {
    const char *value = yyjson_get_str (yyjson_obj_get (option, "value"));
    const char *label = kp_names_pick (yyjson_obj_get (option, "label"), self->language);

    if (value == NULL)
      continue;

    g_strv_builder_add (values, value);
    g_strv_builder_add (labels, label != NULL ? label : value);
  }

  self->options = g_strv_builder_end (values);
  self->option_labels = g_strv_builder_end (labels);
}

static void
take_urgencies (KpQuestion *self)
{
  g_autoptr (GStrvBuilder) labels = g_strv_builder_new ();

  for (guint i = 0; KP_FORM_URGENCIES[i] != NULL; i++)
    g_strv_builder_add (labels, kp_answer_get_urgency (KP_FORM_URGENCIES[i]));

  self->options = g_strdupv ((char **) KP_FORM_URGENCIES);
  self->option_labels = g_strv_builder_end (labels);
}

KpQuestion *
kp_question_new (yyjson_val *definition,
                 const char *language)
{
  KpQuestion *self = g_object_new (KP_TYPE_QUESTION, NULL);
  yyjson_val *min = yyjson_obj_get (definition, "min");
  yyjson_val *max = yyjson_obj_get (definition, "max");

  self->definition = definition;
  self->language = g_strdup (language);
  self->key = g_strdup (yyjson_get_str (yyjson_obj_get (definition, "key")));
  self->type = kp_question_type_from_name (yyjson_get_str (yyjson_obj_get (definition, "type")));
  self->label = g_strdup (kp_names_pick (yyjson_obj_get (definition, "label"), language));
  self->help = g_strdup (kp_names_pick (yyjson_obj_get (definition, "help"), language));
  self->fault_text =
    g_strdup (kp_names_pick (yyjson_obj_get (definition, "pattern_text"), language));
  self->unit = g_strdup (kp_names_pick (yyjson_obj_get (definition, "unit"), language));
  if (yyjson_is_int (yyjson_obj_get (definition, "max_length")))
    self->max_length = yyjson_get_sint (yyjson_obj_get (definition, "max_length"));
  if (yyjson_is_int (min))
    self->min = yyjson_get_sint (min);
  if (yyjson_is_int (max))
    self->max = yyjson_get_sint (max);
  kp_question_make_files (self);
  if (self->type == KP_QUESTION_URGENCY)
    take_urgencies (self);
  else
    read_options (self, yyjson_obj_get (definition, "options"));

  return self;
}

KpQuestion *
kp_question_new_check (yyjson_val *item,
                       const char *language)
{
  KpQuestion *self = g_object_new (KP_TYPE_QUESTION, NULL);

  self->language = g_strdup (language);
  self->key = g_strconcat ("checklist.", yyjson_get_str (yyjson_obj_get (item, "key")), NULL);
  self->type = KP_QUESTION_CHECK;
  self->label = g_strdup (kp_names_pick (yyjson_obj_get (item, "text"), language));
  self->required = yyjson_get_bool (yyjson_obj_get (item, "required"));
  self->options = g_new0 (char *, 1);
  self->option_labels = g_new0 (char *, 1);

  return self;
}

yyjson_val *
kp_question_get_definition (KpQuestion *self)
{
  return self->definition;
}

void
kp_question_set_visible (KpQuestion *self,
                         gboolean visible)
{
  if (self->visible == visible)
    return;

  self->visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE]);
}

void
kp_question_set_required (KpQuestion *self,
                          gboolean required)
{
  if (self->required == required)
    return;

  self->required = required;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REQUIRED]);
}

void
kp_question_set_fault (KpQuestion *self,
                       KpFault fault)
{
  if (self->fault == fault)
    return;

  self->fault = fault;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
}

void
kp_question_load_value (KpQuestion *self,
                        yyjson_val *value)
{
  g_autoptr (GVariant) read = kp_question_value_read (self->type, value);

  if (read == NULL || self->type == KP_QUESTION_HEADING)
    return;

  g_variant_ref_sink (read);
  if (!kp_question_value_is_empty (read))
    kp_question_take_value (self, read);
}

void
kp_question_fill (KpQuestion *self,
                  GVariant *value)
{
  g_autoptr (GVariant) owned = value != NULL ? g_variant_ref_sink (value) : NULL;
  gboolean untouched = self->value == NULL ||
                       (self->filled != NULL && g_variant_equal (self->value, self->filled));

  if (!untouched || self->type == KP_QUESTION_HEADING)
    return;

  kp_question_take_value (self, owned);
  g_clear_pointer (&self->filled, g_variant_unref);
  self->filled = g_steal_pointer (&owned);
}

void
kp_question_set_changed (KpQuestion *self,
                         gboolean changed)
{
  if (self->changed == changed)
    return;

  self->changed = changed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANGED]);
}

void
kp_question_set_candidates (KpQuestion *self,
                            GPtrArray *candidates)
{
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  if (candidates != NULL)
    self->candidates = g_ptr_array_ref (candidates);
}

guint
kp_question_get_fingerprint (KpQuestion *self)
{
  g_autofree char *text =
    self->definition != NULL ? kp_value_write (self->definition, NULL) : g_strdup (self->label);

  return g_str_hash (text);
}

yyjson_mut_val *
kp_question_save_value (KpQuestion *self,
                        yyjson_mut_doc *doc)
{
  if (self->value == NULL)
    return NULL;

  return kp_question_value_write (self->value, doc);
}

const char *
kp_question_get_key (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  return self->key;
}

KpQuestionType
kp_question_get_question_type (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), KP_QUESTION_TEXT);

  return self->type;
}

const char *
kp_question_get_label (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  return self->label;
}

const char *
kp_question_get_help (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  return self->help;
}

gboolean
kp_question_get_required (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), FALSE);

  return self->required;
}

gboolean
kp_question_get_visible (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), FALSE);

  return self->visible;
}

KpFault
kp_question_get_fault (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), KP_FAULT_NONE);

  return self->fault;
}

const char *
kp_question_get_fault_text (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  return self->fault_text;
}

const char *const *
kp_question_get_options (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  return (const char *const *) self->options;
}

const char *const *
kp_question_get_option_labels (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  return (const char *const *) self->option_labels;
}

const char *
kp_question_get_unit (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  return self->unit;
}

gboolean
kp_question_get_changed (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), FALSE);

  return self->changed;
}

gboolean
kp_question_get_demanding (KpQuestion *self)
{
  yyjson_val *required;

  g_return_val_if_fail (KP_IS_QUESTION (self), FALSE);

  required = yyjson_obj_get (self->definition, "required");

  return self->required || (required != NULL && !yyjson_is_false (required));
}

void
kp_question_dup_bounds (KpQuestion *self,
                        char **least,
                        char **most)
{
  yyjson_val *min;
  yyjson_val *max;

  g_return_if_fail (KP_IS_QUESTION (self) && least != NULL && most != NULL);

  min = yyjson_obj_get (self->definition, "min");
  max = yyjson_obj_get (self->definition, "max");
  *least = min != NULL ? kp_answer_dup_text (self->definition, min, self->language) : NULL;
  *most = max != NULL ? kp_answer_dup_text (self->definition, max, self->language) : NULL;
}

GPtrArray *
kp_question_get_candidates (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  return self->candidates;
}

void
kp_question_get_range (KpQuestion *self,
                       gint64 *min,
                       gint64 *max,
                       gint64 *max_length)
{
  g_return_if_fail (KP_IS_QUESTION (self));

  if (min != NULL)
    *min = self->min;
  if (max != NULL)
    *max = self->max;
  if (max_length != NULL)
    *max_length = self->max_length;
}

GVariant *
kp_question_get_value (KpQuestion *self)
{
  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  return self->value;
}

void
kp_question_set_value (KpQuestion *self,
                       GVariant *value)
{
  g_autoptr (GVariant) owned = value != NULL ? g_variant_ref_sink (value) : NULL;

  g_return_if_fail (KP_IS_QUESTION (self));
  g_return_if_fail (owned == NULL || g_variant_is_of_type (owned, G_VARIANT_TYPE_STRING) ||
                    g_variant_is_of_type (owned, kp_question_value_get_type (self->type)));

  if (owned != NULL && kp_question_value_is_empty (owned))
    g_clear_pointer (&owned, g_variant_unref);
  if (!kp_question_take_value (self, owned))
    return;

  kp_question_set_changed (self, FALSE);
  g_signal_emit (self, signals[SIGNAL_ANSWERED], 0);
}

const char *
kp_question_get_part (KpQuestion *self,
                      const char *name)
{
  const char *text = NULL;

  g_return_val_if_fail (KP_IS_QUESTION (self) && name != NULL, NULL);

  if (self->value != NULL && g_variant_is_of_type (self->value, KP_QUESTION_PARTS_TYPE))
    g_variant_lookup (self->value, name, "&s", &text);

  return text;
}

void
kp_question_set_part (KpQuestion *self,
                      const char *name,
                      const char *text)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (KP_QUESTION_PARTS_TYPE);
  GVariantIter iter;
  const char *other;
  const char *kept;

  g_return_if_fail (KP_IS_QUESTION (self) && name != NULL);

  if (self->value != NULL && g_variant_is_of_type (self->value, KP_QUESTION_PARTS_TYPE))
    {
      g_variant_iter_init (&iter, self->value);
      while (g_variant_iter_next (&iter, "{&s&s}", &other, &kept))
        {
          /* Another name is another thing than the one that was picked. */
          if (!g_str_equal (other, name) &&
              !(g_str_equal (name, "name") && g_str_equal (other, "id")))
            g_variant_builder_add (&builder, "{ss}", other, kept);
        }
    }
  if (text != NULL && *text != '\0')
    g_variant_builder_add (&builder, "{ss}", name, text);

  kp_question_set_value (self, g_variant_builder_end (&builder));
}

void
kp_question_leave (KpQuestion *self)
{
  g_return_if_fail (KP_IS_QUESTION (self));

  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

char *
kp_question_dup_value_text (KpQuestion *self)
{
  yyjson_mut_doc *mutable_doc;
  yyjson_doc *doc;
  char *text;

  g_return_val_if_fail (KP_IS_QUESTION (self), NULL);

  if (self->value == NULL)
    return g_strdup ("");
  if (self->files != NULL)
    return kp_question_dup_file_names (self);

  mutable_doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_doc_set_root (mutable_doc, kp_question_save_value (self, mutable_doc));
  doc = yyjson_mut_doc_imut_copy (mutable_doc, NULL);
  text = kp_answer_dup_text (self->definition, yyjson_doc_get_root (doc), self->language);
  yyjson_doc_free (doc);
  yyjson_mut_doc_free (mutable_doc);

  return text;
}
