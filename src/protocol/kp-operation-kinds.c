/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows of the table of operations. States and arrows are those of DOMAIN.md sections 4 and 5.
 */

#include "kp-file.h"
#include "kp-limits.h"
#include "kp-operation.h"

static const char *const SUBMITTED[] = { "submitted", NULL };
static const char *const OPEN[] = { "submitted", "in_review", "needs_information", NULL };
static const char *const UNDER_REVIEW[] = { "submitted", "in_review", NULL };
static const char *const ASKED[] = { "needs_information", NULL };
static const char *const UNTOUCHED[] = { "submitted", "needs_information", NULL };
static const char *const UNSTARTED[] = { "new", "planned", NULL };
static const char *const PLANNED[] = { "planned", NULL };
static const char *const IN_PROGRESS[] = { "in_progress", NULL };
static const char *const BLOCKED[] = { "blocked", NULL };
static const char *const DONE[] = { "done", NULL };
static const char *const UNFINISHED[] = { "new", "planned", "in_progress", "blocked", NULL };

static const KpEffect NO_EFFECTS[] = { { NULL } };

/* Moves of a request that carry nothing else share these. */
static const KpArgument REQUEST_ONLY[] = {
  { "request", KP_FIELD_ID, TRUE, 0 },
  { NULL },
};
static const KpEffect MOVED[] = {
  { "state_by", KP_SOURCE_ACTOR_NAME, NULL },
  { "state_by_id", KP_SOURCE_ACTOR_ID, NULL },
  { "state_at", KP_SOURCE_NOW, NULL },
  { "updated_at", KP_SOURCE_NOW, NULL },
  { NULL },
};

/* Files travel beside operations, which say what they are and where they belong. */

static gboolean
is_file_size (yyjson_val *value)
{
  return yyjson_get_sint (value) >= 0 && yyjson_get_sint (value) <= KP_LIMIT_FILE;
}

static gboolean
is_file_hash (yyjson_val *value)
{
  return kp_file_hash_is_valid (yyjson_get_str (value));
}

static gboolean
is_file_type (yyjson_val *value)
{
  return kp_file_type_find (yyjson_get_str (value)) != NULL;
}

/* The name a person sees must not promise another content. */
static gboolean
is_named_as_typed (yyjson_val *file)
{
  const KpFileType *type =
    kp_file_type_find (yyjson_get_str (yyjson_obj_get (file, "media_type")));

  return kp_file_type_has_name (type, yyjson_get_str (yyjson_obj_get (file, "name")));
}

#define FILE_MEMBERS                                                            \
  { "id", KP_FIELD_ID, TRUE, 0 },                                               \
    { "name", KP_FIELD_TEXT, TRUE, KP_LIMIT_FILE_NAME, kp_file_name_is_clean }, \
    { "media_type", KP_FIELD_TEXT, TRUE, KP_LIMIT_MEDIA_TYPE, is_file_type },   \
    { "size", KP_FIELD_INT, TRUE, 0, is_file_size },                            \
  {                                                                             \
    "sha256", KP_FIELD_TEXT, TRUE, KP_FILE_HASH_SIZE - 1, is_file_hash          \
  }
#define FILE_EFFECTS(org_source, org)                  \
  { "request_id", KP_SOURCE_SUBJECT_ID, NULL },        \
    { "org_id", org_source, org },                     \
    { "message_id", KP_SOURCE_ADDED_ID, NULL },        \
    { "name", KP_SOURCE_ELEMENT, "name" },             \
    { "media_type", KP_SOURCE_ELEMENT, "media_type" }, \
    { "size", KP_SOURCE_ELEMENT, "size" },             \
    { "sha256", KP_SOURCE_ELEMENT, "sha256" },         \
    { "scan_state", KP_SOURCE_CONSTANT, "pending" },   \
    { "author_id", KP_SOURCE_ACTOR_ID, NULL },         \
    { "author_name", KP_SOURCE_ACTOR_NAME, NULL },     \
    { "author_kind", KP_SOURCE_ACTOR_KIND, NULL },     \
  {                                                    \
    "created_at", KP_SOURCE_NOW, NULL                  \
  }

/* Of a message, and of a request: those may answer a question or an item of the checklist. */
static const KpArgument MESSAGE_FILE[] = { FILE_MEMBERS, { NULL } };
static const KpArgument REQUEST_FILE[] = {
  FILE_MEMBERS,
  { "place", KP_FIELD_TEXT, FALSE, KP_LIMIT_PLACE },
  { NULL },
};
static const KpEffect NEW_MESSAGE_FILE[] = {
  FILE_EFFECTS (KP_SOURCE_SUBJECT_FIELD, "org_id"),
  { NULL },
};
static const KpEffect NEW_REQUEST_FILE[] = {
  FILE_EFFECTS (KP_SOURCE_ARGUMENT, "org"),
  { "place", KP_SOURCE_ELEMENT, "place" },
  { NULL },
};
static const KpListed MESSAGE_FILES = {
  .entity = KP_ENTITY_ATTACHMENT,
  .argument = "attachments",
  .limit = KP_LIMIT_ATTACHMENTS,
  .members = MESSAGE_FILE,
  .is_valid = is_named_as_typed,
  .effects = NEW_MESSAGE_FILE,
};
static const KpListed REQUEST_FILES = {
  .entity = KP_ENTITY_ATTACHMENT,
  .argument = "attachments",
  .limit = KP_LIMIT_ATTACHMENTS,
  .members = REQUEST_FILE,
  .is_valid = is_named_as_typed,
  .effects = NEW_REQUEST_FILE,
};

static const KpArgument SUBMIT_ARGUMENTS[] = {
  { "request", KP_FIELD_ID, TRUE, 0 },
  { "org", KP_FIELD_ID, TRUE, 0 },
  { "flow", KP_FIELD_ID, TRUE, 0 },
  { "title", KP_FIELD_TEXT, TRUE, KP_LIMIT_TITLE },
  { "answers", KP_FIELD_JSON, TRUE, KP_LIMIT_ANSWERS },
  { "explanation", KP_FIELD_TEXT, FALSE, KP_LIMIT_EXPLANATION },
  { "checklist", KP_FIELD_JSON, FALSE, KP_LIMIT_CHECKLIST },
  { "terms", KP_FIELD_ID, FALSE, 0 },
  { "terms_at", KP_FIELD_TIME, FALSE, 0 },
  { "attachments", KP_FIELD_JSON, FALSE, KP_LIMIT_ATTACHMENT_LIST },
  { NULL },
};
static const KpEffect SUBMIT_EFFECTS[] = {
  { "org_id", KP_SOURCE_ARGUMENT, "org" },
  { "org_name", KP_SOURCE_SERVER, "org_name" },
  { "portal_id", KP_SOURCE_SERVER, "portal_id" },
  { "requester_id", KP_SOURCE_ACTOR_ID, NULL },
  { "requester_name", KP_SOURCE_ACTOR_NAME, NULL },
  { "flow_id", KP_SOURCE_ARGUMENT, "flow" },
  { "flow_name", KP_SOURCE_SERVER, "flow_name" },
  { "work_type_id", KP_SOURCE_SERVER, "work_type_id" },
  { "number", KP_SOURCE_NUMBER, "R" },
  { "title", KP_SOURCE_ARGUMENT, "title" },
  { "answers", KP_SOURCE_ARGUMENT, "answers" },
  { "explanation", KP_SOURCE_ARGUMENT, "explanation" },
  { "checklist", KP_SOURCE_ARGUMENT, "checklist" },
  { "terms_id", KP_SOURCE_ARGUMENT, "terms" },
  { "terms_at", KP_SOURCE_ARGUMENT, "terms_at" },
  { "state_by", KP_SOURCE_ACTOR_NAME, NULL },
  { "state_by_id", KP_SOURCE_ACTOR_ID, NULL },
  { "state_at", KP_SOURCE_NOW, NULL },
  { "created_at", KP_SOURCE_NOW, NULL },
  { "updated_at", KP_SOURCE_NOW, NULL },
  { NULL },
};

/* Somebody of the office fills in the form for a customer who called. Nobody agrees to terms for
 * somebody else, so there are none.
 */
static const KpArgument ENTER_ARGUMENTS[] = {
  { "request", KP_FIELD_ID, TRUE, 0 },
  { "org", KP_FIELD_ID, TRUE, 0 },
  { "user", KP_FIELD_ID, FALSE, 0 },
  { "flow", KP_FIELD_ID, TRUE, 0 },
  { "title", KP_FIELD_TEXT, TRUE, KP_LIMIT_TITLE },
  { "answers", KP_FIELD_JSON, TRUE, KP_LIMIT_ANSWERS },
  { "explanation", KP_FIELD_TEXT, FALSE, KP_LIMIT_EXPLANATION },
  { "checklist", KP_FIELD_JSON, FALSE, KP_LIMIT_CHECKLIST },
  { "attachments", KP_FIELD_JSON, FALSE, KP_LIMIT_ATTACHMENT_LIST },
  { NULL },
};
static const KpEffect ENTER_EFFECTS[] = {
  { "org_id", KP_SOURCE_ARGUMENT, "org" },
  { "org_name", KP_SOURCE_SERVER, "org_name" },
  { "portal_id", KP_SOURCE_SERVER, "portal_id" },
  { "requester_id", KP_SOURCE_ARGUMENT, "user" },
  { "requester_name", KP_SOURCE_SERVER, "requester_name" },
  { "entered_by_id", KP_SOURCE_ACTOR_ID, NULL },
  { "entered_by", KP_SOURCE_ACTOR_NAME, NULL },
  { "flow_id", KP_SOURCE_ARGUMENT, "flow" },
  { "flow_name", KP_SOURCE_SERVER, "flow_name" },
  { "work_type_id", KP_SOURCE_SERVER, "work_type_id" },
  { "number", KP_SOURCE_NUMBER, "R" },
  { "title", KP_SOURCE_ARGUMENT, "title" },
  { "answers", KP_SOURCE_ARGUMENT, "answers" },
  { "explanation", KP_SOURCE_ARGUMENT, "explanation" },
  { "checklist", KP_SOURCE_ARGUMENT, "checklist" },
  { "state_by", KP_SOURCE_ACTOR_NAME, NULL },
  { "state_by_id", KP_SOURCE_ACTOR_ID, NULL },
  { "state_at", KP_SOURCE_NOW, NULL },
  { "created_at", KP_SOURCE_NOW, NULL },
  { "updated_at", KP_SOURCE_NOW, NULL },
  { NULL },
};

/* A message on a request: question, answer and comment differ by their kind only. Why a work order
 * stopped, was cancelled or reopened is a message too: its next reason does not erase it.
 */
static const KpArgument MESSAGE_ARGUMENTS[] = {
  { "request", KP_FIELD_ID, TRUE, 0 },
  { "message", KP_FIELD_ID, TRUE, 0 },
  { "text", KP_FIELD_TEXT, TRUE, KP_LIMIT_TEXT },
  { "attachments", KP_FIELD_JSON, FALSE, KP_LIMIT_ATTACHMENT_LIST },
  { NULL },
};

#define MESSAGE_EFFECTS(source, value, kind)         \
  {                                                  \
    { "request_id", source, value },                 \
    { "org_id", KP_SOURCE_SUBJECT_FIELD, "org_id" }, \
    { "author_id", KP_SOURCE_ACTOR_ID, NULL },       \
    { "author_name", KP_SOURCE_ACTOR_NAME, NULL },   \
    { "author_kind", KP_SOURCE_ACTOR_KIND, NULL },   \
    { "kind", KP_SOURCE_CONSTANT, kind },            \
    { "text", KP_SOURCE_ARGUMENT, "text" },          \
    { "created_at", KP_SOURCE_NOW, NULL },           \
    { NULL },                                        \
  }

static const KpEffect COMMENT_MESSAGE[] =
  MESSAGE_EFFECTS (KP_SOURCE_SUBJECT_ID, NULL, "comment");
static const KpEffect QUESTION_MESSAGE[] =
  MESSAGE_EFFECTS (KP_SOURCE_SUBJECT_ID, NULL, "question");
static const KpEffect ANSWER_MESSAGE[] =
  MESSAGE_EFFECTS (KP_SOURCE_SUBJECT_ID, NULL, "answer");
static const KpEffect COMMENTED[] = {
  { "updated_at", KP_SOURCE_NOW, NULL },
  { NULL },
};

static const KpArgument ACCEPT_ARGUMENTS[] = {
  { "request", KP_FIELD_ID, TRUE, 0 },
  { "work_order", KP_FIELD_ID, TRUE, 0 },
  { "planned_on", KP_FIELD_DATE, FALSE, 0 },
  { "engineer", KP_FIELD_TEXT, FALSE, KP_LIMIT_NAME },
  { NULL },
};
static const KpEffect ACCEPTED[] = {
  { "work_order_id", KP_SOURCE_ARGUMENT, "work_order" },
  { "state_by", KP_SOURCE_ACTOR_NAME, NULL },
  { "state_by_id", KP_SOURCE_ACTOR_ID, NULL },
  { "state_at", KP_SOURCE_NOW, NULL },
  { "updated_at", KP_SOURCE_NOW, NULL },
  { NULL },
};
static const KpEffect NEW_WORK_ORDER[] = {
  { "org_id", KP_SOURCE_SUBJECT_FIELD, "org_id" },
  { "org_name", KP_SOURCE_SUBJECT_FIELD, "org_name" },
  { "portal_id", KP_SOURCE_SUBJECT_FIELD, "portal_id" },
  { "requester_id", KP_SOURCE_SUBJECT_FIELD, "requester_id" },
  { "requester_name", KP_SOURCE_SUBJECT_FIELD, "requester_name" },
  { "request_id", KP_SOURCE_SUBJECT_ID, NULL },
  { "work_type_id", KP_SOURCE_SUBJECT_FIELD, "work_type_id" },
  { "number", KP_SOURCE_NUMBER, "W" },
  { "title", KP_SOURCE_SUBJECT_FIELD, "title" },
  { "state", KP_SOURCE_CONSTANT, "new" },
  { "engineer", KP_SOURCE_ARGUMENT, "engineer" },
  { "planned_on", KP_SOURCE_ARGUMENT, "planned_on" },
  { "state_by", KP_SOURCE_ACTOR_NAME, NULL },
  { "state_by_id", KP_SOURCE_ACTOR_ID, NULL },
  { "state_at", KP_SOURCE_NOW, NULL },
  { "created_at", KP_SOURCE_NOW, NULL },
  { "updated_at", KP_SOURCE_NOW, NULL },
  { NULL },
};

static const KpArgument DECLINE_ARGUMENTS[] = {
  { "request", KP_FIELD_ID, TRUE, 0 },
  { "reason", KP_FIELD_TEXT, TRUE, KP_LIMIT_NAME }, /* not_ours | incomplete | duplicate | other */
  { "text", KP_FIELD_TEXT, TRUE, KP_LIMIT_TEXT },
  { NULL },
};
static const KpEffect DECLINED[] = {
  { "decline_reason", KP_SOURCE_ARGUMENT, "reason" },
  { "decline_text", KP_SOURCE_ARGUMENT, "text" },
  { "state_by", KP_SOURCE_ACTOR_NAME, NULL },
  { "state_by_id", KP_SOURCE_ACTOR_ID, NULL },
  { "state_at", KP_SOURCE_NOW, NULL },
  { "updated_at", KP_SOURCE_NOW, NULL },
  { NULL },
};

static const KpArgument NOTE_ARGUMENTS[] = {
  { "request", KP_FIELD_ID, TRUE, 0 },
  { "note", KP_FIELD_ID, TRUE, 0 },
  { "text", KP_FIELD_TEXT, TRUE, KP_LIMIT_TEXT },
  { NULL },
};
static const KpEffect NEW_NOTE[] = {
  { "request_id", KP_SOURCE_SUBJECT_ID, NULL },
  { "org_id", KP_SOURCE_SUBJECT_FIELD, "org_id" },
  { "author_id", KP_SOURCE_ACTOR_ID, NULL },
  { "author_name", KP_SOURCE_ACTOR_NAME, NULL },
  { "text", KP_SOURCE_ARGUMENT, "text" },
  { "created_at", KP_SOURCE_NOW, NULL },
  { NULL },
};

/* Work orders. */

static const KpArgument WORK_ORDER_ONLY[] = {
  { "work_order", KP_FIELD_ID, TRUE, 0 },
  { NULL },
};

/* A reason is that of the present state: every other move leaves none behind. */
#define WORK_MOVED(reason_source, reason)        \
  { "reason", reason_source, reason },           \
    { "state_by", KP_SOURCE_ACTOR_NAME, NULL },  \
    { "state_by_id", KP_SOURCE_ACTOR_ID, NULL }, \
    { "state_at", KP_SOURCE_NOW, NULL },         \
    { "updated_at", KP_SOURCE_NOW, NULL },       \
  {                                              \
    NULL                                         \
  }

static const KpEffect WORK_WENT_ON[] = { WORK_MOVED (KP_SOURCE_CONSTANT, "") };
static const KpEffect WORK_STARTED[] = {
  { "started_at", KP_SOURCE_NOW, NULL },
  WORK_MOVED (KP_SOURCE_CONSTANT, ""),
};
static const KpEffect WORK_DONE[] = {
  { "done_at", KP_SOURCE_NOW, NULL },
  WORK_MOVED (KP_SOURCE_CONSTANT, ""),
};

static const KpArgument PLAN_ARGUMENTS[] = {
  { "work_order", KP_FIELD_ID, TRUE, 0 },
  { "planned_on", KP_FIELD_DATE, TRUE, 0 },
  { "engineer", KP_FIELD_TEXT, FALSE, KP_LIMIT_NAME },
  { NULL },
};
static const KpEffect WORK_PLANNED[] = {
  { "planned_on", KP_SOURCE_ARGUMENT, "planned_on" },
  { "engineer", KP_SOURCE_ARGUMENT, "engineer" },
  { "planned_at", KP_SOURCE_NOW, NULL },
  WORK_MOVED (KP_SOURCE_CONSTANT, ""),
};

static const KpArgument REASON_ARGUMENTS[] = {
  { "work_order", KP_FIELD_ID, TRUE, 0 },
  { "message", KP_FIELD_ID, TRUE, 0 },
  { "text", KP_FIELD_TEXT, TRUE, KP_LIMIT_TEXT },
  { NULL },
};
static const KpEffect WORK_MOVED_FOR_A_REASON[] = { WORK_MOVED (KP_SOURCE_ARGUMENT, "text") };
static const KpEffect BLOCKED_MESSAGE[] =
  MESSAGE_EFFECTS (KP_SOURCE_SUBJECT_FIELD, "request_id", "blocked");
static const KpEffect CANCELLED_MESSAGE[] =
  MESSAGE_EFFECTS (KP_SOURCE_SUBJECT_FIELD, "request_id", "cancelled");
static const KpEffect REOPENED_MESSAGE[] =
  MESSAGE_EFFECTS (KP_SOURCE_SUBJECT_FIELD, "request_id", "reopened");

static const KpArgument USER_ARGUMENTS[] = {
  { "user", KP_FIELD_ID, TRUE, 0 },
  { "display_name", KP_FIELD_TEXT, FALSE, KP_LIMIT_NAME },
  { "email", KP_FIELD_TEXT, FALSE, KP_LIMIT_NAME },
  { "phone", KP_FIELD_TEXT, FALSE, KP_LIMIT_NAME },
  { "locale", KP_FIELD_TEXT, FALSE, KP_LIMIT_NAME },
  { NULL },
};
static const KpEffect USER_EFFECTS[] = {
  { "display_name", KP_SOURCE_ARGUMENT, "display_name" },
  { "email", KP_SOURCE_ARGUMENT, "email" },
  { "phone", KP_SOURCE_ARGUMENT, "phone" },
  { "locale", KP_SOURCE_ARGUMENT, "locale" },
  { NULL },
};

static const KpArgument READ_ARGUMENTS[] = {
  { "mark", KP_FIELD_ID, TRUE, 0 },
  { "subject", KP_FIELD_ID, TRUE, 0 },
  { "at", KP_FIELD_TIME, TRUE, 0 },
  { NULL },
};
static const KpEffect READ_EFFECTS[] = {
  { "user_id", KP_SOURCE_ACTOR_ID, NULL },
  { "subject_id", KP_SOURCE_ARGUMENT, "subject" },
  { "at", KP_SOURCE_ARGUMENT_MAX, "at" },
  { NULL },
};

static const KpOperationKind KINDS[] = {
  {
    .name = "request.submit",
    .version = 1,
    .subject = KP_ENTITY_REQUEST,
    .subject_argument = "request",
    .use = KP_SUBJECT_CREATED,
    .to = "submitted",
    .right = "request.submit",
    .who = KP_WHO_MEMBER,
    .arguments = SUBMIT_ARGUMENTS,
    .effects = SUBMIT_EFFECTS,
    .listed = &REQUEST_FILES,
  },
  {
    .name = "request.enter",
    .version = 1,
    .subject = KP_ENTITY_REQUEST,
    .subject_argument = "request",
    .use = KP_SUBJECT_CREATED,
    .to = "submitted",
    .right = "request.handle",
    .who = KP_WHO_STAFF,
    .arguments = ENTER_ARGUMENTS,
    .effects = ENTER_EFFECTS,
    .listed = &REQUEST_FILES,
  },
  {
    .name = "request.withdraw",
    .version = 1,
    .subject = KP_ENTITY_REQUEST,
    .subject_argument = "request",
    .use = KP_SUBJECT_CHANGES,
    .from = UNTOUCHED,
    .to = "withdrawn",
    .right = "request.submit",
    .who = KP_WHO_REQUESTER,
    .arguments = REQUEST_ONLY,
    .effects = MOVED,
  },
  {
    .name = "request.comment",
    .version = 1,
    .subject = KP_ENTITY_REQUEST,
    .subject_argument = "request",
    .use = KP_SUBJECT_CHANGES,
    .right = "request.comment",
    .who = KP_WHO_REQUESTER | KP_WHO_MEMBER | KP_WHO_STAFF,
    .arguments = MESSAGE_ARGUMENTS,
    .effects = COMMENTED,
    .added = KP_ENTITY_MESSAGE,
    .added_argument = "message",
    .added_effects = COMMENT_MESSAGE,
    .listed = &MESSAGE_FILES,
  },
  {
    .name = "request.answer",
    .version = 1,
    .subject = KP_ENTITY_REQUEST,
    .subject_argument = "request",
    .use = KP_SUBJECT_CHANGES,
    .from = ASKED,
    .to = "submitted",
    .right = "request.comment",
    .who = KP_WHO_REQUESTER | KP_WHO_MEMBER,
    .arguments = MESSAGE_ARGUMENTS,
    .effects = MOVED,
    .added = KP_ENTITY_MESSAGE,
    .added_argument = "message",
    .added_effects = ANSWER_MESSAGE,
    .listed = &MESSAGE_FILES,
  },
  {
    .name = "request.review",
    .version = 1,
    .subject = KP_ENTITY_REQUEST,
    .subject_argument = "request",
    .use = KP_SUBJECT_CHANGES,
    .from = SUBMITTED,
    .to = "in_review",
    .right = "request.handle",
    .who = KP_WHO_STAFF,
    .arguments = REQUEST_ONLY,
    .effects = MOVED,
  },
  {
    .name = "request.ask",
    .version = 1,
    .subject = KP_ENTITY_REQUEST,
    .subject_argument = "request",
    .use = KP_SUBJECT_CHANGES,
    .from = UNDER_REVIEW,
    .to = "needs_information",
    .right = "request.handle",
    .who = KP_WHO_STAFF,
    .arguments = MESSAGE_ARGUMENTS,
    .effects = MOVED,
    .added = KP_ENTITY_MESSAGE,
    .added_argument = "message",
    .added_effects = QUESTION_MESSAGE,
    .listed = &MESSAGE_FILES,
  },
  {
    .name = "request.accept",
    .version = 1,
    .subject = KP_ENTITY_REQUEST,
    .subject_argument = "request",
    .use = KP_SUBJECT_CHANGES,
    .from = OPEN,
    .to = "accepted",
    .right = "request.handle",
    .who = KP_WHO_STAFF,
    .arguments = ACCEPT_ARGUMENTS,
    .effects = ACCEPTED,
    .added = KP_ENTITY_WORK_ORDER,
    .added_argument = "work_order",
    .added_effects = NEW_WORK_ORDER,
  },
  {
    .name = "request.decline",
    .version = 1,
    .subject = KP_ENTITY_REQUEST,
    .subject_argument = "request",
    .use = KP_SUBJECT_CHANGES,
    .from = OPEN,
    .to = "declined",
    .right = "request.handle",
    .who = KP_WHO_STAFF,
    .arguments = DECLINE_ARGUMENTS,
    .effects = DECLINED,
  },
  {
    .name = "request.note",
    .version = 1,
    .subject = KP_ENTITY_REQUEST,
    .subject_argument = "request",
    .use = KP_SUBJECT_CHANGES,
    .right = "request.handle",
    .who = KP_WHO_STAFF,
    .arguments = NOTE_ARGUMENTS,
    .effects = NO_EFFECTS,
    .added = KP_ENTITY_INTERNAL_NOTE,
    .added_argument = "note",
    .added_effects = NEW_NOTE,
  },
  {
    .name = "work_order.plan",
    .version = 1,
    .subject = KP_ENTITY_WORK_ORDER,
    .subject_argument = "work_order",
    .use = KP_SUBJECT_CHANGES,
    .from = UNSTARTED,
    .to = "planned",
    .right = "request.handle",
    .who = KP_WHO_STAFF,
    .arguments = PLAN_ARGUMENTS,
    .effects = WORK_PLANNED,
  },
  {
    .name = "work_order.start",
    .version = 1,
    .subject = KP_ENTITY_WORK_ORDER,
    .subject_argument = "work_order",
    .use = KP_SUBJECT_CHANGES,
    .from = PLANNED,
    .to = "in_progress",
    .right = "request.handle",
    .who = KP_WHO_STAFF,
    .arguments = WORK_ORDER_ONLY,
    .effects = WORK_STARTED,
  },
  {
    .name = "work_order.block",
    .version = 1,
    .subject = KP_ENTITY_WORK_ORDER,
    .subject_argument = "work_order",
    .use = KP_SUBJECT_CHANGES,
    .from = IN_PROGRESS,
    .to = "blocked",
    .right = "request.handle",
    .who = KP_WHO_STAFF,
    .arguments = REASON_ARGUMENTS,
    .effects = WORK_MOVED_FOR_A_REASON,
    .added = KP_ENTITY_MESSAGE,
    .added_argument = "message",
    .added_effects = BLOCKED_MESSAGE,
  },
  {
    .name = "work_order.resume",
    .version = 1,
    .subject = KP_ENTITY_WORK_ORDER,
    .subject_argument = "work_order",
    .use = KP_SUBJECT_CHANGES,
    .from = BLOCKED,
    .to = "in_progress",
    .right = "request.handle",
    .who = KP_WHO_STAFF,
    .arguments = WORK_ORDER_ONLY,
    .effects = WORK_WENT_ON,
  },
  {
    .name = "work_order.complete",
    .version = 1,
    .subject = KP_ENTITY_WORK_ORDER,
    .subject_argument = "work_order",
    .use = KP_SUBJECT_CHANGES,
    .from = IN_PROGRESS,
    .to = "done",
    .right = "request.handle",
    .who = KP_WHO_STAFF,
    .arguments = WORK_ORDER_ONLY,
    .effects = WORK_DONE,
  },
  {
    .name = "work_order.cancel",
    .version = 1,
    .subject = KP_ENTITY_WORK_ORDER,
    .subject_argument = "work_order",
    .use = KP_SUBJECT_CHANGES,
    .from = UNFINISHED,
    .to = "cancelled",
    .right = "request.handle",
    .who = KP_WHO_STAFF,
    .arguments = REASON_ARGUMENTS,
    .effects = WORK_MOVED_FOR_A_REASON,
    .added = KP_ENTITY_MESSAGE,
    .added_argument = "message",
    .added_effects = CANCELLED_MESSAGE,
  },
  {
    .name = "work_order.confirm",
    .version = 1,
    .subject = KP_ENTITY_WORK_ORDER,
    .subject_argument = "work_order",
    .use = KP_SUBJECT_CHANGES,
    .from = DONE,
    .to = "confirmed",
    .right = "request.submit",
    .who = KP_WHO_REQUESTER | KP_WHO_MEMBER,
    .arguments = WORK_ORDER_ONLY,
    .effects = WORK_WENT_ON,
  },
  {
    .name = "work_order.reopen",
    .version = 1,
    .subject = KP_ENTITY_WORK_ORDER,
    .subject_argument = "work_order",
    .use = KP_SUBJECT_CHANGES,
    .from = DONE,
    .to = "in_progress",
    .right = "request.submit",
    .who = KP_WHO_REQUESTER | KP_WHO_MEMBER,
    .arguments = REASON_ARGUMENTS,
    .effects = WORK_MOVED_FOR_A_REASON,
    .added = KP_ENTITY_MESSAGE,
    .added_argument = "message",
    .added_effects = REOPENED_MESSAGE,
  },
  {
    .name = "user.update",
    .version = 1,
    .subject = KP_ENTITY_USER,
    .subject_argument = "user",
    .use = KP_SUBJECT_CHANGES,
    .who = KP_WHO_SELF,
    .arguments = USER_ARGUMENTS,
    .effects = USER_EFFECTS,
  },
  {
    .name = "read.mark",
    .version = 1,
    .subject = KP_ENTITY_READ_MARK,
    .subject_argument = "mark",
    .use = KP_SUBJECT_UPSERTED,
    .who = KP_WHO_SELF,
    .arguments = READ_ARGUMENTS,
    .effects = READ_EFFECTS,
  },
  { NULL },
};

const KpOperationKind *
kp_operation_get_kinds (void)
{
  return KINDS;
}
