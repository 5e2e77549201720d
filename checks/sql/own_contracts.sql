-- A work and a process that have nobody but each other, with one contract at most: what both registers say of it.
-- Where the two amounts or contractors do not mean the same, nothing is said of whether they agree.
WITH trusted AS (
    SELECT DISTINCT
        link.from_id AS work_id,
        link.to_id AS process_id
    FROM links AS link
    INNER JOIN core_processes AS process ON link.to_id = process.process_id
    WHERE link.confidence >= parameter('link_confidence')
),

of_works AS (
    SELECT
        work_id,
        any_value(process_id) AS process_id
    FROM trusted
    GROUP BY work_id
    HAVING count(*) = 1
),

of_processes AS (
    SELECT process_id
    FROM trusted
    GROUP BY process_id
    HAVING count(*) = 1
),

signed AS (
    SELECT
        ocid,
        count(*) AS contracts,
        any_value(contract_subject_id) AS contract_subject_id,
        any_value(amount) AS amount,
        any_value(period_to) AS period_to,
        any_value(currency) AS currency
    FROM core_contracts
    GROUP BY ocid
),

awarded AS (
    SELECT
        ocid,
        any_value(supplier_ids[1]) AS supplier_id,
        any_value(supplier_names[1]) AS supplier_name
    FROM core_awards
    GROUP BY ocid
    HAVING count(*) = 1 AND any_value(len(supplier_ids)) = 1
),

told AS (
    SELECT
        work.work_id,
        work.contract_amount AS told_amount,
        work.contractor_ruc,
        process.process_id,
        process.month,
        process.seen_on,
        signed.contract_subject_id,
        signed.amount,
        signed.period_to,
        awarded.supplier_id,
        work.contract_amount > parameter('least_amount_pen')
        AND signed.amount > 0
        AND signed.currency = 'PEN'
        AND NOT coalesce(work.is_balance, FALSE)
        AND coalesce(work.additions, 0) = 0
        AND coalesce(work.additions_amount, 0) = 0
        AND coalesce(work.deductions, 0) = 0
        AND coalesce(work.deductions_amount, 0) = 0
        AND NOT list_has_any(
            work.unparsable, ['additions', 'additions_amount', 'deductions', 'deductions_amount', 'is_balance']
        ) AS both_original,
        coalesce(regexp_full_match(work.contractor_ruc, '20[0-9]{9}'), FALSE)
        AND NOT contains(upper(coalesce(work.contractor_name, '')), 'CONSORCIO') AS told_of_firm,
        coalesce(regexp_full_match(awarded.supplier_id, '20[0-9]{9}'), FALSE)
        AND NOT contains(upper(coalesce(awarded.supplier_name, '')), 'CONSORCIO') AS awarded_to_firm,
        coalesce(work.is_balance, FALSE) AS is_balance
    FROM of_works
    SEMI JOIN of_processes ON of_works.process_id = of_processes.process_id
    INNER JOIN core_works AS work ON of_works.work_id = work.work_id
    INNER JOIN core_processes AS process ON of_works.process_id = process.process_id
    LEFT JOIN signed ON process.ocid = signed.ocid
    LEFT JOIN awarded ON process.ocid = awarded.ocid
    WHERE coalesce(signed.contracts, 0) <= 1
)

SELECT
    work_id,
    process_id,
    month,
    seen_on,
    contract_subject_id,
    told_amount,
    amount,
    period_to,
    contractor_ruc,
    supplier_id,
    CASE
        -- Of a consortium INFOBRAS may show one member's share.
        WHEN NOT both_original OR (told_amount < amount AND NOT (told_of_firm AND awarded_to_firm)) THEN NULL
        -- One register may show the amount with VAT and the other without.
        ELSE list_min([
            abs(told_amount - amount),
            abs(told_amount * (100 + parameter('vat_pct')) / 100 - amount),
            abs(told_amount - amount * (100 + parameter('vat_pct')) / 100)
        ]) <= greatest(
            amount * parameter('contract_difference_pct') / 100, parameter('contract_difference_pen')
        )
    END AS amounts_agree,
    -- Members of a consortium and the consortium itself may have different numbers; a balance has a firm of its own.
    CASE
        WHEN told_of_firm AND awarded_to_firm AND NOT is_balance THEN contractor_ruc = supplier_id
    END AS contractors_agree
FROM told
