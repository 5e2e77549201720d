-- Both records beside each other, with the work they are about.
CREATE OR REPLACE TEMP TABLE compared AS
SELECT
    told_twice.* EXCLUDE (work_id),
    work.work_id AS subject_id,
    work.body_key,
    work.region,
    work.ubigeo,
    'contraloria_infobras' AS left_source,
    work.work_id AS left_key,
    work.seen_on AS left_seen_on
FROM told_twice
INNER JOIN core_works AS work ON told_twice.work_id = work.work_id
