-- Parts of a source whose look of this night passed the gate. Parameters: source, night.
SELECT part
FROM meta_looks
WHERE source = ? AND night = ? AND accepted
