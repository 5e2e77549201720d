-- How each fine state is shown; filled from the declared table.
CREATE OR REPLACE TEMP TABLE replay_states (state VARCHAR, shown_as VARCHAR);
