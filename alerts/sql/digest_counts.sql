-- How many events of each kind this night had.
SELECT e.event, w.es, count(*) AS n
FROM alert_events AS e
JOIN telling_events AS w USING (event)
WHERE e.night = ?
GROUP BY ALL
ORDER BY n DESC, e.event
