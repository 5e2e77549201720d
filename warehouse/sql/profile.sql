SELECT {{file}}, count(*), {{lost}}{{measures}}
FROM read_parquet({{paths}}, filename = '_file')
{{group}}
