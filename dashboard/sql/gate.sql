-- What the gate measured on each source's newest judged arrival, failures first.
SELECT g.source, g.part, g.night, g.expectation, g.column_name, g.observed, g.limit_value, g.success, g.level
FROM meta_gate AS g
WHERE g.night = (SELECT max(h.night) FROM meta_gate AS h WHERE h.source = g.source)
ORDER BY g.success, g.source, g.part, g.expectation, g.column_name LIMIT 500;
