-- Place names that mean one district only.
CREATE OR REPLACE TEMP VIEW known_places AS
SELECT d.place_key AS place_key, any_value(d.ubigeo) AS ubigeo
FROM core_districts AS d
GROUP BY d.place_key
HAVING count(*) = 1
