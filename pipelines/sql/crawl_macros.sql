-- What is known of the keys of a register that is asked key by key, whatever its keys are. Connection's own macros,
-- because a published snapshot cannot be written to.
-- A page that never could be read counts by the night it was tried, else it would be first every night.
CREATE OR REPLACE TEMP MACRO pages_looked_at(register) AS TABLE
WITH seen AS (
  SELECT page_key, min(seen_on) AS seen_on, max(changed_on) AS changed_on
  FROM meta_pages
  WHERE source = register
  GROUP BY page_key
),
tried AS (
  SELECT split_part(part, '/', 1) AS page_key, max(night) AS night
  FROM meta_receipts
  WHERE source = register AND contains(part, '/')
  GROUP BY 1
)
SELECT page_key, coalesce(s.seen_on, t.night) AS seen_on, s.changed_on AS changed_on
FROM seen AS s
FULL JOIN tried AS t USING (page_key);

CREATE OR REPLACE TEMP MACRO open_alerts() AS TABLE
SELECT subject_id, count(*) AS n
FROM alerts
WHERE state <> 'closed'
GROUP BY subject_id;
