SELECT count(*), {{lost}}{{measures}}
FROM read_parquet({{path}})
