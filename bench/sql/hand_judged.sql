-- The anchor: all rules on works as one SELECT, written by hand for speed: what several rules ask is decided once,
-- parameters are literals, due dates are kept of failures alone. It knows neither stale files nor rules as data.
-- A code's fifties are the outcome: 0 not applicable, 1 not evaluable, 2 passed, 3 failed.
CREATE OR REPLACE TEMP MACRO business_days(start, day, n, positions, open_days) AS CASE
    WHEN day BETWEEN DATE '1990-01-01' AND DATE '2040-12-31'
    THEN open_days[positions[start + (day - DATE '1990-01-01') + 1] + n] END;
CREATE OR REPLACE TEMP MACRO month_number(day) AS year(day) * 12 + month(day) - 1;
CREATE OR REPLACE TEMP MACRO first_day(month) AS make_date(month // 12, month % 12 + 1, 1);
CREATE OR REPLACE TEMP MACRO last_day_of(month) AS CASE
    WHEN month BETWEEN 22800 AND 26400 THEN first_day(month + 1) - 1 END;
CREATE OR REPLACE TEMP MACRO check_digit(ten) AS (11 - (
    ten // 1000000000 % 10 * 5 + ten // 100000000 % 10 * 4 + ten // 10000000 % 10 * 3 + ten // 1000000 % 10 * 2
    + ten // 100000 % 10 * 7 + ten // 10000 % 10 * 6 + ten // 1000 % 10 * 5 + ten // 100 % 10 * 4 + ten // 10 % 10 * 3
    + ten % 10 * 2) % 11) % 10;
CREATE OR REPLACE TEMP MACRO tax_number(digits) AS CASE
    WHEN length(digits) = 11 AND TRY_CAST(digits AS BIGINT) >= 10000000000
    THEN check_digit(TRY_CAST(digits AS BIGINT) // 10) = TRY_CAST(digits AS BIGINT) % 10
    ELSE digits IS NULL AND NULL END;

DROP TABLE IF EXISTS temp.hand_judged;
CREATE TEMP TABLE hand_judged AS
WITH signatures AS (
    SELECT ocid, min(signed_on) AS signed_on, max(signed_on) AS last_signed_on, sum(amount) AS amount,
        count(*) AS contracts, any_value(amount) AS one_amount, any_value(period_to) AS period_to,
        any_value(currency) AS currency
    FROM core_contracts
    GROUP BY ocid
),

trusted AS (
    SELECT DISTINCT link.from_id AS work_id, process.process_id, process.ocid, process.tender_id, process.called_on,
        process.seen_on
    FROM links AS link
    INNER JOIN core_processes AS process ON link.to_id = process.process_id
    WHERE link.confidence >= 0.9
),

linked AS (
    SELECT t.work_id, min(t.called_on) AS called_on, min(s.signed_on) AS signed_on,
        max(s.last_signed_on) AS last_signed_on, sum(s.amount) AS signed_amount
    FROM trusted AS t
    LEFT JOIN signatures AS s ON t.ocid = s.ocid
    GROUP BY t.work_id
),

codes AS (
    SELECT t.work_id, count(*) AS contract_codes, min(code.signed_on) AS coded_on
    FROM trusted AS t
    INNER JOIN core_contract_codes AS code ON t.tender_id = code.tender_id
    GROUP BY t.work_id
),

awarded AS (
    SELECT ocid, any_value(supplier_ids[1]) AS supplier_id, any_value(supplier_names[1]) AS supplier_name
    FROM core_awards
    GROUP BY ocid
    HAVING count(*) = 1 AND any_value(len(supplier_ids)) = 1
),

-- A work and a process that have nobody but each other.
alone AS (
    SELECT of_work.work_id, of_work.process_id, of_work.ocid, of_work.seen_on
    FROM (SELECT work_id, any_value(process_id) AS process_id, any_value(ocid) AS ocid, any_value(seen_on) AS seen_on
        FROM trusted GROUP BY work_id HAVING count(*) = 1) AS of_work
    SEMI JOIN (SELECT process_id FROM trusted GROUP BY process_id HAVING count(*) = 1) AS of_process
        ON of_work.process_id = of_process.process_id
),

own AS (
    SELECT alone.work_id, alone.process_id, alone.seen_on, s.one_amount AS amount, s.period_to, s.currency,
        a.supplier_id,
        coalesce(regexp_full_match(a.supplier_id, '20[0-9]{9}'), FALSE)
            AND NOT contains(upper(coalesce(a.supplier_name, '')), 'CONSORCIO') AS to_firm
    FROM alone
    LEFT JOIN signatures AS s ON alone.ocid = s.ocid
    LEFT JOIN awarded AS a ON alone.ocid = a.ocid
    WHERE coalesce(s.contracts, 0) <= 1
),

emergencies AS (
    SELECT cui, bool_or(emergency) AS emergency
    FROM (
        SELECT cui, emergency FROM core_investments WHERE emergency
        UNION ALL
        SELECT substr(key, 5), json_extract_string(arg_max(last_row, first_seen), '$.emergency') = 'true'
        FROM history_presence
        WHERE table_name = 'core_investments' AND starts_with(key, 'cui:')
        GROUP BY key
        HAVING bool_and(gone_on IS NOT NULL)
    ) AS told
    WHERE cui IS NOT NULL
    GROUP BY cui
),

kept AS (
    SELECT from_id AS work_id, to_id AS log, count(*) OVER (PARTITION BY to_id) AS works
    FROM links
    WHERE method = 'process_contract' AND confidence >= 0.9
),

logs AS (
    SELECT kept.work_id, count(*) AS logs, max(kept.works) AS log_works, max(e.last_on) AS entered_on,
        max(e.halted_on) AS halted_on, max(e.programme_on) AS programme_on, max(e.untold_on) AS untold_on
    FROM kept
    LEFT JOIN (
        SELECT 'oece:log:' || log_id AS log, max(last_on) AS last_on, max(halted_on) AS halted_on,
            max(programme_on) AS programme_on, max(untold_on) AS untold_on
        FROM core_log_entries
        GROUP BY log_id
    ) AS e ON kept.log = e.log
    GROUP BY kept.work_id
),

files AS (
    SELECT source, seen_on, max(seen_on) OVER (PARTITION BY source) AS newest_look,
        CASE source WHEN 'oece_cuadernos' THEN 12 ELSE 1 END AS months,
        CASE source WHEN 'oece_cuadernos' THEN TRY_CAST(right(part, 4) AS INTEGER) * 12
            ELSE TRY_CAST(part[-6:-3] AS INTEGER) * 12 + TRY_CAST(right(part, 2) AS INTEGER) - 1 END AS first_month
    FROM meta_current
    WHERE source IN ('oece_cuadernos', 'oece_asientos')
),

held AS (
    SELECT source, min(first_day(first_month)) AS held_from,
        least(max(first_day(first_month + months) - 1), max(seen_on)) AS held_to
    FROM (
        SELECT *, first_month + months * (row_number() OVER (PARTITION BY source ORDER BY first_month DESC) - 1)
            = max(first_month) OVER (PARTITION BY source) AS unbroken
        FROM files
        WHERE first_month BETWEEN 24000 AND 24480 AND CASE source
            WHEN 'oece_cuadernos'
                THEN seen_on + 10 >= newest_look OR seen_on > first_day(first_month + months) - 1 + 45
            ELSE seen_on >= first_day(first_month + months) - 1 END
    ) AS runs
    WHERE unbroken
    GROUP BY source
),

people AS (
    SELECT work_code,
        min(least(served_from, designated_on, contract_on)) FILTER (WHERE role <> 'resident') AS first_on,
        bool_or(served_from IS NULL) FILTER (WHERE role <> 'resident') AS undated,
        max(seen_on) FILTER (WHERE role <> 'resident') + 45 AS good_until,
        bool_or(person_named) FILTER (WHERE role = 'resident') AS resident_shown,
        max(served_to) FILTER (WHERE role <> 'resident') AS supervisors_until,
        bool_or(served_to IS NULL) FILTER (WHERE role <> 'resident') AS supervisors_open,
        max(served_to) FILTER (WHERE role = 'resident') AS residents_until,
        bool_or(served_to IS NULL) FILTER (WHERE role = 'resident') AS residents_open
    FROM core_work_roles
    GROUP BY work_code
),

steps AS (
    SELECT p.work_code, CAST(p.year AS BIGINT) * 12 + p.month - 1 AS month, p.physical_pct AS pct,
        p.stopped_on IS NOT NULL OR coalesce(regexp_matches(lower(p.state_text), '^(paraliz|suspend)'), FALSE) AS stopped,
        CASE WHEN p.seen_on >= page.seen_on THEN p.photos END AS photos,
        CASE WHEN p.seen_on >= page.seen_on THEN p.valuation_documents END AS valuations,
        lag(p.physical_pct) OVER earlier AS pct_before,
        lag(CAST(p.year AS BIGINT) * 12 + p.month - 1) OVER earlier AS month_before,
        lag(p.stopped_on IS NOT NULL OR coalesce(regexp_matches(lower(p.state_text), '^(paraliz|suspend)'), FALSE))
            OVER earlier AS stopped_before
    FROM core_progress AS p
    SEMI JOIN (SELECT work_code FROM core_progress GROUP BY work_code HAVING count(*) > 1) AS several
        ON p.work_code = several.work_code
    LEFT JOIN core_work_pages AS page ON p.work_code = page.work_code
    WHERE p.physical_pct IS NOT NULL
    WINDOW earlier AS (PARTITION BY p.work_code ORDER BY CAST(p.year AS BIGINT) * 12 + p.month - 1)
),

series AS (
    SELECT work_code, min(pct) AS lowest, max(pct) AS highest, max(pct_before - pct) AS fall,
        min(month) AS first_month, max(month) AS newest_month,
        max(month) FILTER ((pct = pct_before AND month = month_before + 1 AND NOT stopped AND NOT stopped_before)
            IS NOT TRUE) AS still_since,
        min(month) FILTER (photos = 0 AND pct > pct_before AND month = month_before + 1 AND month >= 24281)
            AS without_photos,
        min(month) FILTER (valuations = 0 AND pct > pct_before AND month = month_before + 1 AND month >= 24281)
            AS without_valuation,
        max(pct - pct_before) FILTER (valuations = 0 AND month = month_before + 1) AS jump,
        arg_max(month, pct - pct_before) FILTER (valuations = 0 AND month = month_before + 1) AS jump_month
    FROM steps
    GROUP BY work_code
),

lags AS (
    SELECT p.work_code, CAST(p.year AS BIGINT) * 12 + p.month - 1 AS month,
        p.valued * 100 < p.valued_programmed * 80 AND p.stopped_on IS NULL
            AND NOT coalesce(regexp_matches(lower(p.state_text), '^(paraliz|suspend)'), FALSE) AS behind
    FROM core_progress AS p
    SEMI JOIN (
        SELECT work_code FROM core_works
        WHERE state = 'executing' AND modality = 'contrata' AND valued * 100 < valued_programmed * 80
    ) AS lagging ON p.work_code = lagging.work_code
    WHERE p.valued IS NOT NULL AND p.valued_programmed IS NOT NULL
),

behind AS (
    SELECT work_code, max(newest) AS newest_month, max(pace) AS pace,
        min(month) FILTER (month + back = newest AND (pace IS NULL OR month > pace)) AS first_month
    FROM (
        SELECT *, max(month) OVER (PARTITION BY work_code) AS newest,
            max(CASE WHEN NOT behind THEN month END) OVER (PARTITION BY work_code) AS pace,
            row_number() OVER (PARTITION BY work_code ORDER BY month DESC) - 1 AS back
        FROM lags
    ) AS counted
    GROUP BY work_code
),

places AS (
    SELECT m.page_key AS work_code, m.elements AS points, m.seen_on
    FROM meta_pages AS m
    WHERE m.source = 'contraloria_ficha' AND m.page = 'point'
),

crowds AS (
    SELECT p.latitude, p.longitude, count(DISTINCT w.cui) AS sharers
    FROM core_work_points AS p
    INNER JOIN core_works AS w ON p.work_code = w.work_code
    WHERE lower(w.location_kind) LIKE 'exact%'
    GROUP BY p.latitude, p.longitude
),

acts AS (
    SELECT work_code, count(*) FILTER (kind = 'addition') AS additions,
        min(approved_on) FILTER (kind = 'addition' AND NOT document_published) AS bare_addition_on,
        bool_or(approved_on IS NULL) FILTER (kind = 'addition' AND NOT document_published) AS bare_addition_undated,
        count(*) FILTER (kind IN ('extension', 'other_term')) AS extensions,
        max(approved_on) FILTER (kind IN ('extension', 'other_term')) AS term_changed_on,
        bool_or(approved_on IS NULL) FILTER (kind IN ('extension', 'other_term')) AS term_change_undated,
        min(approved_on) FILTER (kind = 'extension' AND NOT document_published) AS bare_extension_on,
        bool_or(approved_on IS NULL) FILTER (kind = 'extension' AND NOT document_published) AS bare_extension_undated
    FROM core_work_changes
    GROUP BY work_code
),

sharing AS (SELECT cui, count(*) AS works FROM core_works WHERE cui IS NOT NULL GROUP BY cui),

contracted AS (
    SELECT p.cui, count(*) AS contracts, sum(c.amount) FILTER (c.currency = 'PEN') AS amount
    FROM core_contracts AS c
    INNER JOIN core_processes AS p ON c.ocid = p.ocid
    WHERE p.category = 'works' AND p.cui IS NOT NULL
    GROUP BY p.cui
),

numbers AS (
    SELECT work_code, list(DISTINCT contract_key) FILTER (contract_key IS NOT NULL) AS keys
    FROM core_work_contractors
    GROUP BY work_code
),

offered AS (
    SELECT work_code, cui, lower(name) AS name, contract_amount
    FROM core_works
    WHERE cui IS NOT NULL AND modality = 'contrata' AND is_balance IS NOT TRUE AND contract_amount > 0
),

doubles AS (
    SELECT one.work_code, count(*) AS alike,
        count(*) FILTER (list_has_any(n.keys, m.keys)) AS twins,
        min(other.work_code) FILTER (list_has_any(n.keys, m.keys)) AS twin_code,
        count(*) FILTER (list_has_any(n.keys, m.keys) IS NULL) AS unknown_twins,
        min(page.seen_on) FILTER (list_has_any(n.keys, m.keys)) AS twin_seen_on
    FROM offered AS one
    INNER JOIN offered AS other ON one.cui = other.cui AND one.name = other.name
    LEFT JOIN numbers AS n ON one.work_code = n.work_code
    LEFT JOIN numbers AS m ON other.work_code = m.work_code
    LEFT JOIN core_work_pages AS page ON other.work_code = page.work_code
    WHERE one.work_code <> other.work_code AND abs(one.contract_amount - other.contract_amount) * 100
        <= greatest(one.contract_amount, other.contract_amount)
    GROUP BY one.work_code
),

photos AS (
    SELECT p.work_code, p.document_code, p.image_hash, p.two_tone_pct < 80 AS pictured,
        CAST(p.year AS BIGINT) * 12 + p.month - 1 AS month, w.cui
    FROM core_work_photos AS p
    LEFT JOIN core_works AS w ON p.work_code = w.work_code
),

likes AS (SELECT image_hash, like_hash, bits FROM core_photo_likes WHERE bits <= 4),

pictures AS (
    SELECT photos.*
    FROM photos
    ANTI JOIN (
        SELECT likes.image_hash
        FROM likes
        INNER JOIN photos ON likes.like_hash = photos.image_hash
        GROUP BY likes.image_hash
        HAVING count(DISTINCT photos.work_code) >= 5
    ) AS crowded ON photos.image_hash = crowded.image_hash
    WHERE photos.pictured
),

nearest AS (
    SELECT one.work_code, one.month, likes.bits, other.work_code AS like_work, other.month AS like_month
    FROM pictures AS one
    INNER JOIN likes ON one.image_hash = likes.image_hash
    INNER JOIN pictures AS other ON likes.like_hash = other.image_hash
    WHERE CASE WHEN one.work_code = other.work_code THEN abs(one.month - other.month) >= 2
        ELSE one.cui IS DISTINCT FROM other.cui OR one.cui IS NULL END
    QUALIFY row_number() OVER (PARTITION BY one.work_code
        ORDER BY likes.bits, other.work_code, one.month, other.month, other.document_code) = 1
),

gallery AS (
    SELECT photos.work_code, count(*) AS listed, count(photos.image_hash) AS gathered,
        count(pictures.document_code) AS compared
    FROM photos
    LEFT JOIN pictures
        ON photos.work_code = pictures.work_code AND photos.document_code = pictures.document_code
    GROUP BY photos.work_code
),

facts AS (
    SELECT
        w.work_id, w.body_key, w.region, w.body_name, w.name, w.modality, w.modality_text, w.state, w.state_text,
        w.is_balance, w.cui, w.snip, w.department, w.province, w.district, w.ubigeo, w.location_kind,
        w.file_approved_on, w.approved_amount, w.contractor_ruc, w.contractor_name, w.contract_amount,
        w.supervision_ruc, w.supervision_name, w.supervision_amount, w.supervisor_named, w.supervisor_to,
        w.resident_named, w.resident_to, w.started_on, w.programmed_end_on, w.term_days, w.handover_kind,
        w.handover_pct, w.handover_on, w.progress_year, w.progress_month, w.progress_recorded_on, w.physical_pct,
        w.valued_programmed, w.valued, w.stop_cause, w.stopped_on, w.stopped_days, w.stoppage_flag, w.modifications,
        w.modification_days, w.new_term_days, w.reprogrammed_end_on, w.controversies, w.additions, w.additions_amount,
        w.deductions, w.deductions_amount, w.finished_on, w.incomplete_reason, w.total_reception, w.received_on,
        w.liquidated, w.liquidated_on, w.address, w.unparsable, w.unpublished, w.reserved, w.reconstruction,
        len(w.unparsable) > 0 AS has_unparsable, len(w.unpublished) > 0 AS has_unpublished,
        coalesce(e.emergency, v.emergency) AS emergency,
        v.investment_id, v.in_detalle, v.in_cierre, v.in_desactivadas, v.state AS investment_state, v.closed_on,
        v.updated_cost, v.accrued_prior, v.accrued_year, v.technical_file, v.f8_stage, v.unparsable AS v_unparsable,
        v.ubigeo AS v_ubigeo, TRY_CAST(v.last_accrued AS INTEGER) AS last_accrued,
        linked.called_on, linked.signed_on, linked.last_signed_on, linked.signed_amount,
        own.process_id AS own_process, own.period_to AS own_to, own.amount AS own_amount, own.supplier_id AS own_firm,
        w.contract_amount > 1 AND own.amount > 0 AND own.currency = 'PEN' AND NOT coalesce(w.is_balance, FALSE)
            AND coalesce(w.additions, 0) = 0 AND coalesce(w.additions_amount, 0) = 0
            AND coalesce(w.deductions, 0) = 0 AND coalesce(w.deductions_amount, 0) = 0
            AND NOT list_has_any(w.unparsable,
                ['additions', 'additions_amount', 'deductions', 'deductions_amount', 'is_balance']) AS both_original,
        CASE WHEN own.process_id IS NOT NULL THEN
            coalesce(regexp_full_match(w.contractor_ruc, '20[0-9]{9}'), FALSE)
            AND NOT contains(upper(coalesce(w.contractor_name, '')), 'CONSORCIO') AND own.to_firm END AS both_firms,
        coalesce(own.seen_on, (SELECT max(seen_on) FROM meta_current WHERE source = 'oece_ocds')) AS seen_ocds,
        sharing.works AS cui_works, contracted.contracts AS cui_contracts, contracted.amount AS cui_amount,
        CASE WHEN people.good_until IS NOT NULL THEN least(people.first_on, w.supervisor_from) END AS supervised_on,
        CASE WHEN people.good_until IS NOT NULL THEN people.undated OR list_contains(w.unparsable, 'supervisor_from') END
            AS undated,
        people.good_until, people.resident_shown, people.supervisors_until, people.supervisors_open,
        people.residents_until, people.residents_open,
        codes.contract_codes, codes.coded_on, logs.logs, logs.log_works, logs.entered_on, logs.halted_on,
        logs.programme_on, logs.untold_on,
        (SELECT held_from FROM held WHERE source = 'oece_cuadernos') AS logs_from,
        (SELECT held_to FROM held WHERE source = 'oece_cuadernos') AS logs_to,
        (SELECT held_from FROM held WHERE source = 'oece_asientos') AS entries_from,
        (SELECT held_to FROM held WHERE source = 'oece_asientos') AS entries_to,
        acts.additions AS page_additions, acts.bare_addition_on, acts.bare_addition_undated,
        acts.extensions AS page_extensions, acts.term_changed_on, acts.term_change_undated, acts.bare_extension_on,
        acts.bare_extension_undated,
        page.seen_on AS page_seen_on, page.seen_on + 45 AS page_until, page.residents AS page_residents,
        page.schedules AS page_schedules,
        (SELECT max(seen_on) FROM meta_current WHERE source = 'contraloria_fotos') AS photos_seen_on,
        gallery.listed, gallery.gathered, gallery.compared, nearest.bits, nearest.like_work,
        first_day(nearest.month) AS photo_month, first_day(nearest.like_month) AS like_month,
        coalesce(doubles.alike, 0) AS alike, doubles.twins, doubles.twin_code, doubles.unknown_twins,
        least(doubles.twin_seen_on, page.seen_on) + 45 AS twin_until,
        places.points, places.seen_on AS point_seen_on, places.seen_on + 45 AS point_until,
        point.latitude, point.longitude, point.km_outside, crowds.sharers,
        series.lowest, series.highest, series.fall, series.first_month, series.newest_month, series.still_since,
        CASE WHEN series.still_since BETWEEN 23880 AND 24480 THEN first_day(series.still_since) END AS still_from,
        CASE WHEN series.without_photos < 24480 THEN first_day(series.without_photos) END AS without_photos,
        CASE WHEN series.without_valuation < 24480 THEN first_day(series.without_valuation) END AS without_valuation,
        behind.newest_month AS behind_newest, behind.first_month AS behind_first,
        CASE WHEN behind.pace BETWEEN 23880 AND 24480 THEN first_day(behind.pace + 1) END AS behind_from,
        series.jump, CASE WHEN series.jump_month BETWEEN 23880 AND 24480 THEN first_day(series.jump_month) END AS jump_month,
        DATE '{night}' AS seen_on,
        CASE WHEN linked.called_on < DATE '2025-04-22' THEN 'R0' WHEN linked.called_on IS NOT NULL THEN 'R1'
            WHEN w.started_on >= DATE '1990-01-01' AND w.started_on < DATE '2025-04-22' THEN 'R0' ELSE 'unknown' END
            AS regime,
        CASE WHEN w.reserved THEN 1 WHEN coalesce(e.emergency, v.emergency) THEN 4 ELSE 0 END AS lesser,
        CASE WHEN w.reserved THEN 1 WHEN w.modality IS DISTINCT FROM 'contrata' THEN 2 WHEN w.reconstruction THEN 3
            WHEN coalesce(e.emergency, v.emergency) THEN 4 ELSE 0 END AS outside,
        w.started_on + 30 > DATE '{night}' AS young,
        CASE WHEN w.state IS DISTINCT FROM 'executing' THEN 5 WHEN w.stoppage_flag THEN 6
            WHEN w.started_on + 30 > DATE '{night}' THEN 7 ELSE 0 END AS idle,
        CASE WHEN w.term_days > 0 OR w.new_term_days > 0 THEN greatest(w.term_days, w.new_term_days) END AS term,
        CASE WHEN w.term_days BETWEEN 1 AND 36500 THEN w.term_days END AS first_term,
        CASE WHEN w.modification_days BETWEEN 1 AND 36500 THEN w.modification_days END AS moved,
        CASE WHEN w.new_term_days BETWEEN 1 AND 36500 THEN w.new_term_days END AS new_term,
        coalesce(c.clock_region_starts[TRY_CAST(w.region AS INTEGER) + 1], 0) AS start,
        c.clock_positions, c.clock_business_days
    FROM core_works AS w
    LEFT JOIN core_investments AS v ON w.cui = v.cui
    LEFT JOIN emergencies AS e ON w.cui = e.cui
    LEFT JOIN linked ON w.work_id = linked.work_id
    LEFT JOIN own ON w.work_id = own.work_id
    LEFT JOIN sharing ON w.cui = sharing.cui
    LEFT JOIN contracted ON w.cui = contracted.cui
    LEFT JOIN people ON w.work_code = people.work_code
    LEFT JOIN codes ON w.work_id = codes.work_id
    LEFT JOIN logs ON w.work_id = logs.work_id
    LEFT JOIN acts ON w.work_code = acts.work_code
    LEFT JOIN series ON w.work_code = series.work_code
    LEFT JOIN behind ON w.work_code = behind.work_code
    LEFT JOIN gallery ON w.work_code = gallery.work_code
    LEFT JOIN nearest ON w.work_code = nearest.work_code
    LEFT JOIN places ON w.work_code = places.work_code
    LEFT JOIN core_work_points AS point ON w.work_code = point.work_code
    LEFT JOIN doubles ON w.work_code = doubles.work_code
    LEFT JOIN crowds ON point.latitude = crowds.latitude AND point.longitude = crowds.longitude
    LEFT JOIN core_work_pages AS page ON w.work_code = page.work_code AND page.elements > 0
    CROSS JOIN calendar_arrays AS c
),

dated AS (
    SELECT
        *,
        CASE WHEN outside > 0 THEN outside ELSE idle END AS not_running,
        CASE WHEN lesser > 0 THEN lesser ELSE idle END AS not_going,
        CASE WHEN lesser > 0 THEN lesser WHEN state = 'not_started' THEN 8 WHEN young THEN 7 ELSE 0 END AS not_begun,
        CASE WHEN page_seen_on IS NULL THEN 90 WHEN page_until < seen_on THEN 91 ELSE 0 END AS no_page,
        CASE WHEN NOT both_original OR (contract_amount < own_amount AND NOT both_firms) THEN NULL
            ELSE least(abs(contract_amount - own_amount), abs(contract_amount * 118 / 100 - own_amount),
                abs(contract_amount - own_amount * 118 / 100)) <= greatest(own_amount * 1 / 100, 1000) END AS amounts_agree,
        CASE WHEN both_firms AND NOT coalesce(is_balance, FALSE) THEN contractor_ruc = own_firm END AS firms_agree,
        business_days(
            start, finished_on + 25 + coalesce(CAST(least((term + 9) // 10, 40) AS INTEGER), 40), 15,
            clock_positions, clock_business_days
        ) AS reception_due,
        CAST(greatest(CASE regime WHEN 'R1' THEN 30 ELSE 60 END, CASE WHEN regime <> 'R1' THEN (term + 9) // 10 END)
            AS INTEGER) AS contractor_days,
        CASE regime WHEN 'R1' THEN 65 ELSE 75 END AS answer_days,
        CAST(progress_year AS BIGINT) * 12 + progress_month - 1 AS reported,
        CASE WHEN progress_month BETWEEN 1 AND 12 THEN last_day_of(CAST(progress_year AS BIGINT) * 12 + progress_month - 1)
            END AS shown_month_end,
        month_number(started_on - 1) + 1 AS first_owed,
        month_number(seen_on) - 1 AS closed,
        greatest(programmed_end_on, reprogrammed_end_on, programmed_end_on + moved, started_on + new_term) AS end_due,
        greatest(greatest(own_to, programmed_end_on), reprogrammed_end_on,
            greatest(own_to, programmed_end_on) + moved, started_on + new_term) AS contract_end,
        handover_on IS NOT NULL AND (
            (handover_pct >= 100 AND coalesce(lower(handover_kind), '') NOT LIKE 'parcial%')
            OR (handover_pct IS NULL AND lower(handover_kind) LIKE 'total%')
        ) AS whole_ground,
        CASE WHEN total_reception IS DISTINCT FROM FALSE THEN received_on END AS whole_reception_on,
        least(programmed_end_on, started_on + first_term) AS first_end,
        greatest(programmed_end_on, started_on + first_term) AS last_end,
        coalesce(modification_days, 0) AS days,
        coalesce(CASE WHEN stopped_days > 0 THEN stopped_days END, 0) AS suspended,
        coalesce(contract_amount, approved_amount) AS cost,
        coalesce(contract_amount, signed_amount) AS contract_value,
        (additions > 0) <> (additions_amount > 0) AS additions_torn,
        (deductions > 0) <> (deductions_amount > 0) AS deductions_torn,
        CASE WHEN modality = 'contrata' THEN least(without_photos, without_valuation) ELSE without_photos END AS bare_month,
        CASE WHEN NOT supervisors_open AND NOT coalesce(supervisor_named AND supervisor_to IS NULL, FALSE)
            THEN greatest(supervisors_until, supervisor_to) END AS supervision_until,
        CASE WHEN NOT residents_open AND NOT coalesce(resident_named AND resident_to IS NULL, FALSE)
            THEN greatest(residents_until, resident_to) END AS residence_until,
        lower(stop_cause) AS cause,
        modality = 'contrata' AND (signed_on IS NOT NULL OR contract_amount > 0) AS contracted,
        technical_file = FALSE OR f8_stage = 'A' AS without_file,
        accrued_prior = 0 AND accrued_year = 0 AS nothing_accrued,
        CASE regime WHEN 'R0' THEN 21 ELSE 30 END AS silence,
        (month_number(seen_on) - 24) // 12 * 100 + (month_number(seen_on) - 24) % 12 + 1 AS month_then,
        coalesce(in_detalle AND updated_cost > 0
            AND coalesce(accrued_prior, 0) + coalesce(accrued_year, 0) > updated_cost * 0.1, FALSE) AS much_spent,
        coalesce(list_has_any(v_unparsable, ['accrued_prior', 'accrued_year']), FALSE) AS accrued_unreadable
    FROM facts
),

timed AS (
    SELECT
        *,
        CAST(greatest(started_on, handover_on, progress_recorded_on, shown_month_end) AS DATE) AS last_sign,
        business_days(start, received_on + contractor_days + answer_days, 10, clock_positions, clock_business_days)
            AS soft_due,
        business_days(start, received_on + 2 * contractor_days + answer_days, 10, clock_positions, clock_business_days)
            AS hard_due,
        closed - CASE WHEN business_days(start, last_day_of(closed), 10, clock_positions, clock_business_days) + 1 < seen_on
            THEN 0 ELSE 1 END AS demandable,
        greatest(reported + 1, first_owed) AS missing,
        CASE WHEN whole_ground THEN handover_on END AS ground_on,
        greatest(signed_on, CASE WHEN whole_ground THEN handover_on END) AS may_start,
        CASE WHEN days - 10 BETWEEN -36500 AND 36500 THEN first_end + (days - 10) END AS earliest_end,
        CASE WHEN days + suspended + 10 BETWEEN -36500 AND 36500 THEN last_end + (days + suspended + 10) END AS latest_end,
        least(supervision_until, residence_until) + 15 AS replaced_by,
        coalesce(behind_from, started_on) AS counted_from,
        CASE WHEN bare_month IS NOT NULL THEN
            business_days(start, last_day_of(month_number(bare_month) + 1), 10, clock_positions, clock_business_days) END
            AS papers_by,
        business_days(start, bare_addition_on, 10, clock_positions, clock_business_days) AS addition_by,
        business_days(start, bare_extension_on, 10, clock_positions, clock_business_days) AS extension_by,
        business_days(start, last_signed_on + CASE regime WHEN 'R0' THEN 15 ELSE 22 END, 10,
            clock_positions, clock_business_days) AS begun_by,
        business_days(start, business_days(start, last_day_of(behind_first) + 12, 7, clock_positions, clock_business_days), 10,
            clock_positions, clock_business_days) AS programme_by,
        handover_on + 30 AS opened_by,
        entered_on + silence AS next_by
    FROM dated
),

coded AS (
    SELECT
        *,
        CAST(CASE
            WHEN not_begun > 0 THEN not_begun
            WHEN has_unpublished AND list_has_any(unpublished, ['started_on', 'physical_pct']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['started_on', 'physical_pct']) THEN 52
            WHEN physical_pct IS NULL AND lowest IS NULL THEN 53
            WHEN greatest(physical_pct, highest) > 1000 OR least(physical_pct, lowest) < -1000 THEN 54
            WHEN least(physical_pct, lowest) < 0 OR greatest(physical_pct, highest) > 100.5 OR fall > 1 THEN 151
            WHEN fall IS NULL THEN 101 ELSE 102
        END AS UTINYINT) AS imp_01,
        CAST(CASE
            WHEN lesser > 0 THEN lesser WHEN young THEN 7
            WHEN has_unpublished AND list_has_any(unpublished, ['contract_amount', 'approved_amount']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['contract_amount', 'approved_amount']) THEN 52
            WHEN contract_amount IS NULL AND approved_amount IS NULL THEN 53
            WHEN least(contract_amount, approved_amount) <= 1 OR contract_amount < approved_amount * 0.3
                OR contract_amount > approved_amount * 3 THEN 151
            ELSE 101
        END AS UTINYINT) AS imp_02,
        CAST(CASE
            WHEN lesser > 0 THEN lesser
            WHEN state IS DISTINCT FROM 'not_started' AND started_on <= seen_on AND young THEN 7
            WHEN has_unpublished AND list_has_any(unpublished, [
                'file_approved_on', 'handover_on', 'started_on', 'progress_recorded_on', 'stopped_on', 'finished_on',
                'received_on', 'liquidated_on', 'programmed_end_on', 'reprogrammed_end_on'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'file_approved_on', 'handover_on', 'started_on', 'progress_recorded_on', 'stopped_on', 'finished_on',
                'received_on', 'liquidated_on', 'programmed_end_on', 'reprogrammed_end_on'
            ]) THEN 52
            WHEN coalesce(file_approved_on, handover_on, started_on, progress_recorded_on, stopped_on, finished_on, received_on,
                liquidated_on, programmed_end_on, reprogrammed_end_on) IS NULL THEN 53
            WHEN least(file_approved_on, handover_on, started_on, progress_recorded_on, stopped_on, finished_on, received_on,
                    liquidated_on, programmed_end_on, reprogrammed_end_on) < DATE '1990-01-01'
                OR greatest(file_approved_on, progress_recorded_on, stopped_on, finished_on, received_on, liquidated_on) > seen_on
                OR (state IS DISTINCT FROM 'not_started' AND greatest(handover_on, started_on) > seen_on)
                OR greatest(programmed_end_on, reprogrammed_end_on, started_on, handover_on) > seen_on + 3653
                OR finished_on < started_on OR greatest(programmed_end_on, reprogrammed_end_on) < started_on THEN 151
            ELSE 101
        END AS UTINYINT) AS imp_03,
        CAST(CASE
            WHEN not_begun > 0 THEN not_begun WHEN cost <= 500000 THEN 9
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'physical_pct', 'contract_amount', 'approved_amount'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'physical_pct', 'contract_amount', 'approved_amount'
            ]) THEN 52
            WHEN no_page > 0 THEN no_page WHEN fall IS NULL THEN 53 WHEN cost IS NULL THEN 54
            WHEN highest > 1000 OR lowest < -1000 THEN 55
            WHEN jump > 40 THEN 151 ELSE 101
        END AS UTINYINT) AS imp_04,
        CAST(CASE
            WHEN lesser > 0 THEN lesser WHEN state IS DISTINCT FROM 'finished' THEN 5 WHEN young THEN 7
            WHEN finished_on < started_on THEN 8 WHEN physical_pct < 100 THEN 9 WHEN cost <= 500000 THEN 10
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'finished_on', 'term_days', 'new_term_days', 'contract_amount', 'approved_amount',
                'physical_pct'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'finished_on', 'term_days', 'new_term_days', 'contract_amount', 'approved_amount',
                'physical_pct'
            ]) THEN 52
            WHEN started_on IS NULL THEN 53 WHEN finished_on IS NULL THEN 54 WHEN physical_pct IS NULL THEN 55
            WHEN cost IS NULL THEN 56
            WHEN finished_on = started_on OR finished_on
                < started_on + CAST((CAST(least(first_term, new_term) AS BIGINT) * 15 + 99) // 100 AS INTEGER) THEN 151
            WHEN first_term IS NULL AND new_term IS NULL THEN 57 ELSE 101
        END AS UTINYINT) AS imp_05,
        CAST(CASE
            WHEN not_begun > 0 THEN not_begun
            WHEN has_unpublished AND list_has_any(unpublished, ['started_on']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['started_on']) THEN 52
            WHEN photos_seen_on IS NULL THEN 53 WHEN no_page > 0 THEN no_page WHEN listed IS NULL THEN 9
            WHEN bits <= 4 THEN 151 WHEN gathered < listed THEN 54 WHEN compared = 0 THEN 55 ELSE 101
        END AS UTINYINT) AS imp_06,
        CAST(CASE
            WHEN lesser > 0 THEN lesser WHEN young THEN 7
            WHEN has_unpublished AND list_has_any(unpublished, ['started_on', 'location_kind']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['started_on', 'location_kind']) THEN 52
            WHEN points IS NULL THEN 53 WHEN point_until < seen_on THEN 54 WHEN points = 0 THEN 9
            WHEN latitude IS NULL OR longitude IS NULL THEN 55
            WHEN latitude NOT BETWEEN -18.36 AND -0.03 OR longitude NOT BETWEEN -81.34 AND -68.64
                OR (sharers >= 3 AND lower(location_kind) LIKE 'exact%') THEN 151
            ELSE 101
        END AS UTINYINT) AS imp_07,
        CAST(CASE
            WHEN reserved THEN 1 WHEN modality IS DISTINCT FROM 'contrata' THEN 2 WHEN is_balance THEN 9
            WHEN cui IS NULL THEN 10 WHEN emergency THEN 4 WHEN young THEN 7
            WHEN has_unpublished AND list_has_any(unpublished, [
                'cui', 'name', 'contract_amount', 'is_balance', 'started_on'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'cui', 'name', 'contract_amount', 'is_balance', 'started_on'
            ]) THEN 52
            WHEN (contract_amount > 0) IS NOT TRUE THEN 53 WHEN alike = 0 THEN 101
            WHEN twins > 0 AND twin_until < seen_on THEN 54 WHEN twins > 0 THEN 151 WHEN unknown_twins > 0 THEN 55 ELSE 102
        END AS UTINYINT) AS imp_08,
        CAST(CASE
            WHEN seen_ocds + 14 < DATE '{night}' THEN 99 WHEN outside > 0 THEN outside
            WHEN has_unpublished AND list_has_any(unpublished, [
                'contract_amount', 'contractor_ruc', 'contractor_name', 'is_balance', 'additions', 'additions_amount',
                'deductions', 'deductions_amount'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'contract_amount', 'contractor_ruc', 'contractor_name', 'is_balance', 'additions', 'additions_amount',
                'deductions', 'deductions_amount'
            ]) THEN 52
            WHEN contract_amount IS NULL THEN 53 WHEN own_process IS NULL THEN 54 WHEN amounts_agree IS NULL THEN 55
            WHEN NOT amounts_agree AND NOT firms_agree THEN 56 WHEN NOT amounts_agree THEN 151 ELSE 101
        END AS UTINYINT) AS inc_03,
        CAST(CASE
            WHEN seen_ocds + 14 < DATE '{night}' THEN 99 WHEN outside > 0 THEN outside
            WHEN has_unpublished AND list_has_any(unpublished, [
                'contractor_ruc', 'contractor_name', 'contract_amount', 'is_balance'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'contractor_ruc', 'contractor_name', 'contract_amount', 'is_balance'
            ]) THEN 52
            WHEN contractor_ruc IS NULL AND contractor_name IS NULL THEN 53 WHEN own_process IS NULL THEN 54
            WHEN firms_agree IS NULL THEN 55 WHEN firms_agree THEN 101 WHEN NOT tax_number(contractor_ruc) THEN 56
            WHEN NOT coalesce(amounts_agree, FALSE) THEN 57 ELSE 151
        END AS UTINYINT) AS inc_04,
        CAST(CASE
            WHEN outside > 0 THEN outside WHEN state = 'not_started' THEN 8 WHEN young THEN 7 WHEN started_on < DATE '1990-01-01' THEN 12
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'handover_on', 'handover_pct', 'handover_kind'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'handover_on', 'handover_pct', 'handover_kind'
            ]) THEN 52
            WHEN started_on IS NULL THEN 53
            WHEN started_on < signed_on - 3 OR (whole_ground AND started_on < handover_on - 3)
                OR (started_on < supervised_on - 3 AND NOT undated AND good_until >= seen_on) THEN 151
            WHEN started_on < supervised_on - 3 AND NOT undated THEN 54
            WHEN signed_on IS NULL AND NOT whole_ground THEN 55 ELSE 101
        END AS UTINYINT) AS inc_05,
        CAST(CASE
            WHEN lesser > 0 THEN lesser WHEN state IS NULL OR state NOT IN ('executing', 'stopped') THEN 5 WHEN young THEN 7
            WHEN has_unpublished AND list_has_any(unpublished, ['state_text', 'stoppage_flag']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['state_text', 'stoppage_flag']) THEN 52
            WHEN stoppage_flag IS NULL THEN 53 WHEN stoppage_flag <> (state = 'stopped') THEN 151 ELSE 101
        END AS UTINYINT) AS inc_06,
        CAST(CASE
            WHEN reserved THEN 1 WHEN cui IS NULL THEN 10 WHEN emergency THEN 4 WHEN state IS DISTINCT FROM 'stopped' THEN 5
            WHEN has_unpublished AND list_has_any(unpublished, ['cui', 'stopped_on']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['cui', 'stopped_on']) THEN 52
            WHEN stopped_on IS NULL THEN 53 WHEN month_number(seen_on) - month_number(stopped_on) < 2 THEN 9
            WHEN investment_id IS NULL THEN 54 WHEN in_detalle IS DISTINCT FROM TRUE THEN 11 WHEN accrued_unreadable THEN 52
            WHEN last_accrued <= year(stopped_on) * 100 + month(stopped_on) OR nothing_accrued THEN 101 ELSE 55
        END AS UTINYINT) AS inc_07,
        CAST(CASE
            WHEN outside > 0 THEN outside WHEN state = 'not_started' THEN 8 WHEN state = 'stopped' THEN 9
            WHEN stoppage_flag THEN 6 WHEN young THEN 7
            WHEN least(programmed_end_on, reprogrammed_end_on) < DATE '1990-01-01'
                OR greatest(programmed_end_on, reprogrammed_end_on) > seen_on + 3653
                OR greatest(programmed_end_on, reprogrammed_end_on) < started_on THEN 10
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'term_days', 'programmed_end_on', 'reprogrammed_end_on', 'modifications',
                'modification_days', 'stopped_days'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'term_days', 'programmed_end_on', 'reprogrammed_end_on', 'modifications',
                'modification_days', 'stopped_days'
            ]) THEN 52
            WHEN reprogrammed_end_on IS NULL AND days <= 0 AND NOT coalesce(modifications > 0, FALSE) THEN 11
            WHEN reprogrammed_end_on IS NULL THEN 53 WHEN programmed_end_on IS NULL THEN 54
            WHEN programmed_end_on < started_on THEN 55 WHEN earliest_end IS NULL OR latest_end IS NULL THEN 56
            WHEN reprogrammed_end_on NOT BETWEEN earliest_end AND latest_end
                THEN CASE WHEN modification_days IS NOT NULL THEN 151 ELSE 57 END
            WHEN modification_days IS NULL AND modifications > 0 THEN 57 ELSE 101
        END AS UTINYINT) AS inc_08,
        CAST(CASE
            WHEN outside > 0 THEN outside WHEN additions = 0 AND additions_amount = 0 THEN 9
            WHEN has_unpublished AND list_has_any(unpublished, [
                'contract_amount', 'additions', 'additions_amount', 'deductions', 'deductions_amount'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'contract_amount', 'additions', 'additions_amount', 'deductions', 'deductions_amount'
            ]) THEN 52
            WHEN additions IS NULL OR additions_amount IS NULL THEN 53 WHEN additions_torn OR deductions_torn THEN 54
            WHEN contract_value IS NULL THEN 55 WHEN contract_value <= 1 THEN 56
            WHEN (additions_amount - deductions_amount) * 100 >= contract_value * (50 + 0.1) THEN 151
            WHEN additions_amount * 100 >= contract_value * (15 + 0.1) THEN CASE
                WHEN NOT coalesce((additions_amount - deductions_amount) * 100 >= contract_value * (15 + 0.1), FALSE)
                    OR additions_amount * 100 >= contract_value * (50 + 0.1) THEN 57 ELSE 58 END
            ELSE 101
        END AS UTINYINT) AS inc_09,
        CAST(CASE
            WHEN outside > 0 THEN outside WHEN state = 'not_started' THEN 8
            WHEN has_unpublished AND list_has_any(unpublished, [
                'valued', 'contract_amount', 'additions', 'additions_amount', 'deductions', 'deductions_amount'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'valued', 'contract_amount', 'additions', 'additions_amount', 'deductions', 'deductions_amount'
            ]) THEN 52
            WHEN valued IS NULL THEN 53 WHEN contract_amount IS NULL THEN 54 WHEN contract_amount <= 1 THEN 55
            WHEN additions_amount IS NULL OR deductions_amount IS NULL THEN 56 WHEN additions_torn OR deductions_torn THEN 57
            WHEN valued * 100 > (contract_amount + additions_amount - deductions_amount) * 110 THEN 151
            WHEN valued * 100 > (contract_amount + additions_amount - deductions_amount) * 102 THEN 58 ELSE 101
        END AS UTINYINT) AS inc_10,
        CAST(CASE
            WHEN reserved THEN 1 WHEN cui IS NULL THEN 10 WHEN emergency THEN 4 WHEN young THEN 7
            WHEN has_unpublished AND list_has_any(unpublished, ['cui', 'started_on', 'district']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['cui', 'started_on', 'district']) THEN 52
            WHEN investment_id IS NULL THEN 53 WHEN ubigeo IS NULL THEN 54 WHEN v_ubigeo IS NULL THEN 55
            WHEN ubigeo = v_ubigeo THEN 101 WHEN points IS NULL THEN 56 WHEN point_until < seen_on THEN 57 WHEN points = 0 THEN 58
            WHEN km_outside IS NULL THEN 59 WHEN km_outside > 5 THEN 151 ELSE 102
        END AS UTINYINT) AS inc_12,
        CAST(CASE
            WHEN reserved THEN 1 WHEN cui IS NULL THEN 10 WHEN emergency THEN 4 WHEN state = 'stopped' OR stoppage_flag THEN 5
            WHEN state = 'finished' AND in_cierre AND NOT coalesce(in_detalle, FALSE)
                AND last_accrued > year(closed_on) * 100 + month(closed_on) THEN 53
            WHEN state IS DISTINCT FROM 'executing' THEN 8 WHEN young THEN 7
            WHEN has_unpublished AND list_has_any(unpublished, ['cui']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['cui']) THEN 52
            WHEN investment_id IS NULL THEN 54 WHEN in_detalle AND (in_cierre OR in_desactivadas) THEN 55
            WHEN investment_state IS DISTINCT FROM 'active' THEN 151 ELSE 101
        END AS UTINYINT) AS inc_13,
        CAST(CASE
            WHEN not_begun > 0 THEN not_begun
            WHEN least(started_on, handover_on, finished_on, received_on, liquidated_on) < DATE '1990-01-01'
                OR greatest(started_on, handover_on, finished_on, received_on, liquidated_on) > seen_on
                OR finished_on < started_on THEN 9
            WHEN modality = 'contrata' AND reconstruction IS DISTINCT FROM TRUE AND started_on + 3 < may_start THEN 10
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'handover_on', 'handover_pct', 'handover_kind', 'finished_on', 'total_reception',
                'received_on', 'liquidated_on'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'handover_on', 'handover_pct', 'handover_kind', 'finished_on', 'total_reception',
                'received_on', 'liquidated_on'
            ]) THEN 52
            WHEN handover_on < signed_on OR started_on < may_start OR finished_on < may_start
                OR whole_reception_on < greatest(started_on, finished_on)
                OR liquidated_on < greatest(started_on, finished_on, whole_reception_on) THEN 151
            WHEN coalesce(handover_on < signed_on, started_on < may_start, finished_on < may_start,
                whole_reception_on < greatest(started_on, finished_on),
                liquidated_on < greatest(started_on, finished_on, whole_reception_on)) IS NULL THEN 53
            ELSE 101
        END AS UTINYINT) AS inc_14,
        CAST(CASE
            WHEN not_running > 0 THEN not_running
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'valued', 'valued_programmed', 'progress_year', 'progress_month', 'modifications'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'valued', 'valued_programmed', 'progress_year', 'progress_month', 'modifications'
            ]) THEN 52
            WHEN valued IS NULL OR valued_programmed IS NULL THEN 53 WHEN shown_month_end IS NULL THEN 54
            WHEN reported < month_number(seen_on) - 1 THEN 55 WHEN valued * 100 >= valued_programmed * 80 THEN 101
            WHEN no_page > 0 THEN no_page WHEN reported >= month_number(page_seen_on) THEN 56
            WHEN behind_newest IS DISTINCT FROM reported OR behind_first IS NULL THEN 57
            WHEN coalesce(page_extensions, 0) IS DISTINCT FROM modifications THEN 58
            WHEN coalesce(term_change_undated, FALSE) OR term_changed_on >= counted_from - 60 THEN 102
            WHEN page_schedules > 0 THEN 59 WHEN called_on IS NULL THEN 60 WHEN logs IS NULL THEN 61
            WHEN logs > 1 OR log_works > 1 THEN 62 WHEN entered_on IS NULL THEN 63
            WHEN (counted_from >= entries_from) IS NOT TRUE OR (programme_by > entries_to AND programme_by + 45 < seen_on) THEN 64
            WHEN programme_on >= counted_from THEN 103 WHEN halted_on >= counted_from THEN 65
            WHEN untold_on >= counted_from THEN 66 WHEN programme_by + 45 < seen_on THEN 151
            WHEN programme_by IS NULL THEN 67 ELSE 104
        END AS UTINYINT) AS inc_15,
        CAST(CASE
            WHEN seen_ocds + 14 < DATE '{night}' THEN 99 WHEN lesser > 0 THEN lesser
            WHEN coalesce(modality, '') NOT IN ('contrata', 'direct_administration') THEN 2
            WHEN has_unpublished AND list_has_any(unpublished, ['cui', 'approved_amount', 'is_balance']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['cui', 'approved_amount', 'is_balance']) THEN 52
            WHEN modality = 'contrata' AND signed_on IS NOT NULL THEN 101 WHEN modality = 'contrata' THEN 53
            WHEN cui IS NULL THEN 54 WHEN cui_contracts IS NULL THEN 102 WHEN is_balance THEN 55 WHEN cui_works > 1 THEN 56
            WHEN cui_contracts > 1 THEN 57 WHEN abs(cui_amount - approved_amount) * 100 <= cui_amount THEN 151
            WHEN cui_contracts = 1 THEN 57 ELSE 103
        END AS UTINYINT) AS inc_16,
        CAST(CASE
            WHEN not_running > 0 THEN not_running WHEN started_on < DATE '1990-01-01' THEN 12
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'supervisor_named', 'supervision_ruc', 'supervision_name', 'supervision_amount'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'supervisor_named', 'supervision_ruc', 'supervision_name', 'supervision_amount'
            ]) THEN 52
            WHEN started_on IS NULL THEN 53
            WHEN supervisor_named OR supervision_ruc IS NOT NULL OR supervision_name IS NOT NULL THEN 101
            WHEN supervision_amount IS NOT NULL THEN 54 WHEN started_on + 16 < seen_on THEN 151 ELSE 102
        END AS UTINYINT) AS mis_05,
        CAST(CASE
            WHEN not_running > 0 THEN not_running WHEN started_on < DATE '1990-01-01' THEN 12
            WHEN has_unpublished AND list_has_any(unpublished, ['started_on', 'resident_named']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['started_on', 'resident_named']) THEN 52
            WHEN started_on IS NULL THEN 53 WHEN resident_named THEN 101 WHEN no_page > 0 THEN no_page
            WHEN resident_shown THEN 101 WHEN page_residents > 0 THEN 54 WHEN started_on + 16 >= page_seen_on THEN 55
            WHEN started_on + 16 < seen_on THEN 151 ELSE 102
        END AS UTINYINT) AS mis_06,
        CAST(CASE
            WHEN reserved THEN 1 WHEN modality IS DISTINCT FROM 'contrata' THEN 2 WHEN emergency THEN 4 WHEN idle > 0 THEN idle
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'contractor_ruc', 'contractor_name'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'contractor_ruc', 'contractor_name'
            ]) THEN 52
            WHEN contractor_ruc LIKE '%*%' THEN 101 WHEN tax_number(contractor_ruc) THEN 102
            WHEN coalesce(lower(contractor_name) LIKE '%consorcio%', FALSE)
                AND NOT coalesce(contractor_ruc LIKE '20_________', FALSE) THEN 103
            WHEN contractor_ruc IS NULL THEN CASE WHEN contractor_name IS NOT NULL THEN 53 ELSE 151 END
            WHEN contractor_ruc NOT LIKE '20_________' THEN 54 ELSE 151
        END AS UTINYINT) AS mis_07,
        CAST(CASE
            WHEN outside > 0 THEN outside WHEN state IS NULL OR state NOT IN ('not_started', 'executing') THEN 5
            WHEN stoppage_flag THEN 6
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'handover_on', 'modifications', 'modification_days'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'handover_on', 'modifications', 'modification_days'
            ]) THEN 52
            WHEN started_on IS NOT NULL OR handover_on IS NOT NULL THEN 101 WHEN last_signed_on IS NULL THEN 53
            WHEN modifications > 0 OR modification_days > 0 THEN 54 WHEN begun_by + 1 < seen_on THEN 151
            WHEN begun_by IS NULL THEN 55 ELSE 102
        END AS UTINYINT) AS mis_08,
        CAST(CASE
            WHEN not_going > 0 THEN not_going
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'term_days', 'new_term_days', 'programmed_end_on', 'reprogrammed_end_on'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'term_days', 'new_term_days', 'programmed_end_on', 'reprogrammed_end_on'
            ]) THEN 52
            WHEN programmed_end_on IS NOT NULL OR reprogrammed_end_on IS NOT NULL THEN 101 WHEN term IS NOT NULL THEN 102
            WHEN term_days IS NOT NULL THEN 53 ELSE 151
        END AS UTINYINT) AS mis_09,
        CAST(CASE
            WHEN lesser > 0 THEN lesser WHEN young THEN 7
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'district', 'address', 'location_kind'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'district', 'address', 'location_kind'
            ]) THEN 52
            WHEN district IS NULL THEN 151 WHEN length(address) >= 15 THEN 101
            WHEN lower(location_kind) LIKE 'referencial%' THEN CASE WHEN points IS NULL THEN 53 WHEN points > 0 THEN 101
                WHEN point_until >= seen_on THEN 151 ELSE 54 END
            WHEN location_kind IS NULL AND NOT coalesce(points > 0, FALSE) THEN 55 ELSE 101
        END AS UTINYINT) AS mis_10,
        CAST(CASE
            WHEN reserved THEN 1 WHEN modality = 'nucleo_ejecutor' THEN 2 WHEN emergency THEN 4 WHEN idle > 0 THEN idle
            WHEN has_unpublished AND list_has_any(unpublished, ['started_on', 'cui', 'snip']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['started_on', 'cui', 'snip']) THEN 52
            WHEN investment_id IS NOT NULL THEN 101 WHEN cui IS NOT NULL THEN 53 WHEN snip IS NOT NULL THEN 54 ELSE 151
        END AS UTINYINT) AS mis_11,
        CAST(CASE
            WHEN not_begun > 0 THEN not_begun
            WHEN has_unpublished AND list_has_any(unpublished, ['started_on', 'physical_pct']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['started_on', 'physical_pct']) THEN 52
            WHEN no_page > 0 THEN no_page WHEN fall IS NULL THEN 53 WHEN bare_month IS NULL THEN 101
            WHEN papers_by + 1 < seen_on THEN CASE WHEN papers_by + 1 >= page_seen_on THEN 54 ELSE 151 END
            WHEN papers_by IS NULL THEN 55 ELSE 102
        END AS UTINYINT) AS mis_12,
        CAST(CASE
            WHEN not_running > 0 THEN not_running WHEN called_on < DATE '2020-08-14' THEN 9
            WHEN has_unpublished AND list_has_any(unpublished, [
                'handover_on', 'handover_kind', 'handover_pct', 'started_on'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'handover_on', 'handover_kind', 'handover_pct', 'started_on'
            ]) THEN 52
            WHEN called_on IS NULL THEN 53 WHEN logs > 0 THEN 101 WHEN contract_codes IS NULL THEN 54 WHEN coded_on IS NULL THEN 55
            WHEN NOT whole_ground THEN 56
            WHEN (coded_on >= logs_from) IS NOT TRUE OR (opened_by > logs_to AND opened_by + 45 < seen_on) THEN 57
            WHEN opened_by < DATE '1990-01-01' THEN 58 WHEN opened_by + 45 < seen_on THEN 151
            WHEN opened_by IS NULL THEN 58 ELSE 102
        END AS UTINYINT) AS mis_13,
        CAST(CASE
            WHEN outside > 0 THEN outside WHEN additions = 0 AND additions_amount = 0 THEN 9
            WHEN has_unpublished AND list_has_any(unpublished, ['additions', 'additions_amount']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['additions', 'additions_amount']) THEN 52
            WHEN additions IS NULL OR additions_amount IS NULL THEN 53 WHEN additions_torn THEN 54 WHEN no_page > 0 THEN no_page
            WHEN page_additions IS DISTINCT FROM additions THEN 55
            WHEN bare_addition_on IS NULL THEN CASE WHEN coalesce(bare_addition_undated, FALSE) THEN 56 ELSE 101 END
            WHEN addition_by + 1 < seen_on THEN CASE WHEN addition_by + 1 >= page_seen_on THEN 57 ELSE 151 END
            WHEN addition_by IS NULL THEN 58 WHEN bare_addition_undated THEN 56 ELSE 102
        END AS UTINYINT) AS mis_14,
        CAST(CASE
            WHEN outside > 0 THEN outside WHEN modifications = 0 THEN 9
            WHEN has_unpublished AND list_has_any(unpublished, ['modifications']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['modifications']) THEN 52
            WHEN modifications IS NULL THEN 53 WHEN no_page > 0 THEN no_page
            WHEN page_extensions IS DISTINCT FROM modifications THEN 55
            WHEN bare_extension_on IS NULL THEN CASE WHEN coalesce(bare_extension_undated, FALSE) THEN 56 ELSE 101 END
            WHEN extension_by + 1 < seen_on THEN CASE WHEN extension_by + 1 >= page_seen_on THEN 57 ELSE 151 END
            WHEN extension_by IS NULL THEN 58 WHEN bare_extension_undated THEN 56 ELSE 102
        END AS UTINYINT) AS mis_15,
        CAST(CASE
            WHEN lesser > 0 THEN lesser WHEN state IS DISTINCT FROM 'stopped' THEN 5 WHEN NOT stoppage_flag THEN 9
            WHEN young THEN 7
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'stoppage_flag', 'stopped_on', 'stop_cause'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'stoppage_flag', 'stopped_on', 'stop_cause'
            ]) THEN 52
            WHEN stoppage_flag IS NULL THEN 53
            WHEN stopped_on IS NULL OR stop_cause IS NULL OR cause IN ('otros', 'otro') THEN 151 ELSE 101
        END AS UTINYINT) AS mis_16,
        CAST(CASE
            WHEN outside > 0 THEN outside WHEN state IS DISTINCT FROM 'finished' THEN 5 WHEN stoppage_flag THEN 6
            WHEN young THEN 7
            WHEN has_unpublished AND list_has_any(unpublished, [
                'total_reception', 'received_on', 'finished_on', 'physical_pct', 'incomplete_reason', 'term_days',
                'new_term_days', 'started_on'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'total_reception', 'received_on', 'finished_on', 'physical_pct', 'incomplete_reason', 'term_days',
                'new_term_days', 'started_on'
            ]) THEN 52
            WHEN total_reception OR (total_reception IS NULL AND received_on IS NOT NULL) THEN 101
            WHEN received_on IS NOT NULL THEN 53 WHEN finished_on IS NULL THEN 54
            WHEN finished_on < DATE '1990-01-01' OR finished_on < started_on OR finished_on > seen_on THEN 9
            WHEN physical_pct < 100 AND incomplete_reason IS NOT NULL THEN 55
            WHEN reception_due + CASE regime WHEN 'R1' THEN 1 ELSE 16 END < seen_on THEN 151
            WHEN reception_due IS NULL THEN 56 WHEN term IS NULL THEN 57 ELSE 102
        END AS UTINYINT) AS mis_17,
        CAST(CASE
            WHEN outside > 0 THEN outside WHEN state IS DISTINCT FROM 'finished' THEN 5 WHEN stoppage_flag THEN 6
            WHEN young THEN 7 WHEN NOT total_reception AND received_on IS NOT NULL THEN 9
            WHEN NOT coalesce(total_reception, FALSE) AND received_on IS NULL THEN 10
            WHEN has_unpublished AND list_has_any(unpublished, [
                'total_reception', 'received_on', 'liquidated', 'liquidated_on', 'controversies', 'term_days',
                'new_term_days', 'started_on'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'total_reception', 'received_on', 'liquidated', 'liquidated_on', 'controversies', 'term_days',
                'new_term_days', 'started_on'
            ]) THEN 52
            WHEN NOT liquidated AND liquidated_on IS NOT NULL THEN 53 WHEN liquidated OR liquidated_on IS NOT NULL THEN 101
            WHEN controversies IS NULL THEN 54 WHEN controversies > 0 THEN 55 WHEN received_on IS NULL THEN 56
            WHEN regime <> 'R1' AND term IS NULL THEN 57
            WHEN hard_due + 1 < seen_on THEN 152 WHEN soft_due + 1 < seen_on THEN 151
            WHEN hard_due IS NULL OR soft_due IS NULL THEN 58 ELSE 102
        END AS UTINYINT) AS mis_18,
        CAST(CASE
            WHEN reserved THEN 1 WHEN cui IS NULL THEN 10 WHEN emergency THEN 4 WHEN idle > 0 THEN idle
            WHEN has_unpublished AND list_has_any(unpublished, [
                'cui', 'started_on', 'physical_pct', 'contract_amount', 'file_approved_on', 'approved_amount'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'cui', 'started_on', 'physical_pct', 'contract_amount', 'file_approved_on', 'approved_amount'
            ]) THEN 52
            WHEN investment_id IS NULL THEN 53 WHEN in_detalle IS DISTINCT FROM TRUE THEN 11
            WHEN list_contains(v_unparsable, 'technical_file') THEN 52
            WHEN contracted IS NOT TRUE AND physical_pct IS NULL THEN 54 WHEN contracted IS NOT TRUE AND physical_pct <= 0 THEN 9
            WHEN (technical_file AND f8_stage = 'A') OR (technical_file = FALSE AND f8_stage = 'C')
                OR (without_file AND (file_approved_on IS NOT NULL OR approved_amount IS NOT NULL)) THEN 55
            WHEN without_file THEN 151 WHEN technical_file IS NULL AND f8_stage IS DISTINCT FROM 'C' THEN 56 ELSE 101
        END AS UTINYINT) AS mis_20,
        CAST(CASE
            WHEN reserved THEN 1 WHEN coalesce(modality NOT IN ('contrata', 'direct_administration'), TRUE) THEN 2
            WHEN emergency THEN 4 WHEN state IS DISTINCT FROM 'stopped' THEN 5
            WHEN cause LIKE '%terreno%' OR cause LIKE '%permiso%' OR cause LIKE '%licencia%' OR cause LIKE '%autorizaci%'
                OR cause LIKE '%presupuest%' OR cause LIKE '%viab%' THEN 9
            WHEN has_unpublished AND list_has_any(unpublished, ['physical_pct', 'stopped_on']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['physical_pct', 'stopped_on']) THEN 52
            WHEN physical_pct < CASE modality WHEN 'contrata' THEN 40 ELSE 50 END THEN 10 WHEN stopped_on + 185 > seen_on THEN 11
            WHEN physical_pct IS NULL THEN 53 WHEN stopped_on IS NULL THEN 54 WHEN cause IS NULL OR cause IN ('otros', 'otro') THEN 55
            ELSE 56
        END AS UTINYINT) AS mis_23,
        CAST(CASE
            WHEN not_going > 0 THEN not_going WHEN started_on < DATE '1990-01-01' THEN 12
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'progress_year', 'progress_month'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['started_on', 'progress_year', 'progress_month']) THEN 52
            WHEN started_on IS NULL THEN 53
            WHEN (progress_year IS NULL) <> (progress_month IS NULL) OR progress_month NOT BETWEEN 1 AND 12 THEN 54
            WHEN first_owed > demandable THEN 9 WHEN reported >= demandable THEN 101
            WHEN missing <= demandable - 1 THEN 152 WHEN missing <= demandable THEN 151 ELSE 102
        END AS UTINYINT) AS out_01,
        CAST(CASE
            WHEN not_running > 0 THEN not_running
            WHEN has_unpublished AND list_has_any(unpublished, ['started_on']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['started_on']) THEN 52
            WHEN called_on IS NULL THEN 53 WHEN logs IS NULL THEN 54 WHEN logs > 1 OR log_works > 1 THEN 55
            WHEN entered_on IS NULL THEN 56 WHEN halted_on + silence >= entered_on THEN 57
            WHEN (entered_on >= entries_from) IS NOT TRUE OR (next_by > entries_to AND next_by + 45 < seen_on) THEN 58
            WHEN next_by < DATE '1990-01-01' THEN 59 WHEN next_by + 45 < seen_on THEN 151 ELSE 101
        END AS UTINYINT) AS out_03,
        CAST(CASE
            WHEN not_running > 0 THEN not_running
            WHEN has_unpublished AND list_has_any(unpublished, ['cui', 'started_on']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['cui', 'started_on']) THEN 52
            WHEN cui IS NULL THEN 53 WHEN investment_id IS NULL THEN 54 WHEN in_detalle IS DISTINCT FROM TRUE THEN 11
            WHEN accrued_unreadable THEN 52
            WHEN last_accrued < year(started_on) * 100 + month(started_on) OR nothing_accrued THEN 101 ELSE 55
        END AS UTINYINT) AS out_04,
        CAST(CASE
            WHEN outside > 0 THEN outside WHEN idle > 0 THEN idle
            WHEN has_unpublished AND list_has_any(unpublished, [
                'programmed_end_on', 'reprogrammed_end_on', 'modification_days', 'new_term_days', 'started_on',
                'physical_pct'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'programmed_end_on', 'reprogrammed_end_on', 'modification_days', 'new_term_days', 'started_on',
                'physical_pct'
            ]) THEN 52
            WHEN programmed_end_on IS NULL AND reprogrammed_end_on IS NULL THEN 53 WHEN physical_pct IS NULL THEN 54
            WHEN physical_pct >= 100 THEN 101 WHEN end_due < DATE '1990-01-01' THEN 55
            WHEN end_due + 31 < seen_on THEN 151 WHEN end_due IS NULL THEN 55 ELSE 102
        END AS UTINYINT) AS out_05,
        CAST(CASE
            WHEN not_going > 0 THEN not_going WHEN physical_pct >= 98 THEN 9
            WHEN has_unpublished AND list_has_any(unpublished, ['started_on', 'physical_pct']) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, ['started_on', 'physical_pct']) THEN 52
            WHEN physical_pct IS NULL THEN 53 WHEN least(newest_month, closed) - still_since + 1 >= 3 THEN 151
            WHEN page_seen_on IS NULL AND (still_since IS NULL OR still_since = first_month) THEN 54 ELSE 101
        END AS UTINYINT) AS out_06,
        CAST(CASE
            WHEN lesser > 0 THEN lesser WHEN state IS DISTINCT FROM 'not_started' THEN 5 WHEN stoppage_flag THEN 6
            WHEN young THEN 7 WHEN started_on < DATE '1990-01-01' THEN 12
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'modifications', 'modification_days'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'modifications', 'modification_days'
            ]) THEN 52
            WHEN in_detalle AND coalesce(list_has_any(v_unparsable, ['accrued_prior', 'accrued_year', 'updated_cost']), FALSE) THEN 52
            WHEN modifications > 0 OR modification_days > 0 THEN 53
            WHEN started_on IS NULL THEN CASE WHEN much_spent THEN 54
                WHEN in_detalle AND updated_cost > 0 AND accrued_prior IS NOT NULL AND accrued_year IS NOT NULL THEN 101 ELSE 55 END
            WHEN started_on + 62 < seen_on THEN 151 WHEN much_spent THEN 54 ELSE 102
        END AS UTINYINT) AS out_07,
        CAST(CASE
            WHEN lesser > 0 THEN lesser WHEN state IS NULL OR state NOT IN ('executing', 'finished') THEN 5
            WHEN stoppage_flag THEN 6 WHEN young THEN 7
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'physical_pct', 'progress_year', 'progress_month', 'progress_recorded_on', 'finished_on',
                'total_reception', 'received_on'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'physical_pct', 'progress_year', 'progress_month', 'progress_recorded_on', 'finished_on',
                'total_reception', 'received_on'
            ]) THEN 52
            WHEN state = 'finished' AND finished_on IS NOT NULL THEN 101
            WHEN state = 'finished' AND (total_reception OR received_on IS NOT NULL) THEN 102
            WHEN physical_pct IS NULL THEN 53 WHEN physical_pct < 99.5 THEN 9
            WHEN progress_year IS NULL OR progress_month IS NULL OR progress_month NOT BETWEEN 1 AND 12 THEN 54
            WHEN progress_recorded_on IS NULL THEN 55
            WHEN greatest(progress_recorded_on, shown_month_end) < DATE '1989-11-02' THEN 56
            WHEN greatest(progress_recorded_on, shown_month_end) + 61 < seen_on THEN 151 ELSE 103
        END AS UTINYINT) AS out_08,
        CAST(CASE
            WHEN not_going > 0 THEN not_going
            WHEN least(started_on, handover_on, progress_recorded_on) < DATE '1990-01-01'
                OR greatest(started_on, handover_on, progress_recorded_on) > seen_on THEN 9
            WHEN has_unpublished AND list_has_any(unpublished, [
                'started_on', 'handover_on', 'progress_year', 'progress_month', 'progress_recorded_on'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'started_on', 'handover_on', 'progress_year', 'progress_month', 'progress_recorded_on'
            ]) THEN 52
            WHEN last_sign IS NULL THEN 53 WHEN month_number(last_sign) >= month_number(seen_on) - 24 THEN 101
            WHEN cui IS NULL THEN 54 WHEN investment_id IS NULL THEN 55 WHEN in_detalle AND accrued_unreadable THEN 52
            WHEN last_accrued >= month_then OR accrued_year > 0 THEN 102
            WHEN last_accrued < month_then OR nothing_accrued THEN 151 ELSE 56
        END AS UTINYINT) AS out_09,
        CAST(CASE
            WHEN seen_ocds + 14 < DATE '{night}' THEN 99 WHEN outside > 0 THEN outside
            WHEN coalesce(state, '') NOT IN ('executing', 'finished') THEN 5 WHEN stoppage_flag THEN 6
            WHEN has_unpublished AND list_has_any(unpublished, [
                'programmed_end_on', 'reprogrammed_end_on', 'modification_days', 'new_term_days', 'started_on'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'programmed_end_on', 'reprogrammed_end_on', 'modification_days', 'new_term_days', 'started_on'
            ]) THEN 52
            WHEN own_process IS NULL THEN 53 WHEN own_to IS NULL THEN 54 WHEN state = 'finished' THEN 55
            WHEN contract_end < DATE '1990-01-01' THEN 56 WHEN contract_end + 215 < seen_ocds THEN 151 ELSE 101
        END AS UTINYINT) AS out_10,
        CAST(CASE
            WHEN not_running > 0 THEN not_running
            WHEN has_unpublished AND list_has_any(unpublished, [
                'supervisor_named', 'supervisor_to', 'resident_named', 'resident_to'
            ]) THEN 51
            WHEN has_unparsable AND list_has_any(unparsable, [
                'supervisor_named', 'supervisor_to', 'resident_named', 'resident_to'
            ]) THEN 52
            WHEN no_page > 0 THEN no_page WHEN supervisors_open IS NULL AND residents_open IS NULL THEN 53
            WHEN replaced_by IS NULL THEN 101 WHEN replaced_by < DATE '1990-01-01' THEN 55
            WHEN replaced_by + 1 < seen_on THEN CASE WHEN replaced_by + 1 >= page_seen_on THEN 54 ELSE 151 END ELSE 102
        END AS UTINYINT) AS out_11
    FROM timed
)

SELECT
    work_id,
    imp_01, imp_02, imp_03, imp_04, imp_05, imp_06, imp_07, imp_08, inc_03, inc_04, inc_05, inc_06, inc_07, inc_08,
    inc_09, inc_10, inc_12, inc_13, inc_14, inc_15, inc_16, mis_05, mis_06, mis_07, mis_08, mis_09, mis_10, mis_11,
    mis_12, mis_13, mis_14, mis_15, mis_16, mis_17, mis_18, mis_20, mis_23, out_01, out_03, out_04, out_05, out_06,
    out_07, out_08, out_09, out_10, out_11,
    CASE WHEN imp_01 > 150 OR imp_02 > 150 OR imp_03 > 150 OR imp_04 > 150 OR imp_05 > 150 OR imp_06 > 150 OR imp_07 > 150 OR imp_08 > 150 OR
        inc_03 > 150 OR inc_04 > 150 OR inc_05 > 150 OR inc_06 > 150 OR inc_08 > 150 OR inc_09 > 150 OR inc_10 > 150 OR inc_12 > 150 OR
        inc_13 > 150 OR inc_14 > 150 OR inc_15 > 150 OR inc_16 > 150 OR mis_05 > 150 OR mis_06 > 150 OR mis_07 > 150 OR mis_08 > 150 OR
        mis_09 > 150 OR mis_10 > 150 OR mis_11 > 150 OR mis_12 > 150 OR mis_13 > 150 OR mis_14 > 150 OR mis_15 > 150 OR mis_16 > 150 OR
        mis_17 > 150 OR mis_18 > 150 OR mis_20 > 150 OR out_01 > 150 OR out_03 > 150 OR out_05 > 150 OR out_06 > 150 OR out_07 > 150 OR
        out_08 > 150 OR out_09 > 150 OR out_10 > 150 OR out_11 > 150 THEN {
        'body_key': body_key, 'region': region, 'regime': regime, 'seen_ocds': seen_ocds, 'additions': additions,
        'additions_amount': additions_amount, 'address': address, 'alike_works': alike,
        'approved_amount': approved_amount, 'bare_addition_on': bare_addition_on,
        'bare_extension_on': bare_extension_on, 'behind_from': behind_from, 'coded_signed_on': coded_on,
        'contract_amount': contract_amount, 'contract_codes': contract_codes,
        'contract_last_signed_on': last_signed_on, 'contract_signed_amount': signed_amount,
        'contract_signed_on': signed_on, 'contractor_name': contractor_name, 'contractor_ruc': contractor_ruc,
        'controversies': controversies, 'cui': cui, 'cui_contract_amount': cui_amount, 'deductions': deductions,
        'deductions_amount': deductions_amount, 'department': department, 'district': district,
        'entries_held_to': entries_to, 'file_approved_on': file_approved_on, 'finished_on': finished_on,
        'handover_kind': handover_kind, 'handover_on': handover_on, 'handover_pct': handover_pct,
        'investment_accrued_prior': accrued_prior, 'investment_accrued_year': accrued_year,
        'investment_closed_on': closed_on, 'investment_cost': updated_cost, 'investment_f8_stage': f8_stage,
        'investment_last_accrued': last_accrued, 'investment_state': investment_state,
        'investment_technical_file': technical_file, 'investment_ubigeo': v_ubigeo, 'like_photo_month': like_month,
        'like_photo_work': like_work, 'liquidated': liquidated, 'liquidated_on': liquidated_on,
        'location_kind': location_kind, 'log_entered_on': entered_on, 'log_halted_on': halted_on,
        'logs_held_from': logs_from, 'logs_held_to': logs_to, 'modality_text': modality_text,
        'modification_days': modification_days, 'modifications': modifications, 'month_without_photos': without_photos,
        'month_without_valuation': without_valuation, 'nearest_photo_bits': bits, 'new_term_days': new_term_days,
        'own_contract_amount': own_amount, 'own_contract_to': own_to, 'own_contractor': own_firm,
        'page_additions': page_additions, 'page_extensions': page_extensions, 'page_photos': listed,
        'page_residents': page_residents, 'page_schedules': page_schedules, 'page_seen_on': page_seen_on,
        'photo_month': photo_month, 'photos_gathered': gathered, 'photos_seen_on': photos_seen_on,
        'physical_pct': physical_pct, 'point_km_outside': km_outside, 'point_latitude': latitude,
        'point_longitude': longitude, 'point_seen_on': point_seen_on, 'point_sharers': sharers, 'points': points,
        'process_called_on': called_on, 'programmed_end_on': programmed_end_on, 'progress_fall': fall,
        'progress_highest': highest, 'progress_lowest': lowest, 'progress_month': progress_month,
        'progress_recorded_on': progress_recorded_on, 'progress_still_from': still_from,
        'progress_year': progress_year, 'province': province, 'received_on': received_on,
        'reprogrammed_end_on': reprogrammed_end_on, 'resident_named': resident_named, 'resident_to': resident_to,
        'residents_until': residents_until, 'snip': snip, 'started_on': started_on, 'state_text': state_text,
        'stop_cause': stop_cause, 'stoppage_flag': stoppage_flag, 'stopped_days': stopped_days,
        'stopped_on': stopped_on, 'supervised_on': supervised_on, 'supervision_name': supervision_name,
        'supervision_ruc': supervision_ruc, 'supervisor_named': supervisor_named, 'supervisor_to': supervisor_to,
        'supervisors_until': supervisors_until, 'term_days': term_days, 'total_reception': total_reception,
        'twin_code': twin_code, 'twin_works': twins, 'unvalued_jump': jump, 'unvalued_jump_month': jump_month,
        'valued': valued, 'valued_programmed': valued_programmed, 'inc_15_due': programme_by,
        'mis_05_due': started_on + 15, 'mis_06_due': started_on + 15, 'mis_08_due': begun_by, 'mis_12_due': papers_by,
        'mis_13_due': opened_by, 'mis_14_due': addition_by, 'mis_15_due': extension_by, 'mis_17_due': reception_due,
        'mis_18_due': CASE mis_18 WHEN 152 THEN hard_due ELSE soft_due END,
        'out_01_due': business_days(start, last_day_of(missing), 10, clock_positions, clock_business_days),
        'out_03_due': next_by, 'out_05_due': end_due, 'out_07_due': started_on + 60,
        'out_08_due': greatest(progress_recorded_on, shown_month_end) + 60, 'out_10_due': contract_end,
        'out_11_due': replaced_by
    } END AS shown
FROM coded
