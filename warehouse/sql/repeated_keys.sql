SELECT {{name}} AS table_name, coalesce(sum(n - 1), 0) AS surplus_rows
FROM (SELECT count(*) AS n FROM {{table}} GROUP BY {{key}} HAVING count(*) > 1) AS repeated
