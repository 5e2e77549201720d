-- The looks that the claims of one alert cite: payload by hash, or the part the subject stands in of a parted register.
WITH claimed AS (
    SELECT e.night, e.subject_id, unnest(json_extract(e.claim, '$.looks[*]')) AS look
    FROM alert_events AS e
    WHERE e.alert_id = $alert AND e.claim IS NOT NULL
)
SELECT DISTINCT
    c.look ->> 'source' AS source,
    coalesce(c.look ->> 'part', p.month, '') AS part,
    coalesce(c.look ->> 'sha256', m.payload_sha256) AS sha256,
    CASE WHEN c.look ->> 'sha256' IS NULL THEN m.seen_on ELSE c.night END AS night
FROM claimed AS c
LEFT JOIN core_processes AS p ON p.process_id = c.subject_id
LEFT JOIN meta_current AS m
    ON m.source = c.look ->> 'source' AND m.part = p.month AND c.look ->> 'sha256' IS NULL
WHERE coalesce(c.look ->> 'sha256', m.payload_sha256) IS NOT NULL
ORDER BY ALL
