-- The tables of the snapshot: their columns in order.
SELECT t.table_name, t.estimated_size AS row_count,
    list(c.column_name || ' ' || c.data_type ORDER BY c.column_index) AS columns
FROM duckdb_tables() AS t
JOIN duckdb_columns() AS c ON c.table_oid = t.table_oid AND c.database_name = t.database_name
WHERE NOT t.temporary AND NOT t.internal
GROUP BY ALL ORDER BY t.table_name;
