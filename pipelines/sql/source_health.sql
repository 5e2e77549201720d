-- The newest look at each source (its parts together) and the oldest day its data speak for. Parameter: $night.
WITH newest AS (
  SELECT source, part, arg_max(verdict, night) AS verdict, arg_max(reason, night) AS reason, max(night) AS looked_on
  FROM meta_looks
  GROUP BY source, part
),
standing AS (
  SELECT source, count(*) AS parts, max(seen_on) AS seen_on
  FROM meta_current
  GROUP BY source
)
SELECT
  s.source,
  s.cadence,
  coalesce(c.parts, 0) AS parts,
  (SELECT string_agg(DISTINCT n.verdict, ', ' ORDER BY n.verdict) FROM newest AS n
    WHERE n.source = s.source AND n.looked_on = (SELECT max(o.looked_on) FROM newest AS o WHERE o.source = s.source)) AS verdict,
  c.seen_on,
  date_diff('day', c.seen_on, CAST($night AS DATE)) AS age_days,
  s.stale_after_days,
  date_diff('day', c.seen_on, CAST($night AS DATE)) > s.stale_after_days AS stale
FROM meta_sources AS s
LEFT JOIN standing AS c ON c.source = s.source
ORDER BY s.source
