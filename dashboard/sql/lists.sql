-- The works to verify, by region and rank. Internal: only the staff edition asks.
SELECT l.* REPLACE (coalesce(b.name, l.body_name) AS body_name), b.group_key
FROM list_works AS l
LEFT JOIN site_body_of AS o ON o.body_key = l.body_key
LEFT JOIN site_bodies AS b ON b.group_key = o.group_key
ORDER BY l.region, l.rank;
