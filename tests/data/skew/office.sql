-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What the office of the first schema held: a customer, a member of staff, requests and work orders. Never edited; see README.md.

INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (1, 1, X'01A20320A2007C82BDC9FF79509E2246', NULL, NULL, 1, '{"url_name":"demo","name":{"nl":"Demo"},"enabled":true,"visibility":{"request":"own","work_order":"own"},"show_prices":true,"terms_required":false}', 'p:AaIDIKIAfIK9yf95UJ4iRg', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (2, 3, X'01A20320A200728F92055DAAB566E6E6', NULL, X'01A20320A2007C82BDC9FF79509E2246', 1, '{"portal_id":"AaIDIKIAfIK9yf95UJ4iRg","key":"algemeen","version":1,"state":"published","name":{"nl":"Vraag"},"position":1,"sections":[]}', 'p:AaIDIKIAfIK9yf95UJ4iRg', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (3, 6, X'01A20320A20078BDBF46AB7C8F888AF4', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"name":"Bakkerij","number":"1001"}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:gen', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (4, 8, X'01A20320A20078BDBF46AB7C8F888AF4', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"name":"Bakkerij","number":"1001"}', 's:dir', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (5, 9, X'01A20320A200747497584E8FA183AE58', NULL, NULL, 1, '{"display_name":"Anna","kind":"customer","portal_id":"AaIDIKIAfIK9yf95UJ4iRg","phone":""}', 'u:AaIDIKIAdHSXWE6PoYOuWA', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (6, 9, X'01A20320A2007858A4F2F1EBA4F49DEF', NULL, NULL, 1, '{"display_name":"Eva","kind":"staff","portal_id":null,"phone":"","queues":["requests","work","office"],"rights":["request.handle","request.comment"]}', 'u:AaIDIKIAeFik8vHrpPSd7w', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (7, 10, X'01A20320A2007A1BBC30CE5CD8F08812', X'01A20320A20078BDBF46AB7C8F888AF4', X'01A20320A200747497584E8FA183AE58', 1, '{"user_id":"AaIDIKIAdHSXWE6PoYOuWA","org_id":"AaIDIKIAeL2_Rqt8j4iK9A","user_name":"Anna","role":"manager","rights":["request.submit","request.comment"]}', 's:AaIDIKIAeL2_Rqt8j4iK9A u:AaIDIKIAdHSXWE6PoYOuWA', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (8, 12, X'01A20320A2007188BF63D9569E3CDC86', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 0","state":"submitted","number":"R-2026-00001","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:req o:AaIDIKIAeL2_Rqt8j4iK9A:req:own:AaIDIKIAdHSXWE6PoYOuWA q:requests', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (9, 12, X'01A20320A2007B51A6C39F4324AF1F78', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 1","state":"submitted","number":"R-2026-00002","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:req o:AaIDIKIAeL2_Rqt8j4iK9A:req:own:AaIDIKIAdHSXWE6PoYOuWA q:requests', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (10, 12, X'01A20320A2007A958E9CF1D26829BCA3', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 2","state":"needs_information","number":"R-2026-00003","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:req o:AaIDIKIAeL2_Rqt8j4iK9A:req:own:AaIDIKIAdHSXWE6PoYOuWA q:requests', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (11, 12, X'01A20320A2007ED9AA4A000CF8FFE35B', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 3","state":"submitted","number":"R-2026-00004","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:req o:AaIDIKIAeL2_Rqt8j4iK9A:req:own:AaIDIKIAdHSXWE6PoYOuWA q:requests', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (12, 12, X'01A20320A200737D986F92C5D1A18F79', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 4","state":"in_review","number":"R-2026-00005","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:req o:AaIDIKIAeL2_Rqt8j4iK9A:req:own:AaIDIKIAdHSXWE6PoYOuWA q:requests', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (13, 12, X'01A20320A200798B8B6EE1761DB50809', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 5","state":"submitted","number":"R-2026-00006","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:req o:AaIDIKIAeL2_Rqt8j4iK9A:req:own:AaIDIKIAdHSXWE6PoYOuWA q:requests', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (14, 12, X'01A20320A2007384891A719B42909870', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 6","state":"in_review","number":"R-2026-00007","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:req o:AaIDIKIAeL2_Rqt8j4iK9A:req:own:AaIDIKIAdHSXWE6PoYOuWA q:requests', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (15, 12, X'01A20320A20077478659DBFDE3BF48E0', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","title":"Aanvraag 7","state":"accepted","number":"R-2026-00008","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:req o:AaIDIKIAeL2_Rqt8j4iK9A:req:own:AaIDIKIAdHSXWE6PoYOuWA', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (16, 14, X'01A20320A20078EEB88ECBE32D2EC850', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 0","state":"done","number":"W-2026-00001","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:wo o:AaIDIKIAeL2_Rqt8j4iK9A:wo:own:AaIDIKIAdHSXWE6PoYOuWA q:work', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (17, 14, X'01A20320A20078129C5316EF58F19215', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 1","state":"done","number":"W-2026-00002","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:wo o:AaIDIKIAeL2_Rqt8j4iK9A:wo:own:AaIDIKIAdHSXWE6PoYOuWA q:work', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (18, 14, X'01A20320A2007A31A148102EE9E416AB', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 2","state":"new","number":"W-2026-00003","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:wo o:AaIDIKIAeL2_Rqt8j4iK9A:wo:own:AaIDIKIAdHSXWE6PoYOuWA q:work', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (19, 14, X'01A20320A200732CB8D77094C3280322', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 3","state":"planned","number":"W-2026-00004","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:wo o:AaIDIKIAeL2_Rqt8j4iK9A:wo:own:AaIDIKIAdHSXWE6PoYOuWA q:work', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (20, 14, X'01A20320A2007E9586299A5D8BF735BA', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 4","state":"in_progress","number":"W-2026-00005","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:wo o:AaIDIKIAeL2_Rqt8j4iK9A:wo:own:AaIDIKIAdHSXWE6PoYOuWA q:work', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (21, 14, X'01A20320A20072BA848179208415F166', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 5","state":"blocked","number":"W-2026-00006","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:wo o:AaIDIKIAeL2_Rqt8j4iK9A:wo:own:AaIDIKIAdHSXWE6PoYOuWA q:work', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (22, 14, X'01A20320A20074FCB05276633F634137', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 6","state":"in_progress","number":"W-2026-00007","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:wo o:AaIDIKIAeL2_Rqt8j4iK9A:wo:own:AaIDIKIAdHSXWE6PoYOuWA q:work', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (23, 14, X'01A20320A200751FAE5A649EA5515BA2', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 7","state":"planned","number":"W-2026-00008","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:wo o:AaIDIKIAeL2_Rqt8j4iK9A:wo:own:AaIDIKIAdHSXWE6PoYOuWA q:work', 1795348800000, 1795348800000);
INSERT INTO record (no, ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)
  VALUES (24, 14, X'01A20320A2007C54B29078EF0ED1D1A1', X'01A20320A20078BDBF46AB7C8F888AF4', NULL, 1, '{"org_id":"AaIDIKIAeL2_Rqt8j4iK9A","requester_id":"AaIDIKIAdHSXWE6PoYOuWA","request_id":"AaIDIKIAd0eGWdv9479I4A","title":"Werk 8","state":"planned","number":"W-2026-00009","created_at":1795340000000,"updated_at":1795340000000}', 'o:AaIDIKIAeL2_Rqt8j4iK9A:wo o:AaIDIKIAeL2_Rqt8j4iK9A:wo:own:AaIDIKIAdHSXWE6PoYOuWA q:work', 1795348800000, 1795348800000);
INSERT INTO stream (no, id, head, floor)
  VALUES (1, 'o:AaIDIKIAeL2_Rqt8j4iK9A:gen', 1, 0);
INSERT INTO stream (no, id, head, floor)
  VALUES (2, 'o:AaIDIKIAeL2_Rqt8j4iK9A:req', 8, 0);
INSERT INTO stream (no, id, head, floor)
  VALUES (3, 'o:AaIDIKIAeL2_Rqt8j4iK9A:req:own:AaIDIKIAdHSXWE6PoYOuWA', 8, 0);
INSERT INTO stream (no, id, head, floor)
  VALUES (4, 'o:AaIDIKIAeL2_Rqt8j4iK9A:wo', 9, 0);
INSERT INTO stream (no, id, head, floor)
  VALUES (5, 'o:AaIDIKIAeL2_Rqt8j4iK9A:wo:own:AaIDIKIAdHSXWE6PoYOuWA', 9, 0);
INSERT INTO stream (no, id, head, floor)
  VALUES (6, 'p:AaIDIKIAfIK9yf95UJ4iRg', 2, 0);
INSERT INTO stream (no, id, head, floor)
  VALUES (7, 'q:requests', 7, 0);
INSERT INTO stream (no, id, head, floor)
  VALUES (8, 'q:work', 9, 0);
INSERT INTO stream (no, id, head, floor)
  VALUES (9, 's:AaIDIKIAeL2_Rqt8j4iK9A', 1, 0);
INSERT INTO stream (no, id, head, floor)
  VALUES (10, 's:dir', 1, 0);
INSERT INTO stream (no, id, head, floor)
  VALUES (11, 'u:AaIDIKIAdHSXWE6PoYOuWA', 2, 0);
INSERT INTO stream (no, id, head, floor)
  VALUES (12, 'u:AaIDIKIAeFik8vHrpPSd7w', 1, 0);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (1, 6, X'01A20320A20078BDBF46AB7C8F888AF4', 1, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (2, 12, X'01A20320A2007188BF63D9569E3CDC86', 1, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (2, 12, X'01A20320A200737D986F92C5D1A18F79', 5, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (2, 12, X'01A20320A2007384891A719B42909870', 7, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (2, 12, X'01A20320A20077478659DBFDE3BF48E0', 8, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (2, 12, X'01A20320A200798B8B6EE1761DB50809', 6, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (2, 12, X'01A20320A2007A958E9CF1D26829BCA3', 3, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (2, 12, X'01A20320A2007B51A6C39F4324AF1F78', 2, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (2, 12, X'01A20320A2007ED9AA4A000CF8FFE35B', 4, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (3, 12, X'01A20320A2007188BF63D9569E3CDC86', 1, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (3, 12, X'01A20320A200737D986F92C5D1A18F79', 5, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (3, 12, X'01A20320A2007384891A719B42909870', 7, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (3, 12, X'01A20320A20077478659DBFDE3BF48E0', 8, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (3, 12, X'01A20320A200798B8B6EE1761DB50809', 6, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (3, 12, X'01A20320A2007A958E9CF1D26829BCA3', 3, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (3, 12, X'01A20320A2007B51A6C39F4324AF1F78', 2, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (3, 12, X'01A20320A2007ED9AA4A000CF8FFE35B', 4, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (4, 14, X'01A20320A20072BA848179208415F166', 6, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (4, 14, X'01A20320A200732CB8D77094C3280322', 4, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (4, 14, X'01A20320A20074FCB05276633F634137', 7, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (4, 14, X'01A20320A200751FAE5A649EA5515BA2', 8, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (4, 14, X'01A20320A20078129C5316EF58F19215', 2, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (4, 14, X'01A20320A20078EEB88ECBE32D2EC850', 1, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (4, 14, X'01A20320A2007A31A148102EE9E416AB', 3, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (4, 14, X'01A20320A2007C54B29078EF0ED1D1A1', 9, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (4, 14, X'01A20320A2007E9586299A5D8BF735BA', 5, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (5, 14, X'01A20320A20072BA848179208415F166', 6, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (5, 14, X'01A20320A200732CB8D77094C3280322', 4, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (5, 14, X'01A20320A20074FCB05276633F634137', 7, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (5, 14, X'01A20320A200751FAE5A649EA5515BA2', 8, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (5, 14, X'01A20320A20078129C5316EF58F19215', 2, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (5, 14, X'01A20320A20078EEB88ECBE32D2EC850', 1, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (5, 14, X'01A20320A2007A31A148102EE9E416AB', 3, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (5, 14, X'01A20320A2007C54B29078EF0ED1D1A1', 9, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (5, 14, X'01A20320A2007E9586299A5D8BF735BA', 5, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (6, 1, X'01A20320A2007C82BDC9FF79509E2246', 1, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (6, 3, X'01A20320A200728F92055DAAB566E6E6', 2, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (7, 12, X'01A20320A2007188BF63D9569E3CDC86', 1, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (7, 12, X'01A20320A200737D986F92C5D1A18F79', 5, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (7, 12, X'01A20320A2007384891A719B42909870', 7, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (7, 12, X'01A20320A200798B8B6EE1761DB50809', 6, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (7, 12, X'01A20320A2007A958E9CF1D26829BCA3', 3, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (7, 12, X'01A20320A2007B51A6C39F4324AF1F78', 2, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (7, 12, X'01A20320A2007ED9AA4A000CF8FFE35B', 4, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (8, 14, X'01A20320A20072BA848179208415F166', 6, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (8, 14, X'01A20320A200732CB8D77094C3280322', 4, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (8, 14, X'01A20320A20074FCB05276633F634137', 7, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (8, 14, X'01A20320A200751FAE5A649EA5515BA2', 8, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (8, 14, X'01A20320A20078129C5316EF58F19215', 2, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (8, 14, X'01A20320A20078EEB88ECBE32D2EC850', 1, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (8, 14, X'01A20320A2007A31A148102EE9E416AB', 3, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (8, 14, X'01A20320A2007C54B29078EF0ED1D1A1', 9, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (8, 14, X'01A20320A2007E9586299A5D8BF735BA', 5, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (9, 10, X'01A20320A2007A1BBC30CE5CD8F08812', 1, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (10, 8, X'01A20320A20078BDBF46AB7C8F888AF4', 1, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (11, 9, X'01A20320A200747497584E8FA183AE58', 1, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (11, 10, X'01A20320A2007A1BBC30CE5CD8F08812', 2, 0, 1795348800000);
INSERT INTO pub (stream, ent, id, seq, gone, at)
  VALUES (12, 9, X'01A20320A2007858A4F2F1EBA4F49DEF', 1, 0, 1795348800000);
INSERT INTO commit_log (no, nonce, at)
  VALUES (1, X'F54BB30DFF5138FB', 1795348800000);
INSERT INTO commit_log (no, nonce, at)
  VALUES (2, X'4AC1A68827B98749', 1795348800000);
INSERT INTO responsibility (user_id, org_id)
  VALUES (X'01A20320A2007858A4F2F1EBA4F49DEF', X'01A20320A20078BDBF46AB7C8F888AF4');
