-- The works of a run of bodies, in the order of the bodies.
SELECT body_index, work_id, work_code, name, state, modality, started_on, end_on, physical_pct, amount, cui, alerts,
    has_page
FROM site_works
WHERE body_index BETWEEN ? AND ?
ORDER BY body_index, alerts DESC, work_code;
