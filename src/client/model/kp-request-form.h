/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A request while it is being written: a GListModel of KpFormStep. The conditions of the flow are
 * judged after every answer; what is hidden keeps its answer but is not sent. Main thread.
 *
 * Properties: draft-id, flow-id, flow-name, org-id (writable), org-name, explanation (writable),
 * title (derived from the answers), terms (KpTerms, nullable = none are required), terms-accepted
 * (writable), state (KpFormState), saved-at (int64, UTC milliseconds, 0 = not yet kept), refused
 * (it came back from the office), n-faults (uint), submitting (a send is under way), keep-error
 * (int, KpError: why what was typed last could not be kept, 0 = nothing hinders).
 *
 * Signals: changed (something was typed; the facade keeps it within 2 seconds).
 */

#pragma once

#include "kp-form-step.h"
#include "kp-model-enums.h"
#include "kp-terms.h"

G_BEGIN_DECLS

typedef enum
{
  KP_FORM_UNTOUCHED = 0, /* nothing was typed: leaving keeps nothing */
  KP_FORM_CHANGED,       /* will be kept within 2 seconds */
  KP_FORM_KEPT,          /* is in the outbox file as a draft */
  KP_FORM_SUBMITTED      /* became an operation; the form is done */
} KpFormState;

#define KP_TYPE_REQUEST_FORM (kp_request_form_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestForm, kp_request_form, KP, REQUEST_FORM, GObject)

const char *kp_request_form_get_draft_id (KpRequestForm *self);
const char *kp_request_form_get_flow_id (KpRequestForm *self);
const char *kp_request_form_get_flow_name (KpRequestForm *self);
const char *kp_request_form_get_org_id (KpRequestForm *self);
const char *kp_request_form_get_org_name (KpRequestForm *self);

/* Returns: whether somebody of the office fills it in for a customer */
gboolean kp_request_form_get_entered (KpRequestForm *self);

/* Returns: (nullable): that customer; %NULL = nobody in particular */
const char *kp_request_form_get_user_name (KpRequestForm *self);
const char *kp_request_form_get_title (KpRequestForm *self);
const char *kp_request_form_get_explanation (KpRequestForm *self);
gboolean kp_request_form_get_terms_accepted (KpRequestForm *self);
KpFormState kp_request_form_get_state (KpRequestForm *self);
gint64 kp_request_form_get_saved_at (KpRequestForm *self);
gboolean kp_request_form_get_refused (KpRequestForm *self);
gboolean kp_request_form_get_submitting (KpRequestForm *self);
int kp_request_form_get_keep_error (KpRequestForm *self);

/* Returns: whether it began with the answers of an earlier request */
gboolean kp_request_form_get_repeated (KpRequestForm *self);

/* Returns: whether the office changed questions since the draft was kept, or since the request that
 *   is repeated was sent; they are marked
 */
gboolean kp_request_form_get_renewed (KpRequestForm *self);

/* Returns: (transfer full): answers of the draft to questions that are no more, as a person reads
 *   them; they stay in the draft and are not sent */
GStrv kp_request_form_dup_strays (KpRequestForm *self);

/* Returns: (transfer none) (nullable): what must be agreed to before sending */
KpTerms *kp_request_form_get_terms (KpRequestForm *self);

/* The step that the person is at: kept with the draft, to go on there. No other step is judged. */
guint kp_request_form_get_step (KpRequestForm *self);
void kp_request_form_set_step (KpRequestForm *self,
                               guint step);

void kp_request_form_set_explanation (KpRequestForm *self,
                                      const char *explanation);
void kp_request_form_set_terms_accepted (KpRequestForm *self,
                                         gboolean accepted);
void kp_request_form_set_organisation (KpRequestForm *self,
                                       const char *org_id,
                                       const char *org_name);

/* Returns: how many files answer what is asked now */
guint kp_request_form_count_files (KpRequestForm *self);

/* Returns: (transfer none) (nullable): also items of the checklist, by "checklist.<key>" */
KpQuestion *kp_request_form_find_question (KpRequestForm *self,
                                           const char *key);

/**
 * kp_request_form_check_step:
 *
 * Judges one step and shows its faults, for Next.
 *
 * Returns: (transfer none) (nullable): the first question at fault, %NULL = go on
 */
KpQuestion *kp_request_form_check_step (KpRequestForm *self,
                                        KpFormStep *step);

/**
 * KpFormMissing:
 *
 * One thing to do before sending.
 */
typedef struct
{
  guint step;           /* position of the step to jump to */
  KpQuestion *question; /* (owned) (nullable): NULL = the terms, or what is too long to be sent */
  KpFault fault;
} KpFormMissing;

void kp_form_missing_free (KpFormMissing *self);

/**
 * kp_request_form_check:
 *
 * Judges the whole form and shows all faults.
 *
 * Returns: (transfer full) (element-type KpFormMissing): in the order of the form; empty = may be
 *   sent
 */
GPtrArray *kp_request_form_check (KpRequestForm *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpFormMissing, kp_form_missing_free)

G_END_DECLS
