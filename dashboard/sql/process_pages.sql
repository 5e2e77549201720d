-- A run of process pages.
SELECT p.subject_id, NULL AS work, NULL AS investment, s AS process
FROM site_pages AS p
JOIN core_processes AS s ON s.process_id = p.subject_id
WHERE p.kind = 'ocds:process' AND p.page_index BETWEEN ? AND ?
ORDER BY p.page_index;
