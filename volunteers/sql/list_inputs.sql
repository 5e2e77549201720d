-- What the choice is told: numbers by name, the checklist, the rules' advice to visitors.
CREATE OR REPLACE TEMP TABLE list_numbers (name VARCHAR, number DOUBLE);
CREATE OR REPLACE TEMP TABLE list_checklist (place INTEGER, state VARCHAR, line VARCHAR);
CREATE OR REPLACE TEMP TABLE list_advice (rule_id VARCHAR, title VARCHAR, verify VARCHAR, asks_owner BOOLEAN);
CREATE OR REPLACE TEMP TABLE list_night (month VARCHAR);
-- The lot of a work: uniform, the same on every machine, another one each month.
CREATE OR REPLACE TEMP MACRO lot(seed, month, work_code) AS
    sha256('vigia:draw:1' || chr(31) || seed::BIGINT || chr(31) || month || chr(31) || work_code);
-- How many of a list of n works are drawn by lot.
CREATE OR REPLACE TEMP MACRO drawn_of(n, share) AS ceil(n * share)::INTEGER;
CREATE OR REPLACE TEMP MACRO soles(amount) AS 'S/ ' || format('{:,.2f}', amount::DOUBLE);
