-- One row an investment as the MEF files show it, beside what INFOBRAS shows of the works with its CUI.
WITH known AS (
    SELECT
        cui,
        state,
        is_balance,
        reserved,
        seen_on,
        -- A work that has not begun has no progress to report.
        CASE WHEN state = 'not_started' THEN 0 ELSE physical_pct END AS physical_pct,
        coalesce(contract_amount, approved_amount) AS cost,
        CASE
            WHEN state <> 'not_started' AND progress_month BETWEEN 1 AND 12
                THEN CAST(progress_year AS BIGINT) * 12 + progress_month - 1
        END AS month,
        coalesce(list_has_any(unparsable, ['physical_pct', 'progress_year', 'progress_month']), FALSE) AS unreadable
    FROM core_works
    WHERE cui IS NOT NULL
),

built AS (
    SELECT
        cui,
        count(*) AS works,
        bool_or(reserved) AS works_reserved,
        bool_or(is_balance) AS works_balance,
        bool_or(unreadable) AS works_unreadable,
        -- One work needs no weight; of several every weight and every progress has to be known.
        CASE
            WHEN count(*) = 1 THEN CAST(max(physical_pct) AS DECIMAL(9, 2))
            WHEN bool_and(physical_pct IS NOT NULL AND coalesce(cost > 0, FALSE))
                THEN CAST(sum(physical_pct * cost) / sum(cost) AS DECIMAL(9, 2))
        END AS built_pct,
        count(*) FILTER (WHERE state IS DISTINCT FROM 'not_started' AND month IS NULL) AS undated_works,
        max(month) AS last_month,
        min(month) FILTER (WHERE state IS DISTINCT FROM 'finished') AS first_running_month,
        min(seen_on) AS seen_on
    FROM known
    GROUP BY cui
),

-- What other nights showed of an investment, and of the works of its code.
told AS (
    SELECT
        key,
        max(night) FILTER (WHERE column_name = 'physical_pct') AS progress_on,
        bool_or(column_name = 'f12b_updated_on' AND old_value IS NOT NULL) AS f12b_shown_before
    FROM history_changes
    WHERE table_name = 'core_investments' AND column_name IN ('physical_pct', 'f12b_updated_on')
    GROUP BY key
),

works_told AS (
    SELECT work.cui, max(change.night) AS progress_on
    FROM history_changes AS change
    INNER JOIN core_works AS work ON change.key = work.work_code
    WHERE change.table_name = 'core_works' AND change.column_name IN ('physical_pct', 'state')
    GROUP BY work.cui
),

-- Works of INFOBRAS by the older code that they show, which may be all they show of their investment.
by_snip AS (
    SELECT snip, count(*) AS works
    FROM core_works
    WHERE snip IS NOT NULL
    GROUP BY snip
),

-- Contracts for works under the code of an investment that no work of INFOBRAS bears. What was annulled, and what by its
-- own words keeps or watches something and builds nothing, is none.
bought AS (
    SELECT
        process.cui,
        process.ocid,
        process.body_region,
        contract.signed_on,
        CASE WHEN contract.currency = 'PEN' THEN contract.amount END AS amount
    FROM core_contracts AS contract
    INNER JOIN core_processes AS process ON contract.ocid = process.ocid
    ANTI JOIN built ON process.cui = built.cui
    WHERE
        process.category = 'works'
        AND process.cui IS NOT NULL
        AND (
            array_length(process.item_states) > 0
            AND list_has_all(['NULO', 'DESIERTO', 'CANCELADO', 'RETROTRAIDO_POR_RESOLUCION'], process.item_states)
        ) IS NOT TRUE
        AND regexp_matches(
            lower(process.description), 'mantenimiento|supervisi|consultor|elaboraci.n del? (expediente|estudio)'
        ) IS NOT TRUE
),

firms AS (
    SELECT DISTINCT bought.cui, bought.amount, firm.supplier_id
    FROM bought
    INNER JOIN core_awards AS award ON bought.ocid = award.ocid
    CROSS JOIN unnest(award.supplier_ids) AS firm (supplier_id)
),

-- The same contract under another code, or under none: by contractor and amount.
elsewhere AS (
    SELECT firms.cui, count(DISTINCT work.work_code) AS works
    FROM firms
    INNER JOIN core_works AS work ON firms.supplier_id = work.contractor_ruc
    WHERE abs(work.contract_amount - firms.amount) * 100 <= firms.amount * parameter('amount_match_pct')
    GROUP BY firms.cui
),

-- By the amount alone, to the cent and in the same department, it may be.
perhaps AS (
    SELECT bought.cui, count(DISTINCT work.work_code) AS works
    FROM bought
    INNER JOIN core_works AS work ON bought.amount = work.contract_amount
    WHERE coalesce(bought.body_region = work.region, TRUE)
    GROUP BY bought.cui
),

contracted AS (
    SELECT cui, count(*) AS contracts, min(signed_on) AS signed_on, sum(amount) AS amount
    FROM bought
    GROUP BY cui
)

SELECT
    investment.*,
    investment.investment_id AS subject_id,
    'investment' AS subject_type,
    built.works,
    built.works_reserved,
    built.works_balance,
    built.works_unreadable,
    built.built_pct,
    built.undated_works,
    built.last_month,
    built.first_running_month,
    coalesce(by_snip.works, 0) + coalesce(by_code.works, 0) AS snip_works,
    coalesce(contracted.contracts, 0) AS works_bought,
    contracted.signed_on AS works_bought_on,
    contracted.amount AS works_bought_amount,
    coalesce(elsewhere.works, 0) AS works_elsewhere,
    coalesce(perhaps.works, 0) AS works_perhaps,
    TRY_CAST(investment.last_accrued AS INTEGER) AS last_accrued_month,
    coalesce(told.progress_on > built.seen_on, FALSE)
    OR coalesce(works_told.progress_on > investment.seen_on, FALSE) AS progress_parted,
    coalesce(told.f12b_shown_before, FALSE) AS f12b_shown_before
FROM core_investments AS investment
LEFT JOIN built ON investment.cui = built.cui
LEFT JOIN told ON investment.investment_key = told.key
LEFT JOIN works_told ON investment.cui = works_told.cui
LEFT JOIN by_snip ON investment.snip = by_snip.snip
LEFT JOIN by_snip AS by_code ON investment.cui = by_code.snip
LEFT JOIN contracted ON investment.cui = contracted.cui
LEFT JOIN elsewhere ON investment.cui = elsewhere.cui
LEFT JOIN perhaps ON investment.cui = perhaps.cui
