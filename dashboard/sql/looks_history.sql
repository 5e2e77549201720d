-- Verdicts of the last nights, one row a source and night.
SELECT night, source, list(DISTINCT verdict ORDER BY verdict) AS verdicts, bool_and(coalesce(accepted, FALSE)) AS accepted
FROM meta_looks
WHERE night > getvariable('night') - 30
GROUP BY ALL ORDER BY night DESC, source;
