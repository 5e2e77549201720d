-- Awards and contracts of the processes that a run of pages shows.
WITH wanted AS (
    SELECT p.subject_id, coalesce(b.process_id, p.subject_id) AS process_id
    FROM site_pages AS p LEFT JOIN site_best AS b ON b.work_id = p.subject_id
    WHERE p.kind = ? AND p.page_index BETWEEN ? AND ?
),
ocids AS (SELECT w.subject_id, s.ocid FROM wanted AS w JOIN core_processes AS s ON s.process_id = w.process_id),
awarded AS (
    SELECT o.subject_id, 'award' AS what, a.award_id AS id, a.awarded_on AS day, a.amount, a.currency,
        a.supplier_ids, a.supplier_names, NULL AS period_to, NULL AS documents
    FROM ocids AS o JOIN core_awards AS a ON a.ocid = o.ocid
),
signed AS (
    SELECT o.subject_id, 'contract', c.contract_id, c.signed_on, c.amount, c.currency, NULL, NULL, c.period_to,
        c.documents
    FROM ocids AS o JOIN core_contracts AS c ON c.ocid = o.ocid
)
SELECT * FROM awarded UNION ALL SELECT * FROM signed ORDER BY subject_id, what, day NULLS LAST, id;
