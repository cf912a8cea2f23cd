-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- The second statement fails.
CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT;
CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT;
