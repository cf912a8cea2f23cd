-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
-- A column more.
ALTER TABLE thing ADD COLUMN colour TEXT;
