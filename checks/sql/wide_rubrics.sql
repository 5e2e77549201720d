-- One row a body of the transparency portal: the newest quarter its rubric on investment projects shows, the one that
-- comes next, and what the MEF files say its own executing unit spends this year.
WITH spending AS (
    SELECT
        ltrim(sec_ejec, '0') AS sec_ejec,
        count(*) FILTER (WHERE pim_year > 0 OR accrued_year > 0) AS running,
        count(*) FILTER (WHERE (pim_year > 0 OR accrued_year > 0) IS NULL) AS unknown
    FROM core_investments
    WHERE in_detalle AND state = 'active' AND sec_ejec IS NOT NULL
    GROUP BY ltrim(sec_ejec, '0')
)

SELECT
    'pte:body:' || rubric.pte_code AS subject_id,
    'body' AS subject_type,
    -- A body that is only known by its name may be another one.
    CASE WHEN rubric.matched_by = 'sec_ejec' THEN rubric.body_key END AS body_key,
    body.region,
    rubric.pte_code,
    rubric.name AS body_name,
    rubric.state AS rubric_state,
    rubric.sec_ejec,
    rubric.quarter_end,
    rubric.projects,
    -- Where nothing was ever shown, the last quarter but one is owed whichever day the page was read.
    last_day(
        CASE
            WHEN rubric.state = 'listed' THEN rubric.quarter_end + INTERVAL 3 MONTH
            WHEN rubric.state = 'empty' THEN date_trunc('quarter', rubric.seen_on) - INTERVAL 4 MONTH
        END
    ) AS owed_quarter_end,
    coalesce(spending.running, 0) AS running_investments,
    coalesce(spending.unknown, 0) AS unknown_investments,
    CAST([] AS VARCHAR []) AS unparsable,
    CAST([] AS VARCHAR []) AS unpublished,
    rubric.seen_on AS seen_pcm_pte_inversiones
FROM core_transparency AS rubric
LEFT JOIN core_bodies AS body ON rubric.body_key = body.body_key
LEFT JOIN spending ON rubric.sec_ejec = spending.sec_ejec
