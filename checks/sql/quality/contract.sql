-- One row a contract, with the award it refers to and what was rewritten of it. Filling an empty cell rewrites nothing.
WITH rewritten AS (
    SELECT
        key,
        count(*) FILTER (WHERE column_name = 'amount') AS amount_changes,
        count(*) FILTER (WHERE column_name = 'signed_on') AS signing_changes,
        max(TRY_CAST(old_value AS INTEGER)) FILTER (WHERE column_name = 'documents') AS documents_before
    FROM history_changes
    WHERE table_name = 'core_contracts' AND old_value IS NOT NULL
    GROUP BY key
)

SELECT
    process.process_id,
    contract.contract_subject_id AS record_id,
    process.month,
    contract.award_id,
    award.ocid IS NOT NULL AS award_listed,
    award.awarded_on,
    contract.signed_on,
    CAST(process.regenerated_on AS DATE) AS released_on,
    contract.period_from,
    contract.period_to,
    contract.duration_days,
    contract.period_to - contract.period_from AS period_days,
    coalesce(rewritten.amount_changes, 0) AS amount_changes,
    coalesce(rewritten.signing_changes, 0) AS signing_changes,
    contract.documents,
    coalesce(rewritten.documents_before, 0) AS documents_before,
    process.unparsable
FROM core_contracts AS contract
INNER JOIN core_processes AS process ON contract.ocid = process.ocid
LEFT JOIN core_awards AS award ON contract.ocid = award.ocid AND contract.award_id = award.award_id
LEFT JOIN rewritten ON concat_ws('|', contract.ocid, contract.contract_id) = rewritten.key
