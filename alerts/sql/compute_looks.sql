-- What each rule could see tonight, and for which of its sources this is the first night.
CREATE OR REPLACE TEMP TABLE compute_source_looks AS
SELECT
    c.source,
    min(c.seen_on) AS seen_from,
    max(c.seen_on) AS seen_to,
    max(c.seen_on) < n.night - coalesce(max(s.stale_after_days), 0) AS stale,
    count(*) AS parts,
    CASE
        WHEN count(*) = 1 THEN json_object(
            'source', c.source, 'part', any_value(c.part), 'seen_on', max(c.seen_on),
            'sha256', any_value(c.payload_sha256))
        ELSE json_object(
            'source', c.source, 'parts', count(*), 'seen_from', min(c.seen_on), 'seen_to', max(c.seen_on))
    END AS look
FROM meta_current AS c
CROSS JOIN compute_night AS n
LEFT JOIN meta_sources AS s ON s.source = c.source
GROUP BY c.source, n.night;

-- The marker of a first night is itself an event, so that a rebuild knows it too.
CREATE OR REPLACE TEMP TABLE compute_first_nights AS
SELECT r.rule_id, r.rule_version, rs.source, bool_or(e.night = n.night) AS marked_tonight
FROM compute_rules AS r
JOIN compute_rule_sources AS rs USING (rule_id)
JOIN compute_source_looks AS l ON l.source = rs.source AND NOT l.stale
CROSS JOIN compute_night AS n
LEFT JOIN alert_events AS e
    ON e.event = 'baseline' AND e.alert_id = baseline_id_of(r.rule_id, r.rule_version, rs.source)
GROUP BY ALL
HAVING coalesce(min(e.night) = any_value(n.night), true);

CREATE OR REPLACE TEMP TABLE compute_rule_looks AS
SELECT
    r.rule_id,
    min(l.seen_from) FILTER (WHERE rs.sets_clock) AS seen_from,
    max(l.seen_to) FILTER (WHERE rs.sets_clock) AS seen_to,
    -- How a failure may open, as the declared table calls it.
    CASE WHEN r.rule_id IN (SELECT f.rule_id FROM compute_first_nights AS f)
            THEN (CASE WHEN r.absence THEN 'absence_baseline' ELSE 'baseline' END)
        WHEN r.absence THEN 'absence' ELSE 'plain' END AS manner,
    max(l.source) FILTER (WHERE l.parts > 1 AND rs.sets_clock) AS parted_source,
    '[' || string_agg(l.look::VARCHAR, ',' ORDER BY l.source) || ']' AS looks,
    coalesce(string_agg(l.look::VARCHAR, ',' ORDER BY l.source) FILTER (WHERE l.parts = 1), '') AS whole_looks
FROM compute_rules AS r
LEFT JOIN compute_rule_sources AS rs USING (rule_id)
LEFT JOIN compute_source_looks AS l ON l.source = rs.source
GROUP BY r.rule_id, r.absence;
