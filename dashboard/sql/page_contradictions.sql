-- What two registers tell differently of the works of a run of pages, the oldest first.
WITH wanted AS (SELECT subject_id FROM site_pages WHERE kind = ? AND page_index BETWEEN ? AND ?)
SELECT c.subject_id, c.fact, c.unit, c.since,
    coalesce(l.title_es, c.left_source) AS left_es, coalesce(l.title_en, c.left_source) AS left_en,
    c.left_value, c.left_period, c.left_seen_on,
    coalesce(r.title_es, c.right_source) AS right_es, coalesce(r.title_en, c.right_source) AS right_en,
    c.right_value, c.right_period, c.right_seen_on
FROM contradictions AS c
SEMI JOIN wanted AS w ON w.subject_id = c.subject_id
LEFT JOIN meta_sources AS l ON l.source = c.left_source
LEFT JOIN meta_sources AS r ON r.source = c.right_source
ORDER BY c.subject_id, c.since, c.fact;
