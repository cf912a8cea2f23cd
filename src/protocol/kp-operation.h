/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of operations: everything a person can ask for. The client shows the actions that the
 * table allows, the server enforces the same rows, and both apply the same effects: the client to
 * its projection, the server to its records. Rules beyond the table live on the server only.
 * Constant data and pure functions, any thread.
 */

#pragma once

#include "kp-entity.h"
#include "kp-id.h"

#include <yyjson.h>

G_BEGIN_DECLS

/* Who may do it; flags. */
typedef enum
{
  KP_WHO_REQUESTER = 1 << 0, /* the customer who made the subject */
  KP_WHO_MEMBER = 1 << 1,    /* a customer who belongs to the subject's organisation and sees it */
  KP_WHO_STAFF = 1 << 2,     /* office staff who hold one of the subject's streams */
  KP_WHO_SELF = 1 << 3       /* the user that the subject is, or belongs to */
} KpWho;

typedef enum
{
  KP_SUBJECT_CHANGES = 1, /* the subject must exist */
  KP_SUBJECT_CREATED,     /* the subject must not exist; the operation makes it */
  KP_SUBJECT_UPSERTED     /* made if absent, else changed */
} KpSubjectUse;

/**
 * KpArgument:
 *
 * One member of an operation's "a", or of an element of a list in it.
 */
typedef struct
{
  const char *name;
  KpFieldKind kind;
  gboolean required;
  gsize limit;                              /* bytes of text or JSON; 0 = the kind's own */
  gboolean (*is_valid) (yyjson_val *value); /* (nullable): what kind and limit don't say */
} KpArgument;

/* Where the value of an effect comes from. */
typedef enum
{
  KP_SOURCE_ARGUMENT = 1, /* value = name of the argument; absent → the field stays as it is */
  KP_SOURCE_ARGUMENT_MAX, /* the same, unless the field already holds a greater number */
  KP_SOURCE_CONSTANT,     /* value = the text itself */
  KP_SOURCE_ACTOR_ID,
  KP_SOURCE_ACTOR_NAME,
  KP_SOURCE_ACTOR_KIND,
  KP_SOURCE_NOW,
  KP_SOURCE_SUBJECT_ID,
  KP_SOURCE_ADDED_ID,      /* of the added record; null if the operation adds none */
  KP_SOURCE_ELEMENT,       /* value = member of the element that the record is made of */
  KP_SOURCE_SUBJECT_FIELD, /* value = name of a field of the subject, before the operation */
  KP_SOURCE_NUMBER,        /* value = prefix of a human number; drawn by the server, null before */
  KP_SOURCE_SERVER         /* value = name of a fact that only the server knows, such as "org_name";
                              the client shows what it happens to know, else null */
} KpSource;

/**
 * KpEffect:
 *
 * Sets one field of the subject, or of a record that the operation adds to it.
 */
typedef struct
{
  const char *field;
  KpSource source;
  const char *value;
} KpEffect;

/**
 * KpListed:
 *
 * Adds one record for each element of an argument, which is an array of objects.
 */
typedef struct
{
  KpEntityType entity;
  const char *argument;
  guint limit;                                /* elements */
  const KpArgument *members;                  /* of an element; the first is "id", of the record */
  gboolean (*is_valid) (yyjson_val *element); /* (nullable): what the members don't say */
  const KpEffect *effects;
} KpListed;

/**
 * KpOperationKind:
 *
 * One row of the table.
 */
typedef struct
{
  const char *name; /* "request.comment"; on the wire "request.comment@1" */
  int version;
  KpEntityType subject;
  const char *subject_argument; /* the argument that names the subject */
  KpSubjectUse use;
  const char *const *from;       /* (nullable): states it starts from; NULL = any */
  const char *to;                /* (nullable): state it leads to */
  const char *right;             /* what a customer's membership, or a member of staff, must hold */
  guint who;                     /* KpWho flags */
  gboolean online_only;          /* never queued */
  const KpArgument *arguments;   /* ended by one without a name */
  const KpEffect *effects;       /* on the subject; ended likewise */
  KpEntityType added;            /* entity of the record it adds, or NONE */
  const char *added_argument;    /* (nullable): the argument that names the added record */
  const KpEffect *added_effects; /* (nullable) */
  const KpListed *listed;        /* (nullable) */
} KpOperationKind;

/* Returns: (transfer none): all rows, ended by one without a name */
const KpOperationKind *kp_operation_get_kinds (void);

/* Returns: (transfer none) (nullable): the row for "request.comment@1" */
const KpOperationKind *kp_operation_find_kind (const char *name,
                                               gsize length);

/**
 * kp_operation_kind_allows:
 * @state: (nullable): of the subject
 * @who: KpWho flags that hold for the person and the subject
 * @rights: (nullable): of the person, NULL-terminated
 *
 * The one question behind every button and every check of the server.
 *
 * Returns: whether the table lets the person do it in that state
 */
gboolean kp_operation_kind_allows (const KpOperationKind *self,
                                   const char *state,
                                   guint who,
                                   const char *const *rights);

/**
 * KpOperation:
 *
 * One operation as it was queued: an intent with frozen bytes.
 */
typedef struct
{
  const KpOperationKind *kind; /* (unowned) */
  KpId id;
  KpId after;   /* previous operation of the same lane; zero = none */
  KpId subject; /* value of the subject's argument */
  KpId added;   /* value of the added record's argument; zero = none */
  KpId *listed; /* (owned) (nullable): of the records that a list adds, in its order */
  guint n_listed;
  gint64 at;             /* claimed by the client, UTC milliseconds */
  yyjson_val *was;       /* (unowned): object, possibly empty */
  yyjson_val *arguments; /* (unowned): object */
  yyjson_doc *doc;       /* (owned): what the two above point into */
  GBytes *bytes;         /* (owned): the frozen bytes, one line without its end */
} KpOperation;

/**
 * kp_operation_parse:
 * @bytes: untrusted; at most %KP_LIMIT_OPERATION bytes, depth %KP_LIMIT_JSON_DEPTH
 *
 * Returns: (transfer full): an operation of a known kind whose arguments fit the table. Fails with
 *   %KP_ERROR_INVALID (malformed, unknown member, wrong kind of value, missing argument; the
 *   message names it), %KP_ERROR_TOO_LARGE, or %KP_ERROR_TOO_NEW (kind or version unknown)
 */
KpOperation *kp_operation_parse (GBytes *bytes,
                                 GError **error);

/**
 * kp_operation_new:
 * @arguments: (not nullable): object; copied
 * @was: (nullable): object with the old values of exactly the fields that change; copied
 * @after: (nullable)
 *
 * Makes and freezes an operation.
 *
 * Returns: (transfer full): fails as kp_operation_parse() does, because it is parsed again
 */
KpOperation *kp_operation_new (const KpOperationKind *kind,
                               const KpId *id,
                               const KpId *after,
                               gint64 at,
                               yyjson_val *was,
                               yyjson_val *arguments,
                               GError **error);

void kp_operation_free (KpOperation *self);

/**
 * KpActor:
 *
 * Who does it. Borrowed strings.
 */
typedef struct
{
  const char *id;   /* of the user, as text */
  const char *name; /* shown to others */
  const char *kind; /* customer | staff */
} KpActor;

/**
 * KpServerFact:
 * @name: the value of a KP_SOURCE_NUMBER or KP_SOURCE_SERVER effect
 * @added: whether the field is of the added record
 *
 * Returns: (nullable) (transfer none): a text for the field, valid until the next call; NULL =
 *   null. For a field of the kinds NAMES, JSON, INT, BOOL and TIME it is JSON text
 */
typedef const char *(*KpServerFact) (const KpOperation *operation,
                                     KpSource source,
                                     const char *name,
                                     gboolean added,
                                     gpointer data);

/**
 * KpApplied:
 *
 * What an operation makes of its subject. Owned by the caller; see kp_applied_clear().
 */
typedef struct
{
  yyjson_mut_doc *subject; /* (owned) (nullable): its whole new body, NULL = not changed */
  yyjson_mut_doc *added;   /* (owned) (nullable): body of the added record */
  GPtrArray *listed;       /* (owned) (nullable) (element-type yyjson_mut_doc): what a list adds, in
                              its order */
} KpApplied;

/**
 * kp_operation_apply:
 * @subject: (nullable): body of the record, object; NULL = absent
 * @now: what KP_SOURCE_NOW means, UTC milliseconds
 * @fact: (nullable): where the server's facts come from; NULL on the client
 *
 * Applies the effects of the table; members that no effect names are copied. Does not judge: see
 * kp_operation_matches_was() and kp_operation_kind_allows(). Applying twice changes nothing more:
 * where the subject is to be created and exists, it stays as it is; where it is to be changed and
 * is absent, nothing is made at all. The caller adds the added records only where they are absent.
 */
void kp_operation_apply (const KpOperation *self,
                         yyjson_val *subject,
                         const KpActor *actor,
                         gint64 now,
                         KpServerFact fact,
                         gpointer data,
                         KpApplied *applied);

/* Returns: whether @subject still has the values that the operation was made on */
gboolean kp_operation_matches_was (const KpOperation *self,
                                   yyjson_val *subject);

void kp_applied_clear (KpApplied *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpOperation, kp_operation_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KpApplied, kp_applied_clear)

G_END_DECLS
