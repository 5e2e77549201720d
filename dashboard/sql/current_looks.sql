-- The accepted look each part's data come from.
SELECT source, part, seen_on, payload_sha256 FROM meta_current ORDER BY source, part;
