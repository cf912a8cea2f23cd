-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Files of others that were opened here: each lies encrypted in the folder "files" under the
-- identifier of its attachment. Without the key it is worth nothing.

CREATE TABLE file
(
  id  BLOB NOT NULL PRIMARY KEY, -- 16 bytes: of the attachment
  key BLOB NOT NULL              -- 32 bytes
) STRICT, WITHOUT ROWID;
