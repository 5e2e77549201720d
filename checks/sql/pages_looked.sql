-- Tonight's pages of a source beside what was known of them before the night; with `page_elements` in place.
-- What was seen before the night of a person's decision is no measure. Of a page that this night has loaded already
-- only the number of before is known, and that it is not another one now. It shows something when it has elements that
-- last, or any row where nothing on it lasts ($lasting names the pages of which something does).
SELECT
  p.page_key,
  p.page,
  p.fields_sha256,
  coalesce(e.elements, 0) AS elements,
  CASE WHEN o.seen_on < CAST($night AS DATE) THEN greatest(o.elements, o.elements_most) ELSE o.elements_most END AS most,
  coalesce(o.fields_sha256 <> p.fields_sha256, false) AS changed,
  coalesce(CASE WHEN list_contains($lasting, p.page) THEN e.elements ELSE p.elements END, 0) > 0 AS shows,
  CASE WHEN h.fields_sha256 = p.fields_sha256 THEN h.since END AS held_since
FROM read_parquet({{pages}}) AS p
LEFT JOIN page_elements AS e ON e.page_key = p.page_key AND e.page = p.page
CROSS JOIN (SELECT max(night) AS night FROM meta_decisions WHERE source = $source AND night <= CAST($night AS DATE)) AS d
LEFT JOIN meta_pages AS o
  ON o.source = $source AND o.page_key = p.page_key AND o.page = p.page
  AND o.seen_on BETWEEN coalesce(d.night, DATE '0001-01-01') AND CAST($night AS DATE)
LEFT JOIN meta_held AS h
  ON h.source = $source AND h.page_key = p.page_key AND h.page = p.page
  AND h.since >= coalesce(d.night, DATE '0001-01-01')
ORDER BY p.page_key, p.page
