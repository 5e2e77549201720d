-- What single records add to the scores, for `places`. `judged` holds the outcomes of the rules of timeliness.
CREATE OR REPLACE TEMP TABLE records AS
SELECT
    'completeness' AS measure,
    'all' AS register,
    body_key,
    region,
    ubigeo,
    1 AS subjects,
    due AS total,
    shown AS counted,
    CAST(NULL AS INTEGER) AS days_late,
    seen_on
FROM work_scores
WHERE due > 0
UNION ALL
SELECT
    'contradictions' AS measure,
    'all' AS register,
    nullif(body_key, '') AS body_key,
    nullif(region, '') AS region,
    nullif(ubigeo, '') AS ubigeo,
    compared AS subjects,
    compared AS total,
    contradicting AS counted,
    CAST(NULL AS INTEGER) AS days_late,
    CAST(NULL AS DATE) AS seen_on
FROM comparison_counts
UNION ALL
SELECT
    'timeliness' AS measure,
    judged.register,
    subject.body_key,
    subject.region,
    subject.ubigeo,
    1 AS subjects,
    1 AS total,
    CASE WHEN judged.failed THEN 0 ELSE 1 END AS counted,
    CASE WHEN judged.failed THEN judged.days_late END AS days_late,
    subject.seen_on
FROM judged
INNER JOIN (
    SELECT
        work_id AS subject_id,
        body_key,
        region,
        ubigeo,
        seen_on
    FROM core_works
    UNION ALL
    SELECT
        investment_id AS subject_id,
        body_key,
        region,
        ubigeo,
        coalesce(seen_on_f12b, seen_on) AS seen_on
    FROM core_investments
    UNION ALL
    SELECT
        process_id AS subject_id,
        body_key,
        body_region AS region,
        CAST(NULL AS VARCHAR) AS ubigeo,
        seen_on
    FROM core_processes
) AS subject ON judged.subject_id = subject.subject_id
