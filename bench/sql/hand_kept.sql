-- The anchor's second half: what the product keeps of a pass, counts by outcome and findings with their evidence.
CREATE OR REPLACE TABLE hand_counts AS
SELECT 'INC-05' AS rule_id, inc_05 AS code, count(*) AS n FROM hand_judged GROUP BY ALL
UNION ALL SELECT 'INC-13' AS rule_id, inc_13 AS code, count(*) AS n FROM hand_judged GROUP BY ALL
UNION ALL SELECT 'MIS-05' AS rule_id, mis_05 AS code, count(*) AS n FROM hand_judged GROUP BY ALL
UNION ALL SELECT 'MIS-17' AS rule_id, mis_17 AS code, count(*) AS n FROM hand_judged GROUP BY ALL
UNION ALL SELECT 'MIS-18' AS rule_id, mis_18 AS code, count(*) AS n FROM hand_judged GROUP BY ALL
UNION ALL SELECT 'OUT-01' AS rule_id, out_01 AS code, count(*) AS n FROM hand_judged GROUP BY ALL
UNION ALL SELECT 'OUT-05' AS rule_id, out_05 AS code, count(*) AS n FROM hand_judged GROUP BY ALL;

CREATE OR REPLACE TABLE hand_findings AS
SELECT
    'INC-05' AS rule_id, 2 AS rule_version, w.work_id AS subject_id, w.body_key, w.region, 4 AS severity,
    'hard' AS hardness, NULL AS due, DATE '{night}' AS seen_on, j.regime, 'began_before' AS reason,
    NULL AS judged_after,
    CAST(to_json({'started_on': w.started_on, 'contract_signed_on': j.signed_on, 'handover_on': w.handover_on, 'handover_pct': w.handover_pct, 'handover_kind': w.handover_kind, 'supervised_on': j.supervised_on}) AS VARCHAR) AS observed,
    'Inicio de obra posterior al contrato, a la entrega total del terreno y a la designación del supervisor o inspector' AS expected,
    j.regime IN ('R0', 'R1') AS citable
FROM hand_judged AS j INNER JOIN core_works AS w ON j.work_id = w.work_id WHERE inc_05 >= 40
UNION ALL
SELECT
    'INC-13' AS rule_id, 1 AS rule_version, w.work_id AS subject_id, w.body_key, w.region, 4 AS severity,
    'hard' AS hardness, NULL AS due, DATE '{night}' AS seen_on, j.regime, 'investment_not_active' AS reason,
    NULL AS judged_after,
    CAST(to_json({'cui': w.cui, 'state_text': w.state_text, 'investment_state': j.investment_state, 'investment_closed_on': j.closed_on, 'investment_last_accrued': j.last_accrued}) AS VARCHAR) AS observed,
    'Inversión activa en el Banco de Inversiones mientras la obra está en ejecución' AS expected,
    FALSE AS citable
FROM hand_judged AS j INNER JOIN core_works AS w ON j.work_id = w.work_id WHERE inc_13 >= 40
UNION ALL
SELECT
    'MIS-05' AS rule_id, 1 AS rule_version, w.work_id AS subject_id, w.body_key, w.region, 4 AS severity,
    'hard' AS hardness, mis_05_due AS due, DATE '{night}' AS seen_on, j.regime, 'no_supervisor' AS reason,
    mis_05_due + 1 AS judged_after,
    CAST(to_json({'started_on': w.started_on, 'state_text': w.state_text, 'modality_text': w.modality_text, 'supervisor_named': w.supervisor_named, 'supervision_ruc': w.supervision_ruc, 'supervision_name': w.supervision_name}) AS VARCHAR) AS observed,
    'Supervisor, inspector o empresa supervisora identificados en INFOBRAS a más tardar el ' || strftime(mis_05_due, '%d/%m/%Y') AS expected,
    j.regime = 'R1' AS citable
FROM hand_judged AS j INNER JOIN core_works AS w ON j.work_id = w.work_id WHERE mis_05 >= 40
UNION ALL
SELECT
    'MIS-17' AS rule_id, 2 AS rule_version, w.work_id AS subject_id, w.body_key, w.region, 4 AS severity,
    'hard' AS hardness, mis_17_due AS due, DATE '{night}' AS seen_on, j.regime, 'no_reception' AS reason,
    mis_17_due + CASE j.regime WHEN 'R1' THEN 1 ELSE 16 END AS judged_after,
    CAST(to_json({'finished_on': w.finished_on, 'total_reception': w.total_reception, 'received_on': w.received_on, 'term_days': w.term_days, 'new_term_days': w.new_term_days, 'physical_pct': w.physical_pct, 'state_text': w.state_text}) AS VARCHAR) AS observed,
    'Recepción de obra publicada a más tardar el ' || strftime(mis_17_due, '%d/%m/%Y') AS expected,
    j.regime IN ('R0', 'R1') AS citable
FROM hand_judged AS j INNER JOIN core_works AS w ON j.work_id = w.work_id WHERE mis_17 >= 40
UNION ALL
SELECT
    'MIS-18' AS rule_id, 1 AS rule_version, w.work_id AS subject_id, w.body_key, w.region, CASE mis_18 WHEN 41 THEN 4 ELSE 3 END AS severity,
    CASE mis_18 WHEN 41 THEN 'hard' ELSE 'soft' END AS hardness, CASE mis_18 WHEN 41 THEN mis_18_hard_due ELSE mis_18_soft_due END AS due, DATE '{night}' AS seen_on, j.regime, 'no_liquidation' AS reason,
    CASE mis_18 WHEN 41 THEN mis_18_hard_due ELSE mis_18_soft_due END + 1 AS judged_after,
    CAST(to_json({'received_on': w.received_on, 'total_reception': w.total_reception, 'liquidated': w.liquidated, 'liquidated_on': w.liquidated_on, 'controversies': w.controversies, 'term_days': w.term_days, 'new_term_days': w.new_term_days}) AS VARCHAR) AS observed,
    'Liquidación de obra publicada a más tardar el ' || strftime(CASE mis_18 WHEN 41 THEN mis_18_hard_due ELSE mis_18_soft_due END, '%d/%m/%Y') AS expected,
    j.regime IN ('R0', 'R1') AS citable
FROM hand_judged AS j INNER JOIN core_works AS w ON j.work_id = w.work_id WHERE mis_18 >= 40
UNION ALL
SELECT
    'OUT-01' AS rule_id, 1 AS rule_version, w.work_id AS subject_id, w.body_key, w.region, CASE out_01 WHEN 41 THEN 4 ELSE 2 END AS severity,
    CASE out_01 WHEN 41 THEN 'hard' ELSE 'soft' END AS hardness, out_01_due AS due, DATE '{night}' AS seen_on, j.regime, 'progress_late' AS reason,
    out_01_due + 1 AS judged_after,
    CAST(to_json({'progress_year': w.progress_year, 'progress_month': w.progress_month, 'progress_recorded_on': w.progress_recorded_on, 'physical_pct': w.physical_pct, 'started_on': w.started_on, 'state_text': w.state_text}) AS VARCHAR) AS observed,
    'Avance del primer mes que falta registrado en INFOBRAS a más tardar el ' || strftime(out_01_due, '%d/%m/%Y') AS expected,
    FALSE AS citable
FROM hand_judged AS j INNER JOIN core_works AS w ON j.work_id = w.work_id WHERE out_01 >= 40
UNION ALL
SELECT
    'OUT-05' AS rule_id, 1 AS rule_version, w.work_id AS subject_id, w.body_key, w.region, 4 AS severity,
    'hard' AS hardness, out_05_due AS due, DATE '{night}' AS seen_on, j.regime, 'end_passed' AS reason,
    out_05_due + 31 AS judged_after,
    CAST(to_json({'programmed_end_on': w.programmed_end_on, 'reprogrammed_end_on': w.reprogrammed_end_on, 'modification_days': w.modification_days, 'new_term_days': w.new_term_days, 'physical_pct': w.physical_pct, 'state_text': w.state_text}) AS VARCHAR) AS observed,
    'Obra terminada o ampliación de plazo publicada a más tardar el ' || strftime(out_05_due, '%d/%m/%Y') AS expected,
    j.regime IN ('R0', 'R1') AS citable
FROM hand_judged AS j INNER JOIN core_works AS w ON j.work_id = w.work_id WHERE out_05 >= 40
