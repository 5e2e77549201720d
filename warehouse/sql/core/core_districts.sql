-- One row a district; a file that names one twice keeps the first.
SELECT
  clean_ubigeo(d.ubigeo) AS ubigeo,
  clean_ubigeo(d.reniec) AS reniec,
  clean_text(d.department) AS department,
  clean_text(d.province) AS province,
  clean_text(d.district) AS district,
  left(clean_ubigeo(d.ubigeo), 2) AS region,
  place_key(d.department, d.province, d.district) AS place_key,
  d.latitude AS latitude,
  d.longitude AS longitude,
  clean_text(d.capital) AS capital
FROM input_districts AS d
WHERE clean_ubigeo(d.ubigeo) IS NOT NULL AND place_key(d.department, d.province, d.district) IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY clean_ubigeo(d.ubigeo) ORDER BY d.row_number) = 1
