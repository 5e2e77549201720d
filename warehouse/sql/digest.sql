-- Neither sum nor xor depends on the order of rows; the sums see repeated rows, which cancel out in the xor.
SELECT
  count(*) AS n,
  coalesce(bit_xor(first_hash), 0) AS xor_of_hashes,
  coalesce(sum(CAST(first_hash AS HUGEINT)), 0) AS sum_of_hashes,
  coalesce(sum(CAST(second_hash AS HUGEINT)), 0) AS sum_of_second_hashes
FROM (SELECT hash({{columns}}) AS first_hash, hash('second', {{columns}}) AS second_hash FROM {{table}}) AS hashed
