-- Rows kept of a part in the accepted looks before a night: of the newest look, and the most within 30 days.
-- Parameters: source, part, night.
SELECT
  arg_max(kept, night) AS previous_rows,
  max(kept) FILTER (WHERE night >= CAST($3 AS DATE) - 30) AS highest_rows
FROM meta_looks
WHERE source = $1 AND part = $2 AND night < CAST($3 AS DATE) AND accepted
