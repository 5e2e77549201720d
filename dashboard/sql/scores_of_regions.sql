-- Scores of every region.
SELECT place AS region, measure, register, subjects, total, counted, share, days_late, class, oldest_look
FROM scores
WHERE level = 'region'
ORDER BY place, measure, register;
