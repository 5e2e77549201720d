-- One row a body and month of orders: its gaps, and which body of SEACE it is by its tax number.
WITH bodies AS (
    SELECT ruc, min(body_key) AS body_key, any_value(region ORDER BY body_key) AS region, any_value(name ORDER BY body_key) AS name
    FROM core_bodies
    WHERE register = 'seace' AND ruc IS NOT NULL
    GROUP BY ruc
    HAVING count(*) = 1
)

SELECT
    month.order_month_id AS subject_id,
    'orders' AS subject_type,
    body.body_key,
    body.region,
    body.name AS body_name,
    month.body_ruc,
    month.year,
    month.month,
    month.month_end,
    month.before_seen,
    month.orders,
    month.unnumbered,
    month.repeated,
    month.expected AS expected_orders,
    month.absent AS absent_orders,
    month.longest_gap,
    month.apart,
    CAST([] AS VARCHAR []) AS unparsable,
    CAST([] AS VARCHAR []) AS unpublished,
    month.seen_on AS seen_oece_conosce_ordenes
FROM core_order_months AS month
LEFT JOIN bodies AS body ON month.body_ruc = body.ruc
