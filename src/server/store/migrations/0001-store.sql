-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Records, where they are published, what was asked and answered. Identifiers are the 16 bytes of a
-- UUIDv7, times UTC milliseconds. Row numbers never leave the server: after a restore they would
-- mean somebody else.

-- One row of one entity.
CREATE TABLE record
(
  no         INTEGER NOT NULL PRIMARY KEY, -- row number; never sent
  ent        INTEGER NOT NULL,             -- KpEntityType
  id         BLOB    NOT NULL,             -- chosen by whoever made the record
  org_id     BLOB,                         -- organisation it belongs to; an organisation: itself
  parent_id  BLOB,                         -- what it is found by: request of a message, user of a membership …
  rev        INTEGER NOT NULL,             -- 1 when made, one more with each change
  body       TEXT    NOT NULL,             -- JSON object, exactly as it is sent
  streams    TEXT    NOT NULL,             -- ids of the streams it is published in, ascending, one space between
  created_at INTEGER NOT NULL,             -- when the row was made
  updated_at INTEGER NOT NULL,             -- when the row was changed last

  UNIQUE (ent, id),
  CHECK (length (id) = 16),
  CHECK (rev > 0),
  CHECK (length (body) <= 65536)
) STRICT;

-- The parts of a whole, and the facts about a user.
CREATE INDEX record_by_parent ON record (parent_id, ent, id) WHERE parent_id IS NOT NULL;
-- The holding's links; what an organisation has.
CREATE INDEX record_by_organisation ON record (org_id, ent, id) WHERE org_id IS NOT NULL;

-- A compartment of visibility with its own counter.
CREATE TABLE stream
(
  no    INTEGER NOT NULL PRIMARY KEY, -- row number; never sent
  id    TEXT    NOT NULL UNIQUE,      -- such as "o:<organisation>:req"
  head  INTEGER NOT NULL,             -- highest number given out
  floor INTEGER NOT NULL,             -- cursors below it load afresh

  CHECK (floor >= 0 AND floor <= head)
) STRICT;

-- Where a record is published, or was until lately.
CREATE TABLE pub
(
  stream INTEGER NOT NULL REFERENCES stream (no),
  ent    INTEGER NOT NULL, -- KpEntityType
  id     BLOB    NOT NULL, -- of the record
  seq    INTEGER NOT NULL, -- number of its last change in the stream
  gone   INTEGER NOT NULL, -- 1: no longer published there
  at     INTEGER NOT NULL, -- when that was

  PRIMARY KEY (stream, ent, id),
  CHECK (gone IN (0, 1))
) STRICT, WITHOUT ROWID;

-- Changes since a cursor, and loading afresh backwards.
CREATE INDEX pub_by_stream_seq ON pub (stream, seq, gone);
-- Pruning.
CREATE INDEX pub_by_gone ON pub (at, stream, seq) WHERE gone = 1;

-- One row per group commit that clients can see; tells a restored history from the one they saw.
CREATE TABLE commit_log
(
  no    INTEGER NOT NULL PRIMARY KEY, -- rises by one
  nonce BLOB    NOT NULL,             -- 8 random bytes
  at    INTEGER NOT NULL,

  CHECK (length (nonce) = 8)
) STRICT;
-- Pruning.
CREATE INDEX commit_log_by_at ON commit_log (at);

-- The final results of operations.
CREATE TABLE op
(
  user_id   BLOB    NOT NULL,
  id        BLOB    NOT NULL, -- of the operation
  sha       BLOB    NOT NULL, -- SHA-256 of its frozen bytes
  result    TEXT    NOT NULL, -- the whole line as it is sent
  outcome   TEXT    NOT NULL, -- "r" of the line
  commit_no INTEGER NOT NULL, -- commit_log.no of the group commit that stored it
  at        INTEGER NOT NULL,

  PRIMARY KEY (user_id, id)
) STRICT, WITHOUT ROWID;
-- Pruning.
CREATE INDEX op_by_at ON op (at);

-- The last human number given out.
CREATE TABLE counter
(
  prefix TEXT    NOT NULL, -- R, W
  year   INTEGER NOT NULL,
  last   INTEGER NOT NULL,

  PRIMARY KEY (prefix, year)
) STRICT, WITHOUT ROWID;

-- Facts of the office that are no records.
CREATE TABLE setting
(
  name  TEXT NOT NULL PRIMARY KEY,
  value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What was switched off or on again; follows from rights.log at every start.
CREATE TABLE standing
(
  kind    INTEGER NOT NULL, -- KpsStandingKind
  subject BLOB    NOT NULL, -- user, membership or device
  is_on   INTEGER NOT NULL,
  at      INTEGER NOT NULL,

  PRIMARY KEY (kind, subject),
  CHECK (is_on IN (0, 1))
) STRICT, WITHOUT ROWID;

-- The members of staff who answer for an organisation.
CREATE TABLE responsibility
(
  user_id BLOB NOT NULL,
  org_id  BLOB NOT NULL,

  PRIMARY KEY (user_id, org_id)
) STRICT, WITHOUT ROWID;

-- Every change by a person, chained per organisation.
CREATE TABLE audit
(
  org_id     BLOB    NOT NULL, -- whose chain; 16 zero bytes: the office's own
  n          INTEGER NOT NULL, -- 1, 2, 3 … in the chain
  at         INTEGER NOT NULL,
  actor      BLOB    NOT NULL, -- SHA-256 (salt ‖ user), see audit_person; 32 zero bytes: the console
  verb       TEXT    NOT NULL, -- such as "request.accept"
  ent        INTEGER NOT NULL, -- KpEntityType of the subject; 0: none
  subject    BLOB    NOT NULL, -- id of the subject; 16 zero bytes: none
  before_sha BLOB    NOT NULL, -- of its body before; 32 zero bytes: there was none
  after_sha  BLOB    NOT NULL, -- of its body afterwards; likewise
  commit_no  INTEGER NOT NULL, -- commit_log.no, 0: nothing that clients see
  hash       BLOB    NOT NULL, -- SHA-256 (hash of n - 1 ‖ canonical row)

  PRIMARY KEY (org_id, n)
) STRICT, WITHOUT ROWID;

-- Who the actors are. Erasing a row leaves the chains valid.
CREATE TABLE audit_person
(
  user_id BLOB NOT NULL PRIMARY KEY,
  salt    BLOB NOT NULL, -- 16 random bytes
  digest  BLOB NOT NULL  -- SHA-256 (salt ‖ user_id): audit.actor
) STRICT, WITHOUT ROWID;

-- The ids that keys in imported files got.
CREATE TABLE import_key
(
  ent    INTEGER NOT NULL, -- KpEntityType
  key    TEXT    NOT NULL, -- in the files, with the keys of what it is a part of
  id     BLOB    NOT NULL, -- of the record
  source BLOB    NOT NULL, -- SHA-256 of what the files said about it last time

  PRIMARY KEY (ent, key)
) STRICT, WITHOUT ROWID;

-- What staff find: beginnings of words in name, number and title. rowid = record.no.
CREATE VIRTUAL TABLE find USING fts5
(
  words,
  content = '',
  contentless_delete = 1,
  prefix = '2 3 4',
  tokenize = "unicode61 remove_diacritics 2"
);
