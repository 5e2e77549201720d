-- looks_failed
-- What we could not look at on the newest night each source was asked: why, and the last request for it.
WITH newest AS (
    SELECT source, max(night) AS night FROM meta_looks WHERE night <= getvariable('night') GROUP BY source
),
last_request AS (
    SELECT source, part, night,
        max_by({url: url, requested_at: requested_at, status: status, bytes: payload_bytes, sha256: payload_sha256}, requested_at)
            AS asked
    FROM meta_receipts GROUP BY ALL
)
SELECT l.source, l.part, l.night, coalesce(l.refusal, l.reason) AS fault, r.asked, c.seen_on AS standing_seen_on
FROM meta_looks AS l
JOIN newest AS n ON n.source = l.source AND n.night = l.night
LEFT JOIN last_request AS r ON r.source = l.source AND r.part = l.part AND r.night = l.night
LEFT JOIN meta_current AS c ON c.source = l.source AND c.part = l.part
WHERE NOT l.accepted AND (l.verdict NOT IN ('complete', 'unchanged') OR l.refusal IS NOT NULL)
ORDER BY l.source, l.part DESC;
