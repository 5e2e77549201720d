-- Works to digital works logs, through the process of the work and the contract that CONOSCE names for it. The codes of
-- call and contract are exact; what can be doubted is the process, so a log is as sure as the process is.
SELECT
  w.from_id AS from_id,
  'oece:log:' || l.log_id AS to_id,
  'process_contract' AS method,
  max(w.confidence) AS confidence
FROM links AS w
JOIN core_processes AS p ON p.process_id = w.to_id
JOIN core_contract_codes AS c ON c.tender_id = p.tender_id
JOIN core_work_logs AS l ON l.contract_code = c.contract_code
WHERE w.from_id LIKE 'infobras:work:%'
GROUP BY 1, 2
