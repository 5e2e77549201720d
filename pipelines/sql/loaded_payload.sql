-- Hash of the payload whose rows a part holds. Parameters: source, part.
SELECT payload_sha256
FROM meta_current
WHERE source = ? AND part = ?
