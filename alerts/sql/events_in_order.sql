-- Tonight's events in the order that makes the file's bytes repeatable.
SELECT * FROM compute_events ORDER BY alert_id, sequence
