-- The score of each candidate (0 to 100) and, in Spanish, why. Red flags give points and are never told: a reason on a
-- list is read at the work, and a flag accuses nobody.
CREATE OR REPLACE TEMP TABLE list_subjects AS
SELECT c.work_id, c.work_id AS subject_id FROM list_candidates AS c
UNION
SELECT c.work_id, l.to_id
FROM list_candidates AS c
JOIN links AS l ON l.from_id = c.work_id AND l.confidence >= 0.9;

CREATE OR REPLACE TEMP TABLE list_alerts AS
SELECT
    s.work_id,
    sum(a.severity) AS severities,
    list(DISTINCT 'Alerta: ' || coalesce(d.title, a.rule_id)) AS reasons,
    list(DISTINCT d.verify) FILTER (WHERE d.verify <> '') AS advice
FROM list_subjects AS s
JOIN alerts AS a ON a.subject_id = s.subject_id AND a.state IN ('open', 'backlog') AND a.hardness = 'hard'
LEFT JOIN list_advice AS d USING (rule_id)
-- A fault of the data is asked of their owner; nobody is sent to look at a work for it.
WHERE d.asks_owner IS NOT TRUE
GROUP BY s.work_id;

CREATE OR REPLACE TEMP TABLE list_spending AS
SELECT s.work_id, max(i.cui) AS cui, max(i.accrued_year)::DOUBLE AS accrued_year
FROM list_subjects AS s
JOIN core_investments AS i ON i.investment_id = s.subject_id
GROUP BY s.work_id;

CREATE OR REPLACE TEMP TABLE list_scores AS
WITH n AS (PIVOT list_numbers ON name USING any_value(number)),
signs AS (
    SELECT
        c.*, a.severities, a.reasons AS alert_reasons, a.advice, coalesce(c.cui, p.cui) AS any_cui,
        least(1, coalesce(a.severities, 0) / n.full_at_severity) AS part_alerts,
        least(1, c.amount / c.band_max) / 2
            + least(1, greatest(0, coalesce(p.accrued_year, 0)) / c.amount) / 2 AS part_money,
        CASE
            WHEN c.state <> 'executing' THEN 0
            WHEN c.months_silent IS NULL THEN 1
            ELSE least(1, greatest(0, c.months_silent - 1) / n.full_at_months)
        END AS part_staleness,
        c.state = 'stopped' OR coalesce(c.stoppage_flag, false) AS is_stopped,
        c.state = 'executing' AND coalesce(c.published_end < c.seen_on, false)
            AND coalesce(c.physical_pct < 100, true) AS is_late,
        c.state = 'executing' AND coalesce(c.valued < n.late_ratio * c.valued_programmed, false) AS is_behind,
        greatest(0, coalesce(c.additions, 0)) + greatest(0, coalesce(c.modifications, 0)) AS variations,
        coalesce(f.raised, 0) AS flags,
        coalesce(c.monitor_reports = 0, false) AS is_unmonitored,
        regexp_matches(strip_accents(upper(coalesce(c.work_type, c.name, ''))),
            'SALUD|HOSPITAL|EDUCA|COLEGIO|SANEAMIENTO|AGUA POTABLE|ALCANTARILLADO') AS is_sector
    FROM list_candidates AS c
    CROSS JOIN n
    LEFT JOIN list_alerts AS a USING (work_id)
    LEFT JOIN list_spending AS p USING (work_id)
    LEFT JOIN work_flags AS f USING (work_id)
)
SELECT
    s.*,
    round(
        n.weight_alerts * s.part_alerts + n.weight_money * s.part_money + n.weight_staleness * s.part_staleness
        + n.weight_stopped * (s.is_stopped OR s.is_late OR s.is_behind)::INTEGER
        + n.weight_variations * least(1, s.variations / n.full_at_variations)
        + n.weight_flags * least(1, s.flags / n.full_at_flags)
        + n.weight_unmonitored * s.is_unmonitored::INTEGER + n.weight_sector * s.is_sector::INTEGER, 4) AS score,
    -- The first reason is true of every work on the list, so that one drawn by lot cannot be told apart.
    list_concat(
        ['Obra ' || CASE s.state WHEN 'executing' THEN 'en ejecución' WHEN 'stopped' THEN 'paralizada'
            ELSE 'terminada el ' || strftime(s.finished_on, '%d/%m/%Y') END
            || ' de ' || soles(s.amount) || ', dentro del rango del programa'],
        list_sort(coalesce(s.alert_reasons, [])),
        CASE WHEN s.state = 'executing' AND s.months_silent IS NULL THEN ['No se ubicó ningún avance mensual publicado']
             WHEN s.part_staleness > 0 THEN ['Último avance publicado: ' || lpad(s.progress_month::VARCHAR, 2, '0') || '/'
                || s.progress_year] ELSE [] END,
        CASE WHEN s.is_stopped AND s.state <> 'stopped' THEN ['Figura con paralización'] ELSE [] END,
        CASE WHEN s.is_late THEN ['Su fecha de fin publicada pasó el ' || strftime(s.published_end, '%d/%m/%Y')] ELSE [] END,
        CASE WHEN s.is_behind THEN ['Lo valorizado es menos del 80 % de lo programado'] ELSE [] END,
        CASE WHEN s.variations > 0 THEN ['Registra adicionales o ampliaciones: ' || s.variations] ELSE [] END,
        CASE WHEN s.is_unmonitored THEN ['No registra informes de monitores ciudadanos'] ELSE [] END,
        CASE WHEN s.is_sector THEN ['Obra de salud, educación o agua y saneamiento'] ELSE [] END
    ) AS reasons
FROM signs AS s
CROSS JOIN n;
