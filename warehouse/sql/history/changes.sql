INSERT INTO history_changes BY NAME
SELECT
  {{name}} AS table_name,
  c.key AS key,
  c.change.column_name AS column_name,
  c.change.old_value AS old_value,
  c.change.new_value AS new_value,
  {{night}} AS night
FROM (
  SELECT
    r.key AS key,
    unnest(list_filter([
      {{watched}}
    ], lambda change: change IS NOT NULL)) AS change
  FROM renewed AS r
  JOIN old AS s ON s.key = r.key
) AS c
