INSERT INTO {{table}} VALUES {{rows}}
