INSERT INTO history_presence BY NAME
SELECT {{name}} AS table_name, d.key AS key, {{night}} AS first_seen
FROM delta AS d
WHERE d.old_version IS NULL OR d.was_gone;

UPDATE history_presence AS p
SET last_seen = m.last_seen, gone_on = {{night}}, last_row = m.last_row
FROM (
  SELECT m.key AS key, m.last_seen AS last_seen, CAST(to_json(struct_pack({{known}})) AS VARCHAR) AS last_row
  FROM missing AS m
  JOIN old AS s ON s.key = m.key
) AS m
WHERE p.table_name = {{name}} AND p.key = m.key AND p.gone_on IS NULL
