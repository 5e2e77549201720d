-- Words of this room's SQL. alert_id and baseline_id are the twins of alerts/identity.py.
CREATE OR REPLACE TEMP MACRO stable_id(domain, first, second, third) AS
    left(sha256(domain || chr(31) || first || chr(31) || second || chr(31) || third), 16);
CREATE OR REPLACE TEMP MACRO alert_id_of(rule_id, subject_id, qualifier) AS
    stable_id('vigia:alert:1', rule_id, subject_id, qualifier);
CREATE OR REPLACE TEMP MACRO baseline_id_of(rule_id, rule_version, source) AS
    stable_id('vigia:baseline:1', rule_id, rule_version::VARCHAR, source);
-- Orders the events of one alert: by night, then by sequence (below a thousand a night).
CREATE OR REPLACE TEMP MACRO event_order(night, sequence) AS
    date_diff('day', DATE '1970-01-01', night)::BIGINT * 1000 + sequence;
-- Whether a cell's guard lets it act: with the date of tonight's look, the first date that is a second look, and the
-- claim's due date and severity tonight and before.
CREATE OR REPLACE TEMP MACRO may_act(needs, look, second_look_from, due, due_before, severity, severity_before) AS
    CASE needs
        WHEN 'second_look' THEN look >= second_look_from
        WHEN 'new_claim' THEN due IS DISTINCT FROM due_before OR severity IS DISTINCT FROM severity_before
        ELSE true
    END;
