-- Facts that a register of the owner and another one tell differently. Parameter: $examples.
WITH counted AS (
    SELECT c.fact, sum(c.compared)::BIGINT AS compared, sum(c.contradicting)::BIGINT AS contradicting
    FROM comparison_counts AS c
    GROUP BY c.fact
),
chosen AS (
    SELECT c.*
    FROM contradictions AS c
    QUALIFY row_number() OVER (PARTITION BY c.fact ORDER BY c.since, c.subject_id, c.left_key, c.right_key) <= $examples
),
told AS (
    SELECT
        c.fact,
        list(c.subject_id || ' – ' || c.left_source || ': ' || masked(c.left_value) || '; ' || c.right_source || ': '
            || masked(c.right_value) || '; desde el ' || day_es(c.since)
            ORDER BY c.since, c.subject_id, c.left_key, c.right_key) AS examples
    FROM chosen AS c
    GROUP BY c.fact
)
SELECT
    f.fact, f.title, f.tolerance, coalesce(n.compared, 0) AS compared, coalesce(n.contradicting, 0) AS contradicting,
    coalesce(t.examples, []) AS examples
FROM owner_facts AS f
LEFT JOIN counted AS n USING (fact)
LEFT JOIN told AS t USING (fact)
ORDER BY f.place
