-- Which records may be set beside each other at all, for the comparisons of tonight.

-- An investment with several works has one number for all of them: only a single work can be compared with it.
CREATE OR REPLACE TEMP TABLE only_works AS
SELECT
    any_value(work_id) AS work_id,
    cui
FROM core_works
WHERE cui IS NOT NULL
GROUP BY cui
HAVING count(*) = 1;

-- A work and a process that have nobody but each other, and one contract at most.
CREATE OR REPLACE TEMP TABLE own_contracts AS
WITH trusted AS (
    SELECT DISTINCT
        link.from_id AS work_id,
        link.to_id AS process_id
    FROM links AS link
    INNER JOIN core_processes AS process ON link.to_id = process.process_id
    WHERE link.confidence >= parameter('link_confidence')
),

of_works AS (
    SELECT
        work_id,
        any_value(process_id) AS process_id
    FROM trusted
    GROUP BY work_id
    HAVING count(*) = 1
),

of_processes AS (
    SELECT process_id
    FROM trusted
    GROUP BY process_id
    HAVING count(*) = 1
),

signed AS (
    SELECT ocid
    FROM core_contracts
    GROUP BY ocid
    HAVING count(*) > 1
)

SELECT
    of_works.work_id,
    of_works.process_id
FROM of_works
SEMI JOIN of_processes ON of_works.process_id = of_processes.process_id
INNER JOIN core_processes AS process ON of_works.process_id = process.process_id
ANTI JOIN signed ON process.ocid = signed.ocid
