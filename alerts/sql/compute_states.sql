-- Where each alert stands after the events so far: the last event says it all.
CREATE OR REPLACE TEMP TABLE compute_stands AS
WITH told AS (
    SELECT e.*, event_order(e.night, e.sequence) AS place, e.night = n.night AS tonight
    FROM alert_events AS e
    CROSS JOIN compute_night AS n
    WHERE e.night <= n.night AND e.event <> 'baseline'
),
ends AS (
    SELECT
        alert_id,
        max(place) AS place,
        max(sequence) FILTER (WHERE tonight) AS last_sequence,
        max(place) FILTER (WHERE NOT tonight) AS place_last_night
    FROM told
    GROUP BY alert_id
),
-- Only alerts that an earlier run of tonight spoke about stood elsewhere last night.
last_night AS (
    SELECT t.alert_id, t.state_after
    FROM told AS t
    JOIN ends AS d ON d.alert_id = t.alert_id AND d.place_last_night = t.place
    WHERE d.last_sequence IS NOT NULL
)
SELECT
    t.alert_id, d.last_sequence,
    CASE WHEN d.last_sequence IS NULL THEN t.state_after ELSE l.state_after END AS state_last_night,
    t.rule_id, t.rule_version, t.subject_id, t.body_key, t.region, t.state_after AS state, t.episode,
    t.severity, t.hardness, t.due, t.seen_on, t.reason,
    t.seen_on + CASE WHEN t.reason = 'burst_rule' THEN n.rule_hold_days ELSE n.second_look_days END
        AS second_look_from
FROM told AS t
CROSS JOIN compute_night AS n
JOIN ends AS d ON d.alert_id = t.alert_id AND d.place = t.place
LEFT JOIN last_night AS l ON l.alert_id = t.alert_id;

-- The pairs of alert and finding that may move tonight. Nearly all stand as they did: an alert that lives and fails
-- again under the same version of its rule, where the declared cell does not act. They are left out here, once.
CREATE OR REPLACE TEMP TABLE compute_met AS
SELECT
    coalesce(a.alert_id, alert_id_of(f.rule_id, f.subject_id, '')) AS alert_id,
    coalesce(a.rule_id, f.rule_id) AS rule_id,
    coalesce(a.subject_id, f.subject_id) AS subject_id
FROM compute_stands AS a
FULL JOIN findings AS f ON f.rule_id = a.rule_id AND f.subject_id = a.subject_id
LEFT JOIN compute_rules AS r ON r.rule_id = a.rule_id AND r.rule_version = a.rule_version
LEFT JOIN compute_rule_looks AS l ON l.rule_id = a.rule_id
LEFT JOIN compute_transitions AS t
    ON t.state = a.state AND t.outcome = 'failed_' || f.hardness AND t.manner = l.manner
WHERE a.alert_id IS NULL OR f.rule_id IS NULL OR r.rule_id IS NULL OR a.state = 'closed'
    OR (t.event IS NOT NULL AND may_act(
        t.needs, coalesce(f.seen_on, l.seen_from), a.second_look_from, f.due, a.due, f.severity, a.severity));

CREATE OR REPLACE TEMP TABLE compute_now AS
SELECT a.*
FROM compute_stands AS a
SEMI JOIN compute_met AS m ON m.alert_id = a.alert_id;

CREATE OR REPLACE TEMP TABLE compute_failing AS
SELECT
    m.alert_id,
    f.rule_id, f.rule_version, f.subject_id, f.body_key, f.region, f.severity, f.hardness, f.due,
    f.judged_after, f.seen_on, f.regime, f.reason, f.observed, f.expected, f.citable
FROM findings AS f
JOIN compute_met AS m ON m.rule_id = f.rule_id AND m.subject_id = f.subject_id;

-- Alerts that live and did not fail tonight: their outcome has to be asked for.
CREATE OR REPLACE TEMP TABLE compute_asked AS
SELECT a.rule_id, a.subject_id
FROM compute_now AS a
JOIN compute_rules AS r USING (rule_id)
WHERE a.state <> 'closed' AND a.alert_id NOT IN (SELECT f.alert_id FROM compute_failing AS f);
