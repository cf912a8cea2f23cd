-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What the first released outbox held: an operation of each state, a draft, facts and a pin. Never edited;
-- a later migration gets a file of its own.

INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer,
                       left_here, result, ok_number, queued_at, ended_at)
VALUES
  (X'019a9b1c54917000be231235373a3b01', 'request.comment@1', 12, X'019a9b1c54917000be231235373a3b10', 13,
   X'019a9b1c54917000be231235373a3b20', NULL,
   CAST ('{"id":"AZqbHFSRcAC-IxI1Nzo7AQ","after":null,"k":"request.comment@1","at":1795340000000,"was":{},"a":{"request":"AZqbHFSRcAC-IxI1Nzo7EA","message":"AZqbHFSRcAC-IxI1Nzo7IA","text":"Bijlage volgt"}}' AS BLOB),
   3, 0, 1, 'ok', 7, 1795340000000, 1795340001000),
  (X'019a9b1c54917000be231235373a3b02', 'request.withdraw@1', 12, X'019a9b1c54917000be231235373a3b10', NULL,
   NULL, X'019a9b1c54917000be231235373a3b01',
   CAST ('{"id":"AZqbHFSRcAC-IxI1Nzo7Ag","after":"AZqbHFSRcAC-IxI1Nzo7AQ","k":"request.withdraw@1","at":1795340002000,"was":{"state":"submitted"},"a":{"request":"AZqbHFSRcAC-IxI1Nzo7EA"}}' AS BLOB),
   1, 1, 0, NULL, 0, 1795340002000, 0),
  (X'019a9b1c54917000be231235373a3b03', 'request.withdraw@1', 12, X'019a9b1c54917000be231235373a3b11', NULL,
   NULL, NULL,
   CAST ('{"id":"AZqbHFSRcAC-IxI1Nzo7Aw","after":null,"k":"request.withdraw@1","at":1795340003000,"was":{"state":"submitted"},"a":{"request":"AZqbHFSRcAC-IxI1Nzo7EQ"}}' AS BLOB),
   4, 0, 1, 'conflict', 0, 1795340003000, 1795340004000);

INSERT INTO draft (id, kind, body, created_at, updated_at)
VALUES (X'019a9b1c54917000be231235373a3b30', 'request.submit', '{"title":"Half af"}', 1795340000000, 1795340005000);

INSERT INTO fact (name, value)
VALUES
  ('server-key', 'c2xldXRlbA'),
  ('store.person-id', 'AZqbHFSRcAC-IxI1Nzo7QA'),
  ('store.person-kind', 'customer'),
  ('store.person-name', 'Sanne de Vries'),
  ('store.seen', '7 0000000000000007');

INSERT INTO pin (org, until) VALUES (X'019a9b1c54917000be231235373a3b50', 0);
