-- What one table holds of pages, given by key: rows, the number counted and its period, and the different cells of each column.
SELECT page_key, count(*) AS n, {{counted}} AS counted, {{period}} AS period, {{identity}} AS ids{{cells}}
FROM {{relation}}
WHERE page_key IN (SELECT unnest($keys))
GROUP BY page_key
