-- Bodies of the transparency portal that could be asked for one by one, and what is known of them. A body counts as
-- running while it has works that execute or are stopped, in whichever register it is the same body.
-- Parameters: $source, $pattern.
WITH built AS (
  SELECT
    coalesce(b.group_id, w.body_key) AS group_id,
    sum(a.n) AS alerts,
    sum(coalesce(w.contract_amount, w.approved_amount, 0)) AS money
  FROM core_works AS w
  LEFT JOIN core_bodies AS b ON b.body_key = w.body_key
  LEFT JOIN open_alerts() AS a ON a.subject_id = w.work_id
  WHERE w.body_key IS NOT NULL AND w.state IN ('executing', 'stopped')
  GROUP BY 1
)
SELECT
  p.pte_code AS key,
  u.group_id IS NOT NULL AS running,
  coalesce(u.alerts, 0) AS alerts,
  CAST(coalesce(u.money, 0) AS DOUBLE) AS money,
  l.seen_on AS seen_on,
  l.changed_on AS changed_on
FROM core_transparency AS p
LEFT JOIN core_bodies AS b ON b.body_key = p.body_key
LEFT JOIN built AS u ON u.group_id = coalesce(b.group_id, p.body_key)
LEFT JOIN pages_looked_at($source) AS l ON l.page_key = p.pte_code
WHERE regexp_full_match(p.pte_code, $pattern)
ORDER BY p.pte_code
