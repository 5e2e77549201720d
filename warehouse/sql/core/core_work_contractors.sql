-- One row a contractor of a work. "CONTRATO N° 012-2026-GM" and "12-2026-GM" are one number.
WITH told AS (
  SELECT
    clean_code(c.work_code) AS work_code,
    clean_text(c.contractor_code) AS contractor_code,
    clean_text(c.contract_number) AS contract_number,
    c.signed_on AS signed_on,
    c.amount AS amount,
    c.seen_on AS seen_on
  FROM input_work_contractors AS c
)
SELECT
  t.work_code AS work_code,
  row_number() OVER (
    PARTITION BY t.work_code ORDER BY t.signed_on, t.contract_number, t.contractor_code, t.amount
  ) AS place,
  t.contractor_code AS contractor_code,
  t.contract_number AS contract_number,
  nullif(regexp_replace(plain_name(t.contract_number), '^[^1-9]+', ''), '') AS contract_key,
  t.signed_on AS signed_on,
  t.amount AS amount,
  t.seen_on AS seen_on
FROM told AS t
