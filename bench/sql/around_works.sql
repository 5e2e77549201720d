-- What the rules on works look up beside the works: investments by CUI, processes, contracts, links, bodies.
INSERT INTO core_investments BY NAME
SELECT
    'cui:' || (2000000 + n) AS investment_key,
    'mef:investment:cui:' || (2000000 + n) AS investment_id,
    CAST(2000000 + n AS VARCHAR) AS cui,
    CASE WHEN draw(n, 'i state') < 0.80 THEN 'active' WHEN draw(n, 'i state') < 0.94 THEN 'closed' ELSE 'deactivated' END
        AS state,
    draw(n, 'i emergency') < 0.02 AS emergency,
    CASE WHEN draw(n, 'i state') BETWEEN 0.80 AND 0.94 THEN DATE '2024-06-30' - days(n, 'closed', 0, 900) END AS closed_on,
    CAST(202001 + 100 * days(n, 'accrued', 0, 6) AS VARCHAR) AS last_accrued,
    draw(n, 'i state') < 0.805 AS in_detalle,
    draw(n, 'i state') BETWEEN 0.80 AND 0.94 AS in_cierre,
    draw(n, 'i state') >= 0.94 AS in_desactivadas,
    CAST([] AS VARCHAR []) AS unparsable,
    CAST([] AS VARCHAR []) AS unpublished
FROM range(CAST({rows} * 0.72 AS BIGINT)) AS numbers (n);

INSERT INTO core_processes BY NAME
SELECT
    'ocds-inventado-' || i AS ocid,
    'ocds:process:ocds-inventado-' || i AS process_id,
    work.started_on - days(i, 'call', 60, 200) AS called_on,
    'works' AS category,
    '2024-04' AS month,
    CAST([] AS VARCHAR []) AS unparsable,
    CAST([] AS VARCHAR []) AS unpublished
FROM range({rows}) AS numbers (i)
INNER JOIN core_works AS work ON work.work_code = CAST(300000 + i AS VARCHAR)
WHERE draw(i, 'process') < 0.35 AND work.modality = 'contrata';

INSERT INTO core_contracts BY NAME
SELECT
    process.ocid,
    '1' AS contract_id,
    process.called_on + days(process.ocid, 'signed', 30, 70) AS signed_on
FROM core_processes AS process
WHERE draw(process.ocid, 'contract') < 0.8;

INSERT INTO links BY NAME
SELECT
    'infobras:work:' || (300000 + CAST(substr(ocid, 16) AS BIGINT)) AS from_id,
    process_id AS to_id,
    CASE WHEN draw(ocid, 'link') < 0.8 THEN 'cui_ruc' ELSE 'cui_ambiguous' END AS method,
    CASE WHEN draw(ocid, 'link') < 0.8 THEN 0.95 ELSE 0.5 END AS confidence
FROM core_processes
