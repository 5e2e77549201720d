-- What the rules on works look up beside the works: investments by CUI, processes, contracts, awards, works logs, and
-- what the pages of one work in twenty show. Pure functions of the row, at rates that reach the rules' branches.
INSERT INTO core_investments BY NAME
SELECT
    'cui:' || (2000000 + n) AS investment_key,
    'mef:investment:cui:' || (2000000 + n) AS investment_id,
    CAST(2000000 + n AS VARCHAR) AS cui,
    CASE WHEN draw(n, 'i state') < 0.80 THEN 'active' WHEN draw(n, 'i state') < 0.94 THEN 'closed' ELSE 'deactivated' END
        AS state,
    draw(n, 'i emergency') < 0.02 AS emergency,
    CASE WHEN draw(n, 'i state') BETWEEN 0.80 AND 0.94 THEN DATE '2024-06-30' - days(n, 'closed', 0, 900) END AS closed_on,
    money(n, 'i cost') AS updated_cost,
    CASE WHEN draw(n, 'prior') < 0.2 THEN 0
        WHEN draw(n, 'prior') < 0.95 THEN CAST(money(n, 'i cost') * draw(n, 'prior share') AS DECIMAL(18, 2)) END
        AS accrued_prior,
    CASE WHEN draw(n, 'running') < 0.5 THEN 0
        WHEN draw(n, 'running') < 0.97 THEN CAST(money(n, 'i cost') * draw(n, 'year share') * 0.3 AS DECIMAL(18, 2)) END
        AS accrued_year,
    CASE WHEN draw(n, 'file') < 0.85 THEN TRUE WHEN draw(n, 'file') < 0.93 THEN FALSE END AS technical_file,
    CASE WHEN draw(n, 'stage') < 0.04 THEN 'A' WHEN draw(n, 'stage') < 0.3 THEN 'B' WHEN draw(n, 'stage') < 0.9 THEN 'C' END
        AS f8_stage,
    CASE WHEN draw(n, 'i place') < 0.05 THEN NULL WHEN draw(n, 'i place') < 0.9
        THEN lpad(CAST(days((4 * n + 2) // 3, 'region', 1, 26) AS VARCHAR), 2, '0') || '0101' ELSE '150102' END AS ubigeo,
    CASE WHEN draw(n, 'last accrued') < 0.9 THEN CAST(202001 + 100 * days(n, 'accrued', 0, 6) AS VARCHAR) END
        AS last_accrued,
    draw(n, 'i state') < 0.805 AS in_detalle,
    draw(n, 'i state') BETWEEN 0.80 AND 0.94 AS in_cierre,
    draw(n, 'i state') >= 0.94 AS in_desactivadas,
    CASE WHEN draw(n, 'i unparsable') < 0.006
        THEN [['accrued_prior'], ['technical_file'], ['updated_cost']][1 + n % 3] ELSE [] END AS unparsable,
    CAST([] AS VARCHAR []) AS unpublished
FROM range(CAST({rows} * 0.72 AS BIGINT)) AS numbers (n);

INSERT INTO core_processes BY NAME
SELECT
    'ocds-inventado-' || i AS ocid,
    'ocds:process:ocds-inventado-' || i AS process_id,
    'convocatoria-' || i AS tender_id,
    CASE WHEN draw(i, 'old call') < 0.03 THEN DATE '2020-06-01'
        ELSE work.started_on - days(i, 'call', 60, 200) END AS called_on,
    'works' AS category,
    CASE WHEN draw(i, 'p cui') < 0.6 THEN work.cui END AS cui,
    '2024-04' AS month,
    DATE '{night}' - CASE WHEN draw(i, 'p seen') < 0.02 THEN 20 ELSE 0 END AS seen_on,
    CAST([] AS VARCHAR []) AS unparsable,
    CAST([] AS VARCHAR []) AS unpublished
FROM range({rows}) AS numbers (i)
INNER JOIN core_works AS work ON work.work_code = CAST(300000 + i AS VARCHAR)
WHERE draw(i, 'process') < 0.35 AND work.modality = 'contrata'
    OR draw(i, 'process') < 0.02 AND work.modality = 'direct_administration';

INSERT INTO core_contracts BY NAME
SELECT
    process.ocid,
    CAST(part AS VARCHAR) AS contract_id,
    coalesce(process.called_on, DATE '2025-06-01') + days(process.ocid, 'signed', 30, 70) AS signed_on,
    CASE WHEN draw(process.ocid, 'period') < 0.9 THEN process.called_on + days(process.ocid, 'to', 120, 700) END
        AS period_to,
    CAST(CASE WHEN work.modality <> 'contrata' THEN coalesce(work.approved_amount, 5)
        * CASE WHEN draw(process.ocid, 'same') < 0.5 THEN 1 ELSE 0.4 END
        ELSE coalesce(work.contract_amount, 5) * CASE WHEN draw(process.ocid, 'same') < 0.8 THEN 1
            WHEN draw(process.ocid, 'same') < 0.9 THEN 1.18 ELSE 0.6 END END AS DECIMAL(18, 2)) AS amount,
    CASE WHEN draw(process.ocid, 'currency') < 0.98 THEN 'PEN' ELSE 'USD' END AS currency
FROM core_processes AS process
INNER JOIN core_works AS work ON work.work_code = CAST(300000 + CAST(substr(process.ocid, 16) AS BIGINT) AS VARCHAR)
CROSS JOIN range(1, 3) AS parts (part)
WHERE draw(process.ocid, 'contract') < CASE part WHEN 1 THEN 0.8 ELSE 0.05 END;

UPDATE core_contracts SET signed_on = DATE '2044-05-05' WHERE draw(ocid, 'far signature') < 0.001;

INSERT INTO core_awards BY NAME
SELECT
    process.ocid,
    'a-' || process.ocid AS award_id,
    [CASE WHEN draw(process.ocid, 'winner') < 0.95 THEN work.contractor_ruc ELSE firm(work.work_code, 'winner') END]
        AS supplier_ids,
    [CASE WHEN draw(process.ocid, 'winner name') < 0.9 THEN 'CONSTRUCTORA INVENTADA' ELSE 'CONSORCIO INVENTADO' END]
        AS supplier_names
FROM core_processes AS process
INNER JOIN core_works AS work ON work.work_code = CAST(300000 + CAST(substr(process.ocid, 16) AS BIGINT) AS VARCHAR)
WHERE draw(process.ocid, 'award') < 0.9;

INSERT INTO core_contract_codes BY NAME
SELECT
    'c-' || tender_id AS contract_code,
    tender_id,
    CASE WHEN draw(ocid, 'code day') < 0.95
        THEN CASE WHEN draw(ocid, 'early code') < 0.05 THEN DATE '2019-02-01' ELSE called_on + 60 END END AS signed_on
FROM core_processes
WHERE draw(ocid, 'code') < 0.7;

INSERT INTO links BY NAME
SELECT
    'infobras:work:' || (300000 + CAST(substr(ocid, 16) AS BIGINT)) AS from_id,
    process_id AS to_id,
    CASE WHEN draw(ocid, 'link') < 0.8 THEN 'cui_ruc' ELSE 'cui_ambiguous' END AS method,
    CASE WHEN draw(ocid, 'link') < 0.8 THEN 0.95 ELSE 0.5 END AS confidence
FROM core_processes;

INSERT INTO links BY NAME
SELECT
    link.from_id,
    'oece:log:' || CASE WHEN draw(link.to_id, 'log') < 0.02 THEN 'l-shared-' || (hash(link.to_id) % 99) ELSE link.to_id END
        AS to_id,
    'process_contract' AS method,
    0.95 AS confidence
FROM links AS link
WHERE link.confidence > 0.9 AND draw(link.to_id, 'log') < 0.6;

INSERT INTO core_log_entries BY NAME
SELECT
    substr(to_id, 10) AS log_id,
    2026 AS year,
    9 AS month,
    days(to_id, 'entries', 1, 40) AS entries,
    DATE '2026-10-30' - days(to_id, 'last', 0, CASE WHEN draw(to_id, 'long ago') < 0.1 THEN 900 ELSE 200 END) AS last_on,
    CASE WHEN draw(to_id, 'halted') < 0.1 THEN DATE '2026-10-30' - days(to_id, 'halted', 0, 200) END AS halted_on,
    CASE WHEN draw(to_id, 'programme') < 0.1 THEN DATE '2026-10-30' - days(to_id, 'programme', 0, 900) END AS programme_on,
    CASE WHEN draw(to_id, 'untold') < 0.1 THEN DATE '2026-10-30' - days(to_id, 'untold', 0, 900) END AS untold_on
FROM links
WHERE method = 'process_contract' AND draw(to_id, 'entered') < 0.9
GROUP BY to_id;

INSERT INTO core_work_pages BY NAME
SELECT
    work_code,
    CASE WHEN draw(work_code, 'empty page') < 0.02 THEN 0 ELSE 40 END AS elements,
    CAST(draw(work_code, 'page resident') < 0.5 AS INTEGER) AS residents,
    CAST(draw(work_code, 'page schedule') < 0.1 AS INTEGER) AS schedules,
    DATE '{night}' - days(work_code, 'page seen', 0, 50) AS seen_on
FROM core_works
WHERE draw((CAST(work_code AS BIGINT) - 300000) // 4, 'page') < 0.05;

INSERT INTO core_work_roles BY NAME
SELECT
    page.work_code,
    role,
    role || '-1' AS entry_code,
    draw(page.work_code, role) < 0.6 AS person_named,
    CASE WHEN draw(page.work_code, role || ' from') < 0.9
        THEN work.started_on + days(page.work_code, role || ' from day', -30, 30) END AS served_from,
    CASE WHEN draw(page.work_code, role || ' to') < 0.4
        THEN DATE '{night}' - days(page.work_code, role || ' to day', -200, 300) END AS served_to,
    CASE WHEN draw(page.work_code, role) < 0.6 THEN work.started_on + days(page.work_code, role || ' day', -20, 60) END
        AS designated_on,
    page.seen_on
FROM core_work_pages AS page
INNER JOIN core_works AS work ON page.work_code = work.work_code
CROSS JOIN (VALUES ('supervisor'), ('resident')) AS roles (role)
WHERE draw(page.work_code, role || ' shown') < 0.8;

INSERT INTO core_work_changes BY NAME
SELECT
    page.work_code,
    kind,
    place,
    CASE WHEN draw(page.work_code, kind || ' day') < 0.02 THEN DATE '2045-01-01'
        WHEN draw(page.work_code, kind || ' day') < 0.9
        THEN DATE '{night}' - days(page.work_code || place, kind, 0, 500) END AS approved_on,
    draw(page.work_code || place, kind || ' document') < 0.7 AS document_published,
    page.seen_on
FROM core_work_pages AS page
INNER JOIN core_works AS work ON page.work_code = work.work_code
CROSS JOIN range(1, 4) AS places (place)
CROSS JOIN (VALUES ('addition'), ('extension')) AS kinds (kind)
WHERE place <= CASE kind WHEN 'addition' THEN work.additions ELSE work.modifications END
    AND draw(page.work_code || place, kind || ' shown') < 0.95;

INSERT INTO core_work_contractors BY NAME
SELECT
    page.work_code,
    1 AS place,
    CASE WHEN draw(page.work_code, 'number') < 0.9
        THEN 'contrato' || CAST(coalesce(work.contract_amount, 0) AS BIGINT)
        || CASE WHEN draw(page.work_code, 'other number') < 0.2 THEN page.work_code ELSE '' END END AS contract_key,
    page.seen_on
FROM core_work_pages AS page
INNER JOIN core_works AS work ON page.work_code = work.work_code;

-- Of the pages that were read, six months of progress up to the newest; of one work in five that is being built, two.
INSERT INTO core_progress BY NAME
SELECT
    work.work_code,
    CAST(month_number // 12 AS INTEGER) AS year,
    CAST(month_number % 12 + 1 AS INTEGER) AS month,
    CAST(CASE
        WHEN draw(work.work_code, 'still') < 0.1 THEN work.physical_pct
        WHEN back > 2 AND draw(work.work_code, 'leap') < 0.03 THEN 1
        ELSE work.physical_pct * (1 - back * 0.2 * draw(work.work_code, 'pace'))
            + CASE WHEN draw(work.work_code || back, 'dip') < 0.01 THEN -9 ELSE 0 END
    END AS DECIMAL(9, 2)) AS physical_pct,
    work.valued_programmed,
    CASE WHEN draw(work.work_code, 'no valued month') > 0.05
        THEN work.valued * CASE WHEN draw(work.work_code || back, 'pace') < 0.2 THEN 2 ELSE 1 END END AS valued,
    CASE WHEN draw(work.work_code || back, 'stopped month') < 0.03 THEN 'Paralizada' ELSE 'En ejecución' END
        AS state_text,
    CASE WHEN page.work_code IS NOT NULL THEN days(work.work_code || back, 'photos', 0, 8) END AS photos,
    CASE WHEN page.work_code IS NOT NULL THEN days(work.work_code || back, 'files', 0, 8) END AS valuation_documents,
    coalesce(page.seen_on, DATE '{night}') AS seen_on
FROM (SELECT *, progress_year * 12 + progress_month - 1 AS newest FROM core_works) AS work
LEFT JOIN core_work_pages AS page ON work.work_code = page.work_code
CROSS JOIN range(0, 6) AS backs (back)
CROSS JOIN LATERAL (SELECT work.newest - back AS month_number) AS months
WHERE work.progress_month BETWEEN 1 AND 12 AND work.physical_pct < 1000
    AND (page.elements > 0 AND draw(page.work_code, 'months') < 0.9
        OR (back < 2 AND work.state = 'executing' AND draw(work.work_code, 'seen before') < 0.2));

INSERT INTO meta_pages BY NAME
SELECT
    'contraloria_ficha' AS source,
    work_code AS page_key,
    'point' AS page,
    DATE '{night}' - days(work_code, 'map seen', 0, 50) AS seen_on,
    CAST(draw(work_code, 'point') < 0.8 AS BIGINT) AS elements
FROM core_works
WHERE draw(work_code, 'map') < 0.06;

INSERT INTO core_work_points BY NAME
SELECT
    map.page_key AS work_code,
    CASE WHEN draw(map.page_key, 'where') < 0.02 THEN 40.4 WHEN draw(map.page_key, 'where') < 0.05 THEN -12.046
        ELSE -16 + 10 * draw(map.page_key, 'latitude') END AS latitude,
    CASE WHEN draw(map.page_key, 'where') < 0.05 THEN -77.043 ELSE -78 + 7 * draw(map.page_key, 'longitude') END AS longitude,
    CASE WHEN draw(map.page_key, 'boundary') < 0.9 THEN 30 * draw(map.page_key, 'outside') * draw(map.page_key, 'outside')
        - 5 END AS km_outside
FROM meta_pages AS map
WHERE map.elements > 0 AND draw(map.page_key, 'coordinates') < 0.97;

INSERT INTO core_work_photos BY NAME
SELECT
    page.work_code,
    page.work_code || '-' || n AS document_code,
    2026 AS year,
    CAST(1 + 3 * n AS INTEGER) AS month,
    CASE WHEN draw(page.work_code, 'gathered') < 0.9 THEN 'h' || hash(CASE
        WHEN draw(page.work_code || n, 'photo') < 0.02 THEN 'logo'
        WHEN draw(page.work_code || n, 'photo') < 0.06 THEN CAST(CAST(page.work_code AS BIGINT) % 4999 AS VARCHAR)
        ELSE page.work_code || n END) END AS image_hash,
    CASE WHEN draw(page.work_code, 'sheets') < 0.05 THEN 95 ELSE 30 END AS two_tone_pct,
    page.seen_on
FROM core_work_pages AS page
CROSS JOIN range(0, 3) AS photos (n)
WHERE draw(page.work_code, 'photos') < 0.7;

INSERT INTO core_photo_likes BY NAME
SELECT DISTINCT image_hash, image_hash AS like_hash, 0 AS bits
FROM core_work_photos
WHERE image_hash IS NOT NULL
