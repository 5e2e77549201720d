-- The anchor's history: hash every row, join the narrow state, write what differs.
CREATE OR REPLACE TEMP TABLE hand_tonight AS
SELECT work_code AS key, hash({versioned}) AS row_hash FROM core_works;

CREATE OR REPLACE TEMP TABLE hand_delta AS
SELECT n.key, n.row_hash, coalesce(s.version, 0) + 1 AS version
FROM hand_tonight AS n
LEFT JOIN hand_state AS s ON n.key = s.key
WHERE s.key IS NULL OR s.row_hash <> n.row_hash;

CREATE OR REPLACE TEMP TABLE hand_gone AS
SELECT s.key FROM hand_state AS s ANTI JOIN hand_tonight AS n ON n.key = s.key;

INSERT INTO hand_changes
SELECT key, change.name, change.old, change.new, DATE '{night}'
FROM (
    SELECT d.key, unnest(list_filter([
    {cases}
    ], lambda change: change IS NOT NULL)) AS change
    FROM hand_delta AS d
    INNER JOIN hand_state AS s ON d.key = s.key
    INNER JOIN core_works AS w ON w.work_code = d.key
);

INSERT INTO hand_versions SELECT key, version, DATE '{night}', row_hash FROM hand_delta;
DELETE FROM hand_state WHERE key IN (SELECT key FROM hand_delta);
DELETE FROM hand_state WHERE key IN (SELECT key FROM hand_gone);
INSERT INTO hand_state BY NAME
SELECT d.key, d.row_hash, d.version, {watched}
FROM hand_delta AS d
INNER JOIN core_works AS w ON w.work_code = d.key
