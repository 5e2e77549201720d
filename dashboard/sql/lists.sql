-- The works to verify, by region and rank. Internal: only the staff edition asks.
SELECT region, rank, work_id, work_code, name, district, score, reasons, look_for
FROM list_works ORDER BY region, rank;
