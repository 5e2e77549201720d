-- Investments that could be asked for one by one, and what is known of them. Parameters: $source, $pattern.
-- Only the active ones and those with works: of the others nothing is left to follow. What runs is what has a work that
-- is executed or stopped, and what has no work in the register but has come to physical execution by its Formato 8.
WITH works AS (
  SELECT w.cui, bool_or(w.state IN ('executing', 'stopped')) AS running, sum(a.n) AS alerts
  FROM core_works AS w
  LEFT JOIN open_alerts() AS a ON a.subject_id = w.work_id
  WHERE w.cui IS NOT NULL
  GROUP BY w.cui
)
SELECT
  i.cui AS key,
  coalesce(w.running, i.state = 'active' AND i.f8_stage = 'C', false) AS running,
  CAST(coalesce(a.n, 0) + coalesce(w.alerts, 0) AS BIGINT) AS alerts,
  CAST(coalesce(i.updated_cost, i.viable_amount, 0) AS DOUBLE) AS money,
  l.seen_on AS seen_on,
  l.changed_on AS changed_on
FROM core_investments AS i
LEFT JOIN works AS w ON w.cui = i.cui
LEFT JOIN open_alerts() AS a ON a.subject_id = i.investment_id
LEFT JOIN pages_looked_at($source) AS l ON l.page_key = i.cui
WHERE regexp_full_match(i.cui, $pattern) AND (i.state = 'active' OR w.cui IS NOT NULL)
ORDER BY i.cui
