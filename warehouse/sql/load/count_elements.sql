SELECT page_key, {{page}} AS page, {{measure}} AS n FROM read_parquet({{path}}) GROUP BY page_key
