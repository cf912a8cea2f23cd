-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Who may sign in, from which devices, and what they hold: hashes of tokens, never tokens. The person
-- is the record `user` of the same id; that somebody is switched off stands in `standing`.

-- One login. It is unique per population and portal, so a portal's account is never one of the office.
CREATE TABLE account
(
  user_id     BLOB    NOT NULL PRIMARY KEY, -- id of the record `user`
  portal_id   BLOB    NOT NULL,             -- 16 zero bytes: office staff
  login       TEXT    NOT NULL,             -- as typed by the office
  login_key   TEXT    NOT NULL,             -- case folded and composed; what is compared
  password    TEXT,                         -- argon2id as libsodium encodes it; NULL: cannot sign in yet
  password_at INTEGER,                      -- when it was set
  created_at  INTEGER NOT NULL,

  UNIQUE (portal_id, login_key),
  CHECK (length (user_id) = 16 AND length (portal_id) = 16)
) STRICT, WITHOUT ROWID;

-- One account folder on one computer of one user.
CREATE TABLE device
(
  id         BLOB    NOT NULL PRIMARY KEY,
  user_id    BLOB    NOT NULL,
  key        BLOB    NOT NULL, -- Ed25519, public
  name       TEXT    NOT NULL, -- of the computer, as it says
  created_at INTEGER NOT NULL,
  seen_at    INTEGER NOT NULL, -- last sign-in

  UNIQUE (user_id, key),
  CHECK (length (id) = 16 AND length (key) = 32)
) STRICT, WITHOUT ROWID;

-- What comes of one sign-in: the family of its tokens.
CREATE TABLE session
(
  id         BLOB    NOT NULL PRIMARY KEY, -- 16 random bytes; the first part of its tokens, found nowhere else
  user_id    BLOB    NOT NULL,
  device_id  BLOB    NOT NULL REFERENCES device (id),
  used       BLOB,                         -- SHA-256 of the refresh token that was used last
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,             -- its absolute end
  ended_at   INTEGER,                      -- NULL: it goes on

  CHECK (length (id) = 16)
) STRICT, WITHOUT ROWID;
-- Ending what a user has.
CREATE INDEX session_by_user ON session (user_id) WHERE ended_at IS NULL;
-- Pruning.
CREATE INDEX session_by_expiry ON session (expires_at);

-- Refresh tokens that were given out and not used yet: the successors of session.used.
CREATE TABLE refresh_token
(
  session_id BLOB NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  hash       BLOB NOT NULL, -- SHA-256
  at         INTEGER NOT NULL,

  PRIMARY KEY (session_id, hash)
) STRICT, WITHOUT ROWID;

-- Access tokens.
CREATE TABLE access_token
(
  session_id BLOB    NOT NULL REFERENCES session (id) ON DELETE CASCADE,
  hash       BLOB    NOT NULL, -- SHA-256
  expires_at INTEGER NOT NULL,

  PRIMARY KEY (session_id, hash)
) STRICT, WITHOUT ROWID;

-- The key of an account folder, deposited at the first sign-in; sealed with a key outside of the database.
CREATE TABLE folder_key
(
  user_id BLOB    NOT NULL,
  folder  BLOB    NOT NULL, -- id of the account folder
  sealed  BLOB    NOT NULL, -- nonce, then crypto_secretbox of 32 bytes
  at      INTEGER NOT NULL,

  PRIMARY KEY (user_id, folder),
  CHECK (length (sealed) = 72)
) STRICT, WITHOUT ROWID;

-- Buckets of the rate limits that are not full.
CREATE TABLE bucket
(
  key    BLOB    NOT NULL PRIMARY KEY, -- keyed hash of kind and name
  tokens INTEGER NOT NULL,             -- thousandths
  at     INTEGER NOT NULL,             -- when that was true

  CHECK (tokens >= 0)
) STRICT, WITHOUT ROWID;
