-- Every district as a point, with the living alerts of its works.
WITH alerts AS (
    SELECT region, province, district, count(*) AS live FROM site_alerts WHERE live GROUP BY ALL
)
SELECT d.longitude, d.latitude, coalesce(sum(a.live), 0)::BIGINT AS live
FROM core_districts AS d
LEFT JOIN alerts AS a ON a.region = d.region AND a.province = d.province AND a.district = d.district
WHERE d.longitude IS NOT NULL AND d.latitude IS NOT NULL
GROUP BY d.ubigeo, d.longitude, d.latitude
ORDER BY live, d.ubigeo;
