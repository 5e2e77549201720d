-- What happened to alerts on each night.
SELECT night, event, count(*) AS alerts FROM site_events GROUP BY ALL ORDER BY ALL;
