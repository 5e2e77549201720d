-- One row a works process with its awards, contracts and linked works, and one a work without a linked process.
WITH confident AS (
    SELECT DISTINCT link.from_id AS work_id, link.to_id AS process_id
    FROM links AS link
    INNER JOIN core_processes AS process ON link.to_id = process.process_id
    WHERE link.confidence >= parameter('link_confidence')
),

linked AS (
    SELECT
        confident.process_id,
        count(*) AS linked_works,
        bool_or(work.reserved) AS reserved,
        bool_or(work.reconstruction) AS reconstruction,
        bool_or(emergencies.emergency) AS emergency,
        max(work.started_on) AS started_on,
        min(work.region) AS region,
        flatten(list(coalesce(work.unparsable, []))) AS unparsable,
        flatten(list(coalesce(work.unpublished, []))) AS unpublished
    FROM confident
    INNER JOIN core_works AS work ON confident.work_id = work.work_id
    LEFT JOIN emergencies ON work.cui = emergencies.cui
    GROUP BY confident.process_id
),

awarded AS (
    SELECT ocid, count(*) AS awards, max(awarded_on) AS awarded_on, sum(amount) AS award_amount
    FROM core_awards
    GROUP BY ocid
),

contracted AS (
    SELECT
        contract.ocid,
        count(DISTINCT contract.contract_id) AS contracts,
        coalesce(bool_or(
            contract.award_id = award.award_id
            OR abs(contract.amount - award.amount) * 100 <= award.amount * parameter('amount_match_pct')
        ), FALSE) AS contract_matches
    FROM core_contracts AS contract
    LEFT JOIN core_awards AS award ON contract.ocid = award.ocid
    GROUP BY contract.ocid
),

-- What the calls of works list, and what their contracts do.
papers AS (
    SELECT
        document.ocid,
        count(*) AS listed_documents,
        count(*) FILTER (WHERE document.document_type = 'evaluationReports') AS evaluation_documents,
        count(*) FILTER (WHERE document.document_type IS NULL) AS untyped_documents
    FROM core_documents AS document
    SEMI JOIN core_processes AS process ON document.ocid = process.ocid AND process.category = 'works'
    WHERE document.section = 'tender'
    GROUP BY document.ocid
),

untyped AS (
    SELECT DISTINCT ocid, parent_id
    FROM core_documents
    WHERE section = 'contract' AND document_type IS NULL
),

files AS (
    SELECT
        contract.ocid,
        count(*) FILTER (WHERE untyped.ocid IS NULL) AS bare_contracts,
        min(contract.signed_on) FILTER (WHERE untyped.ocid IS NULL) AS bare_contract_on,
        count(*) FILTER (WHERE untyped.ocid IS NOT NULL) AS untyped_contracts
    FROM core_contracts AS contract
    LEFT JOIN untyped ON contract.ocid = untyped.ocid AND contract.contract_id = untyped.parent_id
    WHERE contract.signed_documents = 0
    GROUP BY contract.ocid
),

newest AS (
    SELECT max(seen_on) AS seen_on
    FROM meta_current
    WHERE source = 'oece_ocds'
)

SELECT
    process.process_id AS subject_id,
    'process' AS subject_type,
    process.ocid,
    process.body_key,
    coalesce(linked.region, process.body_region) AS region,
    process.called_on,
    coalesce(process.regime, 'unknown') AS regime,
    process.item_states,
    NULL AS modality,
    linked.reserved,
    linked.reconstruction,
    linked.emergency,
    coalesce(linked.linked_works, 0) AS linked_works,
    linked.started_on,
    coalesce(awarded.awards, 0) AS awards,
    awarded.awarded_on,
    awarded.award_amount,
    coalesce(contracted.contracts, 0) AS contracts,
    coalesce(contracted.contract_matches, FALSE) AS contract_matches,
    process.method,
    papers.listed_documents,
    papers.evaluation_documents,
    papers.untyped_documents,
    coalesce(files.bare_contracts, 0) AS bare_contracts,
    files.bare_contract_on,
    coalesce(files.untyped_contracts, 0) AS untyped_contracts,
    coalesce(process.unparsable, []) || coalesce(linked.unparsable, []) AS unparsable,
    coalesce(process.unpublished, []) || coalesce(linked.unpublished, []) AS unpublished,
    process.seen_on AS seen_oece_ocds
FROM core_processes AS process
LEFT JOIN linked ON process.process_id = linked.process_id
LEFT JOIN awarded ON process.ocid = awarded.ocid
LEFT JOIN contracted ON process.ocid = contracted.ocid
LEFT JOIN papers ON process.ocid = papers.ocid
LEFT JOIN files ON process.ocid = files.ocid
WHERE process.category = 'works'

UNION ALL BY NAME

SELECT
    work.work_id AS subject_id,
    'work' AS subject_type,
    work.body_key,
    work.region,
    'unknown' AS regime,
    work.modality,
    work.reserved,
    0 AS linked_works,
    0 AS awards,
    0 AS contracts,
    FALSE AS contract_matches,
    work.unparsable,
    work.unpublished,
    newest.seen_on AS seen_oece_ocds
FROM core_works AS work
CROSS JOIN newest
ANTI JOIN confident ON work.work_id = confident.work_id
