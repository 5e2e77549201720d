-- Which edition is written, and the words every row of an invented world carries.
CREATE OR REPLACE TEMP TABLE ledger_edition (edition VARCHAR, notice VARCHAR);
-- Episodes that staff looked at and dismissed: nothing for everybody to read.
CREATE OR REPLACE TEMP TABLE ledger_dismissed (alert_id VARCHAR, episode INTEGER);
-- A text cell that a spreadsheet would run as a formula gets an apostrophe (ASVS 1.2.10); numbers are no text.
CREATE OR REPLACE TEMP MACRO csv_safe(said) AS
    CASE WHEN regexp_matches(said, '^[=+\-@\t\r\n＝＋－＠]') THEN '''' || said ELSE said END;
