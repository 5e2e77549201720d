-- The cells that act tonight: sign joined to the declared table, guards applied.
CREATE OR REPLACE TEMP TABLE compute_moves AS
SELECT
    s.alert_id, s.step, s.state, s.failing, s.look_from, s.look_to, s.outcome, s.outcome_reason,
    coalesce(f.rule_id, a.rule_id) AS rule_id,
    coalesce(f.body_key, a.body_key) AS body_key,
    t.event, t.state_after, t.counts, t.burst_event, t.burst_state
FROM compute_signs AS s
JOIN compute_transitions AS t ON t.state = s.state AND t.outcome = s.outcome AND t.manner = s.manner
LEFT JOIN compute_failing AS f ON f.alert_id = s.alert_id AND s.failing
LEFT JOIN compute_now AS a ON a.alert_id = s.alert_id
WHERE t.event IS NOT NULL
    AND may_act(
        t.needs, coalesce(f.seen_on, s.look_from), a.second_look_from, f.due, a.due, f.severity, a.severity);
