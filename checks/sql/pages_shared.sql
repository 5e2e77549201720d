-- Pages that show something, nothing of it known of their key, and all of it of another one: tonight or before.
-- $lasting names the pages of which something lasts; of the others every row counts.
SELECT DISTINCT p.page_key, p.page
FROM read_parquet({{pages}}) AS p
LEFT JOIN page_elements AS e ON e.page_key = p.page_key AND e.page = p.page
JOIN (
  SELECT page_key, page, fields_sha256 FROM read_parquet({{pages}})
  UNION ALL
  SELECT page_key, page, fields_sha256 FROM meta_pages WHERE source = $source
) AS other ON other.page = p.page AND other.fields_sha256 = p.fields_sha256 AND other.page_key <> p.page_key
LEFT JOIN meta_pages AS own ON own.source = $source AND own.page_key = p.page_key AND own.page = p.page
WHERE list_contains($unshared, p.page)
  AND CASE WHEN list_contains($lasting, p.page) THEN e.elements ELSE p.elements END > 0
  AND own.fields_sha256 IS DISTINCT FROM p.fields_sha256
