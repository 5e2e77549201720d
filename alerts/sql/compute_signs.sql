-- Tonight's sign for each alert that lives or fails: one row, or two where a new version of the rule
-- closes the old claim (step 1) and fails again (step 2).
CREATE OR REPLACE TEMP TABLE compute_signs AS
WITH live AS (
    SELECT
        a.*,
        r.rule_id IS NULL AS retired,
        r.rule_version IS DISTINCT FROM a.rule_version AS changed,
        CASE
            WHEN f.alert_id IS NOT NULL THEN 'failed_' || f.hardness
            WHEN r.rule_id IS NULL THEN 'version_changed'
            WHEN o.outcome IS NULL THEN 'unusable'
            WHEN o.outcome = 'not_evaluable' AND o.reason IN ('stale_source', 'source_not_seen') THEN 'unusable'
            WHEN o.outcome = 'absent' AND NOT n.national THEN 'unusable'
            ELSE o.outcome
        END AS outcome,
        CASE WHEN f.alert_id IS NOT NULL THEN f.reason ELSE o.reason END AS outcome_reason
    FROM compute_now AS a
    CROSS JOIN compute_night AS n
    LEFT JOIN compute_rules AS r USING (rule_id)
    LEFT JOIN compute_failing AS f USING (alert_id)
    LEFT JOIN compute_outcomes AS o ON o.rule_id = a.rule_id AND o.subject_id = a.subject_id
    WHERE a.state <> 'closed'
),
replaced AS (
    SELECT alert_id, CASE WHEN retired THEN 'rule_retired' ELSE 'rule_version' END AS outcome_reason
    FROM live
    WHERE changed AND outcome <> 'unusable'
),
signs AS (
    SELECT 1 AS step, a.state, a.alert_id, 'version_changed' AS outcome, p.outcome_reason
    FROM replaced AS p
    JOIN live AS a USING (alert_id)
    UNION ALL
    SELECT 1, a.state, a.alert_id, a.outcome, a.outcome_reason
    FROM live AS a
    WHERE a.alert_id NOT IN (SELECT p.alert_id FROM replaced AS p)
    UNION ALL
    SELECT 2, CASE WHEN a.alert_id IS NULL THEN 'none' ELSE 'closed' END, f.alert_id, 'failed_' || f.hardness, f.reason
    FROM compute_failing AS f
    LEFT JOIN compute_now AS a USING (alert_id)
    WHERE a.alert_id IS NULL OR a.state = 'closed' OR f.alert_id IN (SELECT p.alert_id FROM replaced AS p)
)
SELECT
    s.*,
    starts_with(s.outcome, 'failed_') AS failing,
    coalesce(l.manner, 'plain') AS manner,
    l.seen_from AS look_from, l.seen_to AS look_to
FROM signs AS s
LEFT JOIN compute_failing AS f ON f.alert_id = s.alert_id AND s.outcome <> 'version_changed'
LEFT JOIN compute_now AS a ON a.alert_id = s.alert_id
LEFT JOIN compute_rule_looks AS l ON l.rule_id = coalesce(f.rule_id, a.rule_id);
