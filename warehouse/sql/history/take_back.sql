-- The night was recorded before: everything it wrote goes, and what it replaced comes back.
DELETE FROM {{state}} AS s USING {{state}}_undo AS u WHERE u.key = s.key;
INSERT INTO {{state}} BY NAME SELECT u.* EXCLUDE (existed) FROM {{state}}_undo AS u WHERE u.existed;
DELETE FROM history_versions WHERE table_name = {{name}} AND first_seen = {{night}};
DELETE FROM history_changes WHERE table_name = {{name}} AND night = {{night}};
DELETE FROM history_presence WHERE table_name = {{name}} AND first_seen = {{night}};
UPDATE history_presence SET gone_on = NULL, last_seen = NULL, last_row = NULL WHERE table_name = {{name}} AND gone_on = {{night}}
