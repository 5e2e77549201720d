-- The history of the alerts of a run of pages.
SELECT e.alert_id, e.night, e.event, e.state_after, e.episode, e.due
FROM site_events AS e
JOIN site_alerts AS a ON a.alert_id = e.alert_id
JOIN site_pages AS p ON p.subject_id = a.subject_id
WHERE p.kind = ? AND p.page_index BETWEEN ? AND ?
ORDER BY e.alert_id, e.night, e.sequence;
