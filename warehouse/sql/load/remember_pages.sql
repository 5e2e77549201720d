-- A page whose fields are as before keeps the night of its last change. The most elements before a look are those of the
-- looks before its night, whatever was loaded for that night already. It begins anew where a person said that looks
-- before a night are no measure, and where a page is taken that was held for showing the same.
CREATE OR REPLACE TEMP TABLE seen_pages AS
SELECT
  CAST($source AS VARCHAR) AS source,
  p.page_key AS page_key,
  p.page AS page,
  CAST($seen_on AS DATE) AS seen_on,
  CASE WHEN o.fields_sha256 = p.fields_sha256 THEN o.changed_on ELSE CAST($seen_on AS DATE) END AS changed_on,
  p.fields_sha256 AS fields_sha256,
  coalesce(e.elements, 0) AS elements,
  CASE
    WHEN h.fields_sha256 = p.fields_sha256 THEN NULL
    WHEN o.seen_on < coalesce(d.night, o.seen_on) THEN NULL
    WHEN o.seen_on = CAST($seen_on AS DATE) THEN o.elements_most
    ELSE greatest(o.elements, o.elements_most)
  END AS elements_most
FROM read_parquet({{pages}}) AS p
LEFT JOIN page_elements AS e ON e.page_key = p.page_key AND e.page = p.page
LEFT JOIN meta_pages AS o ON o.source = $source AND o.page_key = p.page_key AND o.page = p.page
LEFT JOIN meta_held AS h ON h.source = $source AND h.page_key = p.page_key AND h.page = p.page
CROSS JOIN (SELECT max(night) AS night FROM meta_decisions WHERE source = $source AND night <= CAST($seen_on AS DATE)) AS d
