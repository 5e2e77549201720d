CREATE OR REPLACE TEMP TABLE page_elements AS
SELECT page_key, page, CAST(sum(n) AS BIGINT) AS elements
FROM ({{counts}})
GROUP BY page_key, page
