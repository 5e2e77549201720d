DELETE FROM {{table}};
INSERT INTO {{table}} BY NAME
{{selection}}
