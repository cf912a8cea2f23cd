-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Buckets go when they are full again. Until now they never went: what there is says of none how
-- fast it fills, so all of them begin anew, this once.

DROP TABLE bucket;

-- Buckets of the rate limits that are not full.
CREATE TABLE bucket
(
  key     BLOB    NOT NULL PRIMARY KEY, -- keyed hash of kind and name
  tokens  INTEGER NOT NULL,             -- thousandths
  at      INTEGER NOT NULL,             -- when that was true
  full_at INTEGER NOT NULL,             -- when it is full, and may go

  CHECK (tokens >= 0)
) STRICT, WITHOUT ROWID;

-- For those that may go, and those that are longest not full.
CREATE INDEX bucket_by_full ON bucket (full_at);
