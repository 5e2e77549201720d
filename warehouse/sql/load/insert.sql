INSERT INTO {{table}} BY NAME
SELECT *, CAST($1 AS VARCHAR) AS _part, CAST($2 AS DATE) AS _seen_on, CAST($3 AS VARCHAR) AS _payload
FROM read_parquet({{path}})
