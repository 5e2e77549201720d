CREATE OR REPLACE TEMP TABLE body_groups AS SELECT * FROM body_groups_next
