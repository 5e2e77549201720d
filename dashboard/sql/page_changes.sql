-- Watched fields that changed from one look to another, for a run of pages, newest first.
WITH wanted AS (
    SELECT subject_id, CASE kind
        WHEN 'infobras:work' THEN 'core_works' WHEN 'mef:investment' THEN 'core_investments' ELSE 'core_processes'
    END AS table_name,
    substr(subject_id, length(kind) + 2) AS key
    FROM site_pages WHERE kind = ? AND page_index BETWEEN ? AND ?
)
SELECT w.subject_id, c.night, c.column_name, c.old_value, c.new_value
FROM history_changes AS c
JOIN wanted AS w ON w.table_name = c.table_name AND w.key = c.key
QUALIFY row_number() OVER (PARTITION BY w.subject_id ORDER BY c.night DESC, c.column_name) <= 20
ORDER BY w.subject_id, c.night DESC, c.column_name;
