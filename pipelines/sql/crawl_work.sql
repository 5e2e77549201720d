-- Works that could be asked for one by one, and what is known of them. Parameters: $source, $pattern.
-- A page that never could be read counts by the night it was tried, else it would be first every night.
WITH seen AS (
  SELECT page_key, min(seen_on) AS seen_on, max(changed_on) AS changed_on
  FROM meta_pages
  WHERE source = $source
  GROUP BY page_key
),
tried AS (
  SELECT split_part(part, '/', 1) AS page_key, max(night) AS night
  FROM meta_receipts
  WHERE source = $source AND contains(part, '/')
  GROUP BY 1
),
open_alerts AS (
  SELECT subject_id, count(*) AS n
  FROM alerts
  WHERE state <> 'closed'
  GROUP BY subject_id
)
SELECT
  w.work_code AS key,
  w.state IN ('executing', 'stopped') AS running,
  coalesce(a.n, 0) AS alerts,
  CAST(coalesce(w.contract_amount, w.approved_amount, 0) AS DOUBLE) AS money,
  coalesce(s.seen_on, t.night) AS seen_on,
  s.changed_on AS changed_on
FROM core_works AS w
LEFT JOIN seen AS s ON s.page_key = w.work_code
LEFT JOIN tried AS t ON t.page_key = w.work_code
LEFT JOIN open_alerts AS a ON a.subject_id = w.work_id
WHERE regexp_full_match(w.work_code, $pattern) AND w.reserved IS NOT TRUE
ORDER BY w.work_code
