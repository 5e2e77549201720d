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
    d.key AS key,
    unnest(list_filter([
      {{watched}}
    ], lambda change: change IS NOT NULL)) AS change
  FROM delta AS d
  JOIN {{state}} AS s ON s.key = d.key
  JOIN {{table}} AS t ON {{table_key}} = d.key
) AS c
