-- One alert whole. Parameter: $alert.
SELECT *
FROM alerts
WHERE alert_id = $alert
