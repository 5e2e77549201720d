-- One row an investment as the MEF files show it, beside what INFOBRAS shows of the works with its CUI.
WITH known AS (
    SELECT
        cui,
        state,
        is_balance,
        reserved,
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
        min(month) FILTER (WHERE state IS DISTINCT FROM 'finished') AS first_running_month
    FROM known
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
    built.first_running_month
FROM core_investments AS investment
LEFT JOIN built ON investment.cui = built.cui
