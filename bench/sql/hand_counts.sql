-- What the anchor's night brought.
SELECT
    (SELECT count(*) FROM hand_versions WHERE first_seen = DATE '{night}'),
    (SELECT count(*) FROM hand_changes WHERE night = DATE '{night}'),
    (SELECT count(*) FROM hand_events WHERE night = DATE '{night}')
