-- All event files into the table; a file that lacks a column fails.
INSERT INTO alert_events BY NAME
SELECT
    alert_id, night, sequence, rule_id, rule_version, subject_id, body_key, region, event, state_before, state_after,
    episode, severity, hardness, due, seen_on, reason, claim, segment
FROM read_parquet(?)
ORDER BY night, alert_id, sequence
