DELETE FROM meta_pages AS o USING seen_pages AS s WHERE o.source = s.source AND o.page_key = s.page_key AND o.page = s.page;
INSERT INTO meta_pages BY NAME SELECT * FROM seen_pages;
DROP TABLE seen_pages
