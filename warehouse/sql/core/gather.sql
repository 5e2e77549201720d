-- Rows of earlier looks stay; tonight's rows take the place of those with the same key.
CREATE OR REPLACE TEMP TABLE gathered AS
{{selection}};
DELETE FROM {{table}} AS old USING gathered AS new WHERE {{key}};
INSERT INTO {{table}} BY NAME SELECT * FROM gathered;
DROP TABLE gathered
