CREATE OR REPLACE TEMP VIEW {{view}} AS
SELECT
  {{columns}},
  CAST(NULL AS VARCHAR) AS part,
  CAST(NULL AS DATE) AS seen_on,
  CAST(NULL AS BIGINT) AS row_number,
  CAST([] AS VARCHAR[]) AS unparsable,
  CAST([] AS VARCHAR[]) AS unpublished
WHERE FALSE
