-- One row a body and register. What a register says of a body in several ways is taken from most of its rows, then in
-- the order of the alphabet. `group_id` is the body itself until the links are built.
WITH infobras AS (
  SELECT
    w.body_key AS body_key,
    'infobras' AS register,
    w.body_code AS code,
    w.body_name AS name,
    w.department AS department,
    count(*) AS n
  FROM core_works AS w
  WHERE w.body_code IS NOT NULL
  GROUP BY ALL
),
infobras_names AS (
  SELECT i.body_key, i.register, i.code, i.name
  FROM (SELECT body_key, register, code, name, sum(n) AS n FROM infobras GROUP BY ALL) AS i
  QUALIFY row_number() OVER (PARTITION BY i.body_key ORDER BY i.name IS NULL, i.n DESC, i.name) = 1
),
infobras_departments AS (
  SELECT i.body_key, i.department
  FROM (SELECT body_key, department, sum(n) AS n FROM infobras GROUP BY ALL) AS i
  QUALIFY row_number() OVER (PARTITION BY i.body_key ORDER BY i.department IS NULL, i.n DESC, i.department) = 1
),
mef AS (
  SELECT
    v.body_key,
    v.sec_ejec,
    -- A local government is one body; a ministry or region has many executing units.
    CASE WHEN v.government_level = 'GL' THEN coalesce(v.body_name, v.executing_unit)
      ELSE coalesce(v.executing_unit, v.body_name) END AS name,
    v.department,
    v.province,
    v.district,
    v.government_level,
    count(*) AS n
  FROM core_investments AS v
  WHERE v.sec_ejec IS NOT NULL
  GROUP BY ALL
),
mef_names AS (
  SELECT i.body_key, i.sec_ejec, i.name
  FROM (SELECT body_key, sec_ejec, name, sum(n) AS n FROM mef GROUP BY ALL) AS i
  QUALIFY row_number() OVER (PARTITION BY i.body_key ORDER BY i.name IS NULL, i.n DESC, i.name) = 1
),
mef_departments AS (
  SELECT i.body_key, i.department
  FROM (SELECT body_key, department, sum(n) AS n FROM mef GROUP BY ALL) AS i
  QUALIFY row_number() OVER (
    PARTITION BY i.body_key ORDER BY department_code(i.department) IS NULL, i.n DESC, i.department
  ) = 1
),
entities AS (
  SELECT
    without_leading_zeros(e.consucode) AS consucode,
    clean_text(e.name) AS name,
    clean_code(e.ruc) AS ruc,
    clean_code(e.sec_ejec) AS sec_ejec,
    clean_text(e.department) AS department,
    clean_text(e.province) AS province,
    clean_text(e.district) AS district,
    CASE WHEN plain_name(e.state_text) = 'ACTIVO' THEN TRUE WHEN plain_name(e.state_text) = 'INACTIVO' THEN FALSE END AS active
  FROM input_entidades AS e
  WHERE without_leading_zeros(e.consucode) IS NOT NULL
  QUALIFY row_number() OVER (
    PARTITION BY without_leading_zeros(e.consucode) ORDER BY plain_name(e.state_text) = 'ACTIVO' DESC NULLS LAST, e.row_number
  ) = 1
),
buyers AS (
  SELECT b.body_consucode AS consucode, b.body_name AS name, b.body_ruc AS ruc, b.body_region AS region
  FROM (
    SELECT body_consucode, body_name, body_ruc, body_region, count(*) AS n
    FROM core_processes
    WHERE body_consucode IS NOT NULL
    GROUP BY ALL
  ) AS b
  QUALIFY row_number() OVER (
    PARTITION BY b.body_consucode ORDER BY b.body_ruc IS NULL, b.n DESC, b.body_name, b.body_ruc, b.body_region
  ) = 1
),
bodies AS (
  SELECT n.body_key, n.register, n.code, n.name, d.department
  FROM infobras_names AS n
  JOIN infobras_departments AS d ON d.body_key = n.body_key
  UNION ALL BY NAME
  SELECT n.body_key, 'mef' AS register, n.sec_ejec AS code, n.name, n.sec_ejec, d.department
  FROM mef_names AS n
  JOIN mef_departments AS d ON d.body_key = n.body_key
  UNION ALL BY NAME
  SELECT
    'seace:body:' || coalesce(e.consucode, b.consucode) AS body_key,
    'seace' AS register,
    coalesce(e.consucode, b.consucode) AS code,
    coalesce(e.name, b.name) AS name,
    coalesce(e.ruc, b.ruc) AS ruc,
    coalesce(e.consucode, b.consucode) AS consucode,
    e.sec_ejec,
    e.department,
    e.province,
    e.district,
    e.active,
    b.region AS buyer_region
  FROM entities AS e
  FULL JOIN buyers AS b ON b.consucode = e.consucode
)
SELECT
  b.body_key AS body_key,
  b.register AS register,
  b.code AS code,
  b.name AS name,
  b.ruc AS ruc,
  b.consucode AS consucode,
  b.sec_ejec AS sec_ejec,
  b.department AS department,
  b.province AS province,
  b.district AS district,
  coalesce(department_code(b.department), b.buyer_region) AS region,
  d.ubigeo AS ubigeo,
  b.active AS active,
  b.body_key AS group_id
FROM bodies AS b
LEFT JOIN known_places AS d ON d.place_key = place_key(b.department, b.province, b.district)
