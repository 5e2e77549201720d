-- Alerts of one region (or of all, when it is null), the gravest and newest first, up to a limit.
SELECT * FROM site_alerts
WHERE ?::VARCHAR IS NULL OR coalesce(region, '00') = ?::VARCHAR
ORDER BY live DESC, severity DESC, opened_on DESC, alert_id
LIMIT ?;
