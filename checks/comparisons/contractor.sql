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
    own.work_id,
    work.contractor_ruc AS left_value,
    'oece_ocds' AS right_source,
    process.month AS right_part,
    process.process_id AS right_key,
    awarded.supplier_id AS right_value,
    process.seen_on AS right_seen_on,
    work.contractor_ruc = awarded.supplier_id AS agrees
FROM own_contracts AS own
INNER JOIN core_works AS work ON own.work_id = work.work_id
INNER JOIN core_processes AS process ON own.process_id = process.process_id
INNER JOIN awarded ON process.ocid = awarded.ocid
WHERE regexp_full_match(work.contractor_ruc, '20[0-9]{9}')
    AND regexp_full_match(awarded.supplier_id, '20[0-9]{9}')
    AND NOT contains(upper(coalesce(work.contractor_name, '')), 'CONSORCIO')
    AND NOT contains(upper(coalesce(awarded.supplier_name, '')), 'CONSORCIO')
