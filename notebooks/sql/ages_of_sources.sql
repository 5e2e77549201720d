-- One row a source: the oldest and newest day its data speak for, their age on the snapshot's night, whether too old.
WITH tonight AS (
  SELECT max(night) AS night
  FROM meta_nights
)
SELECT
  s.source AS fuente,
  s.title_es AS titulo,
  count(c.part) AS partes,
  min(c.seen_on) AS visto_desde,
  max(c.seen_on) AS visto_hasta,
  date_diff('day', max(c.seen_on), any_value(t.night)) AS edad_dias,
  s.stale_after_days AS vieja_tras_dias,
  date_diff('day', max(c.seen_on), any_value(t.night)) > s.stale_after_days AS vieja
FROM meta_sources AS s
CROSS JOIN tonight AS t
LEFT JOIN meta_current AS c ON c.source = s.source
GROUP BY s.source, s.title_es, s.stale_after_days
ORDER BY edad_dias DESC NULLS LAST, s.source
