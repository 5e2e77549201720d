-- The pages of a source that are not taken tonight. Parameters: source, night.
SELECT page_key, page FROM meta_held WHERE source = ? AND night = ?
