-- One row a work, as its register shows it.
SELECT
    work_id AS subject_id,
    contract_amount,
    additions,
    additions_amount,
    modifications,
    modification_days,
    term_days,
    unparsable
FROM core_works
