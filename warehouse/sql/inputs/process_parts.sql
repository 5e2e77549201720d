-- The month each process is taken from, should two months list it: the newest look, then the later month.
CREATE OR REPLACE TEMP VIEW process_parts AS
SELECT p.ocid AS ocid, p.part AS part
FROM input_processes AS p
QUALIFY row_number() OVER (PARTITION BY p.ocid ORDER BY p.seen_on DESC, p.part DESC, p.row_number) = 1
