CREATE TABLE published_copy.{{table}} AS SELECT * FROM {{table}} ORDER BY {{order}}
