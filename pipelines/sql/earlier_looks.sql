-- A part's accepted looks before a night: rows kept and payload of the newest, and the most rows within 30 days.
-- Those before the night of a person's decision are no measure. Parameters: source, part, night.
SELECT
  arg_max(kept, night) AS previous_rows,
  max(kept) FILTER (WHERE night >= CAST($3 AS DATE) - 30) AS highest_rows,
  arg_max(payload_sha256, night) AS payload_sha256
FROM meta_looks
WHERE source = $1 AND part = $2 AND night < CAST($3 AS DATE) AND accepted
  AND night >= coalesce(
    (SELECT max(d.night) FROM meta_decisions AS d WHERE d.source = $1 AND d.night <= CAST($3 AS DATE)), DATE '0001-01-01'
  )
