-- One row a rule: subjects by outcome, and the commonest reason for not being evaluable.
SELECT
  rule_id,
  coalesce(sum(n) FILTER (WHERE outcome = 'passed'), 0) AS passed,
  coalesce(sum(n) FILTER (WHERE outcome = 'failed'), 0) AS failed,
  coalesce(sum(n) FILTER (WHERE outcome = 'not_applicable'), 0) AS not_applicable,
  coalesce(sum(n) FILTER (WHERE outcome = 'not_evaluable'), 0) AS not_evaluable,
  arg_max(reason, n) FILTER (WHERE outcome = 'not_evaluable') AS commonest
FROM outcome_counts
GROUP BY rule_id
ORDER BY rule_id
