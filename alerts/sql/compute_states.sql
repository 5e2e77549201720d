-- Where each alert stands after the events so far: the last event says it all.
CREATE OR REPLACE TEMP TABLE compute_now AS
WITH folded AS (
    SELECT
        e.alert_id,
        max(e.sequence) FILTER (WHERE e.night = n.night) AS last_sequence,
        arg_max(e.state_after, event_order(e.night, e.sequence)) FILTER (WHERE e.night < n.night) AS state_last_night,
        arg_max(
            struct_pack(
                rule_id := e.rule_id, rule_version := e.rule_version, subject_id := e.subject_id,
                body_key := e.body_key, region := e.region, state := e.state_after, episode := e.episode,
                severity := e.severity, hardness := e.hardness, due := e.due, seen_on := e.seen_on,
                reason := e.reason),
            event_order(e.night, e.sequence)) AS last
    FROM alert_events AS e
    CROSS JOIN compute_night AS n
    WHERE e.night <= n.night AND e.event <> 'baseline'
    GROUP BY e.alert_id
)
SELECT alert_id, last_sequence, state_last_night, last.* FROM folded;

CREATE OR REPLACE TEMP TABLE compute_failing AS
SELECT
    alert_id_of(f.rule_id, f.subject_id, '') AS alert_id,
    f.rule_id, f.rule_version, f.subject_id, f.body_key, f.region, f.severity, f.hardness, f.due,
    f.judged_after, f.seen_on, f.regime, f.reason, f.observed, f.expected, f.citable
FROM findings AS f;

-- Alerts that live and did not fail tonight: their outcome has to be asked for.
CREATE OR REPLACE TEMP TABLE compute_asked AS
SELECT a.rule_id, a.subject_id
FROM compute_now AS a
JOIN compute_rules AS r USING (rule_id)
WHERE a.state <> 'closed' AND a.alert_id NOT IN (SELECT f.alert_id FROM compute_failing AS f);
