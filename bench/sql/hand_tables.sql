-- The anchor's own stores: a narrow table of the newest hash and watched cells, versions, changes, alerts, events.
CREATE TABLE IF NOT EXISTS hand_state (key VARCHAR, row_hash UBIGINT, version INTEGER, {watched_columns});
CREATE TABLE IF NOT EXISTS hand_versions (key VARCHAR, version INTEGER, first_seen DATE, row_hash UBIGINT);
CREATE TABLE IF NOT EXISTS hand_changes (
    key VARCHAR, column_name VARCHAR, old_value VARCHAR, new_value VARCHAR, night DATE
);
CREATE TABLE IF NOT EXISTS hand_open (
    rule_id VARCHAR, subject_id VARCHAR, body_key VARCHAR, region VARCHAR, severity INTEGER, hardness VARCHAR, due DATE,
    opened_on DATE, claim VARCHAR
);
CREATE TABLE IF NOT EXISTS hand_events (
    rule_id VARCHAR, subject_id VARCHAR, night DATE, event VARCHAR, severity INTEGER, hardness VARCHAR, due DATE,
    claim VARCHAR
)
