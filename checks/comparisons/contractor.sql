SELECT
    work_id,
    contractor_ruc AS left_value,
    'oece_ocds' AS right_source,
    month AS right_part,
    process_id AS right_key,
    supplier_id AS right_value,
    seen_on AS right_seen_on,
    contractors_agree AS agrees
FROM own_contracts
WHERE contractors_agree IS NOT NULL
