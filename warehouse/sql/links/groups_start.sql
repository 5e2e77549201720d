-- Every body begins as its own group. The order of registers decides whose key a group bears: SEACE has tax numbers.
CREATE OR REPLACE TEMP TABLE body_groups AS
SELECT
  b.body_key AS body_key,
  CASE b.register WHEN 'seace' THEN '1' WHEN 'mef' THEN '2' ELSE '3' END || b.body_key AS label
FROM core_bodies AS b
