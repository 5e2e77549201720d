-- Each body takes the least label among itself and its neighbours.
CREATE OR REPLACE TEMP TABLE body_groups_next AS
WITH edges AS (
  SELECT from_id AS body_key, to_id AS neighbour FROM links WHERE method IN ('ruc', 'siaf', 'name')
  UNION ALL
  SELECT to_id AS body_key, from_id AS neighbour FROM links WHERE method IN ('ruc', 'siaf', 'name')
)
SELECT g.body_key AS body_key, least(g.label, min(n.label)) AS label
FROM body_groups AS g
LEFT JOIN edges AS e ON e.body_key = g.body_key
LEFT JOIN body_groups AS n ON n.body_key = e.neighbour
GROUP BY g.body_key, g.label
