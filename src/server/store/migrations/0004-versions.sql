-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Flows (3) and checklists (4) are kept in all their versions: an import knows each by its number.

UPDATE import_key
   SET key = key || '/' || coalesce ((SELECT json_extract (record.body, '$.version')
                                        FROM record
                                       WHERE record.ent = import_key.ent
                                         AND record.id = import_key.id), 1)
 WHERE ent IN (3, 4);
