CREATE OR REPLACE TEMP TABLE input_columns (table_name VARCHAR, view_name VARCHAR, column_name VARCHAR, published BOOLEAN)
