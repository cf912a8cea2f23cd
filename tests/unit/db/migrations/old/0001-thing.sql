-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- A first table.
CREATE TABLE thing (id INTEGER PRIMARY KEY) STRICT;
