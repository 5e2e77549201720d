-- How many alerts in each state.
SELECT state, count(*) AS alerts FROM site_alerts GROUP BY state ORDER BY state;
