DELETE FROM {{table}} AS t USING read_parquet({{pages}}) AS p WHERE t.page_key = p.page_key AND t.page = p.page
