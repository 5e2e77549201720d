INSERT INTO meta_quarantine BY NAME
SELECT
  CAST($1 AS VARCHAR) AS source,
  CAST($2 AS VARCHAR) AS part,
  CAST($3 AS DATE) AS night,
  CAST(q."table" AS VARCHAR) AS table_name,
  CAST(q.place AS VARCHAR) AS place,
  CAST(q."column" AS VARCHAR) AS column_name,
  CAST(q.reason AS VARCHAR) AS reason,
  CAST(q.raw AS VARCHAR) AS raw
FROM read_parquet({{path}}) AS q
