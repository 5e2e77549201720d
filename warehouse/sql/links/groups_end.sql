UPDATE core_bodies AS b
SET group_id = substr(g.label, 2)
FROM body_groups AS g
WHERE g.body_key = b.body_key
