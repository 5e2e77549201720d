-- Every chosen alert with its names and its sentence: what ledger and digest show.
CREATE OR REPLACE TEMP TABLE told_alerts AS
WITH names AS (
    SELECT work_id AS subject_id, name AS subject_name FROM core_works
    UNION ALL
    SELECT investment_id, name FROM core_investments
    UNION ALL
    SELECT process_id, title FROM core_processes
    UNION ALL
    SELECT body_key, name FROM core_bodies
),
named AS (
    SELECT subject_id, min(subject_name) AS subject_name FROM names GROUP BY subject_id
),
bodies AS (
    SELECT body_key, min(name) AS body_name FROM core_bodies GROUP BY body_key
),
words AS (
    SELECT map(list(name ORDER BY name), list(word ORDER BY name)) AS words FROM telling_words
),
claims AS (
    SELECT
        a.*,
        json_extract(a.claim, '$.observed')::VARCHAR AS observed,
        json_extract_string(a.claim, '$.expected') AS expected,
        json_extract_string(a.claim, '$.regime') AS regime,
        json_extract_string(a.claim, '$.seen_on')::DATE AS seen_on,
        json_extract(a.claim, '$.looks')::VARCHAR AS looks,
        json_extract_string(a.claim, '$.citable') = 'true' AS citable
    FROM telling_chosen AS a
)
SELECT
    c.alert_id, c.rule_id, c.rule_version, r.title_es AS rule_title_es, r.title_en AS rule_title_en,
    c.subject_id,
    split_part(c.subject_id, ':', 1) AS register,
    split_part(c.subject_id, ':', 2) AS subject_type,
    substr(c.subject_id, length(split_part(c.subject_id, ':', 1)) + length(split_part(c.subject_id, ':', 2)) + 3)
        AS native_key,
    masked(n.subject_name) AS subject_name,
    c.body_key, masked(b.body_name) AS body_name, c.region,
    c.state, c.visibility, c.episode, c.severity, c.hardness, c.due,
    c.opened_on, c.first_failed_seen_on, c.seen_on, c.last_event, c.last_event_on,
    c.regime, masked(c.observed) AS observed, masked(c.expected) AS expected, c.looks,
    -- Only norms that stand firm for this regime are ever cited.
    CASE WHEN c.citable THEN
        nullif(CASE c.regime WHEN 'R0' THEN r.duty_r0 WHEN 'R1' THEN r.duty_r1 ELSE r.duty_any END, '')
    END AS duty,
    concat_ws(' ', sentence_es(r.title_es, c.observed, c.expected, c.due, c.seen_on, w.words), r.asked) AS sentence_es
FROM claims AS c
CROSS JOIN words AS w
LEFT JOIN telling_rules AS r USING (rule_id)
LEFT JOIN named AS n USING (subject_id)
LEFT JOIN bodies AS b USING (body_key);
