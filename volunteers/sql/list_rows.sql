-- The list as it is written. Which works were drawn follows from their lots: those of a region with the lowest.
WITH n AS (PIVOT list_numbers ON name USING any_value(number)),
lots AS (
    SELECT
        w.*,
        row_number() OVER (
            PARTITION BY w.region ORDER BY lot(n.draw_seed, t.month, w.work_code), w.work_code)
            <= drawn_of(count(*) OVER (PARTITION BY w.region), n.draw_share) AS drawn
    FROM list_works AS w
    CROSS JOIN n
    CROSS JOIN list_night AS t
)
SELECT
    l.region, l.rank, l.work_code, l.name, l.body_name, l.department, l.province, l.district, l.ubigeo, l.score,
    l.drawn, l.reasons, l.look_for, l.links
FROM lots AS l
ORDER BY l.region, l.rank
