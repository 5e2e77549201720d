-- Statements for the tables of a bundle of pages. {gaps} are filled from the contract, never from data.

-- name: nothing
COPY (SELECT {columns} LIMIT 0) TO {path} (FORMAT parquet);

-- name: quarantine
COPY (
    SELECT {source} AS source, CAST(NULL AS VARCHAR) AS part, {table} AS "table", place,
           CAST(NULL AS VARCHAR) AS "column", reason, CAST(NULL AS VARCHAR) AS raw
    FROM broken
) TO {path} (FORMAT parquet, COMPRESSION zstd);

-- name: gather
COPY (SELECT * FROM read_parquet({paths})) TO {path} (FORMAT parquet, COMPRESSION zstd);
