-- Tonight's findings judged again beside those that were published: how many of each rule, and how many rows differ.
WITH differing AS (
    SELECT rule_id FROM (FROM temp.found_again EXCEPT ALL FROM findings)
    UNION ALL
    SELECT rule_id FROM (FROM findings EXCEPT ALL FROM temp.found_again)
)

SELECT
    rule_id,
    (SELECT count(*) FROM temp.found_again AS again WHERE again.rule_id = rules.rule_id) AS found_again,
    (SELECT count(*) FROM findings WHERE findings.rule_id = rules.rule_id) AS published,
    (SELECT count(*) FROM differing WHERE differing.rule_id = rules.rule_id) AS differing
FROM (SELECT DISTINCT rule_id FROM outcome_counts) AS rules
ORDER BY rule_id
