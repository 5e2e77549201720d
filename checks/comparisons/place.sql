SELECT
    work.work_id AS subject_id,
    work.body_key,
    work.region,
    work.ubigeo,
    'contraloria_infobras' AS left_source,
    CAST(NULL AS VARCHAR) AS left_part,
    work.work_id AS left_key,
    work.ubigeo AS left_value,
    CAST(NULL AS VARCHAR) AS left_period,
    work.seen_on AS left_seen_on,
    'mef_detalle' AS right_source,
    CAST(NULL AS VARCHAR) AS right_part,
    investment.investment_id AS right_key,
    investment.ubigeo AS right_value,
    CAST(NULL AS VARCHAR) AS right_period,
    investment.seen_on AS right_seen_on,
    CAST(NULL AS DOUBLE) AS difference,
    work.ubigeo = investment.ubigeo AS agrees
FROM only_works AS own
INNER JOIN core_works AS work ON own.work_id = work.work_id
INNER JOIN core_investments AS investment ON own.cui = investment.cui
WHERE investment.in_detalle AND work.ubigeo IS NOT NULL AND investment.ubigeo IS NOT NULL
