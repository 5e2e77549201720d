-- The anchor: the seven rules on works as one SELECT, written by hand for speed: only the columns that are read, shared
-- exclusions decided once, parameters as literals. It knows neither stale looks nor rules as data.
-- A code's tens are the outcome: 1x not applicable, 2x not evaluable, 3x passed, 4x failed.
CREATE OR REPLACE TEMP MACRO business_days(start, day, n, positions, open_days) AS CASE
    WHEN day BETWEEN DATE '1990-01-01' AND DATE '2040-12-31'
    THEN open_days[positions[start + (day - DATE '1990-01-01') + 1] + n] END;
CREATE OR REPLACE TEMP MACRO last_day(month) AS make_date((month + 1) // 12, (month + 1) % 12 + 1, 1) - 1;

CREATE OR REPLACE TEMP TABLE hand_judged AS
WITH linked AS (
    SELECT link.from_id AS work_id, min(process.called_on) AS called_on, min(contract.signed_on) AS signed_on
    FROM links AS link
    INNER JOIN core_processes AS process ON link.to_id = process.process_id
    LEFT JOIN core_contracts AS contract ON process.ocid = contract.ocid
    WHERE link.confidence >= 0.9
    GROUP BY link.from_id
),

supervised AS (
    SELECT work_code, min(least(served_from, designated_on, contract_on)) AS first_on,
        bool_or(served_from IS NULL) AS undated, max(seen_on) + 45 AS good_until
    FROM core_work_roles
    WHERE role IN ('supervisor', 'inspector')
    GROUP BY work_code
),

facts AS (
    SELECT
        w.work_id, w.state, w.stoppage_flag, w.started_on, w.unparsable, w.unpublished, w.cui,
        w.supervisor_named, w.supervision_ruc, w.supervision_name, w.supervision_amount,
        w.total_reception, w.received_on, w.finished_on, w.physical_pct, w.incomplete_reason,
        w.liquidated, w.liquidated_on, w.controversies, w.progress_year, w.progress_month,
        w.programmed_end_on, w.reprogrammed_end_on, w.handover_on, w.handover_pct, w.handover_kind,
        w.reserved, v.emergency, v.investment_id, v.in_detalle, v.in_cierre, v.in_desactivadas,
        v.state AS investment_state, v.closed_on, TRY_CAST(v.last_accrued AS INTEGER) AS last_accrued,
        linked.signed_on,
        CASE WHEN s.good_until IS NOT NULL THEN least(s.first_on, w.supervisor_from) END AS supervised_on,
        CASE WHEN s.good_until IS NOT NULL THEN s.undated OR list_contains(w.unparsable, 'supervisor_from') END AS undated,
        s.good_until,
        DATE '{night}' AS seen_on,
        len(w.unparsable) > 0 AS has_unparsable,
        len(w.unpublished) > 0 AS has_unpublished,
        CASE WHEN w.reserved THEN 11 WHEN w.modality IS DISTINCT FROM 'contrata' THEN 12
            WHEN w.reconstruction THEN 13 WHEN v.emergency THEN 14 ELSE 0 END AS outside,
        w.started_on + 30 > DATE '{night}' AS young,
        CASE WHEN linked.called_on < DATE '2025-04-22' THEN 'R0' WHEN linked.called_on IS NOT NULL THEN 'R1'
            WHEN w.started_on < DATE '2025-04-22' THEN 'R0' ELSE 'unknown' END AS regime,
        CASE WHEN w.term_days > 0 OR w.new_term_days > 0 THEN greatest(w.term_days, w.new_term_days) END AS term,
        CASE WHEN w.modification_days > 0 THEN w.modification_days END AS moved,
        CASE WHEN w.new_term_days > 0 THEN w.new_term_days END AS new_term,
        coalesce(c.clock_region_starts[TRY_CAST(w.region AS INTEGER) + 1], 0) AS start,
        c.clock_positions, c.clock_business_days
    FROM core_works AS w
    LEFT JOIN core_investments AS v ON w.cui = v.cui
    LEFT JOIN linked ON w.work_id = linked.work_id
    LEFT JOIN supervised AS s ON w.work_code = s.work_code
    CROSS JOIN calendar_arrays AS c
),

dated AS (
    SELECT
        *,
        business_days(
            start, finished_on + 25 + coalesce(CAST(least((term + 9) // 10, 40) AS INTEGER), 40), 15,
            clock_positions, clock_business_days
        ) AS reception_due,
        CAST(greatest(CASE regime WHEN 'R1' THEN 30 ELSE 60 END, CASE WHEN regime <> 'R1' THEN (term + 9) // 10 END)
            AS INTEGER) AS contractor_days,
        CASE regime WHEN 'R1' THEN 65 ELSE 75 END AS answer_days,
        CAST(progress_year AS BIGINT) * 12 + progress_month - 1 AS reported,
        year(started_on - 1) * 12 + month(started_on - 1) AS first_owed,
        year(seen_on) * 12 + month(seen_on) - 2 AS closed,
        greatest(programmed_end_on, reprogrammed_end_on, programmed_end_on + moved, started_on + new_term) AS end_due,
        handover_on IS NOT NULL AND (
            (handover_pct >= 100 AND coalesce(lower(handover_kind), '') NOT LIKE 'parcial%')
            OR (handover_pct IS NULL AND lower(handover_kind) LIKE 'total%')
        ) AS whole_ground
    FROM facts
),

timed AS (
    SELECT
        *,
        business_days(start, received_on + contractor_days + answer_days, 10, clock_positions, clock_business_days)
            AS soft_due,
        business_days(start, received_on + 2 * contractor_days + answer_days, 10, clock_positions, clock_business_days)
            AS hard_due,
        closed - CASE WHEN business_days(start, last_day(closed), 10, clock_positions, clock_business_days) + 1 < seen_on
            THEN 0 ELSE 1 END AS demandable,
        greatest(reported + 1, first_owed) AS missing
    FROM dated
)

SELECT
    work_id, regime, signed_on, supervised_on, investment_state, closed_on, last_accrued,
    started_on + 15 AS mis_05_due, reception_due AS mis_17_due, hard_due AS mis_18_hard_due, soft_due AS mis_18_soft_due,
    end_due AS out_05_due,
    business_days(start, last_day(missing), 10, clock_positions, clock_business_days) AS out_01_due,
    CAST(CASE
        WHEN outside > 0 THEN outside WHEN state = 'not_started' THEN 15 WHEN young THEN 16
        WHEN has_unpublished AND list_has_any(unpublished, ['started_on', 'handover_on', 'handover_pct', 'handover_kind']) THEN 20
        WHEN has_unparsable AND list_has_any(unparsable, ['started_on', 'handover_on', 'handover_pct', 'handover_kind']) THEN 21
        WHEN started_on IS NULL THEN 22
        WHEN started_on < signed_on - 3 OR (whole_ground AND started_on < handover_on - 3)
            OR (started_on < supervised_on - 3 AND NOT undated AND good_until >= seen_on) THEN 40
        WHEN started_on < supervised_on - 3 AND NOT undated THEN 24
        WHEN signed_on IS NULL AND NOT whole_ground THEN 23 ELSE 30 END AS UTINYINT) AS inc_05,
    CAST(CASE
        WHEN reserved THEN 11 WHEN cui IS NULL THEN 12 WHEN emergency THEN 14 WHEN state = 'stopped' OR stoppage_flag THEN 15
        WHEN state = 'finished' AND in_cierre AND NOT coalesce(in_detalle, FALSE)
            AND last_accrued > year(closed_on) * 100 + month(closed_on) THEN 24
        WHEN state IS DISTINCT FROM 'executing' THEN 17 WHEN young THEN 16
        WHEN has_unpublished AND list_contains(unpublished, 'cui') THEN 20
        WHEN has_unparsable AND list_contains(unparsable, 'cui') THEN 21
        WHEN investment_id IS NULL THEN 22 WHEN in_detalle AND (in_cierre OR in_desactivadas) THEN 23
        WHEN investment_state IS DISTINCT FROM 'active' THEN 40 ELSE 30 END AS UTINYINT) AS inc_13,
    CAST(CASE
        WHEN outside > 0 THEN outside WHEN state IS DISTINCT FROM 'executing' THEN 17 WHEN stoppage_flag THEN 18
        WHEN young THEN 16
        WHEN has_unpublished AND list_has_any(unpublished, ['started_on', 'supervisor_named', 'supervision_ruc', 'supervision_name', 'supervision_amount']) THEN 20
        WHEN has_unparsable AND list_has_any(unparsable, ['started_on', 'supervisor_named', 'supervision_ruc', 'supervision_name', 'supervision_amount']) THEN 21
        WHEN started_on IS NULL THEN 22
        WHEN supervisor_named OR supervision_ruc IS NOT NULL OR supervision_name IS NOT NULL THEN 31
        WHEN supervision_amount IS NOT NULL THEN 23
        WHEN started_on + 16 < seen_on THEN 40 ELSE 30 END AS UTINYINT) AS mis_05,
    CAST(CASE
        WHEN outside > 0 THEN outside WHEN state IS DISTINCT FROM 'finished' THEN 17 WHEN stoppage_flag THEN 18
        WHEN young THEN 16
        WHEN has_unpublished AND list_has_any(unpublished, ['total_reception', 'received_on', 'finished_on', 'physical_pct', 'incomplete_reason', 'term_days', 'new_term_days', 'started_on']) THEN 20
        WHEN has_unparsable AND list_has_any(unparsable, ['total_reception', 'received_on', 'finished_on', 'physical_pct', 'incomplete_reason', 'term_days', 'new_term_days', 'started_on']) THEN 21
        WHEN total_reception OR (total_reception IS NULL AND received_on IS NOT NULL) THEN 31
        WHEN received_on IS NOT NULL THEN 22 WHEN finished_on IS NULL THEN 23
        WHEN finished_on < DATE '1990-01-01' OR finished_on < started_on OR finished_on > seen_on THEN 19
        WHEN physical_pct < 100 AND incomplete_reason IS NOT NULL THEN 24
        WHEN reception_due + CASE regime WHEN 'R1' THEN 1 ELSE 16 END < seen_on THEN 40
        WHEN reception_due IS NULL THEN 25 WHEN term IS NULL THEN 26 ELSE 30 END AS UTINYINT) AS mis_17,
    CAST(CASE
        WHEN outside > 0 THEN outside WHEN state IS DISTINCT FROM 'finished' THEN 17 WHEN stoppage_flag THEN 18
        WHEN young THEN 16 WHEN NOT total_reception AND received_on IS NOT NULL THEN 19
        WHEN NOT coalesce(total_reception, FALSE) AND received_on IS NULL THEN 10
        WHEN has_unpublished AND list_has_any(unpublished, ['total_reception', 'received_on', 'liquidated', 'liquidated_on', 'controversies', 'term_days', 'new_term_days', 'started_on']) THEN 20
        WHEN has_unparsable AND list_has_any(unparsable, ['total_reception', 'received_on', 'liquidated', 'liquidated_on', 'controversies', 'term_days', 'new_term_days', 'started_on']) THEN 21
        WHEN NOT liquidated AND liquidated_on IS NOT NULL THEN 22 WHEN liquidated OR liquidated_on IS NOT NULL THEN 31
        WHEN controversies IS NULL THEN 23 WHEN controversies > 0 THEN 24 WHEN received_on IS NULL THEN 25
        WHEN regime <> 'R1' AND term IS NULL THEN 26
        WHEN hard_due + 1 < seen_on THEN 41 WHEN soft_due + 1 < seen_on THEN 40
        WHEN hard_due IS NULL OR soft_due IS NULL THEN 27 ELSE 30 END AS UTINYINT) AS mis_18,
    CAST(CASE
        WHEN reserved THEN 11 WHEN emergency THEN 14 WHEN state IS DISTINCT FROM 'executing' THEN 17
        WHEN stoppage_flag THEN 18 WHEN young THEN 16
        WHEN has_unpublished AND list_has_any(unpublished, ['started_on', 'progress_year', 'progress_month']) THEN 20
        WHEN has_unparsable AND list_has_any(unparsable, ['started_on', 'progress_year', 'progress_month']) THEN 21
        WHEN started_on IS NULL THEN 22
        WHEN (progress_year IS NULL) <> (progress_month IS NULL) OR progress_month NOT BETWEEN 1 AND 12 THEN 23
        WHEN first_owed > demandable THEN 19 WHEN reported >= demandable THEN 31
        WHEN missing <= demandable - 1 THEN 41 WHEN missing <= demandable THEN 40 ELSE 30 END AS UTINYINT) AS out_01,
    CAST(CASE
        WHEN outside > 0 THEN outside WHEN state IS DISTINCT FROM 'executing' THEN 17 WHEN stoppage_flag THEN 18
        WHEN young THEN 16
        WHEN has_unpublished AND list_has_any(unpublished, ['programmed_end_on', 'reprogrammed_end_on', 'modification_days', 'new_term_days', 'started_on', 'physical_pct']) THEN 20
        WHEN has_unparsable AND list_has_any(unparsable, ['programmed_end_on', 'reprogrammed_end_on', 'modification_days', 'new_term_days', 'started_on', 'physical_pct']) THEN 21
        WHEN programmed_end_on IS NULL AND reprogrammed_end_on IS NULL THEN 22 WHEN physical_pct IS NULL THEN 23
        WHEN physical_pct >= 100 THEN 31 WHEN end_due + 31 < seen_on THEN 40 WHEN end_due IS NULL THEN 24
        ELSE 30 END AS UTINYINT) AS out_05
FROM timed
