-- How each fine state is shown (filled from the declared table), and what earlier replays left about themselves:
-- which files are folded, by which fold, and what both tables looked like afterwards. Like the state of the history,
-- these two are no part of the declared tables: without them everything is folded anew.
CREATE OR REPLACE TEMP TABLE replay_states (state VARCHAR, shown_as VARCHAR);
CREATE TABLE IF NOT EXISTS state_event_files (sha256 VARCHAR);
CREATE TABLE IF NOT EXISTS state_event_fold (fold VARCHAR, fingerprint VARCHAR);
