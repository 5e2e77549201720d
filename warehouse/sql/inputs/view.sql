CREATE OR REPLACE TEMP VIEW {{view}} AS
SELECT
  {{columns}},
  r._part AS part,
  {{seen_on}} AS seen_on,
  r.row_number AS row_number,
  {{unparsable}} AS unparsable,
  {{unpublished}} AS unpublished
FROM {{raw}} AS r
JOIN meta_current AS m ON m.source = {{source}} AND m.part = r._part
