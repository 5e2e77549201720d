-- How many expectations of the newest arrivals hold.
SELECT count(*) AS total, count(*) FILTER (success) AS passed
FROM meta_gate AS g
WHERE g.night = (SELECT max(h.night) FROM meta_gate AS h WHERE h.source = g.source);
