-- The legal calendar as two arrays, so that a rule counts business days by two look-ups a row and no join.
-- clock_positions: for each calendar, each day from 1990 to 2040, the place of the last business day up to it.
-- clock_business_days: for each calendar its business days in order, then nulls so that no count runs into the next.
-- clock_region_starts: for each department number (0 = unknown), where its calendar begins in clock_positions; after
-- these 26, the same 26 for each body that has days of its own, in the order of their keys.
CREATE OR REPLACE {{table}} AS
WITH bodies AS (
    SELECT '' AS body
    UNION
    SELECT region FROM core_calendar WHERE kind = 'entity'
),

calendars AS (
    SELECT region, body, row_number() OVER (ORDER BY body, region) - 1 AS number
    FROM (SELECT '00' AS region UNION SELECT region FROM core_calendar WHERE kind <> 'entity')
    CROSS JOIN bodies
),

days AS (
    SELECT CAST(unnest(generate_series(DATE '1990-01-01', DATE '2040-12-31', INTERVAL 1 DAY)) AS DATE) AS day
),

marked AS (
    SELECT
        calendars.number,
        days.day,
        national.day IS NULL AND regional.day IS NULL AND own.day IS NULL AS business
    FROM calendars
    CROSS JOIN days
    LEFT JOIN (SELECT day FROM core_calendar WHERE region = '00') AS national ON days.day = national.day
    LEFT JOIN core_calendar AS regional ON days.day = regional.day AND calendars.region = regional.region
    LEFT JOIN core_calendar AS own ON days.day = own.day AND calendars.body = own.region
),

listed AS (
    SELECT
        number,
        list(day ORDER BY day) FILTER (WHERE business)
        || list_transform(range(250), lambda unused: CAST(NULL AS DATE)) AS business_days
    FROM marked
    GROUP BY number
),

offsets AS (
    SELECT
        number,
        coalesce(sum(len(business_days)) OVER (
            ORDER BY number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ), 0) AS first_place
    FROM listed
),

placed AS (
    SELECT
        marked.number,
        marked.day,
        CAST(offsets.first_place + count(*) FILTER (WHERE marked.business) OVER (
            PARTITION BY marked.number ORDER BY marked.day
        ) AS INTEGER) AS place
    FROM marked
    INNER JOIN offsets ON marked.number = offsets.number
),

departments AS (
    SELECT
        bodies.body,
        every.department,
        coalesce(calendars.number, national.number) AS number
    FROM (SELECT unnest(range(26)) AS department) AS every
    CROSS JOIN bodies
    INNER JOIN calendars AS national ON bodies.body = national.body AND national.region = '00'
    LEFT JOIN calendars
        ON bodies.body = calendars.body AND calendars.region = lpad(CAST(every.department AS VARCHAR), 2, '0')
)

SELECT
    (SELECT list(place ORDER BY number, day) FROM placed) AS clock_positions,
    (SELECT flatten(list(business_days ORDER BY number)) FROM listed) AS clock_business_days,
    (
        SELECT list(CAST(number * (SELECT count(*) FROM days) AS INTEGER) ORDER BY body, department) FROM departments
    ) AS clock_region_starts,
    (SELECT sum(hash(region, day)) FROM core_calendar) AS fingerprint
