SELECT DISTINCT CAST({{column}} AS VARCHAR) AS value
FROM read_parquet({{path}})
WHERE {{column}} IS NOT NULL
ORDER BY value
