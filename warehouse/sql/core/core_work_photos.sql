-- Photographs listed on pages of works, with what was measured of those that somebody gathered. Where nobody gathered
-- any there is nothing to compare, and so no row.
SELECT
  d.work_code AS work_code,
  d.document_code AS document_code,
  d.year AS year,
  d.month AS month,
  lower(d.stored_name) AS stored_name,
  p.image_hash AS image_hash,
  p.two_tone_pct AS two_tone_pct,
  p.seen_on AS seen_on
FROM core_work_documents AS d
LEFT JOIN input_photos AS p ON p.stored_name = lower(d.stored_name)
WHERE d.kind = 'photograph' AND EXISTS (SELECT 1 FROM input_photos)
