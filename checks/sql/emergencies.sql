-- Which investments are for an emergency, and what the bank last said of those that it no longer shows: what excuses a
-- work does not end because a file lost a row. Of the others the bank's own row tells.
SELECT
    cui,
    bool_or(emergency) AS emergency
FROM (
    SELECT cui, emergency
    FROM core_investments
    WHERE emergency
    UNION ALL
    SELECT
        substr(span.key, 5) AS cui,
        json_extract_string(arg_max(span.last_row, span.first_seen), '$.emergency') = 'true' AS emergency
    FROM history_presence AS span
    WHERE span.table_name = 'core_investments' AND starts_with(span.key, 'cui:')
    GROUP BY span.key
    HAVING bool_and(span.gone_on IS NOT NULL)
) AS told
WHERE cui IS NOT NULL
GROUP BY cui
