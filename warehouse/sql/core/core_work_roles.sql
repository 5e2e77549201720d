-- One row a supervisor, inspector or resident engineer of a work; a person is never more than "somebody is named".
SELECT
  clean_code(r.work_code) AS work_code,
  CASE r.array_name
    WHEN 'lResidente' THEN 'resident'
    WHEN 'lSupervisor' THEN CASE WHEN plain_name(r.kind_text) = 'INSPECTOR' THEN 'inspector' ELSE 'supervisor' END
  END AS role,
  r.entry_code AS entry_code,
  r.ruc AS ruc,
  clean_text(r.firm_name) AS firm_name,
  r.contract_on AS contract_on,
  r.amount AS amount,
  r.person_named AS person_named,
  r.served_from AS served_from,
  r.served_to AS served_to,
  r.designation_published AS designation_published,
  r.designated_on AS designated_on,
  r.seen_on AS seen_on
FROM input_work_roles AS r
