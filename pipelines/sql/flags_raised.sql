-- What one flag is raised for. Parameter: $flag.
SELECT flag, subject_id, observed
FROM red_flags
WHERE flag = $flag
ORDER BY subject_id
