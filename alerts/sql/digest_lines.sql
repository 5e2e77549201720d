-- Tonight's events that staff read one by one, with names; the backlog is counted apart.
SELECT
    coalesce(e.region, '00') AS region,
    coalesce(d.department, CASE WHEN e.region IS NULL THEN 'Sin región' ELSE 'Región ' || e.region END) AS region_name,
    coalesce(e.body_key, '') AS body_key,
    coalesce(t.body_name, e.body_key, 'Sin entidad') AS body_name,
    e.event, w.es AS event_es, e.rule_id, coalesce(r.title_es, e.rule_id) AS rule_title,
    e.subject_id, coalesce(t.subject_name, '') AS subject_name, e.episode, e.alert_id,
    coalesce(t.sentence_es, '') AS sentence
FROM alert_events AS e
JOIN telling_events AS w USING (event)
LEFT JOIN told_alerts AS t USING (alert_id)
LEFT JOIN telling_rules AS r ON r.rule_id = e.rule_id
LEFT JOIN (SELECT region, min(department) AS department FROM core_districts GROUP BY region) AS d
    ON d.region = e.region
WHERE e.night = ?
    AND e.event IN ('opened', 'escalated', 'repaired', 'no_longer_applies', 'gone', 'superseded',
        'held', 'closing_held', 'escalation_held')
ORDER BY region, body_name, body_key, event_es, e.rule_id, e.subject_id, e.sequence
