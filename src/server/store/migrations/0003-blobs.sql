-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Files, by the SHA-256 of their content in 64 hex digits. The contents are files in the folder
-- "blobs"; a row comes after its file is durable.

-- One content.
CREATE TABLE blob
(
  sha256     TEXT    NOT NULL PRIMARY KEY,
  size       INTEGER NOT NULL, -- bytes
  state      TEXT    NOT NULL, -- of the scan
  finding    TEXT,             -- what the scanner called it, or why it could not look
  added_at   INTEGER NOT NULL,
  scanned_at INTEGER,          -- NULL = not yet

  CHECK (length (sha256) = 64),
  CHECK (size >= 0),
  CHECK (state IN ('pending', 'clean', 'infected', 'unscannable'))
) STRICT, WITHOUT ROWID;
-- What the scanner has to do, also after a crash.
CREATE INDEX blob_by_waiting ON blob (added_at, sha256) WHERE state = 'pending';
-- Looking again at what came lately.
CREATE INDEX blob_by_added ON blob (added_at, sha256);

-- Who sent it, as what. An organisation is told that a content is here only if it is in this table.
CREATE TABLE blob_owner
(
  org_id     BLOB    NOT NULL,
  sha256     TEXT    NOT NULL REFERENCES blob (sha256),
  media_type TEXT    NOT NULL, -- one that the content is: the same letters are a text and a table
  size       INTEGER NOT NULL, -- as in blob, for the sum
  added_at   INTEGER NOT NULL,

  PRIMARY KEY (org_id, sha256, media_type)
) STRICT, WITHOUT ROWID;
-- Forgetting a content that is lost.
CREATE INDEX blob_owner_by_content ON blob_owner (sha256);

-- The attachments that have a content: they are told when it was scanned.
CREATE TABLE blob_use
(
  sha256        TEXT NOT NULL REFERENCES blob (sha256),
  attachment_id BLOB NOT NULL,

  PRIMARY KEY (sha256, attachment_id)
) STRICT, WITHOUT ROWID;
