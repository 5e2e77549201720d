-- Works to investments: by CUI; a work without such an investment by SNIP code, if only one investment has it.
WITH by_cui AS (
  SELECT w.work_id AS from_id, v.investment_id AS to_id
  FROM core_works AS w
  JOIN core_investments AS v ON v.cui = w.cui
),
single_snip AS (
  SELECT snip, any_value(investment_id) AS investment_id
  FROM core_investments
  WHERE snip IS NOT NULL
  GROUP BY snip
  HAVING count(*) = 1
),
by_snip AS (
  SELECT w.work_id AS from_id, v.investment_id AS to_id
  FROM core_works AS w
  JOIN single_snip AS v ON v.snip = w.snip
  WHERE w.work_id NOT IN (SELECT from_id FROM by_cui)
)
SELECT from_id, to_id, 'cui' AS method, CAST(1.0 AS DOUBLE) AS confidence FROM by_cui
UNION ALL
SELECT from_id, to_id, 'snip' AS method, CAST(0.9 AS DOUBLE) AS confidence FROM by_snip
