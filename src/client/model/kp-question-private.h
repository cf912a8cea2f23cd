/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a form makes its questions and steps. Not for the application.
 */

#pragma once

#include "kp-form-step.h"

#include <yyjson.h>

G_BEGIN_DECLS

struct _KpQuestion
{
  GObject parent_instance;

  yyjson_val *definition; /* (unowned) (nullable): NULL for an item of the checklist */
  yyjson_val *item;       /* (unowned) (nullable): of the checklist */
  KpQuestion *proven;     /* (unowned) (nullable): the item that this is evidence for */
  GListStore *files;      /* (owned) (nullable): of KpAttachment */
  guint room;             /* how many more may come */
  char *key;              /* (owned) */
  char *language;         /* (owned) */
  char *label;            /* (owned) */
  char *help;             /* (owned) (nullable) */
  char *fault_text;       /* (owned) (nullable): the portal's words for a wrong pattern */
  KpQuestionType type;
  gboolean required;
  gboolean visible;
  GVariant *value; /* (owned) (nullable) */
  KpFault fault;
  GStrv options;       /* (owned): values */
  GStrv option_labels; /* (owned) */
  gint64 min;
  gint64 max;
  gint64 max_length;     /* characters */
  char *unit;            /* (owned) (nullable) */
  GPtrArray *candidates; /* (owned) (nullable): of GVariant */
  GVariant *filled;      /* (owned) (nullable): what kp_question_fill() set last */
  gboolean changed;
};

/* Sets the value without "answered". @value: (nullable): floating is sunk. Returns: whether it
 * differed
 */
gboolean kp_question_take_value (KpQuestion *self,
                                 GVariant *value);

/* Lets a question of type file or photo have files. */
void kp_question_make_files (KpQuestion *self);

/* Returns: (transfer full): "offerte.pdf, meter.jpg", of a question that has files */
char *kp_question_dup_file_names (KpQuestion *self);

/**
 * kp_question_new:
 * @definition: of the flow; outlives the question
 * @language: of texts
 */
KpQuestion *kp_question_new (yyjson_val *definition,
                             const char *language);

/* @item: of the checklist; the key becomes "checklist.<key>" */
KpQuestion *kp_question_new_check (yyjson_val *item,
                                   const char *language);

/* Returns: (transfer full) (nullable): what shows that @check was done, its key with ".evidence" at
 * its end; %NULL if a tick is enough. @item: of the checklist, outlives the question
 */
KpQuestion *kp_question_new_evidence (yyjson_val *item,
                                      KpQuestion *check,
                                      const char *language);

/* @files: (element-type utf8 KpAttachment): those that are here. What else the value names is left
 * out. After kp_question_load_value()
 */
void kp_question_load_files (KpQuestion *self,
                             GHashTable *files);

/* @room: how many files the whole form has left */
void kp_question_set_room (KpQuestion *self,
                           guint room);

/* Returns: (nullable): %NULL for an item of the checklist */
yyjson_val *kp_question_get_definition (KpQuestion *self);

void kp_question_set_visible (KpQuestion *self,
                              gboolean visible);
void kp_question_set_required (KpQuestion *self,
                               gboolean required);
void kp_question_set_fault (KpQuestion *self,
                            KpFault fault);

void kp_question_set_changed (KpQuestion *self,
                              gboolean changed);
/* @candidates: (transfer none) (nullable) */
void kp_question_set_candidates (KpQuestion *self,
                                 GPtrArray *candidates);

/* Returns: a number that another definition of the same question hardly shares */
guint kp_question_get_fingerprint (KpQuestion *self);

/* Sets the value without "answered": for drafts and defaults. Nonsense is left out. */
void kp_question_load_value (KpQuestion *self,
                             yyjson_val *value);

/**
 * kp_question_fill:
 * @value: (nullable): floating is sunk
 *
 * Sets the value without "answered", if there is none or it was filled like this before: what a
 * person typed stays.
 */
void kp_question_fill (KpQuestion *self,
                       GVariant *value);

/* Returns: the answer as JSON in @doc, %NULL if there is none */
yyjson_mut_val *kp_question_save_value (KpQuestion *self,
                                        yyjson_mut_doc *doc);

/* The type of right answers. */
const GVariantType *kp_question_value_get_type (KpQuestionType type);

/* Returns: (transfer floating) (nullable): NULL for what is no answer to a question of @type */
GVariant *kp_question_value_read (KpQuestionType type,
                                  yyjson_val *value);
yyjson_mut_val *kp_question_value_write (GVariant *value,
                                         yyjson_mut_doc *doc);
/* Returns: whether it says nothing: no text, no choice, no part */
gboolean kp_question_value_is_empty (GVariant *value);

/* Returns: (nullable): a value of KP_FORM_URGENCIES as a person reads it */
const char *kp_answer_get_urgency (const char *value);

/* Returns: a type by its name on the wire, KP_QUESTION_TEXT if unknown */
KpQuestionType kp_question_type_from_name (const char *name);

/**
 * kp_answer_dup_text:
 * @definition: of the question
 * @answer: (nullable)
 *
 * Returns: (transfer full): an answer as a person reads it; any thread
 */
char *kp_answer_dup_text (yyjson_val *definition,
                          yyjson_val *answer,
                          const char *language);

KpFormStep *kp_form_step_new (KpStepKind kind,
                              const char *key,
                              const char *title,
                              const char *help);
void kp_form_step_add (KpFormStep *self,
                       KpQuestion *question);
void kp_form_step_set_visible (KpFormStep *self,
                               gboolean visible);
void kp_form_step_set_complete (KpFormStep *self,
                                gboolean complete);

G_END_DECLS
