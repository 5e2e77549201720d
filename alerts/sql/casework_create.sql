-- SQLite, unlike all other files here: decisions are kept beside the warehouse, which may be rebuilt.
CREATE TABLE decisions (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('dismissed', 'restored')),
    alert_id TEXT NOT NULL,
    episode INTEGER NOT NULL,
    rule_id TEXT NOT NULL,
    rule_version INTEGER NOT NULL,
    subject_id TEXT NOT NULL,
    claim TEXT NOT NULL,
    decided_on TEXT NOT NULL,
    role TEXT NOT NULL,
    reason TEXT NOT NULL
) STRICT;
