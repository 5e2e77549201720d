INSERT INTO history_presence BY NAME
SELECT {{name}} AS table_name, d.key AS key, {{night}} AS first_seen
FROM delta AS d
WHERE d.old_version IS NULL OR d.was_gone;

UPDATE history_presence AS p
SET last_seen = m.last_seen, gone_on = {{night}}
FROM missing AS m
WHERE p.table_name = {{name}} AND p.key = m.key AND p.gone_on IS NULL
