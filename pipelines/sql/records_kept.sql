-- What the build keeps beside the outcomes of rules, as its score compares it: family, kind, subject, what is said.
SELECT
    'contradictions' AS family,
    fact AS kind,
    subject_id,
    [left_value, right_source, right_key, right_value, CAST(since AS VARCHAR)] AS told
FROM contradictions
UNION ALL
SELECT
    'quality' AS family,
    quality_check AS kind,
    record_id AS subject_id,
    CAST([] AS VARCHAR []) AS told
FROM quality_failures
UNION ALL
SELECT
    'flags' AS family,
    flag AS kind,
    subject_id,
    CAST([] AS VARCHAR []) AS told
FROM red_flags
