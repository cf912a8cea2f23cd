/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a form is made of, read by a worker and handed over whole. Immutable. Not for the
 * application.
 */

#pragma once

#include "kp-request-form.h"

#include "kp-id.h"

#include <yyjson.h>

G_BEGIN_DECLS

/**
 * KpFormDefinition:
 */
typedef struct
{
  KpId draft_id;
  char *flow_id;     /* (owned) */
  char *flow_name;   /* (owned) */
  char *title_from;  /* (owned) (nullable): key of the question that names the request */
  char *org_id;      /* (owned) (nullable) */
  char *org_name;    /* (owned) (nullable) */
  gboolean entered;  /* by the office, for a customer who called */
  char *user_id;     /* (owned) (nullable): then the customer; NULL = nobody in particular */
  char *user_name;   /* (owned) (nullable) */
  char *language;    /* (owned) */
  yyjson_doc *flow;  /* (owned): its sections */
  yyjson_doc *items; /* (owned) (nullable): of the checklist */
  char *terms_id;    /* (owned) (nullable): NULL = none are required */
  char *terms_text;  /* (owned) (nullable) */
  gint64 terms_version;
  yyjson_doc *draft;   /* (owned) (nullable): what kp_request_form_dup_draft() wrote */
  GHashTable *facts;   /* (owned): "user.email" … → text, for prefill_from */
  yyjson_doc *earlier; /* (owned) (nullable): answers of the latest request of this flow */
  GPtrArray *assets;   /* (owned) (nullable) of GVariant, see kp_question_get_candidates() */
  GPtrArray *contacts; /* (owned) (nullable): likewise */
  GPtrArray *files;    /* (owned) (nullable) of KpFileRow: that the draft names and that are here */
  gint64 saved_at;     /* UTC milliseconds; 0 = not a draft yet */
} KpFormDefinition;

void kp_form_definition_free (KpFormDefinition *self);

/**
 * kp_request_form_new:
 * @definition: (transfer full)
 *
 * Returns: (transfer full): with the answers of the draft, or with defaults; a refused draft shows
 *   its faults
 */
KpRequestForm *kp_request_form_new (KpFormDefinition *definition);

/* Returns: (transfer full): JSON text of the draft, for a store */
char *kp_request_form_dup_draft (KpRequestForm *self);

/**
 * kp_request_form_dup_arguments:
 * @now: UTC milliseconds: when the terms were agreed to, if they were
 *
 * Returns: (transfer full): arguments of request.submit, or of request.enter if the office fills
 *   it in, but the request's own identity: visible answers only
 */
yyjson_mut_doc *kp_request_form_dup_arguments (KpRequestForm *self,
                                               gint64 now);

const KpId *kp_request_form_get_draft_key (KpRequestForm *self);

/* A number that rises with every change, so that a save knows whether it saved the latest. */
guint kp_request_form_get_edition (KpRequestForm *self);

/* The draft of that edition is durable. */
void kp_request_form_set_kept (KpRequestForm *self,
                               guint edition,
                               gint64 saved_at);

/* @keep_error: KpError: what was typed is on the screen only */
void kp_request_form_set_keep_error (KpRequestForm *self,
                                     int keep_error);
void kp_request_form_set_submitting (KpRequestForm *self,
                                     gboolean submitting);
void kp_request_form_set_submitted (KpRequestForm *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpFormDefinition, kp_form_definition_free)

G_END_DECLS
