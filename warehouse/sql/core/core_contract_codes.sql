-- One row a contract; CONOSCE prints one a contract and item. A code that several calls bear tells none of them.
SELECT
  clean_code(c.contract_code) AS contract_code,
  CASE WHEN count(DISTINCT clean_code(c.tender_id)) = 1 THEN any_value(clean_code(c.tender_id)) END AS tender_id,
  min(c.signed_on) AS signed_on,
  max(c.seen_on) AS seen_on
FROM input_contract_codes AS c
WHERE clean_code(c.contract_code) IS NOT NULL
GROUP BY 1
