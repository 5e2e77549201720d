-- One row a page of execution: what it lists, array by array; of some arrays nothing but their length is known.
SELECT
  clean_code(p.work_code) AS work_code,
  CAST(sum(p.elements) AS INTEGER) AS elements,
  CAST(sum(p.elements) FILTER (WHERE p.array_name = 'lResidente') AS INTEGER) AS residents,
  CAST(sum(p.elements) FILTER (WHERE p.array_name = 'lSupervisor') AS INTEGER) AS supervisors,
  CAST(sum(p.elements) FILTER (WHERE p.array_name = 'lModificacionPlazo') AS INTEGER) AS extensions,
  CAST(sum(p.elements) FILTER (WHERE p.array_name = 'lAdicionalDeduc') AS INTEGER) AS changes,
  CAST(sum(p.elements) FILTER (WHERE p.array_name = 'lAdelanto') AS INTEGER) AS advances,
  CAST(sum(p.elements) FILTER (WHERE p.array_name = 'lCronograma') AS INTEGER) AS schedules,
  max(p.seen_on) AS seen_on
FROM input_work_pages AS p
GROUP BY 1
