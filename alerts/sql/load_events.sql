-- The events of the files that are not folded yet; a file that lacks a column fails.
CREATE OR REPLACE TEMP TABLE replay_new AS FROM alert_events LIMIT 0;
INSERT INTO replay_new BY NAME
SELECT
    alert_id, night, sequence, rule_id, rule_version, subject_id, body_key, region, event, state_before, state_after,
    episode, severity, hardness, due, seen_on, reason, claim, segment
FROM read_parquet($paths);
