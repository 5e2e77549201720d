-- A page whose fields are as before keeps the night of its last change.
CREATE OR REPLACE TEMP TABLE seen_pages AS
SELECT
  CAST($source AS VARCHAR) AS source,
  p.page_key AS page_key,
  p.page AS page,
  CAST($seen_on AS DATE) AS seen_on,
  CASE WHEN o.fields_sha256 = p.fields_sha256 THEN o.changed_on ELSE CAST($seen_on AS DATE) END AS changed_on,
  p.fields_sha256 AS fields_sha256
FROM read_parquet({{pages}}) AS p
LEFT JOIN meta_pages AS o ON o.source = $source AND o.page_key = p.page_key AND o.page = p.page
