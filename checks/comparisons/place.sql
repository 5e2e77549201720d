SELECT
    own.work_id,
    work.ubigeo AS left_value,
    'mef_detalle' AS right_source,
    investment.investment_id AS right_key,
    investment.ubigeo AS right_value,
    investment.seen_on AS right_seen_on,
    work.ubigeo = investment.ubigeo AS agrees
FROM only_works AS own
INNER JOIN core_works AS work ON own.work_id = work.work_id
INNER JOIN core_investments AS investment ON own.cui = investment.cui
WHERE investment.in_detalle AND work.ubigeo IS NOT NULL AND investment.ubigeo IS NOT NULL
