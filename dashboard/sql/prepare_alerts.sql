-- The alerts this edition may show, each with the name and place of what it is about. The open edition sees only what
-- is visible to all and was not dismissed by staff; every other query of the site reads alerts from here and nowhere else.
CREATE TEMP TABLE site_subjects AS
SELECT work_id AS subject_id, name, region, province, district, 'contraloria_infobras' AS part FROM core_works
UNION ALL SELECT investment_id, name, region, province, district, NULL FROM core_investments
UNION ALL SELECT process_id, coalesce(title, description), body_region, NULL, NULL, month FROM core_processes;

CREATE TEMP TABLE site_alerts AS
SELECT
    a.alert_id, a.rule_id, a.rule_version, a.subject_id, a.body_key, a.state, a.episode, a.visibility, a.severity,
    a.hardness, a.due, a.opened_on, a.first_failed_seen_on, a.last_event, a.last_event_on, a.claim,
    coalesce(a.region, s.region) AS region,
    s.province, s.district,
    coalesce(s.name, o.name, a.subject_id) AS subject_name,
    s.part AS subject_part,
    split_part(a.subject_id, ':', 1) || ':' || split_part(a.subject_id, ':', 2) AS subject_kind,
    o.group_key,
    b.body_index,
    b.name AS body_name,
    f.observed, f.expected, f.citable, f.regime, f.reason, f.judged_after,
    f.seen_on AS finding_seen_on,
    a.state IN ('open', 'backlog') AS live,
    a.state = 'closed' AND a.last_event = 'repaired' AS repaired
FROM alerts AS a
LEFT JOIN findings AS f ON f.rule_id = a.rule_id AND f.subject_id = a.subject_id
LEFT JOIN site_subjects AS s ON s.subject_id = a.subject_id
LEFT JOIN site_body_of AS o ON o.body_key = a.body_key
LEFT JOIN site_bodies AS b ON b.group_key = o.group_key
WHERE getvariable('staff')
    OR (a.visibility = 'open' AND NOT list_contains(getvariable('dismissed'), a.alert_id || '/' || a.episode))
ORDER BY b.body_index, a.subject_id, a.rule_id, a.alert_id;

-- The history of those alerts; steps that only staff may know of stay out of the open edition.
CREATE TEMP TABLE site_events AS
SELECT e.alert_id, e.night, e.sequence, e.rule_id, e.event, e.state_after, e.episode, e.due
FROM alert_events AS e
SEMI JOIN site_alerts AS a ON a.alert_id = e.alert_id
WHERE getvariable('staff') OR (
    e.event NOT IN ('pending', 'backlog', 'held', 'withdrawn', 'escalation_held', 'closing_held')
    AND NOT starts_with(coalesce(e.state_after, ''), 'pending')
    AND NOT starts_with(coalesce(e.state_after, ''), 'backlog')
    AND coalesce(e.state_after, '') <> 'held'
);
