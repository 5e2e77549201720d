-- Our own alarms of a night. Parameter: $night.
SELECT kind, source, rule_id, message_es, message_en
FROM meta_alarms
WHERE night = $night
ORDER BY kind, source, rule_id, message_es
