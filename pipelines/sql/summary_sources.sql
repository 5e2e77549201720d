-- One row a source and verdict of a night, its parts summed. Parameter: $night.
SELECT
  source,
  verdict,
  count(*) AS parts,
  sum(rows_in) AS rows_in,
  sum(kept) AS kept,
  sum(collapsed) AS collapsed,
  sum(quarantined) AS quarantined,
  string_agg(DISTINCT refusal, ', ' ORDER BY refusal) AS refusal
FROM meta_looks
WHERE night = $night
GROUP BY source, verdict
ORDER BY source, verdict
