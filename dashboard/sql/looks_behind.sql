-- looks_behind
-- The looks behind the data (standing) and behind what was claimed earlier: what was asked that night, what came, and
-- the answer that brought the bytes when that was another night's. The newest night that saw a payload on a date.
WITH
claimed AS (
    SELECT look FROM (
        SELECT unnest(json_extract(claim, '$.looks[*]')) AS look, finding_seen_on FROM site_alerts
    )
    -- Of what stands tonight only the pages of single subjects are named by the claim alone.
    WHERE finding_seen_on IS NULL OR contains(look ->> 'part', '/')
),
-- The looks of the days on which something was published that was rewritten afterwards, and on which it no longer stood.
of_days AS (
    SELECT DISTINCT TRY_CAST(told.value ->> '$' AS DATE) AS day
    FROM site_alerts AS a, json_each(coalesce(a.observed, a.claim -> 'observed')) AS told
    WHERE starts_with(a.rule_id, 'CHG-')
),
cited AS (
    SELECT source, part, seen_on, payload_sha256, TRUE AS standing FROM meta_current
    UNION ALL
    (
        SELECT DISTINCT look ->> 'source', coalesce(look ->> 'part', ''), (look ->> 'seen_on')::DATE, look ->> 'sha256', FALSE
        FROM claimed
        WHERE look ->> 'sha256' IS NOT NULL
    )
    UNION ALL
    SELECT DISTINCT l.source, l.part, l.seen_on, l.payload_sha256, FALSE
    FROM meta_looks AS l
    INNER JOIN of_days AS d ON l.seen_on = d.day
    WHERE l.accepted AND l.part = ''
),
looked AS (
    SELECT c.source, c.part, c.seen_on, c.payload_sha256, c.standing,
        -- A page of a single subject has no look of its own here: it speaks for the night in which it came.
        coalesce(max(l.night), max(CASE WHEN contains(c.part, '/') THEN c.seen_on END)) AS night, arg_max(l.reason, l.night) AS reason,
        arg_max(l.rows_in, l.night) AS rows_in, arg_max(l.kept, l.night) AS kept,
        arg_max(l.collapsed, l.night) AS collapsed, arg_max(l.quarantined, l.night) AS quarantined
    FROM cited AS c
    LEFT JOIN meta_looks AS l
        ON l.source = c.source AND l.part = c.part AND l.payload_sha256 = c.payload_sha256 AND l.seen_on = c.seen_on
        AND l.accepted
    GROUP BY ALL
),
answers AS (
    SELECT source, part, night, payload_sha256,
        max_by({url: url, requested_at: requested_at, status: status, bytes: payload_bytes}, requested_at) AS asked,
        min_by({url: url, requested_at: requested_at, status: status, bytes: payload_bytes}, requested_at)
            FILTER (status IS NULL OR status IN (200, 206)) AS whole
    FROM meta_receipts
    WHERE error IS NULL AND payload_sha256 IS NOT NULL
    GROUP BY ALL
),
indexes AS (
    SELECT source, night, max_by(asked, asked.requested_at) AS asked
    FROM answers WHERE part = '' AND asked.url NOT LIKE '%/robots.txt' GROUP BY ALL
),
brought AS (
    SELECT source, payload_sha256, min_by(night, whole.requested_at) AS night,
        min_by(whole, whole.requested_at) AS answer
    FROM answers WHERE whole IS NOT NULL GROUP BY ALL
)
SELECT k.source, k.part, k.seen_on, k.payload_sha256, k.standing, k.night, k.reason,
    k.rows_in, k.kept, k.collapsed, k.quarantined,
    CASE WHEN k.reason = 'same_in_index' THEN i.asked ELSE a.asked END AS asked,
    b.answer AS brought, b.night AS brought_on
FROM looked AS k
LEFT JOIN answers AS a
    ON a.source = k.source AND a.part = k.part AND a.night = k.night AND a.payload_sha256 = k.payload_sha256
LEFT JOIN indexes AS i ON i.source = k.source AND i.night = k.night
LEFT JOIN brought AS b ON b.source = k.source AND b.payload_sha256 = k.payload_sha256
ORDER BY k.source, k.part DESC, k.seen_on;
