DELETE FROM {{table}} WHERE _part = ?
