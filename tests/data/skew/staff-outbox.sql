-- SPDX-FileCopyrightText: 2026 The klantportaal authors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What waits on the device of the office, made offline. Never edited; see README.md.

INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320C52874AC91FE60CAFF16D084', 'request.enter@1', 12, X'01A20320C52879809F134953E1080817', NULL, NULL, NULL,
  CAST ('{"id":"AaIDIMUodKyR_mDK_xbQhA","after":null,"k":"request.enter@1","at":1795348809000,"was":{},"a":{"request":"AaIDIMUoeYCfE0lT4QgIFw","org":"AaIDIKIAeL2_Rqt8j4iK9A","user":"AaIDIKIAdHSXWE6PoYOuWA","flow":"AaIDIKIAco-SBV2qtWbm5g","title":"Gebeld","answers":{}}}' AS BLOB), 1, 1, 1795348809000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320C91074E6A74DBBCE49625E51', 'request.review@1', 12, X'01A20320A2007ED9AA4A000CF8FFE35B', NULL, NULL, NULL,
  CAST ('{"id":"AaIDIMkQdOanTbvOSWJeUQ","after":null,"k":"request.review@1","at":1795348810000,"was":{"state":"submitted"},"a":{"request":"AaIDIKIAftmqSgAM-P_jWw"}}' AS BLOB), 1, 1, 1795348810000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320CCF87A70874A0E94B84307B0', 'request.ask@1', 12, X'01A20320A200737D986F92C5D1A18F79', 13, X'01A20320CCF8745F9A9A4F4F90F31760', NULL,
  CAST ('{"id":"AaIDIMz4enCHSg6UuEMHsA","after":null,"k":"request.ask@1","at":1795348811000,"was":{"state":"in_review"},"a":{"request":"AaIDIKIAc32Yb5LF0aGPeQ","message":"AaIDIMz4dF-amk9PkPMXYA","text":"Welke?"}}' AS BLOB), 1, 1, 1795348811000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320D0E07A2D825D023FED4D9E2E', 'request.accept@1', 12, X'01A20320A200798B8B6EE1761DB50809', 14, X'01A20320D0E07BA6B6E07B99CDDF8CEE', NULL,
  CAST ('{"id":"AaIDINDgei2CXQI_7U2eLg","after":null,"k":"request.accept@1","at":1795348812000,"was":{"state":"submitted"},"a":{"request":"AaIDIKIAeYuLbuF2HbUICQ","work_order":"AaIDINDge6a24HuZzd-M7g"}}' AS BLOB), 1, 1, 1795348812000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320D4C87DDB830090FA348E4548', 'request.decline@1', 12, X'01A20320A2007384891A719B42909870', NULL, NULL, NULL,
  CAST ('{"id":"AaIDINTIfduDAJD6NI5FSA","after":null,"k":"request.decline@1","at":1795348813000,"was":{"state":"in_review"},"a":{"request":"AaIDIKIAc4SJGnGbQpCYcA","reason":"other","text":"Dubbel"}}' AS BLOB), 1, 1, 1795348813000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320D8B07931BCA33D738055B249', 'request.note@1', 12, X'01A20320A2007188BF63D9569E3CDC86', 16, X'01A20320D8B0713CBF82FD99C32A126A', NULL,
  CAST ('{"id":"AaIDINiweTG8oz1zgFWySQ","after":null,"k":"request.note@1","at":1795348814000,"was":{},"a":{"request":"AaIDIKIAcYi_Y9lWnjzchg","note":"AaIDINiwcTy_gv2ZwyoSag","text":"Betaalt laat"}}' AS BLOB), 1, 1, 1795348814000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320DC9870B28264DA6AAEA7F4F4', 'request.comment@1', 12, X'01A20320A2007188BF63D9569E3CDC86', 13, X'01A20320DC987317B71EE64C862D8160', X'01A20320D8B07931BCA33D738055B249',
  CAST ('{"id":"AaIDINyYcLKCZNpqrqf09A","after":"AaIDINiweTG8oz1zgFWySQ","k":"request.comment@1","at":1795348815000,"was":{},"a":{"request":"AaIDIKIAcYi_Y9lWnjzchg","message":"AaIDINyYcxe3HuZMhi2BYA","text":"Gezien"}}' AS BLOB), 1, 1, 1795348815000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320E0807FF9A36DAD1CA2EE9D34', 'work_order.plan@1', 14, X'01A20320D0E07BA6B6E07B99CDDF8CEE', NULL, NULL, X'01A20320D0E07A2D825D023FED4D9E2E',
  CAST ('{"id":"AaIDIOCAf_mjba0cou6dNA","after":"AaIDINDgei2CXQI_7U2eLg","k":"work_order.plan@1","at":1795348816000,"was":{"state":"new"},"a":{"work_order":"AaIDINDge6a24HuZzd-M7g","planned_on":"2026-12-01","engineer":"Piet"}}' AS BLOB), 1, 1, 1795348816000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320E4687C558FF8B877F95A10EC', 'work_order.plan@1', 14, X'01A20320A2007A31A148102EE9E416AB', NULL, NULL, NULL,
  CAST ('{"id":"AaIDIORofFWP-Lh3-VoQ7A","after":null,"k":"work_order.plan@1","at":1795348817000,"was":{"state":"new"},"a":{"work_order":"AaIDIKIAejGhSBAu6eQWqw","planned_on":"2026-12-02"}}' AS BLOB), 1, 1, 1795348817000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320E8507832A873FE0BDCA35DDA', 'work_order.start@1', 14, X'01A20320A200732CB8D77094C3280322', NULL, NULL, NULL,
  CAST ('{"id":"AaIDIOhQeDKoc_4L3KNd2g","after":null,"k":"work_order.start@1","at":1795348818000,"was":{"state":"planned"},"a":{"work_order":"AaIDIKIAcyy413CUwygDIg"}}' AS BLOB), 1, 1, 1795348818000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320EC387AEEA87E60D0390C4A0D', 'work_order.block@1', 14, X'01A20320A2007E9586299A5D8BF735BA', 13, X'01A20320EC387ED2926F6BB60C215EA6', NULL,
  CAST ('{"id":"AaIDIOw4eu6ofmDQOQxKDQ","after":null,"k":"work_order.block@1","at":1795348819000,"was":{"state":"in_progress"},"a":{"work_order":"AaIDIKIAfpWGKZpdi_c1ug","message":"AaIDIOw4ftKSb2u2DCFepg","text":"Onderdeel"}}' AS BLOB), 1, 1, 1795348819000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320F0207B188E1102822612FA65', 'work_order.resume@1', 14, X'01A20320A20072BA848179208415F166', NULL, NULL, NULL,
  CAST ('{"id":"AaIDIPAgexiOEQKCJhL6ZQ","after":null,"k":"work_order.resume@1","at":1795348820000,"was":{"state":"blocked"},"a":{"work_order":"AaIDIKIAcrqEgXkghBXxZg"}}' AS BLOB), 1, 1, 1795348820000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320F4087A0B8031DEB11BA1E2D7', 'work_order.complete@1', 14, X'01A20320A20074FCB05276633F634137', NULL, NULL, NULL,
  CAST ('{"id":"AaIDIPQIeguAMd6xG6Hi1w","after":null,"k":"work_order.complete@1","at":1795348821000,"was":{"state":"in_progress"},"a":{"work_order":"AaIDIKIAdPywUnZjP2NBNw"}}' AS BLOB), 1, 1, 1795348821000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320F7F07421B37E771827C3302C', 'work_order.cancel@1', 14, X'01A20320A200751FAE5A649EA5515BA2', 13, X'01A20320F7F0771BABE7045424ED2BB1', NULL,
  CAST ('{"id":"AaIDIPfwdCGzfncYJ8MwLA","after":null,"k":"work_order.cancel@1","at":1795348822000,"was":{"state":"planned"},"a":{"work_order":"AaIDIKIAdR-uWmSepVFbog","message":"AaIDIPfwdxur5wRUJO0rsQ","text":"Vervalt"}}' AS BLOB), 1, 1, 1795348822000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320FBD87A37A07F670CD99847D3', 'work_order.plan@1', 14, X'01A20320A2007C54B29078EF0ED1D1A1', NULL, NULL, NULL,
  CAST ('{"id":"AaIDIPvYejegf2cM2ZhH0w","after":null,"k":"work_order.plan@1","at":1795348823000,"was":{"state":"planned","planned_on":null,"engineer":null},"a":{"work_order":"AaIDIKIAfFSykHjvDtHRoQ","planned_on":"2026-12-03","engineer":"Kim"}}' AS BLOB), 1, 1, 1795348823000);
INSERT INTO operation (id, kind, subject_ent, subject, added_ent, added, after, bytes, state, offer, queued_at) VALUES (X'01A20320FFC07808971725ED45A6FB4D', 'read.mark@1', 11, X'01A20320FFC07C97B8FDA8AF51361844', NULL, NULL, NULL,
  CAST ('{"id":"AaIDIP_AeAiXFyXtRab7TQ","after":null,"k":"read.mark@1","at":1795348824000,"was":{},"a":{"mark":"AaIDIP_AfJe4_aivUTYYRA","subject":"AaIDIKIAcYi_Y9lWnjzchg","at":1795340000000}}' AS BLOB), 1, 1, 1795348824000);
INSERT INTO fact (name, value) VALUES ('store.contact-age', '0');
INSERT INTO fact (name, value) VALUES ('store.contact-boot', '1000');
INSERT INTO fact (name, value) VALUES ('store.contact-server', '1795348800000');
INSERT INTO fact (name, value) VALUES ('store.contact-wall', '1795348800000');
INSERT INTO fact (name, value) VALUES ('store.person-id', 'AaIDIKIAeFik8vHrpPSd7w');
INSERT INTO fact (name, value) VALUES ('store.person-kind', 'staff');
INSERT INTO fact (name, value) VALUES ('store.person-name', 'Eva');
INSERT INTO fact (name, value) VALUES ('store.seen', '2 4ac1a68827b98749');
INSERT INTO pin (org, until) VALUES (X'01A20320A20078BDBF46AB7C8F888AF4', 0);
