-- The rows of one edition, in the order that makes the files' bytes repeatable. The open edition holds only what
-- is open to all; its events begin with the episode it shows.
CREATE OR REPLACE TEMP TABLE ledger_alertas AS
SELECT t.*, e.notice
FROM told_alerts AS t
CROSS JOIN ledger_edition AS e
LEFT JOIN ledger_dismissed AS d ON d.alert_id = t.alert_id AND d.episode = t.episode
WHERE e.edition = 'staff' OR (t.visibility = 'open' AND d.alert_id IS NULL);

CREATE OR REPLACE TEMP TABLE ledger_eventos AS
SELECT
    v.alert_id, v.night, v.sequence, v.rule_id, v.subject_id, v.event, w.es AS event_es, s.shown_as AS state_after,
    v.episode, v.severity, v.hardness, v.due, v.seen_on, v.reason, e.notice
FROM alert_events AS v
CROSS JOIN ledger_edition AS e
JOIN ledger_alertas AS a USING (alert_id)
LEFT JOIN telling_events AS w USING (event)
LEFT JOIN telling_states AS s ON s.state = v.state_after
WHERE e.edition = 'staff'
    -- What we doubted or had not said yet is for staff.
    OR (v.night >= a.opened_on
        AND v.event NOT IN ('pending', 'backlog', 'held', 'withdrawn', 'escalation_held', 'closing_held'));
