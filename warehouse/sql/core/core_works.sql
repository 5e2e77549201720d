-- One row a work: the bulk file; the search export adds only works that the bulk file does not have.
WITH bulk AS (
  SELECT 'contraloria_infobras' AS source, clean_code(w.work_code) AS code, w.*
  FROM input_infobras_works AS w
),
export_only AS (
  SELECT 'contraloria_busqueda' AS source, clean_code(w.work_code) AS code, w.*
  FROM input_busqueda_works AS w
  WHERE clean_code(w.work_code) NOT IN (SELECT b.code FROM bulk AS b WHERE b.code IS NOT NULL)
),
works AS (
  SELECT * FROM bulk
  UNION ALL BY NAME
  SELECT * FROM export_only
),
-- Names are compared once per spelling, not once per work.
places AS (
  SELECT p.department, p.province, p.district, d.ubigeo, department_code(p.department) AS region
  FROM (SELECT DISTINCT department, province, district FROM works) AS p
  LEFT JOIN known_places AS d ON d.place_key = place_key(p.department, p.province, p.district)
),
modalities AS (
  SELECT
    m.modality_text,
    CASE
      WHEN m.plain IS NULL THEN NULL
      WHEN m.plain IN ('CONTRATA', 'POR CONTRATA', 'ADMINISTRACION INDIRECTA POR CONTRATA', 'ADMINISTRACION INDIRECTA CONTRATA')
        THEN 'contrata'
      WHEN m.plain IN ('ADMINISTRACION DIRECTA', 'POR ADMINISTRACION DIRECTA') THEN 'direct_administration'
      WHEN m.plain IN ('POR NUCLEO EJECUTOR', 'NUCLEO EJECUTOR', 'ADMINISTRACION INDIRECTA NUCLEO EJECUTOR')
        THEN 'nucleo_ejecutor'
      WHEN m.plain IN ('ASOCIACION PUBLICA PRIVADA APP', 'ASOCIACION PUBLICO PRIVADA APP', 'ASOCIACION PUBLICA PRIVADA',
                       'ASOCIACION PUBLICO PRIVADA', 'APP')
        THEN 'app'
      WHEN m.plain IN ('GOBIERNO A GOBIERNO', 'ESTADO A ESTADO') THEN 'g2g'
      WHEN m.plain IN ('OBRAS POR IMPUESTOS', 'OBRA POR IMPUESTOS', 'POR OBRAS POR IMPUESTOS', 'OXI') THEN 'oxi'
      WHEN m.plain IN ('CONVENIO', 'POR CONVENIO', 'CONVENIOS', 'POR CONVENIOS') THEN 'convenio'
      WHEN m.plain IN ('ORGANISMO INTERNACIONAL', 'POR ORGANISMO INTERNACIONAL', 'ORGANISMOS INTERNACIONALES',
                       'CONVENIO CON ORGANISMO INTERNACIONAL')
        THEN 'organismo_internacional'
      ELSE 'other'
    END AS modality
  FROM (SELECT DISTINCT modality_text, plain_name(modality_text) AS plain FROM works) AS m
),
states AS (
  SELECT
    s.state_text,
    CASE
      WHEN s.plain IS NULL THEN NULL
      WHEN s.plain IN ('EN EJECUCION', 'EJECUCION') THEN 'executing'
      WHEN s.plain IN ('FINALIZADO', 'FINALIZADA') THEN 'finished'
      WHEN s.plain IN ('PARALIZADO', 'PARALIZADA', 'SUSPENDIDO', 'SUSPENDIDA') THEN 'stopped'
      WHEN s.plain IN ('SIN EJECUCION') THEN 'not_started'
      ELSE 'other'
    END AS state
  FROM (SELECT DISTINCT state_text, plain_name(state_text) AS plain FROM works) AS s
)
SELECT
  w.code AS work_code,
  'infobras:work:' || w.code AS work_id,
  w.source AS source,
  clean_code(w.body_code) AS body_code,
  'infobras:body:' || clean_code(w.body_code) AS body_key,
  clean_text(w.body_name) AS body_name,
  clean_text(w.name) AS name,
  clean_text(w.modality_text) AS modality_text,
  m.modality AS modality,
  clean_text(w.state_text) AS state_text,
  s.state AS state,
  w.is_balance AS is_balance,
  nullif(clean_code(w.parent_work_code), '0') AS parent_work_code,
  w.reconstruction AS reconstruction,
  w.reserved AS reserved,
  clean_text(w.government_level) AS government_level,
  clean_text(w.sector) AS sector,
  clean_cui(w.cui) AS cui,
  clean_snip(w.snip) AS snip,
  clean_text(w.department) AS department,
  clean_text(w.province) AS province,
  clean_text(w.district) AS district,
  p.ubigeo AS ubigeo,
  p.region AS region,
  clean_text(w.address) AS address,
  clean_text(w.location_kind) AS location_kind,
  clean_text(w.work_type) AS work_type,
  w.monitor_reports AS monitor_reports,
  w.complaints AS complaints,
  w.control_reports AS control_reports,
  w.file_approved_on AS file_approved_on,
  w.file_amount AS file_amount,
  w.approved_amount AS approved_amount,
  clean_code(w.contractor_ruc) AS contractor_ruc,
  clean_text(w.contractor_name) AS contractor_name,
  w.contract_amount AS contract_amount,
  clean_code(w.supervision_ruc) AS supervision_ruc,
  clean_text(w.supervision_name) AS supervision_name,
  w.supervision_amount AS supervision_amount,
  w.supervisor_named AS supervisor_named,
  w.supervisor_from AS supervisor_from,
  w.supervisor_to AS supervisor_to,
  w.resident_named AS resident_named,
  w.resident_from AS resident_from,
  w.resident_to AS resident_to,
  w.started_on AS started_on,
  w.programmed_end_on AS programmed_end_on,
  w.term_days AS term_days,
  clean_text(w.handover_kind) AS handover_kind,
  w.handover_pct AS handover_pct,
  w.handover_on AS handover_on,
  w.progress_year AS progress_year,
  w.progress_month AS progress_month,
  w.progress_recorded_on AS progress_recorded_on,
  w.physical_programmed_pct AS physical_programmed_pct,
  w.physical_pct AS physical_pct,
  w.valued_programmed AS valued_programmed,
  w.valued AS valued,
  w.financial_pct AS financial_pct,
  w.financial_amount AS financial_amount,
  clean_text(w.stop_cause) AS stop_cause,
  w.stopped_on AS stopped_on,
  w.stopped_days AS stopped_days,
  clean_text(w.update_state) AS update_state,
  w.stoppage_flag AS stoppage_flag,
  w.modifications AS modifications,
  w.modification_days AS modification_days,
  w.new_term_days AS new_term_days,
  w.reprogrammed_end_on AS reprogrammed_end_on,
  w.controversies AS controversies,
  w.additions AS additions,
  w.additions_amount AS additions_amount,
  w.deductions AS deductions,
  w.deductions_amount AS deductions_amount,
  w.finished_on AS finished_on,
  clean_text(w.incomplete_reason) AS incomplete_reason,
  w.total_reception AS total_reception,
  w.received_on AS received_on,
  w.liquidated AS liquidated,
  w.liquidated_on AS liquidated_on,
  w.shown_cost AS shown_cost,
  w.shown_cost_on AS shown_cost_on,
  w.final_cost AS final_cost,
  w.first_accrued_year AS first_accrued_year,
  w.accrued_total AS accrued_total,
  w.unparsable AS unparsable,
  w.unpublished AS unpublished,
  w.seen_on AS seen_on
FROM works AS w
LEFT JOIN places AS p
  ON p.department IS NOT DISTINCT FROM w.department
  AND p.province IS NOT DISTINCT FROM w.province
  AND p.district IS NOT DISTINCT FROM w.district
LEFT JOIN modalities AS m ON m.modality_text = w.modality_text
LEFT JOIN states AS s ON s.state_text = w.state_text
