-- One row a body of INFOBRAS: of how many of its works what was published was rewritten in the last days before the
-- term of the monthly record.
WITH own_bodies AS (
    SELECT
        work.body_key,
        min(work.body_code) AS body_code,
        min(work.body_name) AS body_name,
        min(body.region) AS region,
        count(*) AS works,
        max(work.seen_on) AS seen_on
    FROM core_works AS work
    LEFT JOIN core_bodies AS body ON work.body_key = body.body_key
    WHERE work.body_code IS NOT NULL
    GROUP BY work.body_key
),

-- The monthly terms that may be the newest one: that of the month of the look, and the one before.
months AS (
    SELECT DISTINCT
        coalesce(region, '00') AS region,
        unnest([date_trunc('month', seen_on), date_trunc('month', seen_on) - INTERVAL 1 MONTH]) AS first_day
    FROM own_bodies
),

business_days AS (
    SELECT
        region,
        first_day,
        day,
        row_number() OVER (PARTITION BY region, first_day ORDER BY day) AS place
    FROM (SELECT region, first_day, CAST(first_day AS DATE) + unnest(range(45))::INTEGER AS day FROM months) AS days
    WHERE
        NOT EXISTS (
            SELECT 1 FROM core_calendar AS off WHERE off.day = days.day AND off.region IN ('00', days.region)
        )
),

terms AS (
    SELECT
        own_bodies.body_key,
        max(business_days.day) AS term_on,
        max(business_days.day) - parameter('mass_edit_before_cd') AS edited_from,
        max(business_days.day) + (SELECT latency_days FROM meta_sources WHERE source = 'contraloria_infobras') AS edited_to
    FROM own_bodies
    INNER JOIN business_days
        ON coalesce(own_bodies.region, '00') = business_days.region
        AND business_days.first_day BETWEEN
        date_trunc('month', own_bodies.seen_on) - INTERVAL 1 MONTH AND date_trunc('month', own_bodies.seen_on)
    WHERE
        business_days.place = parameter('infobras_soft_bd')
        AND business_days.day - parameter('mass_edit_before_cd') <= own_bodies.seen_on
    GROUP BY own_bodies.body_key
),

told AS (
    SELECT
        key AS work_code,
        column_name,
        old_value,
        new_value,
        last_seen,
        night,
        bool_or(column_name IN ('additions', 'deductions', 'modifications', 'modification_days'))
            OVER (PARTITION BY key, night) AS acted,
        max(night) FILTER (WHERE column_name = 'state' AND old_value = 'not_started')
            OVER (PARTITION BY key) AS begun_on
    FROM history_changes
    WHERE
        table_name = 'core_works'
        AND night > (SELECT min(edited_from) FROM terms)
        AND column_name IN (
            'state', 'contract_amount', 'contractor_ruc', 'started_on', 'programmed_end_on', 'finished_on',
            'received_on', 'liquidated_on', 'physical_pct', 'modifications', 'modification_days', 'additions', 'deductions'
        )
),

-- What stood there and was written anew. Filling an empty cell, progress that grows, a plan before the work began, a day
-- that could not be, and what an act of the same night explains rewrite nothing.
rewritten AS (
    SELECT
        work.body_key,
        told.*,
        -- Between its looks lie only days of those last ones, or some of them.
        told.last_seen >= terms.edited_from AND told.night <= terms.edited_to AS in_time,
        (told.last_seen < terms.edited_to) IS NOT FALSE AND told.night > terms.edited_from AS perhaps
    FROM told
    INNER JOIN core_works AS work ON told.work_code = work.work_code
    INNER JOIN terms ON work.body_key = terms.body_key
    LEFT JOIN emergencies ON work.cui = emergencies.cui
    WHERE
        told.old_value IS NOT NULL
        AND NOT told.acted
        AND work.reserved IS NOT TRUE
        AND emergencies.emergency IS NOT TRUE
        AND told.column_name <> 'state'
        AND (
            told.column_name <> 'physical_pct'
            OR TRY_CAST(told.new_value AS DECIMAL(9, 2)) < TRY_CAST(told.old_value AS DECIMAL(9, 2))
        )
        AND (
            told.column_name NOT IN ('started_on', 'programmed_end_on')
            OR (work.state <> 'not_started' AND (told.begun_on IS NULL OR told.night > told.begun_on))
        )
        AND (
            told.column_name NOT IN ('started_on', 'finished_on', 'received_on', 'liquidated_on')
            OR TRY_CAST(told.old_value AS DATE) BETWEEN parameter('first_plausible_day') AND told.night
        )
),

-- What half of all bodies show rewritten at once the portal rewrote; what one alone shows, that body did.
by_the_portal AS (
    SELECT night, column_name
    FROM rewritten
    GROUP BY night, column_name
    HAVING
        count(DISTINCT body_key) > 1
        AND count(DISTINCT body_key) >= (SELECT count(*) FROM own_bodies) * parameter('portal_edit_share')
),

edited AS (
    SELECT
        rewritten.body_key,
        count(DISTINCT rewritten.work_code) FILTER (WHERE in_time AND by_the_portal.night IS NULL) AS edited_works,
        count(DISTINCT rewritten.work_code) FILTER (WHERE in_time) AS edited_in_all,
        count(DISTINCT rewritten.work_code) FILTER (WHERE perhaps AND by_the_portal.night IS NULL) AS edited_perhaps,
        arg_min(
            {
                'work': rewritten.work_code, 'fact': rewritten.column_name, 'was': old_value, 'now': new_value,
                'was_seen': last_seen, 'now_seen': rewritten.night
            },
            (rewritten.work_code, rewritten.column_name, rewritten.night)
        ) FILTER (WHERE in_time AND by_the_portal.night IS NULL) AS one
    FROM rewritten
    LEFT JOIN by_the_portal USING (night, column_name)
    GROUP BY rewritten.body_key
)

SELECT
    own_bodies.body_key AS subject_id,
    'body' AS subject_type,
    own_bodies.* EXCLUDE (seen_on),
    terms.term_on,
    coalesce(edited.edited_works, 0) AS edited_works,
    coalesce(edited.edited_in_all, 0) AS edited_in_all,
    coalesce(edited.edited_perhaps, 0) AS edited_perhaps,
    edited.one.work AS edited_work,
    -- By the heading of its column in the register, which needs no translation.
    CASE edited.one.fact
        WHEN 'contract_amount' THEN 'Monto del contrato en soles'
        WHEN 'contractor_ruc' THEN 'RUC'
        WHEN 'started_on' THEN 'Fecha de inicio de obra'
        WHEN 'programmed_end_on' THEN 'Fecha finalización programada de obra'
        WHEN 'finished_on' THEN 'Fecha de finalización real'
        WHEN 'received_on' THEN 'Fecha de recepción'
        WHEN 'liquidated_on' THEN 'Fecha de aprobación de liquidación de obra'
        WHEN 'physical_pct' THEN 'Avance Físico Real Acumulado (%)'
    END AS edited_fact,
    edited.one.was AS edited_was,
    edited.one.was_seen AS edited_was_seen,
    edited.one.now AS edited_now,
    edited.one.now_seen AS edited_now_seen,
    CAST([] AS VARCHAR []) AS unparsable,
    CAST([] AS VARCHAR []) AS unpublished
FROM own_bodies
LEFT JOIN terms ON own_bodies.body_key = terms.body_key
LEFT JOIN edited ON own_bodies.body_key = edited.body_key
