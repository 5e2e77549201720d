-- The small tables that compute() fills from the declared table, the parameters and the rules.
CREATE OR REPLACE TEMP TABLE compute_night (
    night DATE, national BOOLEAN, second_look_days INTEGER, rule_hold_days INTEGER,
    body_floor INTEGER, body_share DOUBLE, rule_floor INTEGER, rule_share DOUBLE
);
CREATE OR REPLACE TEMP TABLE compute_transitions (
    state VARCHAR, outcome VARCHAR, manner VARCHAR, event VARCHAR, state_after VARCHAR,
    needs VARCHAR, counts VARCHAR, burst_event VARCHAR, burst_state VARCHAR
);
CREATE OR REPLACE TEMP TABLE compute_states (state VARCHAR, shown_as VARCHAR, said BOOLEAN);
CREATE OR REPLACE TEMP TABLE compute_rules (rule_id VARCHAR, rule_version INTEGER, absence BOOLEAN);
CREATE OR REPLACE TEMP TABLE compute_rule_sources (rule_id VARCHAR, source VARCHAR, sets_clock BOOLEAN);
CREATE OR REPLACE TEMP TABLE compute_rule_pages (rule_id VARCHAR, source VARCHAR, page VARCHAR);
CREATE OR REPLACE TEMP TABLE compute_outcomes (
    rule_id VARCHAR, subject_id VARCHAR, outcome VARCHAR, reason VARCHAR
);
