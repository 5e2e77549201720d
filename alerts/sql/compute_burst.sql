-- Openings and closings beyond the bound are held back: per rule and body, and per rule over all bodies.
-- What an earlier run of this night has already said counts too, but is not unsaid.
CREATE OR REPLACE TEMP TABLE compute_burst AS
WITH counted AS (
    SELECT rule_id, coalesce(body_key, '') AS body_key, counts FROM compute_moves WHERE counts IS NOT NULL
    UNION ALL
    SELECT e.rule_id, coalesce(e.body_key, ''), t.counts
    FROM alert_events AS e
    JOIN compute_night AS n ON e.night = n.night
    JOIN (SELECT DISTINCT state, event, state_after, counts FROM compute_transitions WHERE counts IS NOT NULL) AS t
        ON t.state = coalesce(e.state_before, 'none') AND t.event = e.event AND t.state_after = e.state_after
),
said AS (
    SELECT a.rule_id, coalesce(a.body_key, '') AS body_key, count(*) AS n
    FROM compute_stands AS a
    JOIN compute_states AS s ON s.state = a.state_last_night AND s.said
    GROUP BY ALL
),
by_body AS (
    SELECT c.rule_id, c.body_key, c.counts, count(*) AS moved, coalesce(any_value(s.n), 0) AS said_before
    FROM counted AS c
    LEFT JOIN said AS s USING (rule_id, body_key)
    GROUP BY ALL
),
by_rule AS (
    SELECT b.rule_id, b.counts, sum(b.moved) AS moved, coalesce(any_value(s.n), 0) AS said_before
    FROM by_body AS b
    LEFT JOIN (SELECT rule_id, sum(n) AS n FROM said GROUP BY rule_id) AS s USING (rule_id)
    GROUP BY b.rule_id, b.counts
)
SELECT
    b.rule_id, b.body_key, b.counts,
    CASE
        WHEN r.moved > greatest(n.rule_floor, n.rule_share * r.said_before) THEN 'burst_rule'
        WHEN b.moved > greatest(n.body_floor, n.body_share * b.said_before) THEN 'burst_body'
    END AS burst
FROM by_body AS b
JOIN by_rule AS r USING (rule_id, counts)
CROSS JOIN compute_night AS n;
