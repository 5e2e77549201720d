-- Pairs of hashes at most four bits apart, without comparing each with each: cut into five pieces of 13, 13, 13, 13 and
-- 12 bits, two hashes that differ in four bits agree in one piece at least.
WITH hashes AS (
  SELECT DISTINCT
    p.image_hash AS image_hash,
    CAST('0x' || p.image_hash AS UBIGINT) AS bits
  FROM core_work_photos AS p
  WHERE p.image_hash IS NOT NULL
),
pieces AS (
  SELECT h.image_hash, h.bits, cut.number AS place, (h.bits >> CAST(13 * cut.number AS UBIGINT)) & 8191 AS piece
  FROM hashes AS h
  CROSS JOIN range(5) AS cut(number)
)
SELECT DISTINCT
  one.image_hash AS image_hash,
  other.image_hash AS like_hash,
  CAST(bit_count(xor(one.bits, other.bits)) AS INTEGER) AS bits
FROM pieces AS one
JOIN pieces AS other ON other.place = one.place AND other.piece = one.piece
WHERE bit_count(xor(one.bits, other.bits)) <= 4
