-- Works by contract to processes of works. A pair is linked by its best method only.
WITH works AS (
  SELECT work_id, cui, contractor_ruc, contract_amount, started_on
  FROM core_works
  WHERE modality = 'contrata'
),
processes AS (
  SELECT ocid, process_id, cui
  FROM core_processes
  WHERE category = 'works'
),
suppliers AS (
  SELECT DISTINCT a.ocid, a.award_id, s.supplier_id
  FROM core_awards AS a
  CROSS JOIN unnest(a.supplier_ids) AS s (supplier_id)
  -- Codes of consortia and masked natural persons identify nobody.
  WHERE regexp_full_match(s.supplier_id, '[0-9]{11}')
),
same_cui AS (
  SELECT
    w.work_id,
    p.process_id,
    p.ocid,
    count(*) OVER (PARTITION BY w.work_id) AS processes_of_work,
    count(*) OVER (PARTITION BY p.process_id) AS works_of_process,
    EXISTS (SELECT 1 FROM suppliers AS s WHERE s.ocid = p.ocid AND s.supplier_id = w.contractor_ruc) AS supplies
  FROM works AS w
  JOIN processes AS p ON p.cui = w.cui
),
by_cui AS (
  SELECT
    c.work_id,
    c.process_id,
    CASE
      WHEN c.supplies AND count(*) FILTER (WHERE c.supplies) OVER (PARTITION BY c.work_id) = 1 THEN 'cui_ruc'
      WHEN c.processes_of_work = 1 AND c.works_of_process = 1 THEN 'cui_unique'
      ELSE 'cui_ambiguous'
    END AS method
  FROM same_cui AS c
),
-- What an award and its contract say together; a contract that names no known award stands with all suppliers.
legs AS (
  SELECT s.ocid, s.supplier_id, a.amount AS award_amount, c.amount AS contract_amount,
    coalesce(c.signed_on, a.awarded_on) AS bound_on
  FROM suppliers AS s
  JOIN core_awards AS a ON a.ocid = s.ocid AND a.award_id = s.award_id
  LEFT JOIN core_contracts AS c ON c.ocid = s.ocid AND c.award_id = s.award_id
  WHERE coalesce(c.currency, a.currency, 'PEN') = 'PEN'
  UNION ALL
  SELECT s.ocid, s.supplier_id, NULL AS award_amount, c.amount AS contract_amount, c.signed_on AS bound_on
  FROM core_contracts AS c
  JOIN suppliers AS s ON s.ocid = c.ocid
  WHERE coalesce(c.currency, 'PEN') = 'PEN'
    AND NOT EXISTS (SELECT 1 FROM core_awards AS a WHERE a.ocid = c.ocid AND a.award_id = c.award_id)
),
by_contractor AS (
  SELECT DISTINCT w.work_id, p.process_id
  FROM works AS w
  JOIN legs AS l ON l.supplier_id = w.contractor_ruc
  JOIN processes AS p ON p.ocid = l.ocid
  WHERE (w.cui IS NULL OR p.cui IS NULL)
    AND abs(date_diff('day', l.bound_on, w.started_on)) <= 30
    AND (
      abs(w.contract_amount - l.award_amount) <= 0.01 * l.award_amount
      OR abs(w.contract_amount - l.contract_amount) <= 0.01 * l.contract_amount
    )
),
by_contractor_unique AS (
  SELECT b.work_id, b.process_id
  FROM by_contractor AS b
  QUALIFY count(*) OVER (PARTITION BY b.work_id) = 1 AND count(*) OVER (PARTITION BY b.process_id) = 1
)
SELECT
  b.work_id AS from_id,
  b.process_id AS to_id,
  b.method AS method,
  CAST(CASE b.method WHEN 'cui_ruc' THEN 0.95 WHEN 'cui_unique' THEN 0.9 ELSE 0.5 END AS DOUBLE) AS confidence
FROM by_cui AS b
UNION ALL
SELECT b.work_id AS from_id, b.process_id AS to_id, 'ruc_amount_date' AS method, CAST(0.9 AS DOUBLE) AS confidence
FROM by_contractor_unique AS b
