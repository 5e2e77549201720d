-- Beside the old value stands the newest look that can have shown it, beside the new one tonight's.
INSERT INTO history_changes BY NAME
WITH earlier AS (
  SELECT concat_ws('|', l.source, l.part) AS look, max(l.seen_on) AS seen_on
  FROM meta_looks AS l
  WHERE l.night < {{night}} AND l.accepted AND l.verdict IN ('complete', 'unchanged')
  GROUP BY l.source, l.part
)
SELECT
  {{name}} AS table_name,
  c.key AS key,
  c.change.column_name AS column_name,
  c.change.old_value AS old_value,
  c.change.new_value AS new_value,
  c.last_seen AS last_seen,
  {{night}} AS night
FROM (
  SELECT
    r.key AS key,
    e.seen_on AS last_seen,
    unnest(list_filter([
      {{watched}}
    ], lambda change: change IS NOT NULL)) AS change
  FROM renewed AS r
  JOIN old AS s ON s.key = r.key
  LEFT JOIN earlier AS e ON e.look = s.look
) AS c
