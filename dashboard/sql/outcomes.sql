-- How many subjects each rule judged, by outcome and reason.
SELECT rule_id, outcome, reason, n FROM outcome_counts ORDER BY rule_id, outcome, n DESC, reason;
