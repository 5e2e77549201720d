-- One row an award or contract that was ever shown of a process that is still there; `gone_on` is null while it is.
-- Where another of the same process came after it went, it may be the same under another number.
WITH spans AS (
    SELECT
        table_name AS part,
        key,
        split_part(key, '|', 1) AS ocid,
        bool_or(gone_on IS NULL) AS shown,
        min(first_seen) AS first_seen,
        max(last_seen) AS last_seen,
        max(gone_on) AS gone_on
    FROM history_presence
    WHERE table_name IN ('core_awards', 'core_contracts')
    GROUP BY table_name, key
),

newest AS (
    SELECT
        part,
        ocid,
        max(first_seen) AS first_seen
    FROM spans
    WHERE shown
    GROUP BY part, ocid
)

SELECT
    process.process_id,
    spans.part || '|' || spans.key AS record_id,
    process.month,
    spans.part,
    CASE WHEN NOT spans.shown THEN spans.gone_on END AS gone_on,
    NOT spans.shown AND coalesce(newest.first_seen > spans.last_seen, FALSE) AS renumbered,
    CAST([] AS VARCHAR []) AS unparsable
FROM spans
INNER JOIN core_processes AS process ON spans.ocid = process.ocid
LEFT JOIN newest ON spans.part = newest.part AND spans.ocid = newest.ocid
