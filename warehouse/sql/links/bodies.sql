-- Bodies of one register or of several that are the same: by tax number, by budget code, by name and department.
WITH by_ruc AS (
  SELECT a.body_key AS from_id, b.body_key AS to_id
  FROM core_bodies AS a
  JOIN core_bodies AS b ON b.ruc = a.ruc AND a.body_key < b.body_key
  WHERE regexp_full_match(a.ruc, '20[0-9]{9}')
),
by_siaf AS (
  SELECT s.body_key AS from_id, m.body_key AS to_id
  FROM core_bodies AS s
  JOIN core_bodies AS m ON without_leading_zeros(m.sec_ejec) = without_leading_zeros(s.sec_ejec)
  WHERE s.register = 'seace' AND m.register = 'mef'
),
-- A name that two bodies of one register share says nothing. Rows with one tax number are one body.
names AS (
  SELECT n.register, n.plain, n.region, min(n.body_key) AS body_key
  FROM (
    SELECT body_key, register, plain_name(name) AS plain, region, coalesce(ruc, body_key) AS identity
    FROM core_bodies
  ) AS n
  WHERE n.plain IS NOT NULL AND n.region IS NOT NULL
  GROUP BY n.register, n.plain, n.region
  HAVING count(DISTINCT n.identity) = 1
),
by_name AS (
  SELECT a.body_key AS from_id, b.body_key AS to_id
  FROM names AS a
  JOIN names AS b ON b.plain = a.plain AND b.region = a.region AND a.register < b.register
)
SELECT from_id, to_id, 'ruc' AS method, CAST(1.0 AS DOUBLE) AS confidence FROM by_ruc
UNION ALL
SELECT from_id, to_id, 'siaf' AS method, CAST(1.0 AS DOUBLE) AS confidence FROM by_siaf
UNION ALL
SELECT from_id, to_id, 'name' AS method, CAST(0.8 AS DOUBLE) AS confidence FROM by_name
