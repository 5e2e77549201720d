-- An investment with several works has one number for all of them: only a single work can be compared with it.
CREATE OR REPLACE TEMP TABLE only_works AS
SELECT
    any_value(work_id) AS work_id,
    cui
FROM core_works
WHERE cui IS NOT NULL
GROUP BY cui
HAVING count(*) = 1
