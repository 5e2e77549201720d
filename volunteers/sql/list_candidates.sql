-- The gates: which works may be visited at all, as far as the published data can say.
CREATE OR REPLACE TEMP TABLE list_candidates AS
WITH n AS (PIVOT list_numbers ON name USING any_value(number)),
works AS (
    SELECT w.*, coalesce(w.contract_amount, w.approved_amount, w.file_amount)::DOUBLE AS amount
    FROM core_works AS w
)
SELECT
    w.*,
    CASE WHEN w.reconstruction THEN n.amount_max_reconstruction ELSE n.amount_max END AS band_max,
    greatest(
        w.programmed_end_on, w.reprogrammed_end_on,
        w.programmed_end_on + greatest(coalesce(w.modification_days, 0), 0)) AS published_end,
    CASE
        WHEN w.progress_year IS NULL OR w.progress_month NOT BETWEEN 1 AND 12 THEN NULL
        ELSE date_diff('month', make_date(w.progress_year, w.progress_month, 1), w.seen_on)
    END AS months_silent
FROM works AS w
CROSS JOIN n
WHERE w.region IS NOT NULL AND w.district IS NOT NULL
    AND NOT coalesce(w.reserved, false)
    -- A control service that already looks at the work is not to be doubled.
    AND coalesce(w.control_reports, 0) = 0
    AND (w.state IN ('executing', 'stopped')
        OR (w.state = 'finished' AND w.finished_on BETWEEN w.seen_on - n.finished_days::INTEGER AND w.seen_on))
    AND w.amount > n.amount_min
    AND w.amount <= CASE WHEN w.reconstruction THEN n.amount_max_reconstruction ELSE n.amount_max END;
