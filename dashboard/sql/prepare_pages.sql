-- Records with a page of their own: those that ever had an alert this edition shows, and for staff those on a list.
CREATE TEMP TABLE site_pages AS
WITH wanted AS (
    SELECT subject_id FROM site_alerts WHERE subject_kind IN ('infobras:work', 'mef:investment', 'ocds:process')
    UNION SELECT work_id FROM list_works WHERE getvariable('staff')
)
SELECT
    w.subject_id,
    split_part(w.subject_id, ':', 1) || ':' || split_part(w.subject_id, ':', 2) AS kind,
    row_number() OVER (
        PARTITION BY split_part(w.subject_id, ':', 1) || ':' || split_part(w.subject_id, ':', 2) ORDER BY w.subject_id
    ) AS page_index
FROM wanted AS w
SEMI JOIN site_subjects AS s ON s.subject_id = w.subject_id
ORDER BY kind, page_index;

-- Works as the lists of bodies and regions show them.
CREATE TEMP TABLE site_works AS
WITH live AS (SELECT subject_id, count(*) AS alerts FROM site_alerts WHERE live GROUP BY subject_id)
SELECT
    w.work_id, w.work_code, w.name, w.state, w.modality, w.region, w.province, w.district, w.cui,
    w.started_on, coalesce(w.reprogrammed_end_on, w.programmed_end_on) AS end_on, w.physical_pct,
    coalesce(w.contract_amount, w.approved_amount, w.file_amount) AS amount,
    w.progress_year, w.progress_month, w.progress_recorded_on,
    o.group_key, b.body_index,
    coalesce(l.alerts, 0) AS alerts,
    p.subject_id IS NOT NULL AS has_page
FROM core_works AS w
LEFT JOIN site_body_of AS o ON o.body_key = w.body_key
LEFT JOIN site_bodies AS b ON b.group_key = o.group_key
LEFT JOIN live AS l ON l.subject_id = w.work_id
LEFT JOIN site_pages AS p ON p.subject_id = w.work_id
ORDER BY b.body_index, w.work_code;

-- The one record of each other register that a work's page sets beside it: the best link, first by name on a tie.
CREATE TEMP TABLE site_best AS
SELECT
    l.from_id AS work_id,
    arg_max(l.to_id, (l.confidence, l.to_id)) FILTER (l.to_id LIKE 'mef:investment:%') AS investment_id,
    arg_max(l.to_id, (l.confidence, l.to_id)) FILTER (l.to_id LIKE 'ocds:process:%') AS process_id
FROM links AS l
SEMI JOIN site_pages AS p ON p.subject_id = l.from_id
GROUP BY l.from_id;
