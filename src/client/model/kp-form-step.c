/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bag of properties; the form sets them.
 */

#include "kp-question-private.h"

struct _KpFormStep
{
  GObject parent_instance;

  KpStepKind kind;
  char *key;   /* (owned) */
  char *title; /* (owned) (nullable) */
  char *help;  /* (owned) (nullable) */
  gboolean visible;
  gboolean complete;
  GListStore *questions; /* (owned): of KpQuestion */
};

typedef enum
{
  PROP_KIND = 1,
  PROP_KEY,
  PROP_TITLE,
  PROP_HELP,
  PROP_VISIBLE,
  PROP_COMPLETE,
  PROP_QUESTIONS
} KpFormStepProperty;

static GParamSpec *properties[PROP_QUESTIONS + 1];

G_DEFINE_FINAL_TYPE (KpFormStep, kp_form_step, G_TYPE_OBJECT)

static void
kp_form_step_get_property (GObject *object,
                           guint prop_id,
                           GValue *value,
                           GParamSpec *pspec)
{
  KpFormStep *self = KP_FORM_STEP (object);

  switch ((KpFormStepProperty) prop_id)
    {
    case PROP_KIND:
      g_value_set_enum (value, self->kind);
      break;

    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    case PROP_HELP:
      g_value_set_string (value, self->help);
      break;

    case PROP_VISIBLE:
      g_value_set_boolean (value, self->visible);
      break;

    case PROP_COMPLETE:
      g_value_set_boolean (value, self->complete);
      break;

    case PROP_QUESTIONS:
      g_value_set_object (value, self->questions);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_form_step_finalize (GObject *object)
{
  KpFormStep *self = KP_FORM_STEP (object);

  g_free (self->key);
  g_free (self->title);
  g_free (self->help);
  g_object_unref (self->questions);

  G_OBJECT_CLASS (kp_form_step_parent_class)->finalize (object);
}

static void
kp_form_step_class_init (KpFormStepClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_form_step_get_property;
  object_class->finalize = kp_form_step_finalize;

  properties[PROP_KIND] =
    g_param_spec_enum ("kind", NULL, NULL, KP_TYPE_STEP_KIND, KP_STEP_SECTION, flags);
  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_HELP] = g_param_spec_string ("help", NULL, NULL, NULL, flags);
  properties[PROP_VISIBLE] = g_param_spec_boolean ("visible", NULL, NULL, TRUE, flags);
  properties[PROP_COMPLETE] = g_param_spec_boolean ("complete", NULL, NULL, FALSE, flags);
  properties[PROP_QUESTIONS] =
    g_param_spec_object ("questions", NULL, NULL, G_TYPE_LIST_MODEL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kp_form_step_init (KpFormStep *self)
{
  self->visible = TRUE;
  self->questions = g_list_store_new (KP_TYPE_QUESTION);
}

KpFormStep *
kp_form_step_new (KpStepKind kind,
                  const char *key,
                  const char *title,
                  const char *help)
{
  KpFormStep *self = g_object_new (KP_TYPE_FORM_STEP, NULL);

  self->kind = kind;
  self->key = g_strdup (key);
  self->title = g_strdup (title);
  self->help = g_strdup (help);

  return self;
}

void
kp_form_step_add (KpFormStep *self,
                  KpQuestion *question)
{
  g_list_store_append (self->questions, question);
}

void
kp_form_step_set_visible (KpFormStep *self,
                          gboolean visible)
{
  if (self->visible == visible)
    return;

  self->visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VISIBLE]);
}

void
kp_form_step_set_complete (KpFormStep *self,
                           gboolean complete)
{
  if (self->complete == complete)
    return;

  self->complete = complete;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COMPLETE]);
}

KpStepKind
kp_form_step_get_kind (KpFormStep *self)
{
  g_return_val_if_fail (KP_IS_FORM_STEP (self), KP_STEP_SECTION);

  return self->kind;
}

const char *
kp_form_step_get_key (KpFormStep *self)
{
  g_return_val_if_fail (KP_IS_FORM_STEP (self), NULL);

  return self->key;
}

const char *
kp_form_step_get_title (KpFormStep *self)
{
  g_return_val_if_fail (KP_IS_FORM_STEP (self), NULL);

  return self->title;
}

const char *
kp_form_step_get_help (KpFormStep *self)
{
  g_return_val_if_fail (KP_IS_FORM_STEP (self), NULL);

  return self->help;
}

gboolean
kp_form_step_get_visible (KpFormStep *self)
{
  g_return_val_if_fail (KP_IS_FORM_STEP (self), FALSE);

  return self->visible;
}

gboolean
kp_form_step_get_complete (KpFormStep *self)
{
  g_return_val_if_fail (KP_IS_FORM_STEP (self), FALSE);

  return self->complete;
}

GListModel *
kp_form_step_get_questions (KpFormStep *self)
{
  g_return_val_if_fail (KP_IS_FORM_STEP (self), NULL);

  return G_LIST_MODEL (self->questions);
}
