-- Rules that tonight's findings name and the registry does not have in that version.
SELECT DISTINCT f.rule_id, f.rule_version
FROM findings AS f
LEFT JOIN compute_rules AS r ON r.rule_id = f.rule_id AND r.rule_version = f.rule_version
WHERE r.rule_id IS NULL
ORDER BY ALL;
