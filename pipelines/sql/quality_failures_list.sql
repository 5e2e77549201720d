-- The records that fail one question. Parameter: $check.
SELECT quality_check, record_id, process_id, month, observed
FROM quality_failures
WHERE quality_check = $check
ORDER BY month, record_id
