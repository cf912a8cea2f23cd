-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Files that the person chose. Each lies encrypted in the folder "files" under its identifier; its
-- key is here until neither a draft nor an operation names it.

CREATE TABLE file
(
  id         BLOB    NOT NULL PRIMARY KEY,   -- 16 bytes: of the attachment
  key        BLOB    NOT NULL,               -- 32 bytes
  name       TEXT    NOT NULL,               -- as it travels
  media_type TEXT    NOT NULL,
  size       INTEGER NOT NULL,               -- bytes
  sha256     TEXT    NOT NULL,               -- 64 hexadecimal digits, of the content
  state      INTEGER NOT NULL DEFAULT 1,     -- KpFileState
  fault      INTEGER NOT NULL DEFAULT 0,     -- KpFileFault
  asked      INTEGER NOT NULL DEFAULT 0,     -- how often the office asked for it again
  operation  BLOB,                           -- 16 bytes: the one that names it
  org        BLOB,                           -- 16 bytes: where that belongs
  made_at    INTEGER NOT NULL                -- UTC milliseconds
) STRICT, WITHOUT ROWID;
CREATE INDEX file_by_operation ON file (operation, state); -- what may be sent
CREATE INDEX file_by_state ON file (state);                -- the next one to send
