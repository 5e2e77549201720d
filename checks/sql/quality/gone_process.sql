-- One row a process that was ever shown; `gone_on` is null while it is. What came back is there again.
SELECT
    'ocds:process:' || split_part(key, '|', 1) AS process_id,
    'core_processes|' || key AS record_id,
    CAST(NULL AS VARCHAR) AS month,
    CASE WHEN bool_or(gone_on IS NULL) THEN NULL ELSE max(gone_on) END AS gone_on,
    CAST([] AS VARCHAR []) AS unparsable
FROM history_presence
WHERE table_name = 'core_processes'
GROUP BY key
