-- One row a work: its INFOBRAS cells, its investment by CUI, and dates of its linked processes.
-- Only facts are joined here; what they mean is said in the rules.
WITH signatures AS (
    SELECT ocid, min(signed_on) AS signed_on, max(signed_on) AS last_signed_on, sum(amount) AS amount
    FROM core_contracts
    GROUP BY ocid
),

linked AS (
    SELECT
        link.from_id AS work_id,
        min(process.called_on) AS process_called_on,
        min(signatures.signed_on) AS contract_signed_on,
        max(signatures.last_signed_on) AS contract_last_signed_on,
        sum(signatures.amount) AS contract_signed_amount
    FROM links AS link
    INNER JOIN core_processes AS process ON link.to_id = process.process_id
    LEFT JOIN signatures ON process.ocid = signatures.ocid
    WHERE link.confidence >= parameter('link_confidence')
    GROUP BY link.from_id
),

-- Contracts of linked processes as CONOSCE codes them: by these codes alone a works log can be looked for.
codes AS (
    SELECT
        link.from_id AS work_id,
        count(*) AS contract_codes,
        min(code.signed_on) AS coded_signed_on
    FROM links AS link
    INNER JOIN core_processes AS process ON link.to_id = process.process_id
    INNER JOIN core_contract_codes AS code ON process.tender_id = code.tender_id
    WHERE link.confidence >= parameter('link_confidence')
    GROUP BY link.from_id
),

-- Works logs of a work, and of how many works each is the log.
kept AS (
    SELECT from_id AS work_id, to_id AS log, count(*) OVER (PARTITION BY to_id) AS works
    FROM links
    WHERE method = 'process_contract' AND confidence >= parameter('link_confidence')
),

entered AS (
    SELECT
        'oece:log:' || log_id AS log,
        max(last_on) AS last_on,
        max(halted_on) AS halted_on,
        max(programme_on) AS programme_on,
        max(untold_on) AS untold_on
    FROM core_log_entries
    GROUP BY log_id
),

logs AS (
    SELECT
        kept.work_id,
        count(*) AS logs,
        max(kept.works) AS log_works,
        max(entered.last_on) AS log_entered_on,
        max(entered.halted_on) AS log_halted_on,
        max(entered.programme_on) AS log_programme_on,
        max(entered.untold_on) AS log_untold_on
    FROM kept
    LEFT JOIN entered ON kept.log = entered.log
    GROUP BY kept.work_id
),

-- Files of logs by year and of entries by month: the run of them without a gap that ends with the newest. What lies
-- before it may stand in a file that nobody read. A file of entries is read up to the end of its month; one of logs is
-- made anew for a while after its year.
files AS (
    SELECT
        source,
        seen_on,
        max(seen_on) OVER (PARTITION BY source) AS newest_look,
        CASE source WHEN 'oece_cuadernos' THEN 12 ELSE 1 END AS months,
        CASE source
            WHEN 'oece_cuadernos' THEN TRY_CAST(regexp_extract(part, '(20[0-9]{2})$', 1) AS INTEGER) * 12
            ELSE TRY_CAST(regexp_extract(part, '(20[0-9]{2})[0-9]{2}$', 1) AS INTEGER) * 12
            + TRY_CAST(regexp_extract(part, '([0-9]{2})$', 1) AS INTEGER) - 1
        END AS first_month
    FROM meta_current
    WHERE source IN ('oece_cuadernos', 'oece_asientos')
),

periods AS (
    SELECT
        *,
        make_date(first_month // 12, first_month % 12 + 1, 1) AS first_day,
        make_date((first_month + months) // 12, (first_month + months) % 12 + 1, 1) - 1 AS last_day
    FROM files
    WHERE first_month BETWEEN 2000 * 12 AND 2040 * 12
),

runs AS (
    SELECT
        *,
        first_month + months * (row_number() OVER (PARTITION BY source ORDER BY first_month DESC) - 1)
        = max(first_month) OVER (PARTITION BY source) AS unbroken
    FROM periods
    WHERE CASE source
        WHEN 'oece_cuadernos' THEN seen_on + 10 >= newest_look OR seen_on > last_day + 45
        ELSE seen_on >= last_day
    END
),

held AS (
    SELECT source, min(first_day) AS held_from, least(max(last_day), max(seen_on)) AS held_to
    FROM runs
    WHERE unbroken
    GROUP BY source
),

-- Everybody the page of a work shows. Of supervisors and inspectors the first counts, by his earliest date: whose
-- first day is not there, or not readable in tonight's file, may be an earlier one.
people AS (
    SELECT
        work_code,
        min(least(served_from, designated_on, contract_on)) FILTER (WHERE role <> 'resident') AS supervised_on,
        bool_or(served_from IS NULL) FILTER (WHERE role <> 'resident') AS undated,
        max(seen_on) FILTER (WHERE role <> 'resident') AS supervisors_seen_on,
        bool_or(person_named) FILTER (WHERE role = 'resident') AS resident_shown,
        max(served_to) FILTER (WHERE role <> 'resident') AS supervisors_until,
        bool_or(served_to IS NULL) FILTER (WHERE role <> 'resident') AS supervisors_open,
        max(served_to) FILTER (WHERE role = 'resident') AS residents_until,
        bool_or(served_to IS NULL) FILTER (WHERE role = 'resident') AS residents_open
    FROM core_work_roles
    GROUP BY work_code
),

-- Works of which more than one month is known: how far their progress ever fell from one known month to the next, since
-- which month it has stood still, and which months moved without the files that show it. A stoppage, and a month that
-- nobody reported, end a run of equal months.
several AS (
    SELECT work_code
    FROM core_progress
    GROUP BY work_code
    HAVING count(*) > 1
),

months AS (
    SELECT
        progress.work_code,
        CAST(progress.year AS BIGINT) * 12 + progress.month - 1 AS month_number,
        progress.physical_pct,
        progress.stopped_on IS NOT NULL
        OR coalesce(regexp_matches(lower(progress.state_text), '^(paraliz|suspend)'), FALSE) AS stopped,
        -- Of a month that the page has ceased to show nobody can say what it lacks.
        CASE WHEN progress.seen_on >= page.seen_on THEN progress.photos END AS photos,
        CASE WHEN progress.seen_on >= page.seen_on THEN progress.valuation_documents END AS valuations
    FROM core_progress AS progress
    INNER JOIN several ON progress.work_code = several.work_code
    LEFT JOIN core_work_pages AS page ON progress.work_code = page.work_code
    WHERE progress.physical_pct IS NOT NULL
),

steps AS (
    SELECT
        *,
        lag(physical_pct) OVER earlier AS pct_before,
        lag(month_number) OVER earlier AS month_before,
        lag(stopped) OVER earlier AS stopped_before
    FROM months
    WINDOW earlier AS (PARTITION BY work_code ORDER BY month_number)
),

watched AS (
    SELECT year(parameter('papers_from')) * 12 + month(parameter('papers_from')) - 1 AS first_month
),

series AS (
    SELECT
        work_code,
        min(physical_pct) AS lowest,
        max(physical_pct) AS highest,
        max(pct_before - physical_pct) AS fall,
        min(month_number) AS first_month,
        max(month_number) AS newest_month,
        max(month_number) FILTER (
            WHERE (
                physical_pct = pct_before AND month_number = month_before + 1
                AND NOT stopped AND NOT stopped_before
            ) IS NOT TRUE
        ) AS still_since,
        min(month_number) FILTER (
            WHERE photos = 0 AND physical_pct > pct_before AND month_number = month_before + 1
            AND month_number >= (SELECT first_month FROM watched)
        ) AS without_photos,
        min(month_number) FILTER (
            WHERE valuations = 0 AND physical_pct > pct_before AND month_number = month_before + 1
            AND month_number >= (SELECT first_month FROM watched)
        ) AS without_valuation,
        max(physical_pct - pct_before) FILTER (
            WHERE valuations = 0 AND month_number = month_before + 1
        ) AS unvalued_jump,
        arg_max(month_number, physical_pct - pct_before) FILTER (
            WHERE valuations = 0 AND month_number = month_before + 1
        ) AS jump_month
    FROM steps
    GROUP BY work_code
),

-- Works by contract whose valuations lag: since which month without a break, up to the newest one, and which known month
-- was the last that did not. In a month of stoppage nothing lags.
lagging AS (
    SELECT work_code
    FROM core_works
    WHERE
        state = 'executing' AND modality = 'contrata'
        AND valued * 100 < valued_programmed * parameter('valued_level_pct')
),

valued_months AS (
    SELECT
        progress.work_code,
        CAST(progress.year AS BIGINT) * 12 + progress.month - 1 AS month_number,
        progress.valued * 100 < progress.valued_programmed * parameter('valued_level_pct')
        AND progress.stopped_on IS NULL
        AND NOT coalesce(regexp_matches(lower(progress.state_text), '^(paraliz|suspend)'), FALSE) AS behind
    FROM core_progress AS progress
    INNER JOIN lagging ON progress.work_code = lagging.work_code
    WHERE progress.valued IS NOT NULL AND progress.valued_programmed IS NOT NULL
),

lags AS (
    SELECT
        *,
        max(month_number) OVER (PARTITION BY work_code) AS newest_month,
        max(CASE WHEN NOT behind THEN month_number END) OVER (PARTITION BY work_code) AS kept_pace_in,
        row_number() OVER (PARTITION BY work_code ORDER BY month_number DESC) - 1 AS months_back
    FROM valued_months
),

behind AS (
    SELECT
        work_code,
        max(newest_month) AS newest_month,
        max(kept_pace_in) AS kept_pace_in,
        min(month_number) FILTER (
            WHERE month_number + months_back = newest_month AND (kept_pace_in IS NULL OR month_number > kept_pace_in)
        ) AS first_month
    FROM lags
    GROUP BY work_code
),

-- Of which works the map was asked, and how many points it showed; a file has no coordinates.
mapped AS (
    SELECT page_key AS work_code, elements AS points, seen_on
    FROM meta_pages
    WHERE source = 'contraloria_ficha' AND page = 'point'
),

-- How many investments have works that are said to lie exactly at one and the same point.
crowds AS (
    SELECT point.latitude, point.longitude, count(DISTINCT work.cui) AS sharers
    FROM core_work_points AS point
    INNER JOIN core_works AS work ON point.work_code = work.work_code
    WHERE lower(work.location_kind) LIKE 'exact%'
    GROUP BY point.latitude, point.longitude
),

-- Acts that the work's page lists, and the oldest of those that it shows no document of.
acts AS (
    SELECT
        work_code,
        count(*) FILTER (WHERE kind = 'addition') AS page_additions,
        min(approved_on) FILTER (WHERE kind = 'addition' AND NOT document_published) AS bare_addition_on,
        bool_or(approved_on IS NULL)
            FILTER (WHERE kind = 'addition' AND NOT document_published) AS bare_addition_undated,
        count(*) FILTER (WHERE kind IN ('extension', 'other_term')) AS page_extensions,
        max(approved_on) FILTER (WHERE kind IN ('extension', 'other_term')) AS term_changed_on,
        bool_or(approved_on IS NULL) FILTER (WHERE kind IN ('extension', 'other_term')) AS term_change_undated,
        min(approved_on) FILTER (WHERE kind = 'extension' AND NOT document_published) AS bare_extension_on,
        bool_or(approved_on IS NULL)
            FILTER (WHERE kind = 'extension' AND NOT document_published) AS bare_extension_undated
    FROM core_work_changes
    GROUP BY work_code
),

-- What stands under one investment code: its works, and its contracts for works.
sharing AS (
    SELECT cui, count(*) AS works
    FROM core_works
    WHERE cui IS NOT NULL
    GROUP BY cui
),

contracted AS (
    SELECT
        process.cui,
        count(*) AS contracts,
        sum(contract.amount) FILTER (WHERE contract.currency = 'PEN') AS amount
    FROM core_contracts AS contract
    INNER JOIN core_processes AS process ON contract.ocid = process.ocid
    WHERE process.category = 'works' AND process.cui IS NOT NULL
    GROUP BY process.cui
),

newest AS (
    SELECT max(seen_on) AS seen_on
    FROM meta_current
    WHERE source = 'oece_ocds'
),

numbers AS (
    SELECT work_code, list(DISTINCT contract_key) FILTER (WHERE contract_key IS NOT NULL) AS keys
    FROM core_work_contractors
    GROUP BY work_code
),

-- Works by contract that could be another of them recorded again: one investment, one name, one amount within the
-- tolerance. Whether it is the same contract only its number tells, which stands on the pages of both.
offered AS (
    SELECT work_code, cui, lower(name) AS name, contract_amount
    FROM core_works
    WHERE cui IS NOT NULL AND modality = 'contrata' AND is_balance IS NOT TRUE AND contract_amount > 0
),

pairs AS (
    SELECT one.work_code, other.work_code AS other_code
    FROM offered AS one
    INNER JOIN offered AS other ON one.cui = other.cui AND one.name = other.name
    WHERE
        one.work_code <> other.work_code
        AND abs(one.contract_amount - other.contract_amount) * 100
        <= greatest(one.contract_amount, other.contract_amount) * parameter('amount_match_pct')
),

doubles AS (
    SELECT
        pairs.work_code,
        count(*) AS alike_works,
        count(*) FILTER (WHERE list_has_any(own.keys, theirs.keys)) AS twin_works,
        min(pairs.other_code) FILTER (WHERE list_has_any(own.keys, theirs.keys)) AS twin_code,
        count(*) FILTER (WHERE list_has_any(own.keys, theirs.keys) IS NULL) AS unknown_twins,
        min(shown.seen_on) FILTER (WHERE list_has_any(own.keys, theirs.keys)) AS twin_seen_on
    FROM pairs
    LEFT JOIN numbers AS own ON pairs.work_code = own.work_code
    LEFT JOIN numbers AS theirs ON pairs.other_code = theirs.work_code
    LEFT JOIN core_work_pages AS shown ON pairs.other_code = shown.work_code
    GROUP BY pairs.work_code
),

page AS (
    SELECT stale_after_days
    FROM meta_sources
    WHERE source = 'contraloria_ficha'
)

SELECT
    work.*,
    work.work_id AS subject_id,
    'work' AS subject_type,
    coalesce(emergencies.emergency, investment.emergency) AS emergency,
    investment.investment_id,
    investment.in_detalle AS investment_in_detalle,
    investment.in_cierre AS investment_in_cierre,
    investment.in_desactivadas AS investment_in_desactivadas,
    investment.state AS investment_state,
    investment.closed_on AS investment_closed_on,
    investment.updated_cost AS investment_cost,
    investment.accrued_prior AS investment_accrued_prior,
    investment.accrued_year AS investment_accrued_year,
    investment.technical_file AS investment_technical_file,
    investment.f8_stage AS investment_f8_stage,
    investment.unparsable AS investment_unparsable,
    investment.ubigeo AS investment_ubigeo,
    TRY_CAST(investment.last_accrued AS INTEGER) AS investment_last_accrued,
    linked.process_called_on,
    linked.contract_signed_on,
    linked.contract_last_signed_on,
    linked.contract_signed_amount,
    own.process_id AS own_process_id,
    own.period_to AS own_contract_to,
    own.amount AS own_contract_amount,
    own.supplier_id AS own_contractor,
    own.amounts_agree AS own_amounts_agree,
    own.contractors_agree AS own_contractors_agree,
    sharing.works AS cui_works,
    contracted.contracts AS cui_contracts,
    contracted.amount AS cui_contract_amount,
    coalesce(own.seen_on, (SELECT seen_on FROM newest)) AS seen_oece_ocds,
    CASE
        WHEN people.supervisors_seen_on IS NOT NULL THEN least(people.supervised_on, work.supervisor_from)
    END AS supervised_on,
    CASE
        WHEN people.supervisors_seen_on IS NOT NULL
            THEN people.undated OR list_contains(work.unparsable, 'supervisor_from')
    END AS supervision_undated,
    people.supervisors_seen_on + (SELECT stale_after_days FROM page) AS supervision_good_until,
    codes.contract_codes,
    codes.coded_signed_on,
    logs.logs,
    logs.log_works,
    logs.log_entered_on,
    logs.log_halted_on,
    logs.log_programme_on,
    logs.log_untold_on,
    log_files.held_from AS logs_held_from,
    log_files.held_to AS logs_held_to,
    entry_files.held_from AS entries_held_from,
    entry_files.held_to AS entries_held_to,
    acts.page_additions,
    acts.bare_addition_on,
    acts.bare_addition_undated,
    acts.page_extensions,
    acts.term_changed_on,
    acts.term_change_undated,
    acts.bare_extension_on,
    acts.bare_extension_undated,
    people.resident_shown,
    people.supervisors_until,
    people.supervisors_open,
    people.residents_until,
    people.residents_open,
    shown.seen_on AS page_seen_on,
    shown.seen_on + (SELECT stale_after_days FROM page) AS page_good_until,
    shown.residents AS page_residents,
    shown.schedules AS page_schedules,
    (SELECT max(seen_on) FROM meta_current WHERE source = 'contraloria_fotos') AS photos_seen_on,
    again.listed AS page_photos,
    again.gathered AS photos_gathered,
    again.compared AS photos_compared,
    again.bits AS nearest_photo_bits,
    again.month AS photo_month,
    again.like_work AS like_photo_work,
    again.like_month AS like_photo_month,
    coalesce(doubles.alike_works, 0) AS alike_works,
    doubles.twin_works,
    doubles.twin_code,
    doubles.unknown_twins,
    least(doubles.twin_seen_on, shown.seen_on) + (SELECT stale_after_days FROM page) AS twin_good_until,
    length(work.address) AS address_chars,
    mapped.points,
    point.latitude AS point_latitude,
    point.longitude AS point_longitude,
    point.km_outside AS point_km_outside,
    crowds.sharers AS point_sharers,
    mapped.seen_on AS point_seen_on,
    mapped.seen_on + (SELECT stale_after_days FROM page) AS point_good_until,
    series.lowest AS progress_lowest,
    series.highest AS progress_highest,
    series.fall AS progress_fall,
    series.first_month AS progress_first_month,
    series.newest_month AS progress_newest_month,
    series.still_since AS progress_still_since,
    CASE
        WHEN series.still_since BETWEEN 1990 * 12 AND 2040 * 12
            THEN make_date(series.still_since // 12, series.still_since % 12 + 1, 1)
    END AS progress_still_from,
    CASE
        WHEN series.without_photos < 2040 * 12
            THEN make_date(series.without_photos // 12, series.without_photos % 12 + 1, 1)
    END AS month_without_photos,
    CASE
        WHEN series.without_valuation < 2040 * 12
            THEN make_date(series.without_valuation // 12, series.without_valuation % 12 + 1, 1)
    END AS month_without_valuation,
    behind.newest_month AS behind_newest_month,
    behind.first_month AS behind_first_month,
    CASE
        WHEN behind.kept_pace_in BETWEEN 1990 * 12 AND 2040 * 12
            THEN make_date((behind.kept_pace_in + 1) // 12, (behind.kept_pace_in + 1) % 12 + 1, 1)
    END AS behind_from,
    series.unvalued_jump,
    CASE
        WHEN series.jump_month BETWEEN 1990 * 12 AND 2040 * 12
            THEN make_date(series.jump_month // 12, series.jump_month % 12 + 1, 1)
    END AS unvalued_jump_month
FROM core_works AS work
LEFT JOIN core_investments AS investment ON work.cui = investment.cui
LEFT JOIN emergencies ON work.cui = emergencies.cui
LEFT JOIN linked ON work.work_id = linked.work_id
LEFT JOIN own_contracts AS own ON work.work_id = own.work_id
LEFT JOIN sharing ON work.cui = sharing.cui
LEFT JOIN contracted ON work.cui = contracted.cui
LEFT JOIN people ON work.work_code = people.work_code
LEFT JOIN codes ON work.work_id = codes.work_id
LEFT JOIN logs ON work.work_id = logs.work_id
LEFT JOIN held AS log_files ON log_files.source = 'oece_cuadernos'
LEFT JOIN held AS entry_files ON entry_files.source = 'oece_asientos'
LEFT JOIN acts ON work.work_code = acts.work_code
LEFT JOIN series ON work.work_code = series.work_code
LEFT JOIN behind ON work.work_code = behind.work_code
LEFT JOIN photos_again AS again ON work.work_code = again.work_code
LEFT JOIN mapped ON work.work_code = mapped.work_code
LEFT JOIN core_work_points AS point ON work.work_code = point.work_code
LEFT JOIN doubles ON work.work_code = doubles.work_code
LEFT JOIN crowds ON point.latitude = crowds.latitude AND point.longitude = crowds.longitude
-- A page without elements is that of an unknown work: it says nothing.
LEFT JOIN core_work_pages AS shown ON work.work_code = shown.work_code AND shown.elements > 0
