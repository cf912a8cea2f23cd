-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The cache: what the server has, as far as this account may hold it. All of it may be lost and is
-- then fetched again. The projections p_<entity> are made from the table of entities, see
-- kp-store-projection.c.

-- Kinds of record that this version does not know are kept too, under a number of their own.
CREATE TABLE kind
(
  ent  INTEGER NOT NULL PRIMARY KEY, -- from 1000 on; lower numbers are those of KpEntityType
  name TEXT    NOT NULL UNIQUE       -- on the wire
) STRICT;

-- Records exactly as the server sent them.
CREATE TABLE raw
(
  key  INTEGER NOT NULL PRIMARY KEY, -- what memberships and projections hang on
  ent  INTEGER NOT NULL,             -- KpEntityType, or a number of kind
  id   BLOB    NOT NULL,             -- 16 bytes
  at   INTEGER NOT NULL,             -- epoch << 40 | number of the snapshot that brought it
  body TEXT    NOT NULL              -- JSON, byte for byte
) STRICT;
CREATE UNIQUE INDEX raw_by_id ON raw (ent, id); -- every record that arrives

-- The streams that are subscribed, and how far each is held (SYNC.md section 3).
CREATE TABLE stream
(
  number INTEGER NOT NULL PRIMARY KEY,
  name   TEXT    NOT NULL UNIQUE,
  state  INTEGER NOT NULL DEFAULT 0, -- KpCursorState
  head   INTEGER NOT NULL DEFAULT 0,
  low    INTEGER NOT NULL DEFAULT 0, -- everything in (low, head] is here while loading
  gen    INTEGER NOT NULL DEFAULT 0, -- how often loading began afresh
  swept  INTEGER NOT NULL DEFAULT 0  -- memberships of generations below this one were removed
) STRICT;

-- Which record is published in which stream, as far as is known here.
CREATE TABLE membership
(
  stream INTEGER NOT NULL,
  key    INTEGER NOT NULL,
  gen    INTEGER NOT NULL, -- generation that mentioned it last; -1 = ended, removed with the round
  PRIMARY KEY (stream, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX membership_ended ON membership (stream) WHERE gen = -1; -- the end of a round

-- What is known about the server's history and this account's rights.
CREATE TABLE replica
(
  one         INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
  seen_number INTEGER NOT NULL DEFAULT 0,  -- the newest commit in the last reply; 0 = none
  seen_nonce  TEXT    NOT NULL DEFAULT '', -- 16 hex digits
  acc         TEXT    NOT NULL DEFAULT '', -- hash of allowed; empty = not known
  allowed     TEXT    NOT NULL DEFAULT '[]', -- JSON array of streams and patterns
  round       INTEGER NOT NULL DEFAULT 0,  -- number of the seen with which the last round ended
  whole       INTEGER NOT NULL DEFAULT 0,  -- 1 = a round has ended since the last reset or loss
  epoch       INTEGER NOT NULL DEFAULT 1,  -- raised by a reset: numbers of another history count as 0
  projected   TEXT    NOT NULL DEFAULT ''  -- which shape of the projections this cache has
) STRICT;
INSERT INTO replica (one) VALUES (1);
