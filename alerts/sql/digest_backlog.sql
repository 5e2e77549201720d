-- The backlog by rule: what stood so when we began, and how much of it came tonight.
SELECT
    t.rule_id, any_value(coalesce(t.rule_title_es, t.rule_id)) AS title, count(*) AS n,
    count(*) FILTER (WHERE t.opened_on = ?) AS tonight
FROM told_alerts AS t
WHERE t.state = 'backlog'
GROUP BY t.rule_id
ORDER BY n DESC, t.rule_id
