SELECT
    own.work_id,
    work.state_text AS left_value,
    CASE
        WHEN investment.in_cierre THEN 'mef_cierre'
        WHEN investment.in_desactivadas THEN 'mef_desactivadas'
        ELSE 'mef_detalle'
    END AS right_source,
    investment.investment_id AS right_key,
    coalesce(investment.state_text, investment.state) AS right_value,
    CASE
        WHEN investment.in_detalle THEN investment.seen_on
        WHEN investment.in_cierre THEN investment.seen_on_cierre
        ELSE investment.seen_on_desactivadas
    END AS right_seen_on,
    NOT (work.state = 'executing' AND investment.state IN ('closed', 'deactivated')) AS agrees
FROM only_works AS own
INNER JOIN core_works AS work ON own.work_id = work.work_id
INNER JOIN core_investments AS investment ON own.cui = investment.cui
WHERE work.state_text IS NOT NULL
    AND investment.state IN ('active', 'closed', 'deactivated')
    -- Two files of one night that tell of two states say nothing that could be compared.
    AND CAST(investment.in_detalle AS INTEGER) + CAST(investment.in_cierre AS INTEGER)
    + CAST(investment.in_desactivadas AS INTEGER) = 1
