-- One row a log and contract; the register prints one a log and member of its contractor.
SELECT
  clean_code(l.log_id) AS log_id,
  clean_code(l.contract_code) AS contract_code,
  min(clean_code(l.body_ruc)) AS body_ruc,
  min(clean_code(l.ubigeo)) AS ubigeo,
  max(l.seen_on) AS seen_on
FROM input_work_logs AS l
WHERE clean_code(l.log_id) IS NOT NULL AND clean_code(l.contract_code) IS NOT NULL
GROUP BY 1, 2
