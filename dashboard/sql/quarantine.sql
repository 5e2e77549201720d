-- What could not be read, by source, column and reason, with one example of the raw text.
SELECT source, table_name, column_name, reason, count(*) AS cells, max(night) AS last_night,
    min(place) AS place, min(raw) AS example
FROM meta_quarantine
GROUP BY source, table_name, column_name, reason
ORDER BY cells DESC, source, table_name, column_name, reason LIMIT 300;
