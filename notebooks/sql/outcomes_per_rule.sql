-- One row a rule: subjects by outcome, how many were judged, and the share of those that failed.
SELECT
  rule_id AS regla,
  coalesce(sum(n) FILTER (WHERE outcome = 'passed'), 0) AS cumple,
  coalesce(sum(n) FILTER (WHERE outcome = 'failed'), 0) AS falla,
  coalesce(sum(n) FILTER (WHERE outcome IN ('passed', 'failed')), 0) AS juzgados,
  coalesce(sum(n) FILTER (WHERE outcome = 'not_applicable'), 0) AS no_corresponde,
  coalesce(sum(n) FILTER (WHERE outcome = 'not_evaluable'), 0) AS no_evaluable,
  sum(n) AS sujetos,
  round(100.0 * sum(n) FILTER (WHERE outcome = 'failed')
    / nullif(sum(n) FILTER (WHERE outcome IN ('passed', 'failed')), 0), 1) AS falla_pct_de_juzgados
FROM outcome_counts
GROUP BY rule_id
ORDER BY rule_id
