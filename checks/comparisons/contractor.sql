WITH awarded AS (
    SELECT
        ocid,
        any_value(award_id) AS award_id,
        any_value(supplier_ids[1]) AS supplier_id,
        any_value(supplier_names[1]) AS supplier_name
    FROM core_awards
    GROUP BY ocid
    HAVING count(*) = 1 AND any_value(len(supplier_ids)) = 1
)

SELECT
    work.work_id AS subject_id,
    work.body_key,
    work.region,
    work.ubigeo,
    'contraloria_infobras' AS left_source,
    CAST(NULL AS VARCHAR) AS left_part,
    work.work_id AS left_key,
    work.contractor_ruc AS left_value,
    CAST(NULL AS VARCHAR) AS left_period,
    work.seen_on AS left_seen_on,
    'oece_ocds' AS right_source,
    process.month AS right_part,
    process.process_id AS right_key,
    awarded.supplier_id AS right_value,
    CAST(NULL AS VARCHAR) AS right_period,
    process.seen_on AS right_seen_on,
    CAST(NULL AS DOUBLE) AS difference,
    work.contractor_ruc = awarded.supplier_id AS agrees
FROM own_contracts AS own
INNER JOIN core_works AS work ON own.work_id = work.work_id
INNER JOIN core_processes AS process ON own.process_id = process.process_id
INNER JOIN awarded ON process.ocid = awarded.ocid
WHERE regexp_full_match(work.contractor_ruc, '20[0-9]{9}')
    AND regexp_full_match(awarded.supplier_id, '20[0-9]{9}')
    AND NOT contains(upper(coalesce(work.contractor_name, '')), 'CONSORCIO')
    AND NOT contains(upper(coalesce(awarded.supplier_name, '')), 'CONSORCIO')
