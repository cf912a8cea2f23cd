/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The exchange POST /v1/sync as bytes (PROTOCOL.md, "Exchange"): the client writes requests and
 * reads replies, the server the other way round. Request and reply are lines of JSON; an operation
 * is a line of its own, so that its frozen bytes travel untouched. Any thread, one object per
 * thread.
 */

#pragma once

#include "kp-entity.h"
#include "kp-id.h"

#include <yyjson.h>

G_BEGIN_DECLS

/**
 * KpSeen:
 *
 * A commit of the server: number and nonce (16 hex digits). Number 0 = none.
 */
typedef struct
{
  gint64 number;
  char nonce[17];
} KpSeen;

/* How far a stream is held (SYNC.md section 3). */
typedef enum
{
  KP_CURSOR_NOTHING = 0, /* wanted, nothing valid here: null */
  KP_CURSOR_COMPLETE,    /* complete up to head */
  KP_CURSOR_LOADING      /* everything published in (low, head] is here */
} KpCursorState;

typedef struct
{
  KpCursorState state;
  gint64 head;
  gint64 low;
} KpCursor;

typedef struct
{
  char *stream; /* (owned) */
  KpCursor cursor;
} KpHave;

/**
 * KpOffer:
 *
 * One operation in a request.
 */
typedef struct
{
  GBytes *bytes;  /* (owned): frozen */
  gboolean again; /* offered after a reset */
  int days;       /* since the reset, if again */
  char *result;   /* (owned) (nullable): what it once had, if again */
} KpOffer;

/**
 * KpSyncRequest:
 *
 * The body of one POST.
 */
typedef struct
{
  KpSeen seen[2];    /* of the cache and of the outbox; unused = number 0 */
  char acc[17];      /* 16 hex digits, or empty */
  gsize max;         /* bytes of the reply */
  gboolean push;     /* wants a ticket */
  GPtrArray *have;   /* (owned) (element-type KpHave) */
  GPtrArray *offers; /* (owned) (element-type KpOffer) */
} KpSyncRequest;

KpSyncRequest *kp_sync_request_new (void);
void kp_sync_request_free (KpSyncRequest *self);
void kp_sync_request_add_have (KpSyncRequest *self,
                               const char *stream,
                               KpCursor cursor);
void kp_sync_request_add_offer (KpSyncRequest *self,
                                GBytes *bytes,
                                gboolean again,
                                int days,
                                const char *result);

/* Returns: (transfer full): header line, then one line per operation */
GBytes *kp_sync_request_encode (const KpSyncRequest *self);

/**
 * kp_sync_request_decode:
 * @body: untrusted
 *
 * The operations are not looked at: see kp_operation_parse(). "max" is brought within
 * %KP_LIMIT_REPLY_MIN and %KP_LIMIT_REPLY_MAX.
 *
 * Returns: (transfer full): fails with %KP_ERROR_INVALID, %KP_ERROR_TOO_LARGE, or %KP_ERROR_TOO_NEW
 *   for another version of the protocol
 */
KpSyncRequest *kp_sync_request_decode (GBytes *body,
                                       GError **error);

/**
 * KpReplyWriter:
 *
 * Builds a reply in memory, in the order of the functions below. The server's side.
 */
typedef struct _KpReplyWriter KpReplyWriter;

KpReplyWriter *kp_reply_writer_new (void);
void kp_reply_writer_free (KpReplyWriter *self);
void kp_reply_writer_seen (KpReplyWriter *self,
                           const KpSeen *seen,
                           const char *acc,
                           gint64 now);
/* The history is not the one that the client saw; nothing but the end follows. */
void kp_reply_writer_reset (KpReplyWriter *self,
                            const KpSeen *seen);
void kp_reply_writer_allowed (KpReplyWriter *self,
                              const char *const *streams);
void kp_reply_writer_gone (KpReplyWriter *self,
                           const char *const *streams);
/* @result: one whole line: {"op":…,"r":…,…} without its end */
void kp_reply_writer_result (KpReplyWriter *self,
                             const char *result,
                             gsize length);
void kp_reply_writer_delta (KpReplyWriter *self,
                            const char *stream,
                            gint64 from,
                            gint64 to);
void kp_reply_writer_load (KpReplyWriter *self,
                           const char *stream,
                           gint64 h0,
                           gint64 low,
                           gboolean is_new);
/* @body: (nullable): the stored JSON object, written as it is; NULL = only a mention */
void kp_reply_writer_record (KpReplyWriter *self,
                             const KpEntity *entity,
                             const KpId *id,
                             const char *body,
                             gsize length);
void kp_reply_writer_record_gone (KpReplyWriter *self,
                                  const KpEntity *entity,
                                  const KpId *id);
/* A place to which the writer can be set back, when a line turns out to be one too many; and where
 * a stream's line is put once its numbers are known.
 */
gsize kp_reply_writer_get_length (KpReplyWriter *self);
void kp_reply_writer_truncate (KpReplyWriter *self,
                               gsize length);
/* As kp_reply_writer_delta() and _load(), but in front of what was written since @at. */
void kp_reply_writer_insert_delta (KpReplyWriter *self,
                                   gsize at,
                                   const char *stream,
                                   gint64 from,
                                   gint64 to);
void kp_reply_writer_insert_load (KpReplyWriter *self,
                                  gsize at,
                                  const char *stream,
                                  gint64 h0,
                                  gint64 low,
                                  gboolean is_new);
/* Returns: (transfer full): @self (transfer full) with its end line */
GBytes *kp_reply_writer_end (KpReplyWriter *self,
                             gboolean more,
                             const char *push);

/* One line of a reply, as the client meets it. */
typedef enum
{
  KP_LINE_SEEN = 1,
  KP_LINE_RESET,
  KP_LINE_ALLOWED,
  KP_LINE_GONE,
  KP_LINE_RESULT,
  KP_LINE_DELTA,
  KP_LINE_LOAD,
  KP_LINE_RECORD,
  KP_LINE_RECORD_GONE,
  KP_LINE_END,
  KP_LINE_UNKNOWN /* additive: skipped */
} KpLineKind;

/**
 * KpLine:
 *
 * Fields that do not belong to the kind are zero. Pointers are valid until the next line is read.
 */
typedef struct
{
  KpLineKind kind;
  KpSeen seen;         /* SEEN, RESET */
  char acc[17];        /* SEEN */
  gint64 now;          /* SEEN: server's clock */
  yyjson_val *streams; /* ALLOWED, GONE: array of strings */
  yyjson_val *object;  /* RESULT: the whole line as a value */
  KpId id;             /* RESULT: of the operation; RECORD, RECORD_GONE */
  const char *result;  /* RESULT: ok, conflict, need, denied, gone, later, upgrade, lost, bytes */
  const char *stream;  /* DELTA, LOAD */
  gint64 from;         /* DELTA */
  gint64 to;           /* DELTA */
  gint64 h0;           /* LOAD */
  gint64 low;          /* LOAD */
  gboolean is_new;     /* LOAD */
  const char *entity;  /* RECORD, RECORD_GONE: its name, maybe not in our table */
  const char *body;    /* RECORD: exact bytes of "v"; NULL = only a mention */
  gsize body_length;
  yyjson_val *value; /* RECORD: @body as a value; NULL = only a mention */
  gboolean more;     /* END */
  const char *push;  /* (nullable) END */
} KpLine;

/**
 * KpReplyReader:
 *
 * Reads a reply that is wholly in memory. The client's side.
 */
typedef struct _KpReplyReader KpReplyReader;

/**
 * kp_reply_reader_new:
 * @body: untrusted
 *
 * Returns: (transfer full): fails with %KP_ERROR_INVALID if the reply does not begin with "seen" or
 *   "reset" or has no end line as its last (it was cut), with %KP_ERROR_TOO_LARGE over
 *   %KP_LIMIT_REPLY_MAX + %KP_LIMIT_REPLY_SLACK
 */
KpReplyReader *kp_reply_reader_new (GBytes *body,
                                    GError **error);

/**
 * kp_reply_reader_next:
 * @line: (out)
 *
 * Returns: %FALSE with @error unset after the end line; %FALSE with @error for a malformed line
 */
gboolean kp_reply_reader_next (KpReplyReader *self,
                               KpLine *line,
                               GError **error);
void kp_reply_reader_free (KpReplyReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpSyncRequest, kp_sync_request_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpReplyWriter, kp_reply_writer_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpReplyReader, kp_reply_reader_free)

G_END_DECLS
