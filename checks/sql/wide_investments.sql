-- One row an investment as the MEF files show it.
SELECT
    investment.*,
    investment.investment_id AS subject_id,
    'investment' AS subject_type
FROM core_investments AS investment
