-- One row a body and month of orders. A month whose newest look at a piece was not accepted is not whole, and not there.
WITH refused AS (
  SELECT DISTINCT left(l.part, 7) AS month_part
  FROM meta_looks AS l
  WHERE l.source = 'oece_conosce_ordenes'
  QUALIFY row_number() OVER (PARTITION BY l.part ORDER BY l.night DESC) = 1 AND NOT l.accepted
),
orders AS (
  SELECT
    clean_code(o.body_ruc) AS body_ruc,
    coalesce(plain_name(o.kind), '') AS kind,
    CAST(left(o.part, 4) AS INTEGER) AS year,
    CAST(substr(o.part, 6, 2) AS INTEGER) AS month,
    CASE WHEN regexp_full_match(trim(o.number), '[0-9]{1,7}') THEN CAST(trim(o.number) AS BIGINT) END AS number,
    o.seen_on
  FROM input_orders AS o
  ANTI JOIN refused AS r ON left(o.part, 7) = r.month_part
  WHERE regexp_full_match(o.part, '[0-9]{4}-(0[1-9]|1[0-2])([.][0-9]+)?') AND clean_code(o.body_ruc) IS NOT NULL
),
files AS (
  SELECT year, month, min(seen_on) AS seen_on
  FROM orders
  GROUP BY ALL
),
months AS (
  SELECT
    f.year,
    f.month,
    f.month = 1 OR b.month IS NOT NULL AS before_seen,
    least(f.seen_on, b.seen_on) AS seen_on
  FROM files AS f
  LEFT JOIN files AS b ON b.year = f.year AND b.month = f.month - 1
),
-- Each number once, in the first month in which it stands.
numbers AS (
  SELECT body_ruc, kind, year, number, min(month) AS month, count(*) AS orders
  FROM orders
  WHERE number > 0
  GROUP BY ALL
),
highest AS (
  SELECT body_ruc, kind, year, month, max(number) AS highest
  FROM numbers
  GROUP BY ALL
),
-- The highest number of the month, and that of the months before.
tops AS (
  SELECT
    h.*,
    max(h.highest) OVER (
      PARTITION BY h.body_ruc, h.kind, h.year ORDER BY h.month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS highest_before,
    lag(h.month) OVER (PARTITION BY h.body_ruc, h.kind, h.year ORDER BY h.month) AS month_before
  FROM highest AS h
),
-- A series goes on from the month before, or begins with the year.
series AS (
  SELECT t.body_ruc, t.kind, t.year, t.month, t.highest, CASE WHEN t.month = 1 THEN 0 ELSE t.highest_before END AS lowest
  FROM tops AS t
  WHERE t.month = 1 OR (t.month_before = t.month - 1 AND t.highest > t.highest_before)
),
steps AS (
  SELECT
    s.body_ruc,
    s.kind,
    s.year,
    s.month,
    s.lowest,
    s.highest,
    n.number,
    n.orders,
    n.number - coalesce(
      lag(n.number) OVER (PARTITION BY s.body_ruc, s.kind, s.year, s.month ORDER BY n.number), s.lowest
    ) - 1 AS gap
  FROM series AS s
  JOIN numbers AS n
    ON n.body_ruc = s.body_ruc AND n.kind = s.kind AND n.year = s.year AND n.number > s.lowest AND n.number <= s.highest
),
kinds AS (
  SELECT
    body_ruc,
    year,
    month,
    max(highest) - max(lowest) AS expected,
    max(highest) - max(lowest) - count(*) AS absent,
    count(*) FILTER (WHERE orders > 1) AS repeated,
    max(gap) AS longest_gap,
    coalesce(max(gap) FILTER (WHERE number = highest) > count(*), FALSE) AS apart
  FROM steps
  GROUP BY body_ruc, kind, year, month
),
judged AS (
  SELECT
    body_ruc,
    year,
    month,
    CAST(sum(expected) AS BIGINT) AS expected,
    CAST(sum(absent) AS BIGINT) AS absent,
    CAST(sum(repeated) AS BIGINT) AS repeated,
    max(longest_gap) AS longest_gap,
    bool_or(apart) AS apart
  FROM kinds
  GROUP BY ALL
),
counted AS (
  SELECT
    body_ruc,
    year,
    month,
    count(*) AS orders,
    count(*) FILTER (WHERE number IS NULL) AS unnumbered
  FROM orders
  GROUP BY ALL
)
SELECT
  'seace:orders:' || c.body_ruc || '/' || c.year || '-' || lpad(CAST(c.month AS VARCHAR), 2, '0') AS order_month_id,
  c.body_ruc AS body_ruc,
  c.year AS year,
  c.month AS month,
  last_day(make_date(c.year, c.month, 1)) AS month_end,
  m.before_seen AS before_seen,
  c.orders AS orders,
  c.unnumbered + coalesce(b.unnumbered, 0) AS unnumbered,
  j.repeated AS repeated,
  j.expected AS expected,
  j.absent AS absent,
  j.longest_gap AS longest_gap,
  j.apart AS apart,
  m.seen_on AS seen_on
FROM counted AS c
JOIN months AS m ON m.year = c.year AND m.month = c.month
LEFT JOIN counted AS b ON b.body_ruc = c.body_ruc AND b.year = c.year AND b.month = c.month - 1
LEFT JOIN judged AS j ON j.body_ruc = c.body_ruc AND j.year = c.year AND j.month = c.month
