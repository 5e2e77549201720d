DELETE FROM {{table}} WHERE night = $1 AND source = $2 AND ($3 IS NULL OR part = $3)
