-- The alerts of a run of bodies, the gravest first within a body.
SELECT * FROM site_alerts
WHERE body_index BETWEEN ? AND ?
ORDER BY body_index, live DESC, severity DESC, opened_on DESC, alert_id;
