-- Works in the warehouse.
SELECT count(*) AS n
FROM core_works
