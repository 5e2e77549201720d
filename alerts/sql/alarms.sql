-- Our own alarms of one night, from what that night recorded; nothing here is about a body's conduct.
INSERT INTO meta_alarms BY NAME
WITH refused AS (
    SELECT l.source, coalesce(l.refusal, l.verdict) AS code, count(*) AS parts, min(coalesce(l.reason, '')) AS why
    FROM meta_looks AS l
    JOIN alarm_night AS n ON n.night = l.night
    WHERE l.verdict IN ('refused', 'incomplete') OR NOT l.accepted
    GROUP BY ALL
),
newest AS (
    SELECT s.source, s.title_es, s.title_en, s.stale_after_days, max(l.seen_on) AS seen_on
    FROM meta_sources AS s
    CROSS JOIN alarm_night AS n
    LEFT JOIN meta_looks AS l ON l.source = s.source AND l.night <= n.night AND l.accepted
    GROUP BY ALL
),
held AS (
    SELECT
        e.alert_id,
        arg_max(struct_pack(rule_id := e.rule_id, body_key := e.body_key, event := e.event, reason := e.reason,
            night := e.night), event_order(e.night, e.sequence)) AS last
    FROM alert_events AS e
    JOIN alarm_night AS n ON e.night <= n.night
    GROUP BY e.alert_id
),
bursts AS (
    SELECT
        last.event AS kind, last.rule_id AS rule_id,
        CASE WHEN last.reason = 'burst_body' THEN last.body_key END AS body_key,
        count(*) AS alerts, min(last.night) AS since
    FROM held
    WHERE last.event IN ('held', 'closing_held', 'escalation_held')
    GROUP BY ALL
),
said AS (
    SELECT rule_id, count(*) AS said
    FROM (
        SELECT e.rule_id, arg_max(e.state_after, event_order(e.night, e.sequence)) AS state
        FROM alert_events AS e
        JOIN alarm_night AS n ON e.night < n.night
        GROUP BY e.rule_id, e.alert_id
    )
    JOIN alarm_states USING (state)
    WHERE said
    GROUP BY rule_id
),
drift AS (
    SELECT d.source, d.note, min(d.night) AS since, min(d.night) = any_value(n.night) AS fresh
    FROM meta_drift AS d
    JOIN alarm_night AS n ON d.night <= n.night
    GROUP BY d.source, d.note
    HAVING max(d.night) = any_value(n.night)
),
waiting AS (
    SELECT e.rule_id, count(*) AS alerts
    FROM alert_events AS e
    JOIN alarm_night AS n ON e.night = n.night
    WHERE e.event = 'pending' AND e.state_after = 'pending'
    GROUP BY e.rule_id
),
alarms AS (
    SELECT 'source_refused' AS kind, r.source, NULL AS rule_id, NULL AS body_key, r.code AS qualifier,
        'No se pudo usar la lectura de hoy de ' || coalesce(w.title_es, r.source) || ' (' || r.code || ', '
            || r.parts || ' parte(s)). ' || r.why || ' Vale la lectura anterior: '
            || coalesce(strftime(w.seen_on, '%d/%m/%Y'), 'ninguna') || '.' AS message_es,
        'Tonight''s look at ' || coalesce(w.title_en, r.source) || ' could not be used (' || r.code || ', '
            || r.parts || ' part(s)). ' || r.why || ' The earlier look stands: '
            || coalesce(w.seen_on::VARCHAR, 'none') || '.' AS message_en
    FROM refused AS r
    LEFT JOIN newest AS w USING (source)
    UNION ALL
    SELECT 'source_stale', w.source, NULL, NULL, '',
        'La última lectura de ' || coalesce(w.title_es, w.source) || ' es del ' || strftime(w.seen_on, '%d/%m/%Y')
            || ', más antigua que los ' || w.stale_after_days
            || ' días admitidos: sus reglas no juzgan hasta la próxima lectura.',
        'The newest look at ' || coalesce(w.title_en, w.source) || ' is of ' || w.seen_on || ', older than the '
            || w.stale_after_days || ' days allowed: its rules do not judge until the next look.'
    FROM newest AS w
    CROSS JOIN alarm_night AS n
    WHERE w.seen_on < n.night - w.stale_after_days
    UNION ALL
    SELECT 'gate_floor', g.source, NULL, NULL, g.expectation || '/' || coalesce(g.column_name, '') || '/' || g.part,
        'Control de llegada no cumplido en ' || g.source || ': ' || g.expectation
            || coalesce(' de ' || g.column_name, '') || ', se observó ' || coalesce(g.observed, 'sin dato')
            || ', límite ' || coalesce(g.limit_value, 'sin dato') || '.',
        'Arrival check not met in ' || g.source || ': ' || g.expectation || coalesce(' of ' || g.column_name, '')
            || ', observed ' || coalesce(g.observed, 'nothing') || ', limit ' || coalesce(g.limit_value, 'none') || '.'
    FROM meta_gate AS g
    JOIN alarm_night AS n ON n.night = g.night
    WHERE g.level = 'floor' AND NOT g.success
    UNION ALL
    SELECT 'source_drift', d.source, NULL, NULL, '',
        'La forma de ' || d.source || ' no es la declarada: ' || count(*) || ' nota(s), ' || count(*) FILTER (d.fresh)
            || ' de hoy' || coalesce(', las demás desde el ' || strftime(min(d.since) FILTER (NOT d.fresh), '%d/%m/%Y'), '')
            || '. ' || array_to_string(list(note_in_spanish(d.note) ORDER BY d.since DESC, d.note)[1:3], '; '),
        'The form of ' || d.source || ' is not the declared one: ' || count(*) || ' note(s), ' || count(*) FILTER (d.fresh)
            || ' of tonight' || coalesce(', the others since ' || min(d.since) FILTER (NOT d.fresh), '')
            || '. ' || array_to_string(list(d.note ORDER BY d.since DESC, d.note)[1:3], '; ')
    FROM drift AS d
    GROUP BY d.source
    UNION ALL
    SELECT 'pages_held', h.source, NULL, NULL, h.page || '/' || h.reason,
        'Páginas de ' || h.source || ' que contradicen su lectura anterior y no se tomaron (' || h.page || ', ' || h.reason
            || '): ' || count(*) || '. Por ejemplo ' || arg_min(h.page_key || ' (' || coalesce(h.detail, '') || ')', h.page_key)
            || '. Vale la lectura anterior de cada una, con su fecha.',
        'Pages of ' || h.source || ' that contradict their earlier look were not taken (' || h.page || ', ' || h.reason
            || '): ' || count(*) || '. For example ' || arg_min(h.page_key || ' (' || coalesce(h.detail, '') || ')', h.page_key)
            || '. The earlier look at each of them stands, with its date.'
    FROM meta_held AS h
    JOIN alarm_night AS n ON n.night = h.night
    GROUP BY h.source, h.page, h.reason
    UNION ALL
    SELECT 'burst_' || b.kind, NULL, b.rule_id, b.body_key, '',
        CASE b.kind WHEN 'held' THEN 'Aperturas retenidas' WHEN 'closing_held' THEN 'Cierres retenidos' ELSE 'Agravamientos retenidos' END
            || ' por ráfaga: ' || b.alerts || ' de la regla ' || b.rule_id
            || coalesce(' en ' || b.body_key, ' en todo el país') || ' desde el ' || strftime(b.since, '%d/%m/%Y')
            || '. Puede ser una falla nuestra de lectura; se confirman con una segunda lectura.',
        'Held back as a burst (' || b.kind || '): ' || b.alerts || ' of rule ' || b.rule_id
            || coalesce(' at ' || b.body_key, ' over the country') || ' since ' || b.since
            || '. It may be a reading fault of ours; a second look confirms them.'
    FROM bursts AS b
    UNION ALL
    SELECT 'burst_pending', NULL, w.rule_id, NULL, '',
        'Muchas ausencias nuevas a la vez: ' || w.alerts || ' de la regla ' || w.rule_id
            || ', en espera de una segunda lectura. Conviene revisar la lectura antes.',
        'Many new absences at once: ' || w.alerts || ' of rule ' || w.rule_id
            || ', waiting for a second look. Check our reading before.'
    FROM waiting AS w
    CROSS JOIN alarm_night AS n
    LEFT JOIN said AS s USING (rule_id)
    WHERE w.alerts > greatest(n.floor, n.share * coalesce(s.said, 0))
    UNION ALL
    SELECT f.kind, f.source, f.rule_id, NULL, '', f.message_es, f.message_en
    FROM alarm_faults AS f
)
SELECT
    n.night,
    stable_id('vigia:alarm:1', a.kind, coalesce(a.source, ''),
        concat_ws('/', coalesce(a.rule_id, ''), coalesce(a.body_key, ''), a.qualifier)) AS alarm_id,
    a.kind, a.source, a.rule_id, a.body_key, a.message_es, a.message_en
FROM alarms AS a
CROSS JOIN alarm_night AS n
ORDER BY a.kind, a.source, a.rule_id, a.body_key, a.qualifier;
