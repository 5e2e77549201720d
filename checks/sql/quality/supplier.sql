-- One row a supplier of an award. Natural persons are masked and consortia have codes of their own: neither is a number.
SELECT
    process.process_id,
    process.process_id || '/' || award.award_id || '/' || award.supplier_id AS record_id,
    process.month,
    award.supplier_id,
    regexp_full_match(award.supplier_id, '[0-9]{11}') AS is_number,
    CAST([] AS VARCHAR []) AS unparsable
FROM (
    SELECT
        ocid,
        award_id,
        unnest(supplier_ids) AS supplier_id
    FROM core_awards
) AS award
INNER JOIN core_processes AS process ON award.ocid = process.ocid
