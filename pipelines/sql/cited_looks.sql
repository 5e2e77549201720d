-- What the claims of all events cite: payloads by hash, and registers in many parts by the night they were cited in.
SELECT DISTINCT
    night,
    look ->> 'source' AS source,
    look ->> 'sha256' AS sha256
FROM (
    SELECT night, unnest(json_extract(claim, '$.looks[*]')) AS look
    FROM read_parquet($files, union_by_name = true)
    WHERE claim IS NOT NULL
)
ORDER BY ALL
