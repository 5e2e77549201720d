-- One row a body as the site shows it: the codes of one body in several registers stand together under their group.
CREATE TEMP TABLE site_body_of AS
WITH keys AS (
    SELECT body_key, coalesce(group_id, body_key) AS group_key, name, region, 1 AS rank FROM core_bodies
    UNION ALL SELECT body_key, body_key, body_name, region, 2 FROM core_works WHERE body_key IS NOT NULL
    UNION ALL SELECT body_key, body_key, body_name, region, 3 FROM core_investments WHERE body_key IS NOT NULL
    UNION ALL SELECT body_key, body_key, body_name, body_region, 4 FROM core_processes WHERE body_key IS NOT NULL
)
SELECT
    body_key,
    arg_min(group_key, rank) AS group_key,
    coalesce(arg_min(name, (rank, name)), body_key) AS name,
    arg_min(region, (rank, region)) AS region
FROM keys
GROUP BY body_key;

CREATE TEMP TABLE site_bodies AS
WITH coded AS (
    SELECT
        o.group_key, o.body_key, o.name,
        coalesce(b.region, o.region) AS region,
        b.province, b.district, b.register, b.code, b.ruc, b.consucode, b.sec_ejec, b.active,
        CASE split_part(o.body_key, ':', 1) WHEN 'infobras' THEN 1 WHEN 'mef' THEN 2 ELSE 3 END AS rank
    FROM site_body_of AS o
    LEFT JOIN core_bodies AS b ON b.body_key = o.body_key
)
SELECT
    group_key,
    arg_min(name, (rank, body_key)) AS name,
    arg_min(region, (rank, body_key)) AS region,
    arg_min(province, (rank, body_key)) AS province,
    arg_min(district, (rank, body_key)) AS district,
    list({
        'body_key': body_key, 'name': name, 'register': split_part(body_key, ':', 1),
        'code': coalesce(code, split_part(body_key, ':', 3)), 'ruc': ruc, 'active': active
    } ORDER BY rank, body_key) AS codes,
    row_number() OVER (ORDER BY group_key) AS body_index
FROM coded
GROUP BY group_key
ORDER BY group_key;
