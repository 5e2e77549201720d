-- A row when the file already holds the declared tables (they are made in one transaction).
SELECT 1
FROM duckdb_tables()
WHERE table_name = 'meta_nights'
