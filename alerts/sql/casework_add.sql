-- SQLite: one more decision.
INSERT INTO decisions (kind, alert_id, episode, rule_id, rule_version, subject_id, claim, decided_on, role, reason)
VALUES (:kind, :alert_id, :episode, :rule_id, :rule_version, :subject_id, :claim, :decided_on, :role, :reason);
