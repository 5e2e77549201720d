-- Of how many subjects the build asked what it keeps beside the outcomes, by family, kind and part.
SELECT
    'contradictions' AS family,
    fact AS kind,
    body_key AS part,
    CAST(sum(compared) AS BIGINT) AS asked
FROM comparison_counts
GROUP BY fact, body_key
UNION ALL
SELECT
    'quality' AS family,
    quality_check AS kind,
    month AS part,
    applicable AS asked
FROM quality_counts
UNION ALL
SELECT
    'flags' AS family,
    flag AS kind,
    '' AS part,
    asked
FROM red_flag_counts
