-- Rows of a table of ours; the name comes from a declaration.
SELECT count(*) AS n
FROM {table}
