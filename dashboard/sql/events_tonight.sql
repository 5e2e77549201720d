-- What happened to alerts tonight, by rule.
SELECT rule_id, event, count(*) AS alerts FROM site_events
WHERE night = getvariable('night') GROUP BY ALL ORDER BY ALL;
