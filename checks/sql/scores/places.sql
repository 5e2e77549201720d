-- Whatever is counted of single records, by country, region, district and body.
-- records: measure, register, body_key, region, ubigeo, total, counted, days_late, seen_on.
CREATE OR REPLACE TEMP TABLE placed AS
SELECT
    'country' AS level,
    'PE' AS place,
    *
FROM records
UNION ALL
SELECT
    'region' AS level,
    region AS place,
    *
FROM records
WHERE region IS NOT NULL
UNION ALL
SELECT
    'district' AS level,
    ubigeo AS place,
    *
FROM records
WHERE ubigeo IS NOT NULL
UNION ALL
SELECT
    'body' AS level,
    body_key AS place,
    *
FROM records
WHERE body_key IS NOT NULL;

DELETE FROM scores;

INSERT INTO scores BY NAME
SELECT
    *,
    CASE
        WHEN measure <> 'timeliness' OR total < parameter('score_least_judged') THEN NULL
        WHEN 100 * (total - counted) <= parameter('score_class_a_pct') * total THEN 'A'
        WHEN 100 * (total - counted) <= parameter('score_class_b_pct') * total THEN 'B'
        WHEN 100 * (total - counted) <= parameter('score_class_c_pct') * total THEN 'C'
        ELSE 'D'
    END AS class
FROM (
    SELECT
        level,
        place,
        measure,
        register,
        sum(subjects) AS subjects,
        sum(total) AS total,
        sum(counted) AS counted,
        sum(counted) / sum(total) AS share,
        median(days_late) AS days_late,
        min(seen_on) AS oldest_look,
        max(seen_on) AS newest_look
    FROM placed
    GROUP BY ALL
    HAVING sum(total) > 0
)
