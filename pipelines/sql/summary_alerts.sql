-- Alerts by state.
SELECT state, count(*) AS n
FROM alerts
GROUP BY state
ORDER BY state
