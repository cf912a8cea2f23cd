-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The same name, another text.
CREATE TABLE thing (id INTEGER PRIMARY KEY, size INTEGER) STRICT;
