-- One row a summary page.
SELECT
  clean_code(s.work_code) AS work_code,
  clean_text(s.name) AS name,
  clean_text(s.state_text) AS state_text,
  clean_text(s.modality_text) AS modality_text,
  s.physical_pct AS physical_pct,
  clean_text(s.progress_text) AS progress_text,
  s.approved_amount AS approved_amount,
  s.contractor_named AS contractor_named,
  clean_text(s.contract_text) AS contract_text,
  s.signed_on AS signed_on,
  s.started_on AS started_on,
  s.ends_on AS ends_on,
  s.unparsable AS unparsable,
  s.seen_on AS seen_on
FROM input_work_summaries AS s
