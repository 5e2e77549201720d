-- Without a condition DuckDB drops whole row groups and marks nothing.
DELETE FROM {{table}}
