-- Events of a night by kind; baselines are bookkeeping and stay out. Parameter: $night.
SELECT event, count(*) AS n
FROM alert_events
WHERE night = $night AND event <> 'baseline'
GROUP BY event
ORDER BY event
