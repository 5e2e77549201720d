-- How many alerts of each rule, and what became of them.
SELECT
    rule_id,
    count(*) FILTER (live) AS live,
    count(*) FILTER (repaired) AS repaired,
    count(*) AS ever,
    count(*) FILTER (live) AS living,
    count(*) FILTER (state IN ('pending', 'held')) AS waiting,
    count(*) FILTER (state = 'closed' AND NOT repaired) AS closed_otherwise
FROM site_alerts GROUP BY rule_id ORDER BY rule_id;
