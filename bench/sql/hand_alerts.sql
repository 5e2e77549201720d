-- The anchor's alerts: full join of tonight's findings with the open ones; opened, worse, repaired; then the open set.
-- It has no second look, no burst bound, no episodes, and one word for every way of closing.
CREATE OR REPLACE TEMP TABLE hand_moves AS
SELECT
    coalesce(f.rule_id, o.rule_id) AS rule_id, coalesce(f.subject_id, o.subject_id) AS subject_id,
    f.body_key, f.region,
    CASE WHEN o.rule_id IS NULL THEN 'opened' WHEN f.rule_id IS NULL THEN 'closed' ELSE 'restated' END AS event,
    coalesce(f.severity, o.severity) AS severity, coalesce(f.hardness, o.hardness) AS hardness,
    coalesce(f.due, o.due) AS due, o.opened_on,
    CAST(json_object('outcome', CASE WHEN f.rule_id IS NULL THEN 'closed' ELSE 'failed' END,
        'rule', coalesce(f.rule_id, o.rule_id), 'subject', coalesce(f.subject_id, o.subject_id), 'hardness', f.hardness,
        'severity', f.severity, 'due', f.due, 'seen_on', DATE '{night}', 'regime', f.regime, 'expected', f.expected,
        'observed', CAST(f.observed AS JSON)) AS VARCHAR) AS claim
FROM hand_findings AS f
FULL JOIN hand_open AS o ON f.rule_id = o.rule_id AND f.subject_id = o.subject_id
WHERE o.rule_id IS NULL OR f.rule_id IS NULL OR f.severity <> o.severity OR f.due IS DISTINCT FROM o.due;

INSERT INTO hand_events
SELECT rule_id, subject_id, DATE '{night}', event, severity, hardness, due, claim
FROM hand_moves
ORDER BY rule_id, subject_id;
DELETE FROM hand_open AS o USING hand_moves AS m WHERE o.rule_id = m.rule_id AND o.subject_id = m.subject_id;
INSERT INTO hand_open
SELECT rule_id, subject_id, body_key, region, severity, hardness, due, coalesce(opened_on, DATE '{night}'), claim
FROM hand_moves
WHERE event <> 'closed'
