-- One row a source: what tonight brought, and the look that its data come from.
WITH
tonight AS (
    SELECT source, count(*) AS parts_tonight,
        list(DISTINCT verdict ORDER BY verdict) AS verdicts,
        list(DISTINCT coalesce(refusal, reason) ORDER BY coalesce(refusal, reason))
            FILTER (coalesce(refusal, reason) IS NOT NULL AND (NOT accepted OR verdict IN ('incomplete', 'refused')))
            AS reasons
    FROM meta_looks WHERE night = getvariable('night') GROUP BY source
),
standing AS (
    SELECT c.source, count(*) AS parts, max(c.seen_on) AS newest, min(c.seen_on) AS oldest,
        arg_max(c.payload_sha256, c.seen_on) AS payload_sha256,
        sum(l.rows_in) AS rows_in, sum(l.kept) AS kept, sum(l.collapsed) AS collapsed,
        sum(l.quarantined) AS quarantined, max(l.published_on) AS published_on
    FROM meta_current AS c
    LEFT JOIN (
        SELECT source, part, arg_max(rows_in, night) AS rows_in, arg_max(kept, night) AS kept,
            arg_max(collapsed, night) AS collapsed, arg_max(quarantined, night) AS quarantined,
            max(published_on) AS published_on
        FROM meta_looks WHERE accepted GROUP BY source, part
    ) AS l ON l.source = c.source AND l.part IS NOT DISTINCT FROM c.part
    GROUP BY c.source
)
SELECT s.*, t.parts_tonight, t.verdicts, t.reasons,
    n.parts, n.newest, n.oldest, n.payload_sha256, n.rows_in, n.kept, n.collapsed, n.quarantined, n.published_on,
    date_diff('day', n.newest, getvariable('night')) AS age
FROM meta_sources AS s
LEFT JOIN tonight AS t ON t.source = s.source
LEFT JOIN standing AS n ON n.source = s.source
ORDER BY n.newest IS NULL, s.source;
