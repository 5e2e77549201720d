-- The looks at a whole register that speak for some days, each with the answer that brought its bytes.
-- Parameters: $source, $days.
WITH looks AS (
    SELECT source, seen_on, payload_sha256, max(night) AS night
    FROM meta_looks
    WHERE source = $source AND part = '' AND accepted AND list_contains(CAST($days AS DATE[]), seen_on)
    GROUP BY source, seen_on, payload_sha256
),

brought AS (
    SELECT source, payload_sha256, min_by({'url': url, 'at': requested_at}, requested_at) AS answer
    FROM meta_receipts
    WHERE error IS NULL AND status IN (200, 206) AND part = ''
    GROUP BY source, payload_sha256
)

SELECT
    looks.seen_on,
    looks.source,
    looks.payload_sha256 AS sha256,
    brought.answer.url AS url,
    brought.answer.at AS requested_at
FROM looks
LEFT JOIN brought USING (source, payload_sha256)
QUALIFY row_number() OVER (PARTITION BY looks.seen_on ORDER BY looks.night DESC) = 1
ORDER BY looks.seen_on
