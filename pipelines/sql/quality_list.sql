-- Questions of quality with the records asked and failing, over all months.
SELECT quality_check, CAST(sum(applicable) AS BIGINT) AS applicable, CAST(sum(failing) AS BIGINT) AS failing
FROM quality_counts
GROUP BY quality_check
ORDER BY quality_check
