-- Works and living alerts of each district, by region.
WITH
works AS (
    SELECT coalesce(region, '00') AS region, province, district, count(*) AS works,
        count(*) FILTER (state = 'executing') AS executing, sum(amount) AS amount
    FROM site_works GROUP BY ALL
),
alerts AS (
    SELECT coalesce(region, '00') AS region, province, district, count(*) AS live
    FROM site_alerts WHERE live GROUP BY ALL
)
SELECT coalesce(w.region, a.region) AS region, coalesce(w.province, a.province) AS province,
    coalesce(w.district, a.district) AS district, coalesce(w.works, 0) AS works,
    coalesce(w.executing, 0) AS executing, w.amount, coalesce(a.live, 0) AS live
FROM works AS w
FULL JOIN alerts AS a
    ON a.region = w.region AND a.province IS NOT DISTINCT FROM w.province AND a.district IS NOT DISTINCT FROM w.district
ORDER BY region, province NULLS LAST, district NULLS LAST;
