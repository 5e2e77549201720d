-- One row a contract, from the month its process is taken from.
SELECT
  c.ocid AS ocid,
  c.contract_id AS contract_id,
  'ocds:contract:' || c.ocid || '/' || c.contract_id AS contract_subject_id,
  clean_text(c.award_id) AS award_id,
  clean_text(c.title) AS title,
  c.signed_on AS signed_on,
  c.period_from AS period_from,
  c.period_to AS period_to,
  c.duration_days AS duration_days,
  published_amount(c.amount) AS amount,
  clean_text(c.currency) AS currency,
  c.documents AS documents,
  c.signed_documents AS signed_documents
FROM input_contracts AS c
WHERE NOT EXISTS (SELECT 1 FROM process_parts AS o WHERE o.ocid = c.ocid AND o.part <> c.part)
