-- The size of what was read.
SELECT
    (SELECT count(*) FROM core_works) AS works,
    (SELECT count(*) FROM core_works WHERE state = 'executing') AS executing,
    (SELECT count(*) FROM core_investments) AS investments,
    (SELECT count(*) FROM core_processes) AS processes,
    (SELECT count(*) FROM site_bodies) AS bodies,
    (SELECT count(*) FROM site_alerts WHERE live) AS live,
    (SELECT count(*) FROM site_alerts WHERE state = 'open') AS standing,
    (SELECT count(*) FROM site_alerts WHERE state = 'backlog') AS backlog,
    (SELECT count(*) FROM site_alerts WHERE state = 'pending') AS pending;
