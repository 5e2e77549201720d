-- The rows that this night will replace, and what replaces them. Both wide tables are passed over once, here; all that
-- follows works on these few rows.
CREATE OR REPLACE TEMP TABLE old AS
SELECT s.*
FROM {{state}} AS s
WHERE s.key IN (SELECT key FROM delta WHERE old_version IS NOT NULL UNION ALL SELECT key FROM missing);

-- A value that tonight's file does not tell keeps what was known.
CREATE OR REPLACE TEMP TABLE renewed AS
SELECT
  d.key AS key,
  {{look}} AS look,
  d.row_hash AS row_hash,
  d.tag AS tag,
  d.old_version AS version,
  FALSE AS gone,
  {{kept}}
FROM delta AS d
JOIN {{table}} AS t ON {{table_key}} = d.key
LEFT JOIN old AS s ON s.key = d.key;

-- For the case that the night is recorded again. Made anew: a million rows of a first night are slow to delete.
CREATE OR REPLACE TABLE {{state}}_undo AS
SELECT TRUE AS existed, o.*
FROM old AS o
UNION ALL BY NAME
SELECT FALSE AS existed, d.key AS key
FROM delta AS d
WHERE d.old_version IS NULL
