-- A run of investment pages.
SELECT p.subject_id, NULL AS work, i AS investment, NULL AS process
FROM site_pages AS p
JOIN core_investments AS i ON i.investment_id = p.subject_id
WHERE p.kind = 'mef:investment' AND p.page_index BETWEEN ? AND ?
ORDER BY p.page_index;
