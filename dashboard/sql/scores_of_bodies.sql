-- Scores of a run of bodies. Where several codes of one body have the same score, that with the most records speaks.
SELECT b.body_index, s.measure, s.register, s.subjects, s.total, s.counted, s.share, s.days_late, s.class, s.oldest_look
FROM scores AS s
JOIN site_body_of AS o ON o.body_key = s.place
JOIN site_bodies AS b ON b.group_key = o.group_key
WHERE s.level = 'body' AND b.body_index BETWEEN ? AND ?
QUALIFY row_number() OVER (PARTITION BY b.body_index, s.measure, s.register ORDER BY s.total DESC, s.place) = 1
ORDER BY b.body_index, s.measure, s.register;
