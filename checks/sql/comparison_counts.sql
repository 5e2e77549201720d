DELETE FROM comparison_counts;

INSERT INTO comparison_counts BY NAME
SELECT
    fact,
    coalesce(body_key, '') AS body_key,
    coalesce(region, '') AS region,
    coalesce(ubigeo, '') AS ubigeo,
    count(*) AS compared,
    count(*) FILTER (WHERE NOT agrees) AS contradicting
FROM compared
GROUP BY ALL
