-- One row an investment, put together from the four files by CUI, else by SNIP code.
--
-- Only keys and row numbers are grouped; the wide rows are fetched once, by number. None of these files has parts.
WITH keys AS (
  SELECT 'detalle' AS file, row_number, cui, snip FROM input_detalle
  UNION ALL
  SELECT 'f12b' AS file, row_number, cui, NULL AS snip FROM input_f12b
  UNION ALL
  SELECT 'cierre' AS file, row_number, cui, snip FROM input_cierre
  UNION ALL
  SELECT 'desactivadas' AS file, row_number, cui, snip FROM input_desactivadas
),
keyed AS (
  SELECT coalesce('cui:' || clean_cui(k.cui), 'snip:' || clean_snip(k.snip)) AS investment_key, k.file, k.row_number
  FROM keys AS k
),
-- A file that lists an investment twice counts once: the first row of the file.
members AS (
  SELECT
    k.investment_key,
    min(k.row_number) FILTER (WHERE k.file = 'detalle') AS detalle_row,
    min(k.row_number) FILTER (WHERE k.file = 'f12b') AS f12b_row,
    min(k.row_number) FILTER (WHERE k.file = 'cierre') AS cierre_row,
    min(k.row_number) FILTER (WHERE k.file = 'desactivadas') AS desactivadas_row,
    detalle_row IS NOT NULL AS in_detalle,
    f12b_row IS NOT NULL AS in_f12b,
    cierre_row IS NOT NULL AS in_cierre,
    desactivadas_row IS NOT NULL AS in_desactivadas
  FROM keyed AS k
  WHERE k.investment_key IS NOT NULL
  GROUP BY k.investment_key
),
-- The row that says what the investment is: active before closed before deactivated.
identity AS (
  SELECT 'detalle' AS file, m.*, d.*
  FROM input_detalle AS d
  JOIN members AS m ON m.detalle_row = d.row_number
  UNION ALL BY NAME
  SELECT 'cierre' AS file, m.*, c.*
  FROM input_cierre AS c
  JOIN members AS m ON m.cierre_row = c.row_number AND NOT m.in_detalle
  UNION ALL BY NAME
  SELECT 'desactivadas' AS file, m.*, x.*
  FROM input_desactivadas AS x
  JOIN members AS m ON m.desactivadas_row = x.row_number AND NOT m.in_detalle AND NOT m.in_cierre
),
-- A column speaks for a row when a file that holds the row carries it, or when only one file carries it and was read:
-- then its silence says something too.
column_sources AS (
  SELECT i.column_name, i.view_name, i.published, count(*) OVER (PARTITION BY i.column_name) = 1 AS only_one
  FROM input_columns AS i
  WHERE i.table_name = 'core_investments'
),
combinations AS (
  SELECT DISTINCT in_detalle, in_f12b, in_cierre, in_desactivadas FROM members
),
silent AS (
  SELECT
    spoken.in_detalle,
    spoken.in_f12b,
    spoken.in_cierre,
    spoken.in_desactivadas,
    list(spoken.column_name ORDER BY spoken.column_name) FILTER (WHERE NOT spoken.published) AS unpublished
  FROM (
    SELECT
      b.*,
      c.column_name,
      bool_or(c.published AND (c.only_one OR CASE c.view_name
        WHEN 'input_detalle' THEN b.in_detalle
        WHEN 'input_f12b' THEN b.in_f12b
        WHEN 'input_cierre' THEN b.in_cierre
        ELSE b.in_desactivadas
      END)) AS published
    FROM combinations AS b
    CROSS JOIN column_sources AS c
    GROUP BY ALL
  ) AS spoken
  GROUP BY ALL
),
looks AS (
  SELECT
    max(m.seen_on) FILTER (WHERE m.source = 'mef_detalle') AS seen_on,
    max(m.seen_on) FILTER (WHERE m.source = 'mef_f12b') AS seen_on_f12b,
    max(m.seen_on) FILTER (WHERE m.source = 'mef_cierre') AS seen_on_cierre,
    max(m.seen_on) FILTER (WHERE m.source = 'mef_desactivadas') AS seen_on_desactivadas
  FROM meta_current AS m
),
places AS (
  SELECT
    p.department,
    p.province,
    p.district,
    d.ubigeo,
    department_code(p.department) AS region,
    place_name(p.department) IS NOT NULL AS in_one_department
  FROM (SELECT DISTINCT department, province, district FROM identity) AS p
  LEFT JOIN known_places AS d ON d.place_key = place_key(p.department, p.province, p.district)
)
SELECT
  i.investment_key AS investment_key,
  'mef:investment:' || i.investment_key AS investment_id,
  clean_cui(i.cui) AS cui,
  clean_snip(i.snip) AS snip,
  clean_text(i.name) AS name,
  clean_text(i.type) AS type,
  clean_text(i.framework) AS framework,
  CASE
    WHEN i.file = 'cierre' THEN 'closed'
    WHEN i.file = 'desactivadas' THEN 'deactivated'
    WHEN plain_name(i.state_text) = 'ACTIVO' THEN 'active'
    WHEN plain_name(i.state_text) IN ('CERRADO', 'CERRADA') THEN 'closed'
    WHEN plain_name(i.state_text) IN ('DESACTIVADO', 'DESACTIVADA', 'DESACTIVADO PERMANENTE', 'DESACTIVADO TEMPORAL') THEN 'deactivated'
    ELSE 'other'
  END AS state,
  clean_text(i.state_text) AS state_text,
  clean_text(i.situation) AS situation,
  clean_text(i.government_level) AS government_level,
  clean_text(i.sector) AS sector,
  'mef:body:' || clean_code(i.sec_ejec) AS body_key,
  clean_text(i.body_name) AS body_name,
  clean_code(i.sec_ejec) AS sec_ejec,
  clean_text(i.executing_unit) AS executing_unit,
  clean_text(i.function_name) AS function_name,
  clean_text(i.department) AS department,
  clean_text(i.province) AS province,
  clean_text(i.district) AS district,
  CASE WHEN p.in_one_department THEN coalesce(clean_ubigeo(i.ubigeo), p.ubigeo) END AS ubigeo,
  p.region AS region,
  clean_text(i.modality_text) AS modality_text,
  i.emergency AS emergency,
  i.registered_on AS registered_on,
  i.viable_on AS viable_on,
  i.viable_amount AS viable_amount,
  i.updated_cost AS updated_cost,
  i.concurrent_control AS concurrent_control,
  i.award_amount AS award_amount,
  i.bond_amount AS bond_amount,
  i.accrued_prior AS accrued_prior,
  i.accrued_year AS accrued_year,
  i.pim_year AS pim_year,
  i.pia_year AS pia_year,
  nullif(clean_code(i.first_accrued), '0') AS first_accrued,
  coalesce(nullif(clean_code(i.last_accrued), '0'), nullif(clean_code(c.last_accrued), '0')) AS last_accrued,
  i.technical_file AS technical_file,
  i.f8 AS f8,
  nullif(regexp_extract(upper(i.f8_stage), '\(([ABC])\)', 1), '') AS f8_stage,
  i.f12b_registered AS f12b_registered,
  i.physical_reported AS physical_reported,
  i.physical_pct AS physical_pct,
  i.execution_pct AS execution_pct,
  coalesce(i.estimate_declared_on, f.estimate_declared_on) AS estimate_declared_on,
  f.f12b_updated_on AS f12b_updated_on,
  nullif(clean_code(f.f12b_period), '0') AS f12b_period,
  f.f12b_accrued AS f12b_accrued,
  i.execution_from AS execution_from,
  i.execution_to AS execution_to,
  c.closed_on AS closed_on,
  i.closure_report AS closure_report,
  i.process_year AS process_year,
  i.in_detalle AS in_detalle,
  i.in_f12b AS in_f12b,
  i.in_cierre AS in_cierre,
  i.in_desactivadas AS in_desactivadas,
  CASE
    WHEN len(i.unparsable) + coalesce(len(f.unparsable), 0) + coalesce(len(c.unparsable), 0) = 0 THEN i.unparsable
    ELSE list_sort(list_distinct(list_concat(i.unparsable, f.unparsable, c.unparsable)))
  END AS unparsable,
  coalesce(u.unpublished, CAST([] AS VARCHAR[])) AS unpublished,
  l.seen_on AS seen_on,
  l.seen_on_f12b AS seen_on_f12b,
  l.seen_on_cierre AS seen_on_cierre,
  l.seen_on_desactivadas AS seen_on_desactivadas
FROM identity AS i
LEFT JOIN input_f12b AS f ON f.row_number = i.f12b_row
LEFT JOIN input_cierre AS c ON c.row_number = i.cierre_row
LEFT JOIN silent AS u
  ON u.in_detalle = i.in_detalle
  AND u.in_f12b = i.in_f12b
  AND u.in_cierre = i.in_cierre
  AND u.in_desactivadas = i.in_desactivadas
LEFT JOIN places AS p
  ON p.department IS NOT DISTINCT FROM i.department
  AND p.province IS NOT DISTINCT FROM i.province
  AND p.district IS NOT DISTINCT FROM i.district
CROSS JOIN looks AS l
