-- One row a region that any register names.
WITH
names AS (SELECT region, any_value(department) AS department FROM core_districts GROUP BY region),
works AS (
    SELECT coalesce(region, '00') AS region, count(*) AS works, count(*) FILTER (state = 'executing') AS executing,
        sum(amount) AS amount
    FROM site_works GROUP BY 1
),
bodies AS (SELECT coalesce(region, '00') AS region, count(*) AS bodies FROM site_bodies GROUP BY 1),
alerts AS (
    SELECT coalesce(region, '00') AS region, count(*) FILTER (live) AS live,
        count(*) FILTER (live AND severity >= 4) AS severe, count(*) FILTER (repaired) AS repaired
    FROM site_alerts GROUP BY 1
)
SELECT region, n.department, coalesce(w.works, 0) AS works, coalesce(w.executing, 0) AS executing, w.amount,
    coalesce(b.bodies, 0) AS bodies, coalesce(a.live, 0) AS live, coalesce(a.severe, 0) AS severe,
    coalesce(a.repaired, 0) AS repaired
FROM names AS n
FULL JOIN works AS w USING (region)
FULL JOIN bodies AS b USING (region)
FULL JOIN alerts AS a USING (region)
WHERE region IS NOT NULL
ORDER BY region;
