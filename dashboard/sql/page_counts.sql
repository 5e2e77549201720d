-- How many pages of each kind there are to write.
SELECT kind, count(*) AS pages FROM site_pages GROUP BY kind ORDER BY kind;
