-- The rows of one parsed file but those of pages that are not taken, given by key.
COPY (SELECT * FROM read_parquet({{path}}) WHERE NOT ({{held}})) TO {{taken}} (FORMAT parquet)
