-- What this night will replace, for the case that it is recorded again.
DELETE FROM {{state}}_undo;
INSERT INTO {{state}}_undo BY NAME
SELECT TRUE AS existed, s.*
FROM {{state}} AS s
WHERE s.key IN (SELECT key FROM delta WHERE old_version IS NOT NULL UNION ALL SELECT key FROM missing);
INSERT INTO {{state}}_undo BY NAME
SELECT FALSE AS existed, d.key AS key
FROM delta AS d
WHERE d.old_version IS NULL
