-- What is asked about the data of one owner, each in the order in which it is told.
CREATE OR REPLACE TEMP TABLE owner_rules (place INTEGER, rule_id VARCHAR, title VARCHAR, expected VARCHAR);
CREATE OR REPLACE TEMP TABLE owner_facts (place INTEGER, fact VARCHAR, title VARCHAR, tolerance VARCHAR);
CREATE OR REPLACE TEMP TABLE owner_questions (place INTEGER, quality_check VARCHAR, title VARCHAR);
