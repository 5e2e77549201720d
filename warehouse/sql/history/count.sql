SELECT
  (SELECT count(*) FROM delta WHERE old_version IS NULL) AS new,
  (SELECT count(*) FROM bumped) AS versions,
  (SELECT count(*) FROM history_changes WHERE table_name = {{name}} AND night = {{night}}) AS changes,
  (SELECT count(*) FROM missing) AS gone
