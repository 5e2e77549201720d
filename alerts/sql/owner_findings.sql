-- What cannot be or hardly can, of rules that ask the data's owner first. Parameter: $examples.
WITH words AS (
    SELECT map(list(name ORDER BY name), list(word ORDER BY name)) AS words FROM telling_words
),
judged AS (
    SELECT
        o.rule_id,
        coalesce(sum(o.n) FILTER (WHERE o.outcome IN ('passed', 'failed')), 0)::BIGINT AS judged,
        coalesce(sum(o.n) FILTER (WHERE o.outcome = 'failed'), 0)::BIGINT AS failed,
        coalesce(sum(o.n) FILTER (WHERE o.outcome = 'not_evaluable'), 0)::BIGINT AS unknown
    FROM outcome_counts AS o
    GROUP BY o.rule_id
),
chosen AS (
    SELECT f.*
    FROM findings AS f
    SEMI JOIN owner_rules AS r ON r.rule_id = f.rule_id
    QUALIFY row_number() OVER (PARTITION BY f.rule_id ORDER BY f.severity DESC, f.subject_id) <= $examples
),
told AS (
    SELECT
        c.rule_id,
        list(c.subject_id || coalesce(' ' || masked(k.name), '') || ' – ' || masked(observed_es(c.observed, w.words))
            ORDER BY c.severity DESC, c.subject_id) AS examples
    FROM chosen AS c
    CROSS JOIN words AS w
    LEFT JOIN core_works AS k ON k.work_id = c.subject_id
    GROUP BY c.rule_id
)
SELECT
    r.rule_id, r.title, r.expected, coalesce(j.judged, 0) AS judged, coalesce(j.failed, 0) AS failed,
    coalesce(j.unknown, 0) AS unknown, coalesce(t.examples, []) AS examples
FROM owner_rules AS r
LEFT JOIN judged AS j USING (rule_id)
LEFT JOIN told AS t USING (rule_id)
ORDER BY r.place
