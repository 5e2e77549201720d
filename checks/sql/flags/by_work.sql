-- One row a work: the flags asked of it and of the processes linked to it, and those that are raised. A flag of several
-- processes of one work counts once.
INSERT INTO work_flags BY NAME
WITH subjects AS (
    SELECT work_id, work_id AS subject_id
    FROM core_works
    UNION ALL
    SELECT DISTINCT work.work_id, process.process_id
    FROM core_works AS work
    INNER JOIN links AS link ON work.work_id = link.from_id AND link.confidence >= parameter('link_confidence')
    INNER JOIN core_processes AS process ON link.to_id = process.process_id
),

by_flag AS (
    SELECT
        subjects.work_id,
        asked.flag,
        bool_or(asked.raised) AS raised
    FROM subjects
    INNER JOIN flag_answers AS asked ON subjects.subject_id = asked.subject_id
    GROUP BY subjects.work_id, asked.flag
)

SELECT
    work.work_id,
    CAST(count(by_flag.flag) AS INTEGER) AS asked,
    CAST(count(*) FILTER (WHERE by_flag.raised) AS INTEGER) AS raised,
    coalesce(list(by_flag.flag ORDER BY by_flag.flag) FILTER (WHERE by_flag.raised), []) AS flags
FROM core_works AS work
LEFT JOIN by_flag ON work.work_id = by_flag.work_id
GROUP BY work.work_id
