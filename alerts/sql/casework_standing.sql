-- SQLite: the dismissals that were not taken back, oldest first.
SELECT kind, alert_id, episode, rule_id, rule_version, subject_id, claim, decided_on, role, reason
FROM decisions
WHERE number IN (SELECT max(number) FROM decisions GROUP BY alert_id, episode) AND kind = 'dismissed'
ORDER BY number;
