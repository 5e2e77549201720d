-- Of how many subjects the build asked what it keeps beside the outcomes, by family, kind and part.
SELECT
    'contradictions' AS family,
    fact AS kind,
    body_key AS part,
    CAST(sum(compared) AS BIGINT) AS asked
FROM comparison_counts
GROUP BY fact, body_key
