-- One row a contract, with the award it refers to.
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
    process.unparsable
FROM core_contracts AS contract
INNER JOIN core_processes AS process ON contract.ocid = process.ocid
LEFT JOIN core_awards AS award ON contract.ocid = award.ocid AND contract.award_id = award.award_id
