-- How many alerts of each rule, living and repaired.
SELECT rule_id, count(*) FILTER (live) AS live, count(*) FILTER (repaired) AS repaired, count(*) AS ever
FROM site_alerts GROUP BY rule_id ORDER BY rule_id;
