-- Works that could be asked for one by one, and what is known of them. Parameters: $source, $pattern.
SELECT
  w.work_code AS key,
  w.state IN ('executing', 'stopped') AS running,
  coalesce(a.n, 0) AS alerts,
  CAST(coalesce(w.contract_amount, w.approved_amount, 0) AS DOUBLE) AS money,
  l.seen_on AS seen_on,
  l.changed_on AS changed_on
FROM core_works AS w
LEFT JOIN pages_looked_at($source) AS l ON l.page_key = w.work_code
LEFT JOIN open_alerts() AS a ON a.subject_id = w.work_id
WHERE regexp_full_match(w.work_code, $pattern) AND w.reserved IS NOT TRUE
ORDER BY w.work_code
