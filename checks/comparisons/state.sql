SELECT
    work.work_id AS subject_id,
    work.body_key,
    work.region,
    work.ubigeo,
    'contraloria_infobras' AS left_source,
    CAST(NULL AS VARCHAR) AS left_part,
    work.work_id AS left_key,
    work.state_text AS left_value,
    CAST(NULL AS VARCHAR) AS left_period,
    work.seen_on AS left_seen_on,
    CASE
        WHEN investment.in_cierre THEN 'mef_cierre'
        WHEN investment.in_desactivadas THEN 'mef_desactivadas'
        ELSE 'mef_detalle'
    END AS right_source,
    CAST(NULL AS VARCHAR) AS right_part,
    investment.investment_id AS right_key,
    coalesce(investment.state_text, investment.state) AS right_value,
    CAST(NULL AS VARCHAR) AS right_period,
    CASE
        WHEN investment.in_detalle THEN investment.seen_on
        WHEN investment.in_cierre THEN investment.seen_on_cierre
        ELSE investment.seen_on_desactivadas
    END AS right_seen_on,
    CAST(NULL AS DOUBLE) AS difference,
    NOT (work.state = 'executing' AND investment.state IN ('closed', 'deactivated')) AS agrees
FROM only_works AS own
INNER JOIN core_works AS work ON own.work_id = work.work_id
INNER JOIN core_investments AS investment ON own.cui = investment.cui
WHERE work.state_text IS NOT NULL
    AND investment.state IN ('active', 'closed', 'deactivated')
    -- Two files of one night that tell of two states say nothing that could be compared.
    AND CAST(investment.in_detalle AS INTEGER) + CAST(investment.in_cierre AS INTEGER)
    + CAST(investment.in_desactivadas AS INTEGER) = 1
