-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Contents that no attachment has go after a while.

-- Since when no attachment has it; NULL = one has it.
ALTER TABLE blob ADD COLUMN unused_since INTEGER;
UPDATE blob SET unused_since = added_at
  WHERE NOT EXISTS (SELECT 1 FROM blob_use WHERE blob_use.sha256 = blob.sha256);
CREATE INDEX blob_by_unused ON blob (unused_since, sha256) WHERE unused_since IS NOT NULL;
