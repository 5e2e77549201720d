-- One row a body of the transparency portal: its place in the lists, its rubric when it was last read, and which body of
-- another register it is: by the unit its rubric wraps, else by a name that is the only one of its kind in both.
WITH listed AS (
  SELECT b.pte_code, clean_text(b.name) AS name, clean_text(b.acronym) AS acronym, b.branch
  FROM input_transparency_bodies AS b
),
rubrics AS (
  SELECT * FROM input_transparency_rubrics
),
known AS (
  SELECT
    coalesce(l.pte_code, r.pte_code) AS pte_code,
    l.name,
    l.acronym,
    l.branch,
    without_leading_zeros(r.sec_ejec) AS sec_ejec,
    plain_name(l.name) AS plain,
    count(*) OVER (PARTITION BY plain_name(l.name)) AS namesakes
  FROM listed AS l
  FULL JOIN rubrics AS r ON r.pte_code = l.pte_code
),
units AS (
  -- The budget system's own row before that of another register.
  SELECT without_leading_zeros(sec_ejec) AS sec_ejec, arg_min(body_key, (register <> 'mef', body_key)) AS body_key
  FROM core_bodies
  WHERE sec_ejec IS NOT NULL
  GROUP BY ALL
),
names AS (
  SELECT plain, arg_min(body_key, rank) AS body_key
  FROM (
    SELECT
      plain_name(name) AS plain,
      min(body_key) AS body_key,
      CASE register WHEN 'infobras' THEN 1 WHEN 'mef' THEN 2 ELSE 3 END AS rank
    FROM core_bodies
    WHERE name IS NOT NULL
    GROUP BY ALL
    HAVING count(*) = 1
  )
  GROUP BY plain
)
SELECT
  k.pte_code AS pte_code,
  k.name AS name,
  k.acronym AS acronym,
  k.branch AS branch,
  coalesce(u.body_key, n.body_key) AS body_key,
  CASE WHEN u.body_key IS NOT NULL THEN 'sec_ejec' WHEN n.body_key IS NOT NULL THEN 'name' END AS matched_by,
  r.state AS state,
  r.year AS year,
  r.quarter AS quarter,
  r.quarter_end AS quarter_end,
  r.projects AS projects,
  k.sec_ejec AS sec_ejec,
  r.infobras_linked AS infobras_linked,
  r.access_officer_named AS access_officer_named,
  r.access_mail AS access_mail,
  r.access_own_mail_published AS access_own_mail_published,
  r.portal_officer_named AS portal_officer_named,
  r.portal_mail AS portal_mail,
  r.portal_own_mail_published AS portal_own_mail_published,
  r.seen_on AS seen_on
FROM known AS k
LEFT JOIN rubrics AS r ON r.pte_code = k.pte_code
LEFT JOIN units AS u ON u.sec_ejec = k.sec_ejec
LEFT JOIN names AS n ON n.plain = k.plain AND k.namesakes = 1
