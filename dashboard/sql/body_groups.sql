-- Which group each body key belongs to, with the group's name.
SELECT o.body_key, o.group_key, b.name FROM site_body_of AS o JOIN site_bodies AS b ON b.group_key = o.group_key;
