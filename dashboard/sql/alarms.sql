-- Our own faults, the newest first. An alarm that names a body tells of alerts held back: only staff see it.
SELECT night, alarm_id, kind, source, rule_id, body_key, message_es, message_en
FROM meta_alarms
WHERE getvariable('staff') OR body_key IS NULL
ORDER BY night DESC, alarm_id LIMIT 200;
