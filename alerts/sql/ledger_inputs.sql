-- Which edition is written, and the words every row of an invented world carries.
CREATE OR REPLACE TEMP TABLE ledger_edition (edition VARCHAR, notice VARCHAR);
-- A text cell that a spreadsheet would run as a formula gets an apostrophe (ASVS 1.2.10); numbers are no text.
CREATE OR REPLACE TEMP MACRO csv_safe(said) AS
    CASE WHEN regexp_matches(said, '^[=+\-@\t\r\n＝＋－＠]') THEN '''' || said ELSE said END;
