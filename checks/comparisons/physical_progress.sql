-- The month of the investment's progress is that of the last update in form 12-B, as for INC-01.
WITH told AS (
    SELECT
        *,
        greatest(f12b_updated_on, estimate_declared_on) AS told_on
    FROM core_investments
    WHERE in_detalle
)

SELECT
    own.work_id,
    CAST(work.physical_pct AS VARCHAR) AS left_value,
    printf('%04d-%02d', work.progress_year, work.progress_month) AS left_period,
    'mef_detalle' AS right_source,
    told.investment_id AS right_key,
    CAST(told.physical_pct AS VARCHAR) AS right_value,
    strftime(told.told_on, '%Y-%m') AS right_period,
    told.seen_on AS right_seen_on,
    CAST(work.physical_pct - told.physical_pct AS DOUBLE) AS difference,
    abs(work.physical_pct - told.physical_pct) <= parameter('physical_gap_pp') AS agrees
FROM only_works AS own
INNER JOIN core_works AS work ON own.work_id = work.work_id
INNER JOIN told ON own.cui = told.cui
WHERE NOT coalesce(work.is_balance, FALSE)
    AND NOT list_has_any(told.unparsable, ['physical_pct', 'f12b_updated_on', 'estimate_declared_on'])
    AND work.physical_pct BETWEEN 0 AND 100
    AND told.physical_pct BETWEEN 0 AND 100
    AND work.progress_month BETWEEN 1 AND 12
    AND work.progress_year IS NOT NULL
    AND abs(
        work.progress_year * 12 + work.progress_month - year(told.told_on) * 12 - month(told.told_on)
    ) <= 1
