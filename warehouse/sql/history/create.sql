CREATE TABLE IF NOT EXISTS state_nights (table_name VARCHAR, night DATE);
CREATE TABLE IF NOT EXISTS {{state}} ({{columns}});
CREATE TABLE IF NOT EXISTS {{state}}_undo (existed BOOLEAN, {{columns}})
