-- Contradictions between registers, the oldest first; of one fact when named. Parameter: $fact.
SELECT *
FROM contradictions
WHERE $fact IS NULL OR fact = $fact
ORDER BY since, fact, subject_id, left_key, right_key
