-- One row a change of term or amount of a work; what concerns the contract of its supervision is another kind.
WITH told AS (
  SELECT
    clean_code(c.work_code) AS work_code,
    CASE
      WHEN c.array_name = 'lModificacionPlazo' AND plain_name(c.term_kind) LIKE 'AMPLIACION%' THEN 'extension'
      WHEN c.array_name = 'lModificacionPlazo' THEN 'other_term'
      WHEN plain_name(c.part) LIKE '%SUPERVISION%' THEN 'other'
      WHEN plain_name(c.amount_kind) LIKE 'ADICIONAL%' THEN 'addition'
      WHEN plain_name(c.amount_kind) LIKE 'DEDUCTIVO%' THEN 'deduction'
      ELSE 'other'
    END AS kind,
    c.approved_on AS approved_on,
    c.days AS days,
    c.amount AS amount,
    c.document_published AS document_published,
    c.seen_on AS seen_on
  FROM input_work_changes AS c
)
SELECT
  t.work_code AS work_code,
  t.kind AS kind,
  row_number() OVER (PARTITION BY t.work_code, t.kind ORDER BY t.approved_on, t.amount, t.days, t.document_published) AS place,
  t.approved_on AS approved_on,
  t.days AS days,
  t.amount AS amount,
  t.document_published AS document_published,
  t.seen_on AS seen_on
FROM told AS t
