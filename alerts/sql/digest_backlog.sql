-- The backlog by rule: what stood so when we began, and how much of it came tonight.
SELECT
    a.rule_id, coalesce(any_value(r.title_es), a.rule_id) AS title, count(*) AS n,
    count(*) FILTER (WHERE a.opened_on = ?) AS tonight
FROM alerts AS a
LEFT JOIN telling_rules AS r USING (rule_id)
WHERE a.state = 'backlog'
GROUP BY a.rule_id
ORDER BY n DESC, a.rule_id
