-- The state after tonight.
DELETE FROM {{state}} AS s USING delta AS d WHERE d.key = s.key AND d.old_version IS NOT NULL;
INSERT INTO {{state}} BY NAME
SELECT r.* REPLACE (coalesce(b.version, r.version) AS version)
FROM renewed AS r
LEFT JOIN bumped AS b ON b.key = r.key;
UPDATE {{state}} AS s SET gone = TRUE FROM missing AS m WHERE m.key = s.key;
DELETE FROM state_nights WHERE table_name = {{name}};
INSERT INTO state_nights VALUES ({{name}}, {{night}})
