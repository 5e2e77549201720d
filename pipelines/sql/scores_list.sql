-- Scores of one level, the worst first; of one measure when named. Parameters: $level, $measure.
-- Contradictions are bad where their share is high, the others where it is low.
SELECT * REPLACE (round(share, 4) AS share)
FROM scores
WHERE level = $level AND ($measure IS NULL OR measure = $measure)
ORDER BY measure, register, CASE WHEN measure = 'contradictions' THEN -share ELSE share END, total DESC, place
