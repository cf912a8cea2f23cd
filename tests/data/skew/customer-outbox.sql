-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What waits on the customer's device, made offline. Never edited; see README.md.

INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320A20073E78D04E9846F43A2A8', 'request.submit@1', 12, X'01A20320A2007EB2B6E5BEFC94FF6195', NULL, NULL, NULL,
  CAST ('{"id":"AaIDIKIAc-eNBOmEb0OiqA","after":null,"k":"request.submit@1","at":1795348800000,"was":{},"a":{"request":"AaIDIKIAfrK25b78lP9hlQ","org":"AaIDIKIAeL2_Rqt8j4iK9A","flow":"AaIDIKIAco-SBV2qtWbm5g","title":"Nieuw","answers":{}}}' AS BLOB), 1, 1, 1795348800000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320A5E87528A848B02E49BCE6C5', 'request.comment@1', 12, X'01A20320A2007EB2B6E5BEFC94FF6195', 13, X'01A20320A5E872A6AD848D568C9DEBD4', X'01A20320A20073E78D04E9846F43A2A8',
  CAST ('{"id":"AaIDIKXodSioSLAuSbzmxQ","after":"AaIDIKIAc-eNBOmEb0OiqA","k":"request.comment@1","at":1795348801000,"was":{},"a":{"request":"AaIDIKIAfrK25b78lP9hlQ","message":"AaIDIKXocqathI1WjJ3r1A","text":"Bijlage volgt"}}' AS BLOB), 1, 1, 1795348801000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320A9D07E9FB327BF57D69A0BDE', 'request.comment@1', 12, X'01A20320A2007188BF63D9569E3CDC86', 13, X'01A20320A9D07EB1AB5AC9CCED4F2811', NULL,
  CAST ('{"id":"AaIDIKnQfp-zJ79X1poL3g","after":null,"k":"request.comment@1","at":1795348802000,"was":{},"a":{"request":"AaIDIKIAcYi_Y9lWnjzchg","message":"AaIDIKnQfrGrWsnM7U8oEQ","text":"Haast"}}' AS BLOB), 1, 1, 1795348802000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320ADB871ED96B50FEC06F497DB', 'request.withdraw@1', 12, X'01A20320A2007B51A6C39F4324AF1F78', NULL, NULL, NULL,
  CAST ('{"id":"AaIDIK24ce2WtQ_sBvSX2w","after":null,"k":"request.withdraw@1","at":1795348803000,"was":{"state":"submitted"},"a":{"request":"AaIDIKIAe1Gmw59DJK8feA"}}' AS BLOB), 1, 1, 1795348803000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320B1A079C9999D64B8632167FC', 'request.answer@1', 12, X'01A20320A2007A958E9CF1D26829BCA3', 13, X'01A20320B1A07DF682B8FB380B149167', NULL,
  CAST ('{"id":"AaIDILGgecmZnWS4YyFn_A","after":null,"k":"request.answer@1","at":1795348804000,"was":{"state":"needs_information"},"a":{"request":"AaIDIKIAepWOnPHSaCm8ow","message":"AaIDILGgffaCuPs4CxSRZw","text":"Mei"}}' AS BLOB), 1, 1, 1795348804000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320B5887E4BB13B2E29BBAFAEFE', 'work_order.confirm@1', 14, X'01A20320A20078EEB88ECBE32D2EC850', NULL, NULL, NULL,
  CAST ('{"id":"AaIDILWIfkuxOy4pu6-u_g","after":null,"k":"work_order.confirm@1","at":1795348805000,"was":{"state":"done"},"a":{"work_order":"AaIDIKIAeO64jsvjLS7IUA"}}' AS BLOB), 1, 1, 1795348805000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320B97070C68F5B5F07D2DEE7C8', 'work_order.reopen@1', 14, X'01A20320A20078129C5316EF58F19215', 13, X'01A20320B970720E9480B25140C5D025', NULL,
  CAST ('{"id":"AaIDILlwcMaPW18H0t7nyA","after":null,"k":"work_order.reopen@1","at":1795348806000,"was":{"state":"done"},"a":{"work_order":"AaIDIKIAeBKcUxbvWPGSFQ","message":"AaIDILlwcg6UgLJRQMXQJQ","text":"Lekt nog"}}' AS BLOB), 1, 1, 1795348806000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320BD587B2BBAF226F3C30E544C', 'user.update@1', 9, X'01A20320A200747497584E8FA183AE58', NULL, NULL, NULL,
  CAST ('{"id":"AaIDIL1Yeyu68ibzww5UTA","after":null,"k":"user.update@1","at":1795348807000,"was":{"phone":""},"a":{"user":"AaIDIKIAdHSXWE6PoYOuWA","phone":"+31301234567"}}' AS BLOB), 1, 1, 1795348807000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320C14070C3B949B3751AEA1703', 'read.mark@1', 11, X'01A20320C1407CA6A6EB2D07199F1F0E', NULL, NULL, NULL,
  CAST ('{"id":"AaIDIMFAcMO5SbN1GuoXAw","after":null,"k":"read.mark@1","at":1795348808000,"was":{},"a":{"mark":"AaIDIMFAfKam6y0HGZ8fDg","subject":"AaIDIKIAcYi_Y9lWnjzchg","at":1795340000000}}' AS BLOB), 1, 1, 1795348808000);
INSERT INTO fact (name, value) VALUES ('store.contact-age', '0');
INSERT INTO fact (name, value) VALUES ('store.contact-boot', '1000');
INSERT INTO fact (name, value) VALUES ('store.contact-server', '1795348800000');
INSERT INTO fact (name, value) VALUES ('store.contact-wall', '1795348800000');
INSERT INTO fact (name, value) VALUES ('store.person-id', 'AaIDIKIAdHSXWE6PoYOuWA');
INSERT INTO fact (name, value) VALUES ('store.person-kind', 'customer');
INSERT INTO fact (name, value) VALUES ('store.person-name', 'Anna');
INSERT INTO fact (name, value) VALUES ('store.seen', '2 4ac1a68827b98749');
