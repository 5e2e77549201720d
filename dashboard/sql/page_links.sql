-- How the records of a run of pages are joined to others, in both directions, the surest first.
WITH wanted AS (SELECT subject_id FROM site_pages WHERE kind = ? AND page_index BETWEEN ? AND ?),
joined AS (
    SELECT l.from_id AS subject_id, l.to_id AS other_id, l.method, l.confidence
    FROM links AS l SEMI JOIN wanted AS w ON w.subject_id = l.from_id
    UNION ALL
    SELECT l.to_id, l.from_id, l.method, l.confidence
    FROM links AS l SEMI JOIN wanted AS w ON w.subject_id = l.to_id
)
SELECT j.*, s.name, p.subject_id IS NOT NULL AS has_page, coalesce(a.live, 0) AS live
FROM joined AS j
LEFT JOIN site_subjects AS s ON s.subject_id = j.other_id
LEFT JOIN site_pages AS p ON p.subject_id = j.other_id
LEFT JOIN (SELECT subject_id, count(*) AS live FROM site_alerts WHERE live GROUP BY 1) AS a ON a.subject_id = j.other_id
ORDER BY j.subject_id, j.confidence DESC, j.other_id, j.method;
