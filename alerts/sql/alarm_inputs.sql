-- What alarms() is told: the night, the bound of the burst, and faults that no table shows.
CREATE OR REPLACE TEMP TABLE alarm_night (night DATE, floor INTEGER, share DOUBLE);
CREATE OR REPLACE TEMP TABLE alarm_faults (
    kind VARCHAR, source VARCHAR, rule_id VARCHAR, message_es VARCHAR, message_en VARCHAR
);
CREATE OR REPLACE TEMP TABLE alarm_states (state VARCHAR, said BOOLEAN);
