-- How each fine state is shown (filled from the declared table), and the one row that the last replay left about
-- itself: which files are folded, and a seal on them, on the way of folding and on what both tables held. Like the
-- state of the history it is no part of the declared tables: without it everything is folded anew.
CREATE OR REPLACE TEMP TABLE replay_states (state VARCHAR, shown_as VARCHAR);
CREATE TABLE IF NOT EXISTS state_events (files VARCHAR[], seal VARCHAR);
