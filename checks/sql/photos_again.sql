-- Photographs that pages of works list and somebody gathered, beside those of other works and of other months: one row
-- a work of which the page lists any. Sheets and plain grounds have nothing to compare, and a picture that many works
-- show is a sign or a logo. Two records of one investment may be one work, so their photographs are not compared.
WITH listed AS (
    SELECT
        photo.work_code,
        photo.document_code,
        photo.image_hash,
        photo.two_tone_pct < parameter('photo_two_tone_pct') AS pictured,
        CAST(photo.year AS BIGINT) * 12 + photo.month - 1 AS month_number,
        work.cui
    FROM core_work_photos AS photo
    LEFT JOIN core_works AS work ON photo.work_code = work.work_code
),

likes AS (
    SELECT image_hash, like_hash, bits
    FROM core_photo_likes
    WHERE bits <= parameter('photo_bits')
),

crowded AS (
    SELECT likes.image_hash
    FROM likes
    INNER JOIN listed ON likes.like_hash = listed.image_hash
    GROUP BY likes.image_hash
    HAVING count(DISTINCT listed.work_code) >= parameter('photo_works')
),

pictures AS (
    SELECT listed.*
    FROM listed
    ANTI JOIN crowded ON listed.image_hash = crowded.image_hash
    WHERE listed.pictured
),

found AS (
    SELECT
        one.work_code,
        one.month_number,
        likes.bits,
        other.work_code AS like_work,
        other.month_number AS like_month
    FROM pictures AS one
    INNER JOIN likes ON one.image_hash = likes.image_hash
    INNER JOIN pictures AS other ON likes.like_hash = other.image_hash
    WHERE CASE
        WHEN one.work_code = other.work_code
            THEN abs(one.month_number - other.month_number) >= parameter('photo_months')
        ELSE one.cui IS DISTINCT FROM other.cui OR one.cui IS NULL
    END
    QUALIFY row_number() OVER (
        PARTITION BY one.work_code
        ORDER BY likes.bits, other.work_code, one.month_number, other.month_number, other.document_code
    ) = 1
),

counted AS (
    SELECT
        listed.work_code,
        count(*) AS listed,
        count(listed.image_hash) AS gathered,
        count(pictures.document_code) AS compared
    FROM listed
    LEFT JOIN pictures
        ON listed.work_code = pictures.work_code AND listed.document_code = pictures.document_code
    GROUP BY listed.work_code
)

SELECT
    counted.work_code,
    counted.listed,
    counted.gathered,
    counted.compared,
    found.bits,
    found.like_work,
    make_date(found.month_number // 12, found.month_number % 12 + 1, 1) AS month,
    make_date(found.like_month // 12, found.like_month % 12 + 1, 1) AS like_month
FROM counted
LEFT JOIN found ON counted.work_code = found.work_code
