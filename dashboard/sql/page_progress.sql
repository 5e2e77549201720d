-- The last twelve published months of the works of a run of pages.
WITH wanted AS (
    SELECT subject_id, substr(subject_id, length(kind) + 2) AS work_code
    FROM site_pages WHERE kind = ? AND page_index BETWEEN ? AND ?
)
SELECT w.subject_id, m.year, m.month, m.recorded_on, m.physical_programmed_pct, m.physical_pct, m.valued, m.financial_pct
FROM core_progress AS m
JOIN wanted AS w ON w.work_code = m.work_code
QUALIFY row_number() OVER (PARTITION BY w.subject_id ORDER BY m.year DESC, m.month DESC) <= 12
ORDER BY w.subject_id, m.year DESC, m.month DESC;
