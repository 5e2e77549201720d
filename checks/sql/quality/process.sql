-- One row a process. The parties are those of the month from which the process is taken.
WITH parties AS (
    SELECT
        party.ocid,
        list(party.party_id) AS buyers
    FROM raw_oece_ocds__parties AS party
    WHERE party.roles LIKE '%buyer%' OR party.roles LIKE '%procuringEntity%'
    GROUP BY party.ocid
),

awarded AS (
    SELECT
        ocid,
        count(*) AS awards
    FROM core_awards
    GROUP BY ocid
),

retitled AS (
    SELECT
        key AS ocid,
        count(*) AS changes
    FROM history_changes
    WHERE table_name = 'core_processes' AND column_name = 'title' AND old_value IS NOT NULL
    GROUP BY key
)

SELECT
    process.process_id,
    process.process_id AS record_id,
    process.month,
    process.ocid,
    process.tender_id,
    count(*) OVER (PARTITION BY process.tender_id) AS sharing_tender_id,
    process.title,
    process.called_on,
    process.method,
    process.method_details,
    process.category,
    process.tenderers_count,
    process.value_pen,
    process.budget_amount,
    process.body_consucode,
    coalesce(list_contains(parties.buyers, process.body_consucode), FALSE) AS buyer_listed,
    coalesce(awarded.awards, 0) AS awards,
    len(process.item_states) > 0
    -- A void one (NULO) may have been awarded before it was annulled.
    AND len(list_filter(process.item_states, lambda state: state <> 'DESIERTO')) = 0 AS only_deserted,
    coalesce(retitled.changes, 0) AS title_changes,
    process.unparsable
FROM core_processes AS process
LEFT JOIN parties ON process.ocid = parties.ocid
LEFT JOIN awarded ON process.ocid = awarded.ocid
LEFT JOIN retitled ON process.ocid = retitled.ocid
