-- One row a work that INFOBRAS shows, or showed: what it says, and what it said before by the recorded changes.
-- Only facts are joined here; what they mean is said in the rules.
WITH told AS (
    SELECT
        key AS work_code,
        column_name,
        old_value,
        new_value,
        last_seen,
        night,
        -- The newest night on which the work was no longer "not begun": what was planned until then may move.
        max(night) FILTER (WHERE column_name = 'state' AND old_value = 'not_started')
            OVER (PARTITION BY key) AS begun_on,
        -- The year of the newest month as it stood before this night: the next change of year tells it; -1 is none.
        last_value(CASE WHEN column_name = 'progress_year' THEN coalesce(TRY_CAST(old_value AS INTEGER), -1) END IGNORE NULLS)
            OVER (PARTITION BY key ORDER BY night DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS year_then,
        last_value(CASE WHEN column_name = 'progress_month' THEN coalesce(TRY_CAST(old_value AS INTEGER), -1) END IGNORE NULLS)
            OVER (PARTITION BY key ORDER BY night DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS month_then
    FROM history_changes
    WHERE
        table_name = 'core_works'
        AND column_name IN (
            'state', 'contract_amount', 'contractor_ruc', 'started_on', 'programmed_end_on', 'finished_on',
            'received_on', 'liquidated_on', 'physical_pct', 'progress_year', 'progress_month', 'modifications',
            'modification_days', 'additions', 'deductions', 'shown_cost'
        )
),

-- The first value that is known of each cell, and since when it is no longer there. Filling an empty cell rewrites
-- nothing, what was only planned may move until the work begins, and what lay ahead had not happened.
first_told AS (
    SELECT
        work_code,
        column_name,
        min_by(old_value, night) AS was,
        min_by(last_seen, night) AS was_seen,
        min(night) AS changed_on
    FROM told
    WHERE
        old_value IS NOT NULL
        AND (column_name NOT IN ('started_on', 'programmed_end_on') OR begun_on IS NULL OR night > begun_on)
        AND (
            column_name NOT IN ('started_on', 'finished_on', 'received_on', 'liquidated_on')
            OR TRY_CAST(old_value AS DATE) BETWEEN parameter('first_plausible_day') AND night
        )
    GROUP BY work_code, column_name
),

first_values AS (
    SELECT
        work_code,
        TRY_CAST(max(was) FILTER (WHERE column_name = 'contract_amount') AS DECIMAL(18, 2)) AS was_contract_amount,
        max(changed_on) FILTER (WHERE column_name = 'contract_amount') AS contract_amount_changed_on,
        max(was) FILTER (WHERE column_name = 'contractor_ruc') AS was_contractor_ruc,
        max(changed_on) FILTER (WHERE column_name = 'contractor_ruc') AS contractor_changed_on,
        TRY_CAST(max(was) FILTER (WHERE column_name = 'started_on') AS DATE) AS was_started_on,
        max(changed_on) FILTER (WHERE column_name = 'started_on') AS started_changed_on,
        TRY_CAST(max(was) FILTER (WHERE column_name = 'programmed_end_on') AS DATE) AS was_programmed_end_on,
        max(changed_on) FILTER (WHERE column_name = 'programmed_end_on') AS programmed_end_changed_on,
        TRY_CAST(max(was) FILTER (WHERE column_name = 'finished_on') AS DATE) AS was_finished_on,
        TRY_CAST(max(was) FILTER (WHERE column_name = 'received_on') AS DATE) AS was_received_on,
        TRY_CAST(max(was) FILTER (WHERE column_name = 'liquidated_on') AS DATE) AS was_liquidated_on,
        max(was_seen) FILTER (WHERE column_name = 'contract_amount') AS contract_amount_was_seen,
        max(was_seen) FILTER (WHERE column_name = 'contractor_ruc') AS contractor_was_seen,
        max(was_seen) FILTER (WHERE column_name = 'started_on') AS started_was_seen,
        max(was_seen) FILTER (WHERE column_name = 'programmed_end_on') AS programmed_end_was_seen,
        max(was_seen) FILTER (WHERE column_name = 'finished_on') AS finished_was_seen,
        max(was_seen) FILTER (WHERE column_name = 'received_on') AS received_was_seen,
        max(was_seen) FILTER (WHERE column_name = 'liquidated_on') AS liquidated_was_seen
    FROM first_told
    GROUP BY work_code
),

extremes AS (
    SELECT
        work_code,
        -- An act that explains a change: its count, or the days it adds, grew.
        max(night) FILTER (
            WHERE
            column_name IN ('modifications', 'modification_days')
            AND TRY_CAST(new_value AS INTEGER) > coalesce(TRY_CAST(old_value AS INTEGER), 0)
        ) AS term_act_on,
        max(night) FILTER (
            WHERE
            column_name IN ('additions', 'deductions')
            AND TRY_CAST(new_value AS INTEGER) > coalesce(TRY_CAST(old_value AS INTEGER), 0)
        ) AS amount_act_on,
        max(TRY_CAST(old_value AS DECIMAL(9, 2))) FILTER (WHERE column_name = 'physical_pct') AS highest_pct,
        max_by(last_seen, TRY_CAST(old_value AS DECIMAL(9, 2)))
            FILTER (WHERE column_name = 'physical_pct') AS highest_pct_seen,
        -- Since which look each cell shows what it shows now.
        max(night) FILTER (WHERE column_name = 'physical_pct') AS physical_pct_since,
        max(night) FILTER (WHERE column_name IN ('progress_year', 'progress_month')) AS progress_since,
        max(night) FILTER (WHERE column_name = 'contract_amount') AS contract_amount_since,
        max(night) FILTER (WHERE column_name = 'contractor_ruc') AS contractor_since,
        max(night) FILTER (WHERE column_name = 'started_on') AS started_since,
        max(night) FILTER (WHERE column_name = 'programmed_end_on') AS programmed_end_since,
        max(night) FILTER (WHERE column_name = 'finished_on') AS finished_since,
        max(night) FILTER (WHERE column_name = 'received_on') AS received_since,
        max(night) FILTER (WHERE column_name = 'liquidated_on') AS liquidated_since,
        max(night) FILTER (WHERE column_name = 'state') AS state_since,
        -- The state that it left; a finished one before all others.
        max_by(
            CASE old_value WHEN 'finished' THEN 'Finalizado' WHEN 'stopped' THEN 'Paralizada' ELSE 'En Ejecución' END,
            (old_value = 'finished', night)
        ) FILTER (WHERE column_name = 'state' AND old_value IN ('executing', 'stopped', 'finished')) AS was_state_text,
        max_by(last_seen, (old_value = 'finished', night))
            FILTER (WHERE column_name = 'state' AND old_value IN ('executing', 'stopped', 'finished')) AS state_was_seen,
        max(night) FILTER (
            WHERE
            column_name = 'physical_pct'
            AND TRY_CAST(new_value AS DECIMAL(9, 2)) < TRY_CAST(old_value AS DECIMAL(9, 2))
        ) AS lowered_on,
        max(night) FILTER (WHERE column_name = 'shown_cost') AS shown_cost_changed_on,
        max(night) FILTER (WHERE column_name = 'state' AND old_value = 'finished') AS unfinished_on,
        max(night) FILTER (
            WHERE column_name = 'state' AND old_value IN ('executing', 'stopped', 'finished')
        ) AS state_left_on
    FROM told
    GROUP BY work_code
),

-- The newest month that was ever shown. One that lay ahead, or a thirteenth, was a slip and no month reported.
months_then AS (
    SELECT
        told.work_code,
        told.night,
        told.last_seen,
        CAST(coalesce(told.year_then, work.progress_year) AS BIGINT) * 12
        + coalesce(told.month_then, work.progress_month) - 1 AS month_number
    FROM told
    LEFT JOIN core_works AS work ON told.work_code = work.work_code
    WHERE
        told.column_name IN ('progress_year', 'progress_month')
        AND told.old_value IS NOT NULL
        AND coalesce(told.month_then, work.progress_month) BETWEEN 1 AND 12
),

newest_month AS (
    SELECT
        work_code,
        max(month_number) AS highest_month,
        max_by(last_seen, month_number) AS highest_month_seen
    FROM months_then
    WHERE month_number <= year(night) * 12 + month(night) - 1
    GROUP BY work_code
),

shown_since AS (
    SELECT key AS work_code, min(first_seen) AS first_seen, max(first_seen) AS shown_again
    FROM history_presence
    WHERE table_name = 'core_works'
    GROUP BY key
),

-- What an investment costs with all that may belong to its cost.
costs AS (
    SELECT
        investment_key,
        updated_cost + coalesce(concurrent_control, 0) + coalesce(award_amount, 0) + coalesce(bond_amount, 0) AS in_all
    FROM core_investments
),

-- Since when an investment's cost stands in the bank as it does: a change of it that was seen, or the first look.
costs_seen AS (
    SELECT key AS investment_key, max(first_seen) AS first_seen
    FROM history_presence
    WHERE table_name = 'core_investments'
    GROUP BY key
),

costs_changed AS (
    SELECT key AS investment_key, max(night) AS changed_on
    FROM history_changes
    WHERE table_name = 'core_investments' AND column_name = 'updated_cost'
    GROUP BY key
),

sharing AS (
    SELECT cui, count(*) AS works
    FROM core_works
    WHERE cui IS NOT NULL
    GROUP BY cui
),

-- Works that no complete look shows any more, with what was last known of them.
gone AS (
    SELECT
        presence.key AS work_code,
        presence.last_seen,
        presence.gone_on,
        json_extract_string(presence.last_row, '$.name') AS name,
        json_extract_string(presence.last_row, '$.body_key') AS body_key,
        json_extract_string(presence.last_row, '$.state') AS state,
        json_extract_string(presence.last_row, '$.cui') AS cui,
        TRY_CAST(json_extract_string(presence.last_row, '$.liquidated_on') AS DATE) AS liquidated_on
    FROM history_presence AS presence
    WHERE
        presence.table_name = 'core_works'
        AND presence.gone_on IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM core_works AS work WHERE work.work_code = presence.key)
    QUALIFY row_number() OVER (PARTITION BY presence.key ORDER BY presence.first_seen DESC) = 1
),

-- The same work under another code: one of its investment that came when it went, or one of its name and body, which
-- may have stood beside it, as one of two records of a work is rightly removed.
renumbered AS (
    SELECT DISTINCT gone.work_code
    FROM gone
    INNER JOIN core_works AS work
        ON gone.cui = work.cui OR (gone.name = work.name AND gone.body_key = work.body_key)
    INNER JOIN shown_since ON work.work_code = shown_since.work_code
    WHERE
        shown_since.first_seen >= gone.last_seen
        OR (gone.name = work.name AND gone.body_key = work.body_key)
)

SELECT
    work.*,
    work.work_id AS subject_id,
    'work' AS subject_type,
    coalesce(emergencies.emergency, investment.emergency) AS emergency,
    investment.investment_id,
    investment.in_detalle AS investment_in_detalle,
    investment.updated_cost AS investment_cost,
    costs.in_all AS investment_cost_in_all,
    -- By how many per cent INFOBRAS shows less than the bank's cost, or more than that with all that may belong to it.
    CASE
        WHEN work.shown_cost < investment.updated_cost
            THEN CAST(investment.updated_cost - work.shown_cost AS DOUBLE) * 100 / CAST(investment.updated_cost AS DOUBLE)
        WHEN work.shown_cost > costs.in_all AND costs.in_all > 0
            THEN CAST(work.shown_cost - costs.in_all AS DOUBLE) * 100 / CAST(costs.in_all AS DOUBLE)
        WHEN work.shown_cost <= costs.in_all THEN 0
    END AS costs_apart_pct,
    investment.unparsable AS investment_unparsable,
    sharing.works AS cui_works,
    greatest(work.shown_cost_on, extremes.shown_cost_changed_on, costs_changed.changed_on) AS costs_told_on,
    greatest(
        CASE WHEN work.shown_cost_on IS NULL THEN shown_since.shown_again END, costs_seen.first_seen
    ) AS costs_first_seen,
    shown_since.first_seen,
    CAST(NULL AS DATE) AS last_seen,
    CAST(NULL AS DATE) AS gone_on,
    FALSE AS renumbered,
    first_values.* EXCLUDE (work_code),
    abs(work.contract_amount - first_values.was_contract_amount) AS contract_amount_moved,
    -- By how many per cent the greater of both amounts exceeds the lesser one.
    CASE
        WHEN least(work.contract_amount, first_values.was_contract_amount) > 0
            THEN CAST(abs(work.contract_amount - first_values.was_contract_amount) AS DOUBLE) * 100
                / CAST(least(work.contract_amount, first_values.was_contract_amount) AS DOUBLE)
    END AS contract_amount_apart_pct,
    extremes.* EXCLUDE (work_code, shown_cost_changed_on),
    newest_month.highest_month,
    newest_month.highest_month_seen,
    CASE
        WHEN newest_month.highest_month BETWEEN 1990 * 12 AND 2040 * 12
            THEN make_date(newest_month.highest_month // 12, newest_month.highest_month % 12 + 1, 1)
    END AS highest_month_from
FROM core_works AS work
LEFT JOIN core_investments AS investment ON work.cui = investment.cui
LEFT JOIN emergencies ON work.cui = emergencies.cui
LEFT JOIN costs ON investment.investment_key = costs.investment_key
LEFT JOIN costs_seen ON investment.investment_key = costs_seen.investment_key
LEFT JOIN costs_changed ON investment.investment_key = costs_changed.investment_key
LEFT JOIN sharing ON work.cui = sharing.cui
LEFT JOIN shown_since ON work.work_code = shown_since.work_code
LEFT JOIN first_values ON work.work_code = first_values.work_code
LEFT JOIN extremes ON work.work_code = extremes.work_code
LEFT JOIN newest_month ON work.work_code = newest_month.work_code
UNION ALL BY NAME
SELECT
    'infobras:work:' || gone.work_code AS subject_id,
    'work' AS subject_type,
    gone.work_code,
    'infobras:work:' || gone.work_code AS work_id,
    gone.name,
    gone.body_key,
    gone.state,
    gone.cui,
    gone.liquidated_on,
    gone.last_seen,
    gone.gone_on,
    shown_since.first_seen,
    emergencies.emergency,
    renumbered.work_code IS NOT NULL AS renumbered,
    CAST([] AS VARCHAR []) AS unparsable,
    CAST([] AS VARCHAR []) AS unpublished
FROM gone
LEFT JOIN shown_since ON gone.work_code = shown_since.work_code
LEFT JOIN emergencies ON gone.cui = emergencies.cui
LEFT JOIN renumbered ON gone.work_code = renumbered.work_code
