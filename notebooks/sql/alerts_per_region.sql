-- One row a region: live alerts (also those that stood so when we began), and works in the register to compare with.
WITH works AS (
  SELECT region, count(*) AS n
  FROM core_works
  GROUP BY region
),
live AS (
  SELECT
    region,
    count(*) FILTER (WHERE state = 'open') AS open,
    count(*) FILTER (WHERE state = 'backlog') AS backlog,
    count(*) FILTER (WHERE state IN ('open', 'backlog') AND hardness = 'hard') AS hard
  FROM alerts
  GROUP BY region
),
names AS (
  SELECT region, any_value(department) AS department
  FROM core_districts
  GROUP BY region
)
SELECT
  coalesce(w.region, l.region) AS region,
  d.department AS departamento,
  coalesce(w.n, 0) AS obras,
  coalesce(l.open, 0) AS vigentes,
  coalesce(l.backlog, 0) AS ya_estaban,
  coalesce(l.hard, 0) AS graves,
  round(1000.0 * (coalesce(l.open, 0) + coalesce(l.backlog, 0)) / nullif(w.n, 0), 1) AS por_mil_obras
FROM works AS w
FULL JOIN live AS l ON l.region IS NOT DISTINCT FROM w.region
LEFT JOIN names AS d ON d.region = coalesce(w.region, l.region)
ORDER BY por_mil_obras DESC NULLS LAST, region
