-- Tonight's contradictions in place of the last ones; those that go on keep the night on which they began.
CREATE OR REPLACE TEMP TABLE contradicting AS
SELECT
    now.* EXCLUDE (agrees, ubigeo),
    coalesce(before.since, CAST(getvariable('compared_night') AS DATE)) AS since
FROM compared AS now
LEFT JOIN contradictions AS before
    ON now.fact = before.fact
    AND now.subject_id = before.subject_id
    AND now.left_key = before.left_key
    AND now.right_key = before.right_key
WHERE NOT now.agrees;

DELETE FROM contradictions;

INSERT INTO contradictions BY NAME
SELECT * FROM contradicting
