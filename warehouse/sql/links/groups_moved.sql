SELECT count(*) AS moved
FROM body_groups AS old
JOIN body_groups_next AS new ON new.body_key = old.body_key AND new.label <> old.label
