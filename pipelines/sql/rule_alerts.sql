-- What became of the alerts of one rule so far. Parameter: $rule.
SELECT
    count(*) AS ever,
    count(*) FILTER (WHERE state IN ('open', 'backlog')) AS living,
    count(*) FILTER (WHERE state IN ('pending', 'held')) AS waiting,
    count(*) FILTER (WHERE state = 'closed' AND last_event = 'repaired') AS repaired,
    count(*) FILTER (WHERE state = 'closed' AND last_event <> 'repaired') AS closed_otherwise
FROM alerts
WHERE rule_id = $rule
