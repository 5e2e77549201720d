-- One row a work with what registers show of it and its stage. A cell that could not be read is neither shown nor absent.
WITH linked AS (
    SELECT
        link.from_id AS work_id,
        bool_or(process.body_name IS NOT NULL) AS known_body,
        bool_or(process.method IS NOT NULL OR process.method_details IS NOT NULL) AS known_method,
        bool_or(process.category IS NOT NULL) AS known_category,
        max(len(process.item_states)) AS process_states,
        max(process.tenderers_count) AS tenderers,
        max(coalesce(process.value, process.value_pen)) AS process_value,
        bool_or(process.regime = 'R0' AND NOT coalesce(process.protected_by_law, FALSE)) AS estimate_is_public,
        list_distinct(list(process.ocid)) AS ocids
    FROM links AS link
    INNER JOIN core_processes AS process ON link.to_id = process.process_id
    WHERE link.confidence >= parameter('link_confidence')
    GROUP BY link.from_id
),

pairs AS (
    SELECT
        work_id,
        unnest(ocids) AS ocid
    FROM linked
),

signed AS (
    SELECT
        pairs.work_id,
        max(contract.title) AS contract_title,
        max(contract.amount) AS signed_amount,
        min(contract.signed_on) AS signed_on
    FROM pairs
    INNER JOIN core_contracts AS contract ON pairs.ocid = contract.ocid
    GROUP BY pairs.work_id
),

awarded AS (
    SELECT
        pairs.work_id,
        max(len(award.supplier_ids)) AS suppliers
    FROM pairs
    INNER JOIN core_awards AS award ON pairs.ocid = award.ocid
    GROUP BY pairs.work_id
)

SELECT
    work.work_id,
    work.body_key,
    work.region,
    work.ubigeo,
    work.seen_on,
    work.unparsable,
    work.unpublished,
    CASE
        WHEN work.state = 'finished' AND work.liquidated THEN 'closing'
        WHEN work.state = 'finished' THEN 'completion'
        WHEN work.state IN ('executing', 'stopped') THEN 'implementation'
        WHEN work.state = 'not_started' THEN 'preparation'
    END AS stage,
    work.modality = 'contrata' AS contracted,
    linked.work_id IS NOT NULL AS has_process,
    coalesce(linked.estimate_is_public, FALSE) AS has_estimate,
    signed.work_id IS NOT NULL AS has_contract,
    investment.cui IS NOT NULL AS has_investment,
    work.work_code,
    work.body_name,
    work.sector,
    investment.function_name,
    work.name,
    investment.technical_file,
    work.file_approved_on,
    work.approved_amount,
    work.file_amount,
    investment.updated_cost,
    work.state_text,
    work.final_cost,
    work.finished_on,
    work.control_reports,
    CASE WHEN linked.known_body THEN 'named' END AS process_body,
    CASE WHEN linked.known_method THEN 'named' END AS process_method,
    CASE WHEN linked.known_category THEN 'named' END AS process_category,
    linked.process_states,
    linked.tenderers,
    linked.process_value,
    signed.contract_title,
    signed.signed_amount,
    signed.signed_on,
    awarded.suppliers,
    work.contractor_ruc,
    work.contract_amount,
    work.term_days,
    work.started_on,
    work.additions,
    work.deductions,
    work.modifications
FROM core_works AS work
LEFT JOIN core_investments AS investment ON work.cui = investment.cui
LEFT JOIN linked ON work.work_id = linked.work_id
LEFT JOIN signed ON work.work_id = signed.work_id
LEFT JOIN awarded ON work.work_id = awarded.work_id
