CREATE OR REPLACE TEMP TABLE bumped AS
SELECT d.key AS key, coalesce(d.old_version, 0) + 1 AS version, d.row_hash AS row_hash, d.tag AS tag
FROM delta AS d
WHERE d.old_version IS NULL
  OR d.differs
  OR d.key IN (SELECT h.key FROM history_changes AS h WHERE h.table_name = {{name}} AND h.night = {{night}});

INSERT INTO history_versions BY NAME
SELECT
  {{name}} AS table_name,
  b.key AS key,
  b.version AS version,
  {{night}} AS first_seen,
  b.row_hash AS row_hash,
  {{algorithm}} || ':' || lower(to_hex(b.tag)) AS hash_tag
FROM bumped AS b
