-- How one rule judged the published night. Parameter: $rule.
SELECT outcome, reason, n
FROM outcome_counts
WHERE rule_id = $rule
ORDER BY outcome, n DESC, reason
