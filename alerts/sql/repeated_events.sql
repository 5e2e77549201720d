-- An event that stands in two files (the tables declare the key but may not enforce it).
SELECT alert_id, night, sequence
FROM replay_new
GROUP BY ALL
HAVING count(*) > 1
UNION ALL
SELECT n.alert_id, n.night, n.sequence
FROM replay_new AS n
SEMI JOIN alert_events AS e ON e.alert_id = n.alert_id AND e.night = n.night AND e.sequence = n.sequence
LIMIT 1
