-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The outbox: what the person did and is writing, and what this device knows. Never dropped, never
-- rebuilt.

-- Operations in the author's order (SYNC.md section 6).
CREATE TABLE operation
(
  no          INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  id          BLOB    NOT NULL UNIQUE,     -- 16 bytes
  kind        TEXT    NOT NULL,            -- "request.comment@1"
  subject_ent INTEGER NOT NULL,            -- KpEntityType; with subject: the lane
  subject     BLOB    NOT NULL,            -- 16 bytes
  added_ent   INTEGER,                     -- the record that it adds to its subject
  added       BLOB,
  after       BLOB,                        -- previous operation of the lane
  bytes       BLOB    NOT NULL,            -- frozen
  state       INTEGER NOT NULL,            -- KpOutboxState
  offer       INTEGER NOT NULL DEFAULT 1,  -- 1 = the server owes a final result
  left_here   INTEGER NOT NULL DEFAULT 0,  -- 1 = was in a request; it may have reached the server
  again       INTEGER NOT NULL DEFAULT 0,  -- 1 = offered again since a restore
  again_at    INTEGER NOT NULL DEFAULT 0,  -- the server's clock when that began; 0 = not known yet
  result      TEXT,                        -- the last final result, or later
  reply       TEXT,                        -- its whole line
  ok_number   INTEGER NOT NULL DEFAULT 0,  -- number of the seen that came with ok
  queued_at   INTEGER NOT NULL,            -- this computer's clock, UTC milliseconds
  ended_at    INTEGER NOT NULL DEFAULT 0,  -- the server's clock, UTC milliseconds; 0 = not ended
  retry_at    INTEGER NOT NULL DEFAULT 0   -- this computer's clock, after later; 0 = at once
) STRICT;
CREATE INDEX operation_by_subject ON operation (subject_ent, subject, no); -- lanes, projections
CREATE INDEX operation_by_added ON operation (added_ent, added) WHERE added IS NOT NULL; -- projections
CREATE INDEX operation_by_offer ON operation (no) WHERE offer = 1; -- the next request
CREATE INDEX operation_by_state ON operation (state, ok_number);   -- counts, projections
CREATE INDEX operation_by_end ON operation (ended_at) WHERE offer = 0; -- pruning
CREATE INDEX operation_by_after ON operation (after) WHERE offer = 1;  -- pruning

CREATE TABLE draft
(
  id         BLOB    NOT NULL PRIMARY KEY, -- 16 bytes
  kind       TEXT    NOT NULL,
  body       TEXT    NOT NULL,             -- JSON of the writer
  created_at INTEGER NOT NULL,             -- UTC milliseconds
  updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_by_update ON draft (updated_at, id); -- newest first

-- Facts about this device and person; names of the store itself begin with "store.".
CREATE TABLE fact
(
  name  TEXT NOT NULL PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Organisations that a member of staff keeps here.
CREATE TABLE pin
(
  org   BLOB    NOT NULL PRIMARY KEY,      -- 16 bytes
  until INTEGER NOT NULL                   -- UTC milliseconds; 0 = until unpinned
) STRICT, WITHOUT ROWID;
