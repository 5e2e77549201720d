-- Statements over the staged rows of one published table. {gaps} are filled from the contract, never from data.
-- Staged rows lie in the engine, which spills to the child's own folder what does not fit its limit.

-- name: stage
CREATE OR REPLACE TABLE staged AS {select};

-- name: stage_more
INSERT INTO staged {select};

-- name: unstage
DROP TABLE IF EXISTS staged;

-- name: count
SELECT count(*) FROM staged;

-- name: create_quarantine
CREATE OR REPLACE TABLE quarantine (
    source VARCHAR, part VARCHAR, "table" VARCHAR, place VARCHAR, "column" VARCHAR, reason VARCHAR, raw VARCHAR
);

-- name: create_dropped
-- Rows that do not stay, by row number; `reason` is NULL for a collapsed identical row.
CREATE OR REPLACE TEMP TABLE dropped (row_number BIGINT, reason VARCHAR);

-- name: drop_keyless
INSERT INTO dropped
SELECT row_number,
       CASE WHEN len(list_filter(coalesce(failed, []), lambda cell: list_contains({key_names}, cell."column"))) > 0
            THEN 'broken_key' ELSE 'missing_key' END
FROM staged
WHERE {key_is_blank};

-- name: keys_repeat
SELECT count(*) FROM (
    SELECT 1 FROM staged ANTI JOIN dropped USING (row_number) GROUP BY {key} HAVING count(*) > 1
);

-- name: rows_repeat
SELECT count(*) FROM (SELECT 1 FROM staged GROUP BY hash({columns}) HAVING count(*) > 1);

-- name: twins
SELECT count(*) FROM (
    SELECT 1 FROM staged ANTI JOIN dropped USING (row_number) GROUP BY {told_by} HAVING count(*) > 1
);

-- name: repeated_keys
CREATE OR REPLACE TEMP TABLE repeated AS
SELECT * FROM (
    SELECT *, count(*) OVER (PARTITION BY {key}) AS sharing FROM staged ANTI JOIN dropped USING (row_number)
) WHERE sharing > 1;

-- name: repeated_rows
CREATE OR REPLACE TEMP TABLE repeated AS
SELECT * FROM staged WHERE hash({columns}) IN (SELECT hash({columns}) FROM staged GROUP BY 1 HAVING count(*) > 1);

-- name: collapse
INSERT INTO dropped
SELECT row_number, NULL FROM (
    SELECT row_number, row_number() OVER (PARTITION BY {columns} ORDER BY row_number) AS copy FROM repeated
) WHERE copy > 1;

-- name: conflicts
INSERT INTO dropped
SELECT row_number, 'conflicting_key' FROM (
    SELECT row_number, count(*) OVER (PARTITION BY {key}) AS variants
    FROM repeated
    WHERE row_number NOT IN (SELECT row_number FROM dropped)
) WHERE variants > 1;

-- name: quarantine_dropped
INSERT INTO quarantine
SELECT {source}, {part}, {table}, 'row ' || row_number, {key_label}, reason, left({key_text}, 200)
FROM dropped JOIN staged USING (row_number)
WHERE reason IS NOT NULL
ORDER BY row_number;

-- name: quarantine_broken
INSERT INTO quarantine SELECT {source}, {part}, {table}, place, NULL, reason, raw FROM broken_rows;

-- name: quarantine_cells
INSERT INTO quarantine
SELECT {source}, {part}, {table}, 'row ' || row_number, cell."column", cell.reason, cell.raw
FROM (
    SELECT row_number, unnest(failed) AS cell
    FROM staged ANTI JOIN dropped USING (row_number)
    WHERE failed IS NOT NULL
)
ORDER BY row_number;

-- name: counts
SELECT (SELECT count(*) FROM staged),
       (SELECT count(*) FROM dropped WHERE reason IS NULL),
       (SELECT count(*) FROM dropped WHERE reason IS NOT NULL),
       (SELECT count(*) FROM dropped WHERE reason = 'conflicting_key'),
       (SELECT coalesce(sum(len(failed)), 0) FROM staged ANTI JOIN dropped USING (row_number) WHERE failed IS NOT NULL);

-- name: memory_mb
SELECT coalesce(sum(memory_usage_bytes), 0) / 1e6 FROM duckdb_memory();

-- name: write
COPY (
    SELECT {columns},
           coalesce(list_transform(failed, lambda cell: cell."column"), CAST([] AS VARCHAR[])) AS unparsable,
           row_number
    FROM staged {filter}
) TO {path} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);

-- name: write_quarantine
COPY quarantine TO {path} (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1);
