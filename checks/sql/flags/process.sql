-- One row a works process. Only what the feed itself tells; a person whose number is masked is compared with nobody.
WITH processes AS (
    SELECT process_id, ocid, body_key, cui, called_on, method, tenderers_count, value_pen, item_classes, unparsable
    FROM core_processes
    WHERE category = 'works'
),

called AS (
    SELECT
        ocid,
        count(*) OVER past_year AS known_calls,
        count(*) FILTER (WHERE method = 'direct') OVER past_year AS direct_calls
    FROM processes
    WHERE body_key IS NOT NULL AND called_on IS NOT NULL AND method IS NOT NULL
    WINDOW past_year AS (
        PARTITION BY body_key ORDER BY called_on
        RANGE BETWEEN INTERVAL (parameter('flag_year_days')) DAY PRECEDING AND CURRENT ROW
    )
),

awarded AS (
    SELECT
        ocid,
        count(*) AS awards,
        CASE WHEN count(*) = count(awarded_on) THEN min(awarded_on) END AS awarded_on,
        CASE WHEN bool_and(coalesce(amount > 0 AND currency = 'PEN', FALSE)) THEN sum(amount) END AS amount
    FROM core_awards
    GROUP BY ocid
),

body_awards AS (
    SELECT
        processes.ocid,
        count(*) OVER (
            PARTITION BY processes.body_key ORDER BY awarded.awarded_on
            RANGE BETWEEN INTERVAL (parameter('flag_share_days')) DAY PRECEDING AND CURRENT ROW
        ) AS body_awards
    FROM processes
    INNER JOIN awarded ON processes.ocid = awarded.ocid
    WHERE processes.body_key IS NOT NULL AND awarded.awarded_on IS NOT NULL
),

-- One row a process of any kind and one of its winners.
won AS (
    SELECT
        ocid,
        supplier_id,
        CASE WHEN count(*) = count(awarded_on) THEN min(awarded_on) END AS awarded_on,
        CASE WHEN bool_and(coalesce(amount > 0 AND currency = 'PEN', FALSE)) THEN sum(amount) END AS amount
    FROM (
        SELECT ocid, awarded_on, amount, currency, unnest(supplier_ids) AS supplier_id
        FROM core_awards
    )
    WHERE regexp_full_match(supplier_id, '[0-9]+')
    GROUP BY ocid, supplier_id
),

-- The first award of each firm among everything read. A consortium has a new code each time and is no firm.
firms AS (
    SELECT
        supplier_id,
        CASE WHEN count(*) = count(awarded_on) THEN min(awarded_on) END AS first_awarded_on
    FROM won
    WHERE regexp_full_match(supplier_id, '20[0-9]{9}')
    GROUP BY supplier_id
),

feed AS (
    SELECT min(called_on) AS begins_on
    FROM core_processes
),

of_body AS (
    SELECT
        processes.ocid,
        won.supplier_id,
        won.awarded_on,
        won.amount,
        count(*) OVER (
            PARTITION BY processes.body_key, won.supplier_id ORDER BY won.awarded_on
            RANGE BETWEEN INTERVAL (parameter('flag_share_days')) DAY PRECEDING AND CURRENT ROW
        ) AS supplier_awards,
        count(*) FILTER (WHERE processes.method = 'direct') OVER (
            PARTITION BY processes.body_key, won.supplier_id ORDER BY won.awarded_on
            RANGE BETWEEN INTERVAL (parameter('flag_year_days')) DAY PRECEDING AND CURRENT ROW
        ) AS direct_awards,
        first_value(won.amount) OVER in_order AS first_amount,
        -- An earlier award of the same body to the same winner, not longer ago than a year; both amounts are known.
        won.awarded_on - first_value(won.awarded_on) OVER in_order BETWEEN 1 AND parameter('flag_year_days')
        AND won.amount IS NOT NULL AND first_value(won.amount) OVER in_order IS NOT NULL AS follows
    FROM processes
    INNER JOIN won ON processes.ocid = won.ocid
    WHERE processes.body_key IS NOT NULL AND won.awarded_on IS NOT NULL
    WINDOW in_order AS (PARTITION BY processes.body_key, won.supplier_id ORDER BY won.awarded_on, processes.ocid)
),

winners AS (
    SELECT
        of_body.ocid,
        max(of_body.supplier_awards) AS supplier_awards,
        max(of_body.direct_awards) AS direct_awards,
        max(of_body.amount / of_body.first_amount) FILTER (WHERE of_body.follows) AS growth_times,
        -- Days of the feed before the award, of firms only: so long nothing of the firm could have been missed.
        min(of_body.awarded_on - feed.begins_on) FILTER (WHERE firms.first_awarded_on IS NOT NULL) AS days_known,
        bool_or(firms.first_awarded_on >= of_body.awarded_on) AS is_first_award
    FROM of_body
    LEFT JOIN firms ON of_body.supplier_id = firms.supplier_id
    CROSS JOIN feed
    GROUP BY of_body.ocid
),

-- Works of which every item is of one and the same class; where one has none the class of the whole is not known.
classed AS (
    SELECT
        *,
        left(item_classes[1], parameter('flag_class_digits')) AS class
    FROM processes
    WHERE
        len(list_distinct(list_transform(
            item_classes, lambda class: left(class, parameter('flag_class_digits'))
        ))) = 1
),

class_values AS (
    SELECT
        class,
        method,
        count(*) AS records,
        quantile_cont(CAST(value_pen AS DOUBLE), 0.25) AS first_quarter,
        quantile_cont(CAST(value_pen AS DOUBLE), 0.75) AS third_quarter
    FROM classed
    WHERE value_pen > 0 AND method IS NOT NULL
    GROUP BY class, method
),

-- Only of what was awarded: until then others may still tender.
class_tenderers AS (
    SELECT
        classed.class,
        count(*) AS records,
        avg(classed.tenderers_count) AS tenderers
    FROM classed
    INNER JOIN awarded ON classed.ocid = awarded.ocid
    WHERE classed.method IN ('open', 'selective') AND classed.tenderers_count > 0
    GROUP BY classed.class
),

market AS (
    SELECT
        classed.ocid,
        classed.body_key,
        classed.class,
        awarded.awarded_on,
        count(*) OVER shared AS market_awards,
        sum(awarded.amount) OVER shared AS market_amount
    FROM classed
    INNER JOIN awarded ON classed.ocid = awarded.ocid
    WHERE classed.body_key IS NOT NULL AND awarded.awarded_on IS NOT NULL AND awarded.amount IS NOT NULL
    WINDOW shared AS (
        PARTITION BY classed.body_key, classed.class ORDER BY awarded.awarded_on
        RANGE BETWEEN INTERVAL (parameter('flag_share_days')) DAY PRECEDING AND CURRENT ROW
    )
),

market_shares AS (
    SELECT
        ocid,
        max(amount) AS supplier_market_amount
    FROM (
        SELECT
            market.ocid,
            sum(won.amount) OVER (
                PARTITION BY market.body_key, market.class, won.supplier_id ORDER BY market.awarded_on
                RANGE BETWEEN INTERVAL (parameter('flag_share_days')) DAY PRECEDING AND CURRENT ROW
            ) AS amount
        FROM market
        INNER JOIN won ON market.ocid = won.ocid
    )
    GROUP BY ocid
),

-- Awards of any kind that one supplier alone won: of those of several nobody knows who supplies what.
sole AS (
    SELECT
        ocid,
        supplier_ids[1] AS supplier_id,
        list_transform(item_classes, lambda class: left(class, parameter('flag_division_digits'))) AS divisions
    FROM core_awards
    WHERE len(supplier_ids) = 1 AND regexp_full_match(supplier_ids[1], '[0-9]+')
),

varieties AS (
    SELECT
        supplier_id,
        count(DISTINCT ocid) AS processes,
        len(list_distinct(flatten(list(divisions) FILTER (WHERE divisions IS NOT NULL)))) AS variety
    FROM sole
    GROUP BY supplier_id
),

usual_variety AS (
    SELECT
        count(*) AS suppliers,
        quantile_cont(CAST(variety AS DOUBLE), 0.25) AS first_quarter,
        quantile_cont(CAST(variety AS DOUBLE), 0.75) AS third_quarter
    FROM varieties
    WHERE processes >= parameter('flag_class_records') AND variety > 0
),

varied AS (
    SELECT
        sole.ocid,
        max(varieties.variety) AS variety
    FROM sole
    INNER JOIN varieties ON sole.supplier_id = varieties.supplier_id
    GROUP BY sole.ocid
),

split AS (
    SELECT
        ocid,
        max(calls) AS same_investment_calls
    FROM (
        SELECT
            processes.ocid,
            count(*) OVER (
                PARTITION BY processes.body_key, processes.cui, won.supplier_id ORDER BY processes.called_on
                RANGE BETWEEN INTERVAL (parameter('flag_split_days')) DAY PRECEDING
                AND INTERVAL (parameter('flag_split_days')) DAY FOLLOWING
            ) AS calls
        FROM processes
        INNER JOIN won ON processes.ocid = won.ocid
        WHERE processes.body_key IS NOT NULL AND processes.cui IS NOT NULL AND processes.called_on IS NOT NULL
    )
    GROUP BY ocid
),

signed AS (
    SELECT
        ocid,
        award_id,
        currency,
        min(signed_on) AS signed_on,
        CASE WHEN count(*) = count(amount) THEN sum(amount) END AS amount
    FROM core_contracts
    WHERE award_id IS NOT NULL
    GROUP BY ocid, award_id, currency
),

contracted AS (
    SELECT
        award.ocid,
        max(signed.signed_on - award.awarded_on) FILTER (WHERE signed.signed_on >= award.awarded_on) AS signing_days,
        max(abs(signed.amount - award.amount) * 100 / award.amount) FILTER (
            WHERE award.amount > 0 AND signed.amount > 0 AND signed.currency = award.currency
        ) AS award_gap_pct
    FROM core_awards AS award
    INNER JOIN signed ON award.ocid = signed.ocid AND award.award_id = signed.award_id
    GROUP BY award.ocid
)

SELECT
    processes.process_id AS subject_id,
    processes.method,
    processes.tenderers_count,
    coalesce(awarded.awards, 0) AS awards,
    awarded.awarded_on - processes.called_on AS call_to_award_days,
    called.known_calls,
    called.direct_calls,
    body_awards.body_awards,
    winners.supplier_awards,
    winners.direct_awards,
    winners.growth_times,
    winners.days_known,
    winners.is_first_award,
    split.same_investment_calls,
    contracted.signing_days,
    contracted.award_gap_pct,
    processes.value_pen,
    class_values.records AS class_values,
    class_values.first_quarter AS class_value_q1,
    class_values.third_quarter AS class_value_q3,
    class_tenderers.records AS class_calls,
    class_tenderers.tenderers AS class_tenderers,
    market.market_awards,
    market.market_amount,
    market_shares.supplier_market_amount,
    varied.variety,
    usual_variety.suppliers AS varied_suppliers,
    usual_variety.first_quarter AS variety_q1,
    usual_variety.third_quarter AS variety_q3,
    processes.unparsable
FROM processes
LEFT JOIN called ON processes.ocid = called.ocid
LEFT JOIN awarded ON processes.ocid = awarded.ocid
LEFT JOIN body_awards ON processes.ocid = body_awards.ocid
LEFT JOIN winners ON processes.ocid = winners.ocid
LEFT JOIN split ON processes.ocid = split.ocid
LEFT JOIN contracted ON processes.ocid = contracted.ocid
LEFT JOIN classed ON processes.ocid = classed.ocid
LEFT JOIN class_values ON classed.class = class_values.class AND classed.method = class_values.method
LEFT JOIN class_tenderers ON classed.class = class_tenderers.class
LEFT JOIN market ON processes.ocid = market.ocid
LEFT JOIN market_shares ON processes.ocid = market_shares.ocid
LEFT JOIN varied ON processes.ocid = varied.ocid
CROSS JOIN usual_variety
