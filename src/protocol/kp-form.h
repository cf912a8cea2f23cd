/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a request is complete: the client asks before it lets go of a form, the server asks again
 * before it takes it. The same code, so both name the same missing answers. Pure, any thread.
 *
 * "sections" of a flow: [{"key","title":{names},"help":{names}?,"visible_if":condition?,
 *   "questions":[{"key","type","label":{names},"help":{names}?,"required":true|condition?,
 *     "visible_if":condition?,"options":[{"value","label":{names}}]?,"min"?,"max"?,"max_length"?,
 *     "pattern"?,"pattern_text":{names}?,"unit":{names}?,"default"?,"prefill_from"?,
 *     "types":[media types]?}]}]
 * min and max: of a number or amount; of a date or time, as texts; of choices or files, how many.
 * type: text, long_text, number, amount (cents), email, phone, iban, postcode, date (YYYY-MM-DD),
 *   time (HH:MM), date_time (YYYY-MM-DDTHH:MM, by the clock on the wall), choice, choices,
 *   dropdown, yes_no, location, urgency (low, normal or high), address, asset, contact, file,
 *   photo, heading. Answers: string, whole number, boolean, array of strings, or object of
 *   strings: the parts of kp_form_get_parts(). Of files: array of the identifiers of attachments.
 * prefill_from: see kp_form_is_source().
 * "items" of a checklist: [{"key","text":{names},"required":bool,
 *   "evidence":"tick" (if not said), "value", "photo" or "file"}]; its state: {"key":true}, with
 *   evidence {"key":{"done":bool,"value":text}} or {"key":{"done":bool,"files":[ids]}}.
 */

#pragma once

#include <glib.h>
#include <yyjson.h>

G_BEGIN_DECLS

typedef enum
{
  KP_FORM_TYPE_UNKNOWN = 0, /* of a later version: shown as its label only, takes no answer */
  KP_FORM_TYPE_TEXT,
  KP_FORM_TYPE_LONG_TEXT,
  KP_FORM_TYPE_NUMBER,
  KP_FORM_TYPE_AMOUNT,
  KP_FORM_TYPE_EMAIL,
  KP_FORM_TYPE_PHONE,
  KP_FORM_TYPE_IBAN,
  KP_FORM_TYPE_POSTCODE,
  KP_FORM_TYPE_DATE,
  KP_FORM_TYPE_CHOICE,
  KP_FORM_TYPE_CHOICES,
  KP_FORM_TYPE_YES_NO,
  KP_FORM_TYPE_HEADING, /* takes no answer */
  KP_FORM_TYPE_TIME,
  KP_FORM_TYPE_DATE_TIME,
  KP_FORM_TYPE_DROPDOWN, /* a choice of many */
  KP_FORM_TYPE_LOCATION, /* a place in words */
  KP_FORM_TYPE_URGENCY,
  KP_FORM_TYPE_ADDRESS,
  KP_FORM_TYPE_ASSET,
  KP_FORM_TYPE_CONTACT,
  KP_FORM_TYPE_FILE,
  KP_FORM_TYPE_PHOTO
} KpFormType;

/* But for the unknown one. */
#define KP_N_FORM_TYPES KP_FORM_TYPE_PHOTO

/* What a ticked item of a checklist shows. */
typedef enum
{
  KP_FORM_EVIDENCE_TICK = 0,
  KP_FORM_EVIDENCE_VALUE, /* a few words: a meter reading, a number plate */
  KP_FORM_EVIDENCE_PHOTO,
  KP_FORM_EVIDENCE_FILE,
  KP_FORM_EVIDENCE_UNKNOWN /* of a later version: no tick is enough */
} KpFormEvidence;

typedef enum
{
  KP_FORM_MISSING = 1, /* required and empty */
  KP_FORM_WRONG_KIND,  /* a value of another JSON kind, or not a real date */
  KP_FORM_TOO_LONG,
  KP_FORM_OUT_OF_RANGE,
  KP_FORM_NOT_AN_OPTION,
  KP_FORM_MALFORMED, /* e-mail, phone, IBAN, postcode, pattern; a part is wrong or not there */
  KP_FORM_UNKNOWN,   /* no such question, or one that is not visible */
  KP_FORM_ASKED_ANEW /* answered, and asked otherwise since: of kp_form_check_since() only */
} KpFormFault;

/**
 * KpFormProblem:
 *
 * @place is a question's key, or "checklist.<key>", or "terms".
 */
typedef struct
{
  char *place; /* (owned) */
  KpFormFault fault;
} KpFormProblem;

void kp_form_problem_free (KpFormProblem *self);

/**
 * KpFormPart:
 *
 * One member of an answer that has several: the house number of an address.
 */
typedef struct
{
  const char *name;
  gboolean required; /* an answer without it is malformed */
} KpFormPart;

/* Returns: (nullable): the parts of answers to questions of @type, up to one without a name; "id"
 *   is that of a record that was picked */
const KpFormPart *kp_form_get_parts (KpFormType type);

/* Values of a question about urgency, the calmest first, up to %NULL. */
extern const char *const KP_FORM_URGENCIES[];

/**
 * kp_form_is_source:
 * @types: (nullable): key of an earlier question → its KpFormType
 *
 * Returns: whether a question may be filled from @source: "user.<name, email or phone>",
 *   "organisation.<name, address, street, postcode, city or kvk_number>", "earlier" (the same
 *   question in the person's latest request of this flow), or "<key>.<part>" of an earlier question
 *   whose answer has parts
 */
gboolean kp_form_is_source (const char *source,
                            GHashTable *types);

KpFormType kp_form_get_type (yyjson_val *question);

KpFormEvidence kp_form_get_evidence (yyjson_val *item);

/* Returns: whether @state, of one item, ticks it and has the evidence */
gboolean kp_form_is_ticked (yyjson_val *item,
                            yyjson_val *state);

/**
 * kp_form_takes_type:
 * @question: of type file or photo, or an item of a checklist
 *
 * Returns: whether a file of @media_type may answer it
 */
gboolean kp_form_takes_type (yyjson_val *question,
                             const char *media_type);

/* Returns: whether the question is shown for these answers: it and its section are visible */
gboolean kp_form_is_visible (yyjson_val *section,
                             yyjson_val *question,
                             yyjson_val *answers);

/* Returns: whether the question must be answered, visible or not */
gboolean kp_form_is_required (yyjson_val *question,
                              yyjson_val *answers);

/**
 * kp_form_check_answer:
 * @answer: (nullable)
 *
 * Returns: what is wrong with the form of one answer, or 0; an empty answer is never malformed
 */
KpFormFault kp_form_check_answer (yyjson_val *question,
                                  yyjson_val *answer);

/**
 * kp_form_check:
 * @sections: of the flow
 * @items: (nullable): of the checklist
 *
 * Returns: (transfer full) (element-type KpFormProblem): every problem in the order of the form;
 *   empty = complete
 */
GPtrArray *kp_form_check (yyjson_val *sections,
                          yyjson_val *answers,
                          yyjson_val *items,
                          yyjson_val *checklist);

/**
 * KpFormVersion:
 *
 * One version of a form.
 */
typedef struct
{
  yyjson_val *sections; /* (unowned): of the flow */
  yyjson_val *items;    /* (unowned) (nullable): of its checklist */
} KpFormVersion;

/**
 * kp_form_check_since:
 * @before: the version that was filled in
 * @now: the one that is offered
 *
 * What is still to be asked of somebody who filled in an earlier version. An answer to a question
 * that is no more, or not shown any more, is no problem; one to a question that means something
 * else now (another label, type, unit, other options) is.
 *
 * Returns: (transfer full) (element-type KpFormProblem): as kp_form_check() of @now, then what
 *   changed; empty = the answers hold as they are
 */
GPtrArray *kp_form_check_since (const KpFormVersion *before,
                                const KpFormVersion *now,
                                yyjson_val *answers,
                                yyjson_val *checklist);

/**
 * kp_form_check_files:
 * @files: (nullable): array of {"id","media_type","place"}, as in "attachments" of an operation
 *
 * Whether answers and files belong together: each identifier in an answer or in evidence is that of
 * a file for this place, of a type that the place takes; each file with a place is named there; and
 * one without is of a type that needs no asking.
 *
 * Returns: (transfer full) (element-type KpFormProblem): at most one for each place; a file that
 *   nothing names is a problem at its own place, or at "attachments"
 */
GPtrArray *kp_form_check_files (yyjson_val *sections,
                                yyjson_val *answers,
                                yyjson_val *items,
                                yyjson_val *checklist,
                                yyjson_val *files);

/**
 * kp_form_prune_answers:
 *
 * Returns: (transfer full): the answers that count: not empty, of questions that are visible given
 *   the answers that count before them. A form kept by a person may hold more; this is what is sent
 */
yyjson_mut_doc *kp_form_prune_answers (yyjson_val *sections,
                                       yyjson_val *answers);

/**
 * kp_form_check_definition:
 * @sections: untrusted
 * @where: (out) (optional) (nullable): on failure the value at fault, which may be %NULL for one
 *   that is not there at all
 *
 * For imports.
 *
 * Returns: whether @sections can be shown and judged at all; fails with %KP_ERROR_INVALID, naming
 *   the place
 */
gboolean kp_form_check_definition (yyjson_val *sections,
                                   yyjson_val **where,
                                   GError **error);

/* As kp_form_check_definition(), for the items of a checklist. */
gboolean kp_form_check_items (yyjson_val *items,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpFormProblem, kp_form_problem_free)

G_END_DECLS
