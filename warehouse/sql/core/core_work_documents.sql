-- One row a file published with a month of progress; its month is that of the entry that lists it.
SELECT
  clean_code(d.work_code) AS work_code,
  d.document_code AS document_code,
  CASE d.array_name WHEN 'lImgFisico' THEN 'photograph' WHEN 'lImgValorizacion' THEN 'valuation' END AS kind,
  p.year AS year,
  month_number(p.month_name) AS month,
  lower(clean_text(d.format)) AS format,
  clean_text(d.stored_name) AS stored_name,
  d.seen_on AS seen_on
FROM input_work_documents AS d
LEFT JOIN input_progress_pages AS p ON p.work_code = d.work_code AND p.entry_code = d.month_code
