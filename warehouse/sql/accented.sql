SELECT _file, count(*) FILTER (WHERE strlen({{column}}) <> length({{column}}))
FROM read_parquet({{paths}}, filename = '_file')
GROUP BY _file
