-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What the customer's device holds. Never edited; see README.md.

INSERT INTO stream (number, name, state, head, low, gen, swept) VALUES (1, 'p:AaIDIKIAfIK9yf95UJ4iRg', 1, 2, 0, 1, 1);
INSERT INTO stream (number, name, state, head, low, gen, swept) VALUES (2, 'o:AaIDIKIAeL2_Rqt8j4iK9A:wo:own:AaIDIKIAdHSXWE6PoYOuWA', 1, 9, 0, 1, 1);
INSERT INTO stream (number, name, state, head, low, gen, swept) VALUES (3, 'o:AaIDIKIAeL2_Rqt8j4iK9A:doc', 1, 0, 0, 1, 1);
INSERT INTO stream (number, name, state, head, low, gen, swept) VALUES (4, 'o:AaIDIKIAeL2_Rqt8j4iK9A:price:own:AaIDIKIAdHSXWE6PoYOuWA', 1, 0, 0, 1, 1);
INSERT INTO stream (number, name, state, head, low, gen, swept) VALUES (5, 'o:AaIDIKIAeL2_Rqt8j4iK9A:req:own:AaIDIKIAdHSXWE6PoYOuWA', 1, 8, 0, 1, 1);
INSERT INTO stream (number, name, state, head, low, gen, swept) VALUES (6, 'o:AaIDIKIAeL2_Rqt8j4iK9A:gen', 1, 1, 0, 1, 1);
INSERT INTO stream (number, name, state, head, low, gen, swept) VALUES (7, 'u:AaIDIKIAdHSXWE6PoYOuWA', 1, 2, 0, 1, 1);
INSERT INTO raw (key, ent, id, at, body) VALUES (1, 6, X'01A20320A20078BDBF46AB7C8F888AF4', 1099511627778,
  '{"name":"Bakkerij","number":"1001"}');
INSERT INTO raw (key, ent, id, at, body) VALUES (2, 12, X'01A20320A20077478659DBFDE3BF48E0', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 7","state":"accepted","number":"R-2026-00008","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (3, 12, X'01A20320A2007384891A719B42909870', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 6","state":"in_review","number":"R-2026-00007","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (4, 12, X'01A20320A200798B8B6EE1761DB50809', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 5","state":"submitted","number":"R-2026-00006","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (5, 12, X'01A20320A200737D986F92C5D1A18F79', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 4","state":"in_review","number":"R-2026-00005","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (6, 12, X'01A20320A2007ED9AA4A000CF8FFE35B', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 3","state":"submitted","number":"R-2026-00004","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (7, 12, X'01A20320A2007A958E9CF1D26829BCA3', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 2","state":"needs_information","number":"R-2026-00003","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (8, 12, X'01A20320A2007B51A6C39F4324AF1F78', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 1","state":"submitted","number":"R-2026-00002","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (9, 12, X'01A20320A2007188BF63D9569E3CDC86', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 0","state":"submitted","number":"R-2026-00001","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (10, 14, X'01A20320A2007C54B29078EF0ED1D1A1', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 8","state":"planned","number":"W-2026-00009","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (11, 14, X'01A20320A200751FAE5A649EA5515BA2', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 7","state":"planned","number":"W-2026-00008","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (12, 14, X'01A20320A20074FCB05276633F634137', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 6","state":"in_progress","number":"W-2026-00007","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (13, 14, X'01A20320A20072BA848179208415F166', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 5","state":"blocked","number":"W-2026-00006","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (14, 14, X'01A20320A2007E9586299A5D8BF735BA', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 4","state":"in_progress","number":"W-2026-00005","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (15, 14, X'01A20320A200732CB8D77094C3280322', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 3","state":"planned","number":"W-2026-00004","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (16, 14, X'01A20320A2007A31A148102EE9E416AB', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 2","state":"new","number":"W-2026-00003","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (17, 14, X'01A20320A20078129C5316EF58F19215', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 1","state":"done","number":"W-2026-00002","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (18, 14, X'01A20320A20078EEB88ECBE32D2EC850', 1099511627778,
  '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 0","state":"done","number":"W-2026-00001","created_at":1795340000000,"updated_at":1795340000000}');
INSERT INTO raw (key, ent, id, at, body) VALUES (19, 3, X'01A20320A200728F92055DAAB566E6E6', 1099511627778,
  '{"portal_id":"AaIDIKIAfIK9yf95UJ4iRg","key":"algemeen","version":1,"state":"published","name":{"nl":"Vraag"},"position":1,"sections":[]}');
INSERT INTO raw (key, ent, id, at, body) VALUES (20, 1, X'01A20320A2007C82BDC9FF79509E2246', 1099511627778,
  '{"url_name":"demo","name":{"nl":"Demo"},"enabled":true,"visibility":{"request":"own","work_order":"own"},"show_prices":true,"terms_required":false}');
INSERT INTO raw (key, ent, id, at, body) VALUES (21, 10, X'01A20320A2007A1BBC30CE5CD8F08812', 1099511627778,
  '{"user_id":"AaIDIKIAdHSXWE6PoYOuWA","org_id":"AaIDIKIAeL2_Rqt8j4iK9A","user_name":"Anna","role":"manager","rights":["request.submit","request.comment"]}');
INSERT INTO raw (key, ent, id, at, body) VALUES (22, 9, X'01A20320A200747497584E8FA183AE58', 1099511627778,
  '{"display_name":"Anna","kind":"customer","portal_id":"AaIDIKIAfIK9yf95UJ4iRg","phone":""}');
INSERT INTO membership (stream, key, gen) VALUES (1, 19, 1);
INSERT INTO membership (stream, key, gen) VALUES (1, 20, 1);
INSERT INTO membership (stream, key, gen) VALUES (2, 10, 1);
INSERT INTO membership (stream, key, gen) VALUES (2, 11, 1);
INSERT INTO membership (stream, key, gen) VALUES (2, 12, 1);
INSERT INTO membership (stream, key, gen) VALUES (2, 13, 1);
INSERT INTO membership (stream, key, gen) VALUES (2, 14, 1);
INSERT INTO membership (stream, key, gen) VALUES (2, 15, 1);
INSERT INTO membership (stream, key, gen) VALUES (2, 16, 1);
INSERT INTO membership (stream, key, gen) VALUES (2, 17, 1);
INSERT INTO membership (stream, key, gen) VALUES (2, 18, 1);
INSERT INTO membership (stream, key, gen) VALUES (5, 2, 1);
INSERT INTO membership (stream, key, gen) VALUES (5, 3, 1);
INSERT INTO membership (stream, key, gen) VALUES (5, 4, 1);
INSERT INTO membership (stream, key, gen) VALUES (5, 5, 1);
INSERT INTO membership (stream, key, gen) VALUES (5, 6, 1);
INSERT INTO membership (stream, key, gen) VALUES (5, 7, 1);
INSERT INTO membership (stream, key, gen) VALUES (5, 8, 1);
INSERT INTO membership (stream, key, gen) VALUES (5, 9, 1);
INSERT INTO membership (stream, key, gen) VALUES (6, 1, 1);
INSERT INTO membership (stream, key, gen) VALUES (7, 21, 1);
INSERT INTO membership (stream, key, gen) VALUES (7, 22, 1);
UPDATE replica SET seen_number = 2, seen_nonce = '4ac1a68827b98749', acc = '9e0304f300068a73', allowed = '["o:AaIDIKIAeL2_Rqt8j4iK9A:doc","o:AaIDIKIAeL2_Rqt8j4iK9A:gen","o:AaIDIKIAeL2_Rqt8j4iK9A:price:own:AaIDIKIAdHSXWE6PoYOuWA","o:AaIDIKIAeL2_Rqt8j4iK9A:req:own:AaIDIKIAdHSXWE6PoYOuWA","o:AaIDIKIAeL2_Rqt8j4iK9A:wo:own:AaIDIKIAdHSXWE6PoYOuWA","p:AaIDIKIAfIK9yf95UJ4iRg","u:AaIDIKIAdHSXWE6PoYOuWA"]', round = 2, whole = 1, epoch = 1;
