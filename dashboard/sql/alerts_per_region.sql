-- How many alerts, living and ever, in each region.
SELECT coalesce(region, '00') AS region, count(*) AS ever, count(*) FILTER (live) AS live
FROM site_alerts GROUP BY 1 ORDER BY 1;
