-- The list: a blind draw by lot first, then by score, preferring other districts once one is well served.
INSERT INTO list_works BY NAME
WITH n AS (PIVOT list_numbers ON name USING any_value(number)),
lots AS (
    SELECT
        s.*,
        least(count(*) OVER (PARTITION BY s.region), n.list_size)::INTEGER AS places,
        row_number() OVER (
            PARTITION BY s.region ORDER BY lot(n.draw_seed, t.month, s.work_code), s.work_code) AS lot_place,
        n.draw_share, n.district_preference
    FROM list_scores AS s
    CROSS JOIN n
    CROSS JOIN list_night AS t
),
drawn AS (
    SELECT l.*, l.lot_place <= drawn_of(l.places, l.draw_share) AS drawn FROM lots AS l
),
by_district AS (
    SELECT
        d.*,
        row_number() OVER (
            PARTITION BY d.region, d.province, d.district, d.drawn ORDER BY d.score DESC, d.work_code)
            > d.district_preference AS well_served
    FROM drawn AS d
),
placed AS (
    SELECT
        b.*,
        row_number() OVER (
            PARTITION BY b.region ORDER BY b.drawn DESC, b.well_served, b.score DESC, b.work_code) AS place
    FROM by_district AS b
),
chosen AS (
    SELECT p.* FROM placed AS p WHERE p.place <= p.places
),
looked_for AS (
    SELECT c.work_id, list(k.line ORDER BY k.place) AS lines
    FROM chosen AS c
    JOIN list_checklist AS k ON k.state = c.state
    GROUP BY c.work_id
)
SELECT
    c.region,
    row_number() OVER (PARTITION BY c.region ORDER BY c.score DESC, c.work_code)::INTEGER AS rank,
    c.work_id, c.work_code, c.name, c.body_key, c.body_name, c.department, c.province, c.district, c.ubigeo, c.score,
    c.reasons,
    list_concat(list_sort(coalesce(c.advice, [])), coalesce(f.lines, [])) AS look_for,
    list_concat(
        ['https://infobras.contraloria.gob.pe/InfobrasWeb/Mapa/Sumario?ObraId=' || url_encode(c.work_code)],
        CASE WHEN c.any_cui IS NULL THEN [] ELSE
            ['https://ofi5.mef.gob.pe/ssi/Ssi/Index?tipo=2&codigo=' || url_encode(c.any_cui)] END) AS links
FROM chosen AS c
LEFT JOIN looked_for AS f USING (work_id)
ORDER BY c.region, rank;
