DELETE FROM meta_pages AS o USING seen_pages AS s WHERE o.source = s.source AND o.page_key = s.page_key AND o.page = s.page;
DELETE FROM meta_held AS h USING seen_pages AS s WHERE h.source = s.source AND h.page_key = s.page_key AND h.page = s.page;
INSERT INTO meta_pages BY NAME SELECT * FROM seen_pages;
DROP TABLE seen_pages;
DROP TABLE page_elements
