-- One row a work with a point. Where record and investment name different districts: how far the point lies outside of
-- the one that the record names, by even and odd crossings of its boundary and the nearest of its edges.
WITH points AS (
  SELECT clean_code(p.work_code) AS work_code, p.latitude, p.longitude, p.seen_on
  FROM input_work_points AS p
),
disputed AS (
  SELECT DISTINCT p.work_code, p.latitude, p.longitude, w.ubigeo
  FROM points AS p
  JOIN core_works AS w ON w.work_code = p.work_code
  JOIN core_investments AS i ON i.cui = w.cui
  WHERE w.ubigeo <> i.ubigeo AND p.latitude BETWEEN -90 AND 90 AND p.longitude BETWEEN -180 AND 180
),
shapes AS (
  SELECT
    d.work_code,
    d.latitude,
    d.longitude,
    CASE json_extract_string(TRY_CAST(b.boundary AS JSON), '$.type')
      WHEN 'Polygon' THEN TRY_CAST(json_extract(TRY_CAST(b.boundary AS JSON), '$.coordinates') AS DOUBLE[][][])
      WHEN 'MultiPolygon' THEN flatten(TRY_CAST(json_extract(TRY_CAST(b.boundary AS JSON), '$.coordinates') AS DOUBLE[][][][]))
    END AS rings
  FROM disputed AS d
  JOIN input_boundaries AS b ON clean_ubigeo(b.ubigeo) = d.ubigeo
),
rings AS (
  SELECT s.work_code, s.latitude, s.longitude, unnest(s.rings) AS ring
  FROM shapes AS s
),
corners AS (
  SELECT r.work_code, r.latitude, r.longitude, r.ring, unnest(range(1, len(r.ring))) AS at
  FROM rings AS r
),
-- Edges as seen from the point, in kilometres: a degree of longitude is shorter away from the equator.
edges AS (
  SELECT
    c.work_code,
    (c.ring[c.at][1] - c.longitude) * 111.32 * cos(radians(c.latitude)) AS from_x,
    (c.ring[c.at][2] - c.latitude) * 110.57 AS from_y,
    (c.ring[c.at + 1][1] - c.longitude) * 111.32 * cos(radians(c.latitude)) AS to_x,
    (c.ring[c.at + 1][2] - c.latitude) * 110.57 AS to_y
  FROM corners AS c
),
nearest AS (
  SELECT
    e.*,
    e.to_x - e.from_x AS along_x,
    e.to_y - e.from_y AS along_y,
    CASE
      WHEN e.to_x = e.from_x AND e.to_y = e.from_y THEN 0
      ELSE greatest(0, least(1,
        -(e.from_x * (e.to_x - e.from_x) + e.from_y * (e.to_y - e.from_y))
        / ((e.to_x - e.from_x) ** 2 + (e.to_y - e.from_y) ** 2)
      ))
    END AS share
  FROM edges AS e
),
measured AS (
  SELECT
    n.work_code,
    count(*) FILTER (
      WHERE (n.from_y > 0) <> (n.to_y > 0) AND n.from_x - n.from_y * n.along_x / n.along_y > 0
    ) % 2 = 1 AS within,
    min(sqrt((n.from_x + n.share * n.along_x) ** 2 + (n.from_y + n.share * n.along_y) ** 2)) AS km
  FROM nearest AS n
  GROUP BY n.work_code
)
SELECT
  p.work_code AS work_code,
  p.latitude AS latitude,
  p.longitude AS longitude,
  CASE WHEN m.within THEN 0 ELSE round(m.km, 3) END AS km_outside,
  p.seen_on AS seen_on
FROM points AS p
LEFT JOIN measured AS m ON m.work_code = p.work_code
