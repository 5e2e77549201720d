SELECT
    own.work_id,
    CAST(work.contract_amount AS VARCHAR) AS left_value,
    'oece_ocds' AS right_source,
    process.month AS right_part,
    contract.contract_subject_id AS right_key,
    CAST(contract.amount AS VARCHAR) AS right_value,
    process.seen_on AS right_seen_on,
    CAST(work.contract_amount - contract.amount AS DOUBLE) AS difference,
    list_min([
        abs(work.contract_amount - contract.amount),
        abs(work.contract_amount * (100 + parameter('vat_pct')) / 100 - contract.amount),
        abs(work.contract_amount - contract.amount * (100 + parameter('vat_pct')) / 100)
    ]) <= greatest(
        contract.amount * parameter('contract_difference_pct') / 100, parameter('contract_difference_pen')
    ) AS agrees
FROM own_contracts AS own
INNER JOIN core_works AS work ON own.work_id = work.work_id
INNER JOIN core_processes AS process ON own.process_id = process.process_id
INNER JOIN core_contracts AS contract ON process.ocid = contract.ocid
WHERE work.contract_amount > 0
    AND contract.amount > 0
    AND contract.currency = 'PEN'
    AND NOT coalesce(work.is_balance, FALSE)
    AND coalesce(work.additions, 0) = 0
    AND coalesce(work.additions_amount, 0) = 0
    AND coalesce(work.deductions, 0) = 0
    AND coalesce(work.deductions_amount, 0) = 0
    AND NOT list_has_any(
        work.unparsable, ['additions', 'additions_amount', 'deductions', 'deductions_amount', 'is_balance']
    )
