SELECT
    work_id,
    CAST(told_amount AS VARCHAR) AS left_value,
    'oece_ocds' AS right_source,
    month AS right_part,
    contract_subject_id AS right_key,
    CAST(amount AS VARCHAR) AS right_value,
    seen_on AS right_seen_on,
    CAST(told_amount - amount AS DOUBLE) AS difference,
    amounts_agree AS agrees
FROM own_contracts
WHERE amounts_agree IS NOT NULL
