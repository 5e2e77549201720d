-- The newest look at each source with its rows, its parts summed, and the day its data speak for.
WITH newest AS (
  SELECT source, max(night) AS night
  FROM meta_looks
  GROUP BY source
),
looks AS (
  SELECT
    l.source,
    string_agg(DISTINCT l.verdict, ', ' ORDER BY l.verdict) AS verdict,
    string_agg(DISTINCT l.refusal, ', ' ORDER BY l.refusal) AS refusal,
    sum(l.kept) AS rows,
    sum(l.quarantined) AS quarantined,
    max(l.night) AS looked_on
  FROM meta_looks AS l
  JOIN newest AS n ON n.source = l.source AND n.night = l.night
  GROUP BY l.source
),
standing AS (
  SELECT source, max(seen_on) AS seen_on
  FROM meta_current
  GROUP BY source
)
SELECT
  l.source,
  l.verdict,
  l.refusal,
  l.rows,
  l.quarantined,
  s.seen_on,
  date_diff('day', s.seen_on, (SELECT max(night) FROM meta_nights)) AS age_days
FROM looks AS l
LEFT JOIN standing AS s ON s.source = l.source
ORDER BY l.source
