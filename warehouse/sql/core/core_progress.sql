-- The newest month of progress of each work, as tonight's look shows it.
SELECT
  clean_code(p.work_code) AS work_code,
  p.year AS year,
  p.month AS month,
  p.recorded_on AS recorded_on,
  p.physical_programmed_pct AS physical_programmed_pct,
  p.physical_pct AS physical_pct,
  p.valued_programmed AS valued_programmed,
  p.valued AS valued,
  p.financial_pct AS financial_pct,
  p.financial_amount AS financial_amount,
  p.seen_on AS seen_on
FROM input_progress AS p
WHERE p.year IS NOT NULL AND p.month BETWEEN 1 AND 12
