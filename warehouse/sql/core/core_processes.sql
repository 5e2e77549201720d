-- One row a contracting process. A process that two months list is taken from the newest look, then the later month.
WITH items AS (
  SELECT
    i.ocid,
    list_sort(list_distinct(list(i.state) FILTER (WHERE i.state IS NOT NULL))) AS states,
    CASE WHEN count(*) = count(i.class) THEN list_sort(list_distinct(list(i.class))) END AS classes
  FROM (
    SELECT
      ocid,
      upper(clean_text(status_details)) AS state,
      CASE WHEN class_scheme = 'CUBSO' THEN clean_code(class_id) END AS class
    FROM input_items AS r
    WHERE NOT EXISTS (SELECT 1 FROM process_parts AS o WHERE o.ocid = r.ocid AND o.part <> r.part)
  ) AS i
  GROUP BY i.ocid
),
seats AS (
  SELECT without_leading_zeros(e.consucode) AS consucode, any_value(department_code(e.department)) AS region
  FROM input_entidades AS e
  GROUP BY without_leading_zeros(e.consucode)
  HAVING count(DISTINCT department_code(e.department)) = 1
),
processes AS (
  SELECT p.*, without_leading_zeros(regexp_replace(p.body_consucode, '^PE-CONSUCODE-', '')) AS consucode
  FROM input_processes AS p
  QUALIFY row_number() OVER (PARTITION BY p.ocid ORDER BY p.seen_on DESC, p.part DESC, p.row_number) = 1
)
SELECT
  p.ocid AS ocid,
  'ocds:process:' || p.ocid AS process_id,
  clean_code(p.tender_id) AS tender_id,
  clean_text(p.title) AS title,
  nullif(upper(regexp_replace(p.title, '\s+', '', 'g')), '') AS title_key,
  clean_text(p.description) AS description,
  p.consucode AS body_consucode,
  'seace:body:' || p.consucode AS body_key,
  regexp_replace(clean_code(p.body_ruc), '^PE-RUC-', '') AS body_ruc,
  clean_text(p.body_name) AS body_name,
  coalesce(department_code(p.body_department), e.region) AS body_region,
  p.called_on AS called_on,
  clean_text(p.method) AS method,
  clean_text(p.method_details) AS method_details,
  lower(clean_text(p.category)) AS category,
  published_amount(p.value) AS value,
  clean_text(p.currency) AS currency,
  published_amount(p.value_pen) AS value_pen,
  p.protected_by_law AS protected_by_law,
  clean_cui(p.cui) AS cui,
  published_amount(p.budget_amount) AS budget_amount,
  p.tenderers_count AS tenderers_count,
  coalesce(clean_text(p.month), nullif(p.part, '')) AS month,
  CASE WHEN p.called_on < DATE '2025-04-22' THEN 'R0' WHEN p.called_on IS NOT NULL THEN 'R1' END AS regime,
  coalesce(i.states, CAST([] AS VARCHAR[])) AS item_states,
  i.classes AS item_classes,
  p.unparsable AS unparsable,
  p.unpublished AS unpublished,
  p.regenerated_on AS regenerated_on,
  p.seen_on AS seen_on
FROM processes AS p
LEFT JOIN items AS i ON i.ocid = p.ocid
LEFT JOIN seats AS e ON e.consucode = p.consucode
