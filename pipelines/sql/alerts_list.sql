-- Alerts, worst first; of one rule or state when named. Parameters: $rule, $state.
SELECT alert_id, rule_id, subject_id, body_key, region, state, episode, visibility, severity, hardness, due, opened_on,
  last_event, last_event_on
FROM alerts
WHERE ($rule IS NULL OR rule_id = upper($rule)) AND ($state IS NULL OR state = $state)
ORDER BY severity DESC, rule_id, subject_id
