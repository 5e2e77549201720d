-- Months of progress: the newest one of each work from the bulk file, all of them of works whose page was read.
-- Where both show a month the newer look counts. What only one of them shows is kept beside it: the day of registration
-- stands in the bulk file only, state, stoppage and documents on the page only.
WITH shown AS (
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
    CAST(NULL AS VARCHAR) AS state_text,
    CAST(NULL AS DATE) AS stopped_on,
    CAST(NULL AS INTEGER) AS photos,
    CAST(NULL AS INTEGER) AS valuation_documents,
    p.seen_on AS seen_on,
    '' AS entry_code
  FROM input_progress AS p
  UNION ALL BY NAME
  SELECT
    clean_code(p.work_code) AS work_code,
    p.year AS year,
    month_number(p.month_name) AS month,
    CAST(NULL AS DATE) AS recorded_on,
    p.physical_programmed_pct AS physical_programmed_pct,
    p.physical_pct AS physical_pct,
    p.valued_programmed AS valued_programmed,
    p.valued AS valued,
    p.financial_pct AS financial_pct,
    p.financial_amount AS financial_amount,
    clean_text(p.state_text) AS state_text,
    p.stopped_on AS stopped_on,
    p.photos AS photos,
    p.valuation_documents AS valuation_documents,
    p.seen_on AS seen_on,
    p.entry_code AS entry_code
  FROM input_progress_pages AS p
),
chosen AS (
  SELECT
    * EXCLUDE (recorded_on, state_text, stopped_on, photos, valuation_documents, entry_code),
    max(recorded_on) OVER same_month AS recorded_on,
    -- The bulk file has no entry code and comes last.
    first_value(state_text) OVER newest_entry AS state_text,
    first_value(stopped_on) OVER newest_entry AS stopped_on,
    -- A month that the page lists twice has its documents with either entry.
    max(photos) OVER same_month AS photos,
    max(valuation_documents) OVER same_month AS valuation_documents
  FROM shown
  WHERE work_code IS NOT NULL AND year IS NOT NULL AND month BETWEEN 1 AND 12
  WINDOW
    same_month AS (PARTITION BY work_code, year, month),
    newest_entry AS (PARTITION BY work_code, year, month ORDER BY entry_code DESC)
  QUALIFY row_number() OVER (PARTITION BY work_code, year, month ORDER BY seen_on DESC, entry_code DESC) = 1
)
SELECT
  c.work_code AS work_code,
  c.year AS year,
  c.month AS month,
  coalesce(c.recorded_on, o.recorded_on) AS recorded_on,
  c.physical_programmed_pct AS physical_programmed_pct,
  c.physical_pct AS physical_pct,
  c.valued_programmed AS valued_programmed,
  c.valued AS valued,
  c.financial_pct AS financial_pct,
  c.financial_amount AS financial_amount,
  c.state_text AS state_text,
  c.stopped_on AS stopped_on,
  c.photos AS photos,
  c.valuation_documents AS valuation_documents,
  c.seen_on AS seen_on
FROM chosen AS c
LEFT JOIN core_progress AS o ON o.work_code = c.work_code AND o.year = c.year AND o.month = c.month
