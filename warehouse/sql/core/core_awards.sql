-- One row an award with its suppliers, from the month its process is taken from.
WITH suppliers AS (
  SELECT
    s.ocid,
    s.award_id,
    list(s.supplier_id ORDER BY s.supplier_id, s.supplier_name) AS supplier_ids,
    list(s.supplier_name ORDER BY s.supplier_id, s.supplier_name) AS supplier_names
  FROM (
    SELECT DISTINCT
      ocid,
      award_id,
      regexp_replace(clean_code(supplier_id), '^PE-RUC-', '') AS supplier_id,
      clean_text(supplier_name) AS supplier_name
    FROM input_award_suppliers AS r
    WHERE NOT EXISTS (SELECT 1 FROM process_parts AS o WHERE o.ocid = r.ocid AND o.part <> r.part)
  ) AS s
  GROUP BY s.ocid, s.award_id
)
SELECT
  a.ocid AS ocid,
  a.award_id AS award_id,
  a.awarded_on AS awarded_on,
  published_amount(a.amount) AS amount,
  clean_text(a.currency) AS currency,
  coalesce(s.supplier_ids, CAST([] AS VARCHAR[])) AS supplier_ids,
  coalesce(s.supplier_names, CAST([] AS VARCHAR[])) AS supplier_names,
  string_split(clean_text(a.item_classes), ' ') AS item_classes
FROM input_awards AS a
LEFT JOIN suppliers AS s ON s.ocid = a.ocid AND s.award_id = a.award_id
WHERE NOT EXISTS (SELECT 1 FROM process_parts AS o WHERE o.ocid = a.ocid AND o.part <> a.part)
