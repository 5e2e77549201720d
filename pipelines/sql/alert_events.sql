-- Everything that happened to one alert, oldest first. Parameter: $alert.
SELECT night, event, state_before, state_after, episode, severity, hardness, due, seen_on, reason
FROM alert_events
WHERE alert_id = $alert
ORDER BY night, sequence
