-- The state after tonight; a value that tonight's file does not tell keeps what was known.
CREATE OR REPLACE TEMP TABLE renewed AS
SELECT
  d.key AS key,
  {{look}} AS look,
  d.row_hash AS row_hash,
  d.tag AS tag,
  coalesce(b.version, d.old_version) AS version,
  FALSE AS gone,
  {{kept}}
FROM delta AS d
JOIN {{table}} AS t ON {{table_key}} = d.key
LEFT JOIN {{state}} AS s ON s.key = d.key
LEFT JOIN bumped AS b ON b.key = d.key;

DELETE FROM {{state}} AS s USING delta AS d WHERE d.key = s.key AND d.old_version IS NOT NULL;
INSERT INTO {{state}} BY NAME SELECT * FROM renewed;
UPDATE {{state}} AS s SET gone = TRUE FROM missing AS m WHERE m.key = s.key;
DELETE FROM state_nights WHERE table_name = {{name}};
INSERT INTO state_nights VALUES ({{name}}, {{night}})
