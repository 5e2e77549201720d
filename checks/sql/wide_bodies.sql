-- One row a body of INFOBRAS: how OUT-01 judged its works. outcomes_of_out_01 is made by the engine.
SELECT
    work.body_key AS subject_id,
    'body' AS subject_type,
    work.body_key,
    work.body_code,
    min(work.body_name) AS body_name,
    min(body.region) AS region,
    count(*) AS works,
    count(*) FILTER (WHERE outcome.outcome <> 'not_applicable') AS judged_works,
    count(*) FILTER (WHERE outcome.outcome = 'failed' AND outcome.hardness = 'hard') AS hard_late_works,
    count(*) FILTER (WHERE outcome.outcome = 'not_evaluable') AS unknown_works,
    min(outcome.due) FILTER (WHERE outcome.outcome = 'failed' AND outcome.hardness = 'hard') AS earliest_due,
    CAST([] AS VARCHAR []) AS unparsable,
    CAST([] AS VARCHAR []) AS unpublished
FROM core_works AS work
INNER JOIN outcomes_of_out_01 AS outcome ON work.work_id = outcome.subject_id
LEFT JOIN core_bodies AS body ON work.body_key = body.body_key
WHERE work.body_code IS NOT NULL
GROUP BY work.body_key, work.body_code
