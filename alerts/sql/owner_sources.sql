-- The registers of one owner, with the age of what was read of each. Parameters: $owner, $night.
WITH standing AS (
    SELECT c.source, count(*) AS parts, min(c.seen_on) AS oldest, max(c.seen_on) AS newest
    FROM meta_current AS c
    GROUP BY c.source
),
shown AS (
    SELECT l.source, l.part, l.rows_in, l.quarantined
    FROM meta_looks AS l
    WHERE l.accepted
    QUALIFY row_number() OVER (PARTITION BY l.source, l.part ORDER BY l.night DESC) = 1
),
counted AS (
    SELECT s.source, sum(s.rows_in) AS rows_in, sum(s.quarantined) AS quarantined
    FROM shown AS s
    GROUP BY s.source
)
SELECT
    m.source, m.title_es AS title, m.publisher, s.parts, day_es(s.oldest) AS oldest, day_es(s.newest) AS newest,
    date_diff('day', s.newest, $night) AS age, coalesce(n.rows_in, 0)::BIGINT AS rows_in,
    coalesce(n.quarantined, 0)::BIGINT AS quarantined
FROM meta_sources AS m
LEFT JOIN standing AS s USING (source)
LEFT JOIN counted AS n USING (source)
WHERE starts_with(m.source, $owner || '_')
ORDER BY s.newest IS NULL, m.source
