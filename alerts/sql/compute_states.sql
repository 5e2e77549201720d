-- The row of each alert's last event: it says where the alert stands.
CREATE OR REPLACE TEMP TABLE compute_ends AS
SELECT arg_max(e.rowid, event_order(e.night, e.sequence)) AS last_row
FROM alert_events AS e
CROSS JOIN compute_night AS n
WHERE e.night <= n.night AND e.event <> 'baseline'
GROUP BY e.alert_id;

-- Only alerts that an earlier run of tonight spoke about stood elsewhere last night.
CREATE OR REPLACE TEMP TABLE compute_spoken_of AS
WITH tonight AS (
    SELECT e.alert_id, max(e.sequence) AS last_sequence
    FROM alert_events AS e
    JOIN compute_night AS n ON e.night = n.night
    WHERE e.event <> 'baseline'
    GROUP BY e.alert_id
)
SELECT t.alert_id, t.last_sequence, arg_max(e.state_after, event_order(e.night, e.sequence)) AS state_last_night
FROM tonight AS t
CROSS JOIN compute_night AS n
LEFT JOIN alert_events AS e ON e.alert_id = t.alert_id AND e.night < n.night
GROUP BY t.alert_id, t.last_sequence;

-- Where each alert stands after the events so far. A view: hundreds of thousands stand, and each reader wants another
-- few of their columns.
CREATE OR REPLACE TEMP VIEW compute_stands AS
SELECT
    e.alert_id, s.last_sequence,
    CASE WHEN s.last_sequence IS NULL THEN e.state_after ELSE s.state_last_night END AS state_last_night,
    e.rule_id, e.rule_version, e.subject_id, e.body_key, e.region, e.state_after AS state, e.episode,
    e.severity, e.hardness, e.due, e.seen_on, e.reason,
    e.seen_on + CASE WHEN e.reason = 'burst_rule' THEN n.rule_hold_days ELSE n.second_look_days END
        AS second_look_from
FROM alert_events AS e
SEMI JOIN compute_ends AS d ON d.last_row = e.rowid
CROSS JOIN compute_night AS n
LEFT JOIN compute_spoken_of AS s ON s.alert_id = e.alert_id;

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
