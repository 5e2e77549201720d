SELECT
    work.work_id AS subject_id,
    work.body_key,
    work.region,
    work.ubigeo,
    'contraloria_infobras' AS left_source,
    CAST(NULL AS VARCHAR) AS left_part,
    work.work_id AS left_key,
    CAST(work.physical_pct AS VARCHAR) AS left_value,
    printf('%04d-%02d', work.progress_year, work.progress_month) AS left_period,
    work.seen_on AS left_seen_on,
    'mef_f12b' AS right_source,
    CAST(NULL AS VARCHAR) AS right_part,
    investment.investment_id AS right_key,
    CAST(investment.physical_pct AS VARCHAR) AS right_value,
    left(investment.f12b_period, 4) || '-' || right(investment.f12b_period, 2) AS right_period,
    investment.seen_on_f12b AS right_seen_on,
    CAST(work.physical_pct - investment.physical_pct AS DOUBLE) AS difference,
    abs(work.physical_pct - investment.physical_pct) <= parameter('physical_gap_pp') AS agrees
FROM only_works AS own
INNER JOIN core_works AS work ON own.work_id = work.work_id
INNER JOIN core_investments AS investment ON own.cui = investment.cui
WHERE investment.in_f12b
    AND investment.seen_on_f12b IS NOT NULL
    AND work.physical_pct BETWEEN 0 AND 100
    AND investment.physical_pct BETWEEN 0 AND 100
    AND work.progress_month BETWEEN 1 AND 12
    AND work.progress_year IS NOT NULL
    AND regexp_full_match(investment.f12b_period, '[0-9]{4}(0[1-9]|1[0-2])')
    AND abs(
        work.progress_year * 12 + work.progress_month
        - CAST(left(investment.f12b_period, 4) AS INTEGER) * 12 - CAST(right(investment.f12b_period, 2) AS INTEGER)
    ) <= 1
