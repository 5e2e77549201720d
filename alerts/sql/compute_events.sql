-- Tonight's events as they go to the archive, claims included, so that a rebuild needs nothing else.
CREATE OR REPLACE TEMP TABLE compute_events AS
WITH moved AS (
    SELECT
        m.*, b.burst,
        CASE WHEN b.burst IS NULL THEN m.event ELSE m.burst_event END AS said_event,
        CASE WHEN b.burst IS NULL THEN m.state_after ELSE m.burst_state END AS said_state
    FROM compute_moves AS m
    LEFT JOIN compute_burst AS b
        ON b.rule_id = m.rule_id AND b.body_key = coalesce(m.body_key, '') AND b.counts = m.counts
),
dated AS (
    SELECT
        m.*,
        f.alert_id IS NOT NULL AS with_finding,
        coalesce(f.seen_on,
            CASE WHEN m.said_event IN ('not_seen', 'closing_held') THEN m.look_to ELSE m.look_from END,
            n.night) AS said_seen_on,
        coalesce(m.burst, m.outcome_reason) AS said_reason,
        f.* EXCLUDE (alert_id, rule_id, body_key, seen_on, reason),
        a.rule_version AS last_version, a.subject_id AS last_subject, a.region AS last_region,
        a.severity AS last_severity, a.hardness AS last_hardness, a.due AS last_due,
        coalesce(a.episode, 0) AS last_episode, coalesce(a.last_sequence, 0) AS last_sequence,
        coalesce(
            CASE WHEN l.parted_source IS NOT NULL AND c.part IS NOT NULL THEN
                '[' || concat_ws(',', nullif(l.whole_looks, ''), json_object(
                    'source', c.source, 'part', c.part, 'seen_on', c.seen_on, 'sha256', c.payload_sha256)::VARCHAR) || ']'
            END, l.looks, '[]') AS looks
    FROM moved AS m
    CROSS JOIN compute_night AS n
    LEFT JOIN compute_failing AS f ON f.alert_id = m.alert_id AND m.failing
    LEFT JOIN compute_now AS a ON a.alert_id = m.alert_id
    LEFT JOIN compute_rule_looks AS l ON l.rule_id = m.rule_id
    LEFT JOIN core_processes AS p ON p.process_id = f.subject_id AND l.parted_source IS NOT NULL
    LEFT JOIN meta_current AS c ON c.source = l.parted_source AND c.part = p.month
),
-- The subject's own page, where a rule may rest on it and it was read: as it came on its newest night.
page_looks AS (
    SELECT
        d.alert_id,
        json_object('source', p.source, 'part', r.part, 'seen_on', p.seen_on,
            'sha256', arg_max(r.payload_sha256, r.requested_at))::VARCHAR AS look
    FROM (SELECT DISTINCT alert_id, rule_id, coalesce(subject_id, last_subject) AS subject_id FROM dated) AS d
    JOIN compute_rule_pages AS q USING (rule_id)
    JOIN meta_pages AS p
        ON p.source = q.source AND p.page = q.page AND p.page_key = split_part(d.subject_id, ':', 3)
    JOIN meta_receipts AS r
        ON r.source = p.source AND r.part = p.page_key || '/' || p.page AND r.night = p.seen_on
        AND r.payload_sha256 IS NOT NULL AND r.error IS NULL
    GROUP BY d.alert_id, p.source, r.part, p.seen_on
),
spoken AS (
    SELECT
        d.* REPLACE (
            CASE WHEN g.look IS NULL THEN d.looks
                ELSE concat(regexp_replace(d.looks, '\]$', ''), CASE d.looks WHEN '[]' THEN '' ELSE ',' END, g.look, ']')
            END AS looks),
        -- A held escalation leaves the alert what it was; every other failure takes tonight's measure.
        with_finding AND said_event <> 'escalation_held' AS takes_measure,
        CASE WHEN said_event IN ('opened', 'backlog') THEN last_episode + 1 ELSE last_episode END AS said_episode
    FROM dated AS d
    LEFT JOIN page_looks AS g ON g.alert_id = d.alert_id
)
SELECT
    s.alert_id,
    n.night,
    (s.last_sequence + row_number() OVER (PARTITION BY s.alert_id ORDER BY s.step))::INTEGER AS sequence,
    s.rule_id,
    coalesce(s.rule_version, s.last_version)::INTEGER AS rule_version,
    coalesce(s.subject_id, s.last_subject) AS subject_id,
    s.body_key,
    coalesce(s.region, s.last_region) AS region,
    s.said_event AS event,
    nullif(s.state, 'none') AS state_before,
    s.said_state AS state_after,
    s.said_episode::INTEGER AS episode,
    (CASE WHEN s.takes_measure THEN s.severity ELSE s.last_severity END)::INTEGER AS severity,
    CASE WHEN s.takes_measure THEN s.hardness ELSE s.last_hardness END AS hardness,
    CASE WHEN s.takes_measure THEN s.due ELSE s.last_due END AS due,
    s.said_seen_on AS seen_on,
    s.said_reason AS reason,
    CASE
        WHEN s.with_finding THEN json_object(
            'outcome', 'failed', 'rule', s.rule_id, 'version', s.rule_version, 'subject', s.subject_id,
            'hardness', s.hardness, 'severity', s.severity, 'due', s.due, 'judged_after', s.judged_after,
            'seen_on', s.said_seen_on, 'regime', s.regime, 'reason', s.outcome_reason, 'citable', s.citable,
            'expected', s.expected,
            'observed', CASE WHEN json_valid(s.observed) THEN s.observed::JSON ELSE to_json(s.observed) END,
            'looks', s.looks::JSON)
        ELSE json_object(
            'outcome', s.outcome, 'rule', s.rule_id, 'version', s.last_version, 'subject', s.last_subject,
            'seen_on', s.said_seen_on, 'reason', s.outcome_reason, 'looks', s.looks::JSON)
    END::VARCHAR AS claim,
    (SELECT coalesce(max(e.segment), 0) + 1 FROM alert_events AS e WHERE e.night = n.night)::INTEGER AS segment
FROM spoken AS s
CROSS JOIN compute_night AS n
UNION ALL BY NAME
SELECT
    baseline_id_of(f.rule_id, f.rule_version, f.source) AS alert_id, n.night, 1 AS sequence, f.rule_id, f.rule_version,
    'vigia:source:' || f.source AS subject_id, 'baseline' AS event, 'baseline' AS state_after, 0 AS episode,
    l.seen_to AS seen_on, 'first_night' AS reason,
    (SELECT coalesce(max(e.segment), 0) + 1 FROM alert_events AS e WHERE e.night = n.night)::INTEGER AS segment
FROM compute_first_nights AS f
JOIN compute_source_looks AS l USING (source)
CROSS JOIN compute_night AS n
WHERE f.marked_tonight IS NOT true;
