-- A run of work pages: the work and, beside it, its summary page, the investment and the process best linked to it.
SELECT p.subject_id, w AS work, i AS investment, s AS process, u AS summary
FROM site_pages AS p
JOIN core_works AS w ON w.work_id = p.subject_id
LEFT JOIN site_best AS b ON b.work_id = p.subject_id
LEFT JOIN core_investments AS i ON i.investment_id = b.investment_id
LEFT JOIN core_processes AS s ON s.process_id = b.process_id
LEFT JOIN core_work_summaries AS u ON u.work_code = w.work_code
WHERE p.kind = 'infobras:work' AND p.page_index BETWEEN ? AND ?
ORDER BY p.page_index;
