-- Columns and keys nobody declared, newest first; a note is its kind and, after a colon, the file's own words.
SELECT source, part, night, split_part(note, ': ', 1) AS kind, substr(note, 1 + length(split_part(note, ': ', 1))) AS words
FROM meta_drift
ORDER BY night DESC, source, part, note
LIMIT 200;
