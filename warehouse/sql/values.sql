SELECT _file, list(DISTINCT CAST({{column}} AS VARCHAR) ORDER BY CAST({{column}} AS VARCHAR))
FROM read_parquet({{paths}}, filename = '_file')
WHERE {{column}} IS NOT NULL
GROUP BY _file
