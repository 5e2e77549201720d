-- One row an award. Contracts are added up in the currency of the award only.
WITH parties AS (
    SELECT
        ocid,
        list(party_id) AS suppliers
    FROM raw_oece_ocds__parties
    WHERE roles LIKE '%supplier%'
    GROUP BY ocid
),

contracted AS (
    SELECT
        ocid,
        award_id,
        currency,
        sum(amount) AS amount
    FROM core_contracts
    GROUP BY ocid, award_id, currency
)

SELECT
    process.process_id,
    process.process_id || '/' || award.award_id AS record_id,
    process.month,
    award.award_id,
    process.called_on,
    award.awarded_on,
    CAST(process.regenerated_on AS DATE) AS released_on,
    award.amount,
    contracted.amount AS contracted_amount,
    len(award.supplier_ids) AS suppliers,
    len(list_filter(
        award.supplier_ids, lambda supplier: NOT coalesce(list_contains(parties.suppliers, supplier), FALSE)
    )) AS unlisted_suppliers,
    process.unparsable
FROM core_awards AS award
INNER JOIN core_processes AS process ON award.ocid = process.ocid
LEFT JOIN parties ON award.ocid = parties.ocid
LEFT JOIN contracted
    ON award.ocid = contracted.ocid AND award.award_id = contracted.award_id AND award.currency = contracted.currency
