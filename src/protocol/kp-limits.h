/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every limit on what comes from outside, in one place. Bytes unless said otherwise; each is
 * enforced on both sides, and each refusal is a sentence (kp-error-text.c).
 */

#pragma once

/* Bodies. */
#define KP_LIMIT_JSON_DEPTH 32
#define KP_LIMIT_RECORD (64 * 1024)
#define KP_LIMIT_OPERATION (72 * 1024)
#define KP_LIMIT_OPERATIONS_PER_REQUEST 64 /* operations */
#define KP_LIMIT_SYNC_REQUEST (4 * 1024 * 1024)
#define KP_LIMIT_SMALL_REQUEST (16 * 1024) /* sign-in, refresh, password */
#define KP_LIMIT_SMALL_REPLY (64 * 1024)   /* sign-in, refresh, a problem */
#define KP_LIMIT_DISCOVERY (256 * 1024)    /* portals of an office */
#define KP_LIMIT_FIND_REPLY (256 * 1024)   /* one page of rows */
#define KP_LIMIT_HINT 256                  /* a message of the push socket */
#define KP_LIMIT_REPLY_MIN (64 * 1024)     /* smallest "max" of a request for changes */
#define KP_LIMIT_REPLY_START (256 * 1024)
#define KP_LIMIT_REPLY_MAX (4 * 1024 * 1024)
#define KP_LIMIT_REPLY_SLACK (256 * 1024) /* what results and access lines may add to "max" */
#define KP_LIMIT_STREAM 128               /* a stream id */
#define KP_LIMIT_STREAMS 4096             /* streams in one request */

/* Files and keyring items of a client, which any program of its user may have written. */
#define KP_LIMIT_ACCOUNT_FILE (64 * 1024)
#define KP_LIMIT_KEYRING_ITEM (4 * 1024)

/* Texts that people write. */
#define KP_LIMIT_TITLE 200
#define KP_LIMIT_NAME 200
#define KP_LIMIT_TEXT (16 * 1024)
#define KP_LIMIT_EXPLANATION (2 * KP_LIMIT_EXPLANATION_CHARACTERS)
#define KP_LIMIT_EXPLANATION_CHARACTERS 10000
#define KP_LIMIT_ANSWERS (32 * 1024)
#define KP_LIMIT_CHECKLIST (8 * 1024)
/* What the office is told of an operation that is lost, as it is written in JSON: what a record
 * holds beside names and identifiers. */
#define KP_LIMIT_LOST_TEXT (KP_LIMIT_RECORD - 4 * 1024)
/* A draft may hold far more than may be sent: who typed too much makes it shorter from there. */
#define KP_LIMIT_DRAFT (1024 * 1024)

/* Files. */
#define KP_LIMIT_FILE (10 * 1024 * 1024)
#define KP_LIMIT_ORGANISATION_FILES (2048ull * 1024 * 1024)
#define KP_LIMIT_FILE_NAME 255
#define KP_LIMIT_MEDIA_TYPE 100
#define KP_LIMIT_ATTACHMENTS 10              /* files of one operation */
#define KP_LIMIT_ATTACHMENT_LIST (10 * 1024) /* what an operation says of them */

/* Accounts. */
#define KP_LIMIT_LOGIN 200
#define KP_LIMIT_PASSWORD_MIN 15 /* characters, while there is no second factor */
#define KP_LIMIT_PASSWORD 1024
#define KP_LIMIT_URL_NAME 64
#define KP_LIMIT_ADDRESS 2048 /* a portal address as typed */

/* Forms. */
#define KP_LIMIT_QUESTIONS 400 /* questions of a flow */
#define KP_LIMIT_CONDITION_DEPTH 16
#define KP_LIMIT_PATTERN 200               /* a regular expression */
#define KP_LIMIT_PATTERN_STEPS 100000      /* match limit of PCRE2: a pattern ends as "no match" */
#define KP_LIMIT_PATTERN_TEXT 4096         /* a longer text matches no pattern */
#define KP_LIMIT_PLACE (KP_LIMIT_KEY + 10) /* "checklist." and a key */
#define KP_LIMIT_KEY 64                    /* key of a question, section or checklist item */
#define KP_LIMIT_OPTIONS 500               /* options of a question */
/* Characters of an answer whose question names no fewer: as many as KP_LIMIT_TEXT holds of any
 * script. */
#define KP_LIMIT_ANSWER_CHARACTERS (KP_LIMIT_TEXT / 4)
#define KP_LIMIT_PART 200 /* bytes of one part of an answer: a street, a name */

/* Searches. */
#define KP_LIMIT_QUERY 200
#define KP_LIMIT_FILTER_DAYS 3660 /* of completed requests, in a portal's filters */
#define KP_LIMIT_FIND_PAGE 50     /* rows */
