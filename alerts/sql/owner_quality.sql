-- The questions about OCDS records with those that fail them. Parameter: $examples.
WITH counted AS (
    SELECT c.quality_check, sum(c.applicable)::BIGINT AS asked, sum(c.failing)::BIGINT AS failing
    FROM quality_counts AS c
    GROUP BY c.quality_check
),
words AS (
    SELECT map(list(name ORDER BY name), list(word ORDER BY name)) AS words FROM telling_words
),
chosen AS (
    SELECT f.*
    FROM quality_failures AS f
    QUALIFY row_number() OVER (PARTITION BY f.quality_check ORDER BY f.month DESC, f.record_id) <= $examples
),
told AS (
    SELECT
        c.quality_check,
        list(masked(c.record_id) || ' – ' || masked(observed_es(c.observed, w.words))
            ORDER BY c.month DESC, c.record_id) AS examples
    FROM chosen AS c
    CROSS JOIN words AS w
    GROUP BY c.quality_check
)
SELECT
    q.quality_check, q.title, coalesce(n.asked, 0) AS asked, coalesce(n.failing, 0) AS failing,
    coalesce(t.examples, []) AS examples
FROM owner_questions AS q
LEFT JOIN counted AS n USING (quality_check)
LEFT JOIN told AS t USING (quality_check)
ORDER BY q.place
