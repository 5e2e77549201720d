-- Works with raised flags, most first; of two with as many, the one of which fewer could be asked. Parameter: $most.
SELECT flagged.work_id, work.name, work.body_name, flagged.raised, flagged.asked, flagged.flags
FROM work_flags AS flagged
INNER JOIN core_works AS work ON flagged.work_id = work.work_id
WHERE flagged.raised > 0
ORDER BY flagged.raised DESC, flagged.asked, flagged.work_id
LIMIT $most
