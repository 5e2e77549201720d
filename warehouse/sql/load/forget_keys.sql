DELETE FROM {{table}} WHERE page_key IN (SELECT p.page_key FROM read_parquet({{pages}}) AS p WHERE p.page = ?)
