-- Cells and rows of one owner's newest files that could not be read, by column and reason. Parameter: $owner.
WITH newest AS (
    SELECT q.*
    FROM meta_quarantine AS q
    WHERE starts_with(q.source, $owner || '_')
    QUALIFY rank() OVER (PARTITION BY q.source, q.part ORDER BY q.night DESC) = 1
)
SELECT
    q.source, q.table_name, q.column_name, q.reason, count(*) AS cells,
    masked(left(min(q.raw), 40)) AS example,
    regexp_replace(regexp_replace(min(q.place), '^row ', 'fila '), '^record ', 'registro ') AS place
FROM newest AS q
GROUP BY q.source, q.table_name, q.column_name, q.reason
ORDER BY cells DESC, q.source, q.table_name, q.column_name, q.reason
