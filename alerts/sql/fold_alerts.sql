-- Folds the events of an alert into its present row. Runs of events end with a closing; a run that ended
-- unconfirmed (withdrawn) was never said to anybody and is left out. Only alerts with a new event are folded, each
-- from all its events: the others stand as they are.
INSERT INTO alert_events FROM replay_new;
CREATE OR REPLACE TEMP TABLE replay_touched AS SELECT DISTINCT alert_id FROM replay_new;
DELETE FROM alerts AS a USING replay_touched AS t WHERE t.alert_id = a.alert_id;
INSERT INTO alerts BY NAME
WITH ordered AS (
    SELECT
        e.*,
        event_order(e.night, e.sequence) AS place,
        coalesce(sum((e.state_after = 'closed')::INTEGER) OVER (
            PARTITION BY e.alert_id ORDER BY event_order(e.night, e.sequence)
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS run
    FROM alert_events AS e
    SEMI JOIN replay_touched AS t ON t.alert_id = e.alert_id
    WHERE e.event <> 'baseline'
),
runs AS (
    SELECT
        alert_id, run,
        arg_max(struct_pack(
            rule_id := rule_id, rule_version := rule_version, subject_id := subject_id, body_key := body_key,
            region := region, state_before := state_before, state_after := state_after, episode := episode,
            severity := severity, hardness := hardness, due := due, last_event := event, last_event_on := night),
            place) AS last,
        min(night) FILTER (WHERE event IN ('opened', 'backlog')) AS opened_on,
        min(seen_on) FILTER (WHERE starts_with(claim, '{"outcome":"failed"')) AS first_failed_seen_on,
        arg_max(claim, place)
            FILTER (WHERE starts_with(claim, '{"outcome":"failed"') AND event <> 'escalation_held') AS claim
    FROM ordered
    GROUP BY alert_id, run
),
present AS (
    SELECT alert_id, last.*, opened_on, first_failed_seen_on, claim
    FROM runs
    WHERE last.last_event <> 'withdrawn'
    QUALIFY run = max(run) OVER (PARTITION BY alert_id)
)
SELECT
    p.alert_id, p.rule_id, p.rule_version, p.subject_id, p.body_key, p.region,
    s.shown_as AS state, p.episode,
    -- Open to all: hard, firm in law, and said after the first night; a closed one keeps what it was.
    CASE
        WHEN p.hardness = 'hard'
            AND CASE s.shown_as WHEN 'open' THEN true WHEN 'closed' THEN b.shown_as = 'open' ELSE false END
            AND json_extract_string(p.claim, '$.citable') = 'true'
        THEN 'open' ELSE 'internal'
    END AS visibility,
    p.severity, p.hardness, p.due, p.opened_on, p.first_failed_seen_on, p.last_event, p.last_event_on, p.claim
FROM present AS p
JOIN replay_states AS s ON s.state = p.state_after
LEFT JOIN replay_states AS b ON b.state = p.state_before;
