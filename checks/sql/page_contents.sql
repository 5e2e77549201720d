-- What one table holds of pages, given by key: rows, the number counted and its period, and the different cells of each column.
SELECT page_key, count(*) AS n, {{counted}} AS counted, {{period}} AS period, {{identity}} AS ids{{cells}}
FROM {{relation}}
WHERE list_contains($keys, page_key)
GROUP BY page_key
