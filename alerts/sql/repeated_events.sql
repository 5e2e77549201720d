-- An event that stands in two files (the tables declare the key but may not enforce it).
SELECT alert_id, night, sequence
FROM alert_events
GROUP BY ALL
HAVING count(*) > 1
LIMIT 1
