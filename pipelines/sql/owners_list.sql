-- Who publishes registers, by the beginning of their sources' names.
SELECT split_part(source, '_', 1) AS owner, min(publisher) AS publisher, list(source ORDER BY source) AS sources
FROM meta_sources
GROUP BY owner
ORDER BY owner
