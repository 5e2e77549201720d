-- Columns and keys nobody declared, newest first.
SELECT source, part, night, note FROM meta_drift ORDER BY night DESC, source, part, note LIMIT 200;
