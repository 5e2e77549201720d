-- The alerts of a run of pages.
SELECT a.* FROM site_alerts AS a
JOIN site_pages AS p ON p.subject_id = a.subject_id
WHERE p.kind = ? AND p.page_index BETWEEN ? AND ?
ORDER BY a.subject_id, a.live DESC, a.severity DESC, a.rule_id, a.alert_id;
