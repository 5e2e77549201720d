-- Only narrow columns are joined: key, hash and tag.
CREATE OR REPLACE TEMP TABLE tonight AS
SELECT {{key}} AS key, hash({{columns}}) AS row_hash, {{tag}} AS tag
FROM {{table}};

CREATE OR REPLACE TEMP TABLE delta AS
SELECT
  n.key AS key,
  n.row_hash AS row_hash,
  n.tag AS tag,
  s.version AS old_version,
  coalesce(s.tag = n.tag AND s.row_hash <> n.row_hash, FALSE) AS differs,
  coalesce(s.gone, FALSE) AS was_gone
FROM tonight AS n
LEFT JOIN {{state}} AS s ON s.key = n.key
WHERE s.key IS NULL OR s.row_hash <> n.row_hash OR s.tag <> n.tag OR s.gone;

-- Rows no longer shown, where tonight's look could have shown them.
CREATE OR REPLACE TEMP TABLE missing AS
WITH whole AS (
  SELECT concat_ws('|', l.source, l.part) AS look, l.source, l.part
  FROM meta_looks AS l
  JOIN meta_nights AS m ON m.night = l.night AND m.scope = 'national'
  WHERE l.night = {{night}} AND l.accepted AND l.verdict IN ('complete', 'unchanged')
),
earlier AS (
  SELECT concat_ws('|', l.source, l.part) AS look, max(l.seen_on) AS seen_on
  FROM meta_looks AS l
  WHERE l.night < {{night}} AND l.accepted AND l.verdict IN ('complete', 'unchanged')
  GROUP BY l.source, l.part
)
SELECT s.key AS key, e.seen_on AS last_seen
FROM {{state}} AS s
JOIN whole AS w ON w.look = s.look
LEFT JOIN earlier AS e ON e.look = s.look
WHERE NOT s.gone AND NOT EXISTS (SELECT 1 FROM tonight AS n WHERE n.key = s.key)
