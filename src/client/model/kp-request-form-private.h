/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the form share: its object, its judgement, its texts. Main thread.
 */

#pragma once

#include "kp-form-definition.h"
#include "kp-question-private.h"

G_BEGIN_DECLS

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
  int keep_error;     /* why the draft is not kept; 0 = it is, or will be */
  guint step;         /* see kp_request_form_set_step() */
  GHashTable *strays; /* (owned): key of a question that is no more → (unowned) its answer */
  gboolean renewed;   /* the office changed questions since the draft was kept */
  gboolean loading;   /* values are being set that nobody typed */
};

/* Returns: (transfer full): all answers, hidden ones too; or the items that are ticked */
yyjson_doc *kp_request_form_collect (KpRequestForm *self,
                                     gboolean checks,
                                     gboolean visible_only);

/* Returns: (nullable): the evidence for an item of the checklist */
KpQuestion *kp_request_form_find_evidence (KpRequestForm *self,
                                           KpQuestion *check);

/* Returns: an array of the files of visible questions, as an operation names them */
yyjson_mut_val *kp_request_form_list_files (KpRequestForm *self,
                                            yyjson_mut_doc *doc);

/* Shows and hides, derives the title, counts faults. After every answer. */
void kp_request_form_judge (KpRequestForm *self);
void kp_request_form_show_progress (KpRequestForm *self);

/* Returns: (transfer full) (element-type utf8 KpFault): what is wrong, by place */
GHashTable *kp_request_form_find_faults (KpRequestForm *self);

/* Before the first judgement: the answers of the definition's draft, or defaults. */
void kp_request_form_load (KpRequestForm *self);

/* Fills the questions that are to be filled from a part of the answer to @question. */
void kp_request_form_fill_from (KpRequestForm *self,
                                KpQuestion *question);

/* Says what is wrong with an answer that is there, once the person has left it. */
void kp_request_form_check_left (KpRequestForm *self,
                                 KpQuestion *question);

/* After it: the faults that the office named when it sent the request back. */
void kp_request_form_load_needs (KpRequestForm *self);

/* For the judgement: these notify. */
void kp_request_form_set_title (KpRequestForm *self,
                                const char *title);
void kp_request_form_set_n_faults (KpRequestForm *self,
                                   guint n_faults);

G_END_DECLS
