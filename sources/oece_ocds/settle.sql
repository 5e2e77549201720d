-- Doubles, broken keys, quarantine and files of the OCDS tables. {gaps} are filled from the contract, never from data.

-- name: create
CREATE TABLE contents (row_number BIGINT, content UBIGINT);
CREATE TABLE dropped (row_number BIGINT, reason VARCHAR);
CREATE TABLE quarantine (
    source VARCHAR, part VARCHAR, "table" VARCHAR, place VARCHAR, "column" VARCHAR, reason VARCHAR, raw VARCHAR
);

-- name: contents
-- Before a lot gives way to another one, whose records may be its doubles.
INSERT INTO contents SELECT row_number, hash(release) FROM lot;

-- name: doubles
SELECT count(ocid) > count(DISTINCT ocid) FROM staged_processes;

-- name: contents_repeated
-- Of the last lot only what will be compared: hashing all of it takes a tenth of the time of reading it.
INSERT INTO contents
SELECT row_number, hash(release) FROM lot WHERE row_number IN (
    SELECT row_number FROM staged_processes
    WHERE ocid IN (SELECT ocid FROM staged_processes GROUP BY ocid HAVING count(*) > 1)
);

-- name: repeats
-- Whether a process, or an award or contract inside one, stands twice in the files, or a process has no id.
SELECT (SELECT count(*) > count(DISTINCT ocid) FROM read_parquet({processes}))
    OR (SELECT count(*) > count(DISTINCT (row_number, award_id)) FROM read_parquet({awards}))
    OR (SELECT count(*) > count(DISTINCT (row_number, contract_id)) FROM read_parquet({contracts}));

-- name: forget_quarantine
TRUNCATE quarantine;

-- name: fill
INSERT INTO staged_{table} FROM typed_{table}();

-- name: keyless
INSERT INTO dropped
SELECT row_number, CASE WHEN len(failed) > 0 THEN 'broken_key' ELSE 'missing_key' END
FROM staged_processes WHERE ocid IS NULL;

-- name: collapse
INSERT INTO dropped
SELECT row_number, NULL FROM (
    SELECT row_number, row_number() OVER (PARTITION BY ocid, content ORDER BY row_number) AS copy
    FROM staged_processes JOIN contents USING (row_number)
    WHERE ocid IN (SELECT ocid FROM staged_processes GROUP BY ocid HAVING count(*) > 1)
) WHERE copy > 1;

-- name: conflicts
INSERT INTO dropped
SELECT row_number, 'conflicting_key' FROM (
    SELECT row_number, count(*) OVER (PARTITION BY ocid) AS variants
    FROM staged_processes
    WHERE ocid IN (SELECT ocid FROM staged_processes GROUP BY ocid HAVING count(*) > 1)
      AND row_number NOT IN (SELECT row_number FROM dropped)
) WHERE variants > 1;

-- name: repeated
-- Inside one record an id counts once: an equal entry collapses with its record, another one is named in the first.
DELETE FROM {table} WHERE rowid IN (
    SELECT rowid FROM (
        SELECT rowid, row_number() OVER (PARTITION BY row_number, {key} ORDER BY rowid) AS copy
        FROM {table}
        WHERE (row_number, {key}) IN (SELECT (row_number, {key}) FROM {table} GROUP BY ALL HAVING count(*) > 1)
    ) WHERE copy > 1
);

-- name: dropped_counts
SELECT count(*) FILTER (WHERE reason IS NULL), count(*) FILTER (WHERE reason IS NOT NULL) FROM dropped;

-- name: quarantine_records
INSERT INTO quarantine
SELECT {source}, {part}, 'records', 'record ' || row_number, 'ocid', reason, ocid
FROM dropped JOIN staged_processes USING (row_number)
WHERE reason IS NOT NULL
ORDER BY row_number;

-- name: quarantine_cells
INSERT INTO quarantine
SELECT {source}, {part}, {table}, 'record ' || row_number, cell."column", cell.reason, cell.raw
FROM (
    SELECT row_number, unnest(failed) AS cell
    FROM {rows}
    WHERE failed IS NOT NULL
)
ORDER BY row_number;

-- name: cells
SELECT count(*) FROM quarantine WHERE "table" <> 'records';

-- name: write
-- Written faster and larger than with zstd: what is kept for long are the bytes these files are made of.
COPY (
    SELECT {columns},
           coalesce(list_transform(failed, lambda cell: cell."column"), CAST([] AS VARCHAR[])) AS unparsable,
           row_number
    FROM {rows}
) TO {path} (FORMAT parquet, COMPRESSION snappy, RETURN_STATS true);

-- name: write_quarantine
COPY quarantine TO {path} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);
