-- One row a log and month. Kinds by which work ceases: the list of kinds changed with the law, these words did not.
-- The text of an entry is not read: one whose kind names no matter of its own may tell anything.
SELECT
  clean_code(e.log_id) AS log_id,
  CAST(year(e.entered_on) AS INTEGER) AS year,
  CAST(month(e.entered_on) AS INTEGER) AS month,
  CAST(count(*) AS INTEGER) AS entries,
  max(e.entered_on) AS last_on,
  max(e.entered_on) FILTER (
    WHERE regexp_matches(plain_name(e.kind), '^(SUSPENSION|RESOLUCION DE CONTRATO|CULMINACION|RECEPCION|CIERRE|CONSTATACION)')
  ) AS halted_on,
  max(e.entered_on) FILTER (
    WHERE regexp_matches(plain_name(e.kind), '(CALENDARIO|CRONOGRAMA|PROGRAMA|ACELERA|ATRASO|RETRASO|DEMORA)')
  ) AS programme_on,
  max(e.entered_on) FILTER (
    WHERE NOT coalesce(regexp_matches(
      plain_name(e.kind),
      '^(VALORIZACION|MAYORES METRADOS|ADELANTO|CONTROL DE CALIDAD|SEGURIDAD|INICIO|ENTREGA|APERTURA|SUSPENSION|RESOLUCION DE CONTRATO|CULMINACION|RECEPCION|CIERRE|CONSTATACION)'
    ), FALSE)
  ) AS untold_on,
  max(e.seen_on) AS seen_on
FROM input_log_entries AS e
WHERE clean_code(e.log_id) IS NOT NULL AND e.entered_on IS NOT NULL
GROUP BY 1, 2, 3
