-- The anchor's second half: what the product keeps of a pass, counts by outcome and findings with their evidence.
-- It counts from the combinations of codes that occur, a few thousand, and writes all findings in one statement.
CREATE OR REPLACE TEMP TABLE hand_met AS
SELECT
    imp_01, imp_02, imp_03, imp_04, imp_05, imp_06, imp_07, imp_08, inc_03, inc_04, inc_05, inc_06, inc_07, inc_08,
    inc_09, inc_10, inc_12, inc_13, inc_14, inc_15, inc_16, mis_05, mis_06, mis_07, mis_08, mis_09, mis_10, mis_11,
    mis_12, mis_13, mis_14, mis_15, mis_16, mis_17, mis_18, mis_20, mis_23, out_01, out_03, out_04, out_05, out_06,
    out_07, out_08, out_09, out_10, out_11,
    count(*) AS n
FROM hand_judged
GROUP BY ALL;

CREATE OR REPLACE TABLE hand_counts AS
SELECT 'IMP-01' AS rule_id, imp_01 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'IMP-02' AS rule_id, imp_02 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'IMP-03' AS rule_id, imp_03 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'IMP-04' AS rule_id, imp_04 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'IMP-05' AS rule_id, imp_05 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'IMP-06' AS rule_id, imp_06 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'IMP-07' AS rule_id, imp_07 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'IMP-08' AS rule_id, imp_08 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-03' AS rule_id, inc_03 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-04' AS rule_id, inc_04 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-05' AS rule_id, inc_05 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-06' AS rule_id, inc_06 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-07' AS rule_id, inc_07 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-08' AS rule_id, inc_08 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-09' AS rule_id, inc_09 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-10' AS rule_id, inc_10 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-12' AS rule_id, inc_12 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-13' AS rule_id, inc_13 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-14' AS rule_id, inc_14 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-15' AS rule_id, inc_15 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'INC-16' AS rule_id, inc_16 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-05' AS rule_id, mis_05 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-06' AS rule_id, mis_06 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-07' AS rule_id, mis_07 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-08' AS rule_id, mis_08 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-09' AS rule_id, mis_09 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-10' AS rule_id, mis_10 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-11' AS rule_id, mis_11 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-12' AS rule_id, mis_12 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-13' AS rule_id, mis_13 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-14' AS rule_id, mis_14 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-15' AS rule_id, mis_15 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-16' AS rule_id, mis_16 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-17' AS rule_id, mis_17 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-18' AS rule_id, mis_18 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-20' AS rule_id, mis_20 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'MIS-23' AS rule_id, mis_23 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'OUT-01' AS rule_id, out_01 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'OUT-03' AS rule_id, out_03 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'OUT-04' AS rule_id, out_04 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'OUT-05' AS rule_id, out_05 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'OUT-06' AS rule_id, out_06 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'OUT-07' AS rule_id, out_07 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'OUT-08' AS rule_id, out_08 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'OUT-09' AS rule_id, out_09 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'OUT-10' AS rule_id, out_10 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL
UNION ALL SELECT 'OUT-11' AS rule_id, out_11 AS code, CAST(sum(n) AS BIGINT) AS n FROM hand_met GROUP BY ALL;

CREATE OR REPLACE TABLE hand_findings AS
SELECT
    'IMP-01' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'progress_cannot_be' AS reason,
    CAST(to_json({
        'physical_pct': shown.physical_pct, 'progress_lowest': shown.progress_lowest,
        'progress_highest': shown.progress_highest, 'progress_fall': shown.progress_fall,
        'progress_year': shown.progress_year, 'progress_month': shown.progress_month, 'state_text': shown.state_text
    }) AS VARCHAR) AS observed,
    'Un avance acumulado entre 0 y 100 % que no baja más de un punto de un mes a otro' AS expected,
    FALSE AS citable
FROM hand_judged WHERE imp_01 > 150
UNION ALL
SELECT
    'IMP-02' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 2 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'out_of_scale' AS reason,
    CAST(to_json({
        'contract_amount': shown.contract_amount, 'approved_amount': shown.approved_amount,
        'modality_text': shown.modality_text
    }) AS VARCHAR) AS observed,
    'Montos mayores que un sol, y un contrato de entre tres décimas y el triple del expediente' AS expected,
    FALSE AS citable
FROM hand_judged WHERE imp_02 > 150
UNION ALL
SELECT
    'IMP-03' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 2 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'impossible_date' AS reason,
    CAST(to_json({
        'file_approved_on': shown.file_approved_on, 'handover_on': shown.handover_on, 'started_on': shown.started_on,
        'progress_recorded_on': shown.progress_recorded_on, 'stopped_on': shown.stopped_on,
        'programmed_end_on': shown.programmed_end_on, 'reprogrammed_end_on': shown.reprogrammed_end_on,
        'finished_on': shown.finished_on, 'received_on': shown.received_on, 'liquidated_on': shown.liquidated_on,
        'state_text': shown.state_text
    }) AS VARCHAR) AS observed,
    'Fechas desde 1990, ningún hecho posterior a la lectura y ningún fin anterior al inicio' AS expected,
    FALSE AS citable
FROM hand_judged WHERE imp_03 > 150
UNION ALL
SELECT
    'IMP-04' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'progress_jumped' AS reason,
    CAST(to_json({
        'unvalued_jump': shown.unvalued_jump, 'unvalued_jump_month': shown.unvalued_jump_month,
        'physical_pct': shown.physical_pct, 'contract_amount': shown.contract_amount,
        'approved_amount': shown.approved_amount, 'page_seen_on': shown.page_seen_on
    }) AS VARCHAR) AS observed,
    'Un avance que crece como la obra, o el archivo de la valorización del mes en que saltó' AS expected,
    FALSE AS citable
FROM hand_judged WHERE imp_04 > 150
UNION ALL
SELECT
    'IMP-05' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'built_in_no_time' AS reason,
    CAST(to_json({
        'started_on': shown.started_on, 'finished_on': shown.finished_on, 'term_days': shown.term_days,
        'new_term_days': shown.new_term_days, 'contract_amount': shown.contract_amount,
        'approved_amount': shown.approved_amount, 'physical_pct': shown.physical_pct
    }) AS VARCHAR) AS observed,
    'Una duración de al menos quince centésimas del plazo publicado' AS expected,
    FALSE AS citable
FROM hand_judged WHERE imp_05 > 150
UNION ALL
SELECT
    'IMP-06' AS rule_id, 2 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 4 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'photo_used_again' AS reason,
    CAST(to_json({
        'nearest_photo_bits': shown.nearest_photo_bits, 'photo_month': shown.photo_month,
        'like_photo_work': shown.like_photo_work, 'like_photo_month': shown.like_photo_month,
        'page_photos': shown.page_photos, 'photos_gathered': shown.photos_gathered, 'page_seen_on': shown.page_seen_on,
        'photos_seen_on': shown.photos_seen_on
    }) AS VARCHAR) AS observed,
    'Fotografías propias de la obra y de cada mes' AS expected,
    FALSE AS citable
FROM hand_judged WHERE imp_06 > 150
UNION ALL
SELECT
    'IMP-07' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 2 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'default_point' AS reason,
    CAST(to_json({
        'department': shown.department, 'province': shown.province, 'district': shown.district,
        'location_kind': shown.location_kind, 'point_latitude': shown.point_latitude,
        'point_longitude': shown.point_longitude, 'point_sharers': shown.point_sharers,
        'point_seen_on': shown.point_seen_on
    }) AS VARCHAR) AS observed,
    'Un punto dentro del Perú y propio de la obra' AS expected,
    FALSE AS citable
FROM hand_judged WHERE imp_07 > 150
UNION ALL
SELECT
    'IMP-08' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 2 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'registered_twice' AS reason,
    CAST(to_json({
        'cui': shown.cui, 'contract_amount': shown.contract_amount, 'alike_works': shown.alike_works,
        'twin_works': shown.twin_works, 'twin_code': shown.twin_code, 'page_seen_on': shown.page_seen_on
    }) AS VARCHAR) AS observed,
    'Un solo código INFOBRAS por obra' AS expected,
    FALSE AS citable
FROM hand_judged WHERE imp_08 > 150
UNION ALL
SELECT
    'INC-03' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, least(DATE '{night}', shown.seen_ocds) AS seen_on,
    shown.regime AS regime, 'contract_amount_differs' AS reason,
    CAST(to_json({
        'contract_amount': shown.contract_amount, 'own_contract_amount': shown.own_contract_amount,
        'contractor_ruc': shown.contractor_ruc, 'own_contractor': shown.own_contractor
    }) AS VARCHAR) AS observed,
    'El mismo monto del contrato original en INFOBRAS y en el SEACE, con una diferencia de hasta uno por ciento' AS expected,
    FALSE AS citable
FROM hand_judged WHERE inc_03 > 150
UNION ALL
SELECT
    'INC-04' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 4 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, least(DATE '{night}', shown.seen_ocds) AS seen_on,
    shown.regime AS regime, 'contractor_differs' AS reason,
    CAST(to_json({
        'contractor_ruc': shown.contractor_ruc, 'contractor_name': shown.contractor_name,
        'own_contractor': shown.own_contractor, 'contract_amount': shown.contract_amount,
        'own_contract_amount': shown.own_contract_amount
    }) AS VARCHAR) AS observed,
    'La misma empresa en INFOBRAS y en la buena pro del SEACE, o la cesión del contrato publicada' AS expected,
    FALSE AS citable
FROM hand_judged WHERE inc_04 > 150
UNION ALL
SELECT
    'INC-05' AS rule_id, 3 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 4 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'began_before' AS reason,
    CAST(to_json({
        'started_on': shown.started_on, 'contract_signed_on': shown.contract_signed_on,
        'handover_on': shown.handover_on, 'handover_pct': shown.handover_pct, 'handover_kind': shown.handover_kind,
        'supervised_on': shown.supervised_on
    }) AS VARCHAR) AS observed,
    'Inicio de obra posterior al contrato, a la entrega total del terreno y a la designación del supervisor o inspector' AS expected,
    shown.regime IN ('R0', 'R1') AS citable
FROM hand_judged WHERE inc_05 > 150
UNION ALL
SELECT
    'INC-06' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'states_disagree' AS reason,
    CAST(to_json({
        'state_text': shown.state_text, 'stoppage_flag': shown.stoppage_flag, 'stopped_on': shown.stopped_on,
        'stop_cause': shown.stop_cause
    }) AS VARCHAR) AS observed,
    'El mismo estado en la ficha y en su marca de paralización' AS expected,
    FALSE AS citable
FROM hand_judged WHERE inc_06 > 150
UNION ALL
SELECT
    'INC-08' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 2 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'end_not_moved_by_days' AS reason,
    CAST(to_json({
        'programmed_end_on': shown.programmed_end_on, 'reprogrammed_end_on': shown.reprogrammed_end_on,
        'modifications': shown.modifications, 'modification_days': shown.modification_days,
        'stopped_days': shown.stopped_days, 'started_on': shown.started_on, 'term_days': shown.term_days
    }) AS VARCHAR) AS observed,
    'Un nuevo fin igual al fin programado más los días de ampliación, con diez días de holgura' AS expected,
    FALSE AS citable
FROM hand_judged WHERE inc_08 > 150
UNION ALL
SELECT
    'INC-09' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 5 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'additions_above_half' AS reason,
    CAST(to_json({
        'contract_amount': shown.contract_amount, 'contract_signed_amount': shown.contract_signed_amount,
        'additions': shown.additions, 'additions_amount': shown.additions_amount, 'deductions': shown.deductions,
        'deductions_amount': shown.deductions_amount
    }) AS VARCHAR) AS observed,
    'Adicionales, descontados los deductivos, de hasta la mitad del contrato' AS expected,
    shown.regime IN ('R0', 'R1') AS citable
FROM hand_judged WHERE inc_09 > 150
UNION ALL
SELECT
    'INC-10' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 4 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'valued_above_contract' AS reason,
    CAST(to_json({
        'valued': shown.valued, 'contract_amount': shown.contract_amount, 'additions_amount': shown.additions_amount,
        'deductions_amount': shown.deductions_amount
    }) AS VARCHAR) AS observed,
    'Valorizado no mayor que el contrato vigente más una décima parte para reajustes' AS expected,
    FALSE AS citable
FROM hand_judged WHERE inc_10 > 150
UNION ALL
SELECT
    'INC-12' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 2 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'place_differs' AS reason,
    CAST(to_json({
        'department': shown.department, 'province': shown.province, 'district': shown.district,
        'investment_ubigeo': shown.investment_ubigeo, 'point_latitude': shown.point_latitude,
        'point_longitude': shown.point_longitude, 'point_km_outside': shown.point_km_outside,
        'point_seen_on': shown.point_seen_on
    }) AS VARCHAR) AS observed,
    'El mismo distrito en INFOBRAS y en el Banco de Inversiones, o un punto dentro del distrito registrado' AS expected,
    FALSE AS citable
FROM hand_judged WHERE inc_12 > 150
UNION ALL
SELECT
    'INC-13' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 4 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'investment_not_active' AS reason,
    CAST(to_json({
        'cui': shown.cui, 'state_text': shown.state_text, 'investment_state': shown.investment_state,
        'investment_closed_on': shown.investment_closed_on, 'investment_last_accrued': shown.investment_last_accrued
    }) AS VARCHAR) AS observed,
    'Inversión activa en el Banco de Inversiones mientras la obra está en ejecución' AS expected,
    FALSE AS citable
FROM hand_judged WHERE inc_13 > 150
UNION ALL
SELECT
    'INC-14' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 2 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'out_of_order' AS reason,
    CAST(to_json({
        'contract_signed_on': shown.contract_signed_on, 'handover_on': shown.handover_on,
        'handover_kind': shown.handover_kind, 'handover_pct': shown.handover_pct, 'started_on': shown.started_on,
        'finished_on': shown.finished_on, 'total_reception': shown.total_reception, 'received_on': shown.received_on,
        'liquidated_on': shown.liquidated_on
    }) AS VARCHAR) AS observed,
    'Contrato, entrega de terreno, inicio, fin, recepción y liquidación en ese orden, o el mismo día' AS expected,
    FALSE AS citable
FROM hand_judged WHERE inc_14 > 150
UNION ALL
SELECT
    'INC-15' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    shown.inc_15_due AS due, shown.inc_15_due + 45 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'behind_without_programme' AS reason,
    CAST(to_json({
        'progress_year': shown.progress_year, 'progress_month': shown.progress_month, 'valued': shown.valued,
        'valued_programmed': shown.valued_programmed, 'behind_from': shown.behind_from,
        'page_extensions': shown.page_extensions, 'page_schedules': shown.page_schedules,
        'log_entered_on': shown.log_entered_on, 'page_seen_on': shown.page_seen_on
    }) AS VARCHAR) AS observed,
    'Programa acelerado, o el asiento que lo ordena, registrado a más tardar el ' || strftime(shown.inc_15_due, '%d/%m/%Y') AS expected,
    shown.regime IN ('R0', 'R1') AS citable
FROM hand_judged WHERE inc_15 > 150
UNION ALL
SELECT
    'INC-16' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, least(DATE '{night}', shown.seen_ocds) AS seen_on,
    shown.regime AS regime, 'contract_under_direct_administration' AS reason,
    CAST(to_json({
        'modality_text': shown.modality_text, 'cui': shown.cui, 'approved_amount': shown.approved_amount,
        'cui_contract_amount': shown.cui_contract_amount
    }) AS VARCHAR) AS observed,
    'Ningún contrato de obra por el monto del expediente si la obra se ejecuta por administración directa' AS expected,
    FALSE AS citable
FROM hand_judged WHERE inc_16 > 150
UNION ALL
SELECT
    'MIS-05' AS rule_id, 2 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 4 AS severity, 'hard' AS hardness,
    shown.mis_05_due AS due, shown.mis_05_due + 1 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_supervisor' AS reason,
    CAST(to_json({
        'started_on': shown.started_on, 'state_text': shown.state_text, 'modality_text': shown.modality_text,
        'supervisor_named': shown.supervisor_named, 'supervision_ruc': shown.supervision_ruc,
        'supervision_name': shown.supervision_name
    }) AS VARCHAR) AS observed,
    'Supervisor, inspector o empresa supervisora identificados en INFOBRAS a más tardar el ' || strftime(shown.mis_05_due, '%d/%m/%Y') AS expected,
    shown.regime = 'R1' AS citable
FROM hand_judged WHERE mis_05 > 150
UNION ALL
SELECT
    'MIS-06' AS rule_id, 2 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    shown.mis_06_due AS due, shown.mis_06_due + 1 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_resident' AS reason,
    CAST(to_json({
        'started_on': shown.started_on, 'state_text': shown.state_text, 'modality_text': shown.modality_text,
        'resident_named': shown.resident_named, 'page_residents': shown.page_residents,
        'page_seen_on': shown.page_seen_on
    }) AS VARCHAR) AS observed,
    'Ingeniero residente identificado en INFOBRAS a más tardar el ' || strftime(shown.mis_06_due, '%d/%m/%Y') AS expected,
    FALSE AS citable
FROM hand_judged WHERE mis_06 > 150
UNION ALL
SELECT
    'MIS-07' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'contractor_not_identified' AS reason,
    CAST(to_json({
        'contractor_ruc': shown.contractor_ruc, 'contractor_name': shown.contractor_name,
        'contract_amount': shown.contract_amount, 'modality_text': shown.modality_text, 'state_text': shown.state_text,
        'started_on': shown.started_on
    }) AS VARCHAR) AS observed,
    'RUC válido del contratista, o nombre del consorcio, registrado en INFOBRAS' AS expected,
    FALSE AS citable
FROM hand_judged WHERE mis_07 > 150
UNION ALL
SELECT
    'MIS-08' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    shown.mis_08_due AS due, shown.mis_08_due + 1 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_beginning' AS reason,
    CAST(to_json({
        'contract_last_signed_on': shown.contract_last_signed_on, 'started_on': shown.started_on,
        'handover_on': shown.handover_on, 'state_text': shown.state_text
    }) AS VARCHAR) AS observed,
    'Fecha de inicio o de entrega de terreno registrada a más tardar el ' || strftime(shown.mis_08_due, '%d/%m/%Y') || ', o la postergación publicada' AS expected,
    shown.regime IN ('R0', 'R1') AS citable
FROM hand_judged WHERE mis_08 > 150
UNION ALL
SELECT
    'MIS-09' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 2 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_term' AS reason,
    CAST(to_json({
        'term_days': shown.term_days, 'new_term_days': shown.new_term_days,
        'programmed_end_on': shown.programmed_end_on, 'reprogrammed_end_on': shown.reprogrammed_end_on,
        'started_on': shown.started_on, 'state_text': shown.state_text
    }) AS VARCHAR) AS observed,
    'Plazo de ejecución o fecha de fin programada registrados en INFOBRAS' AS expected,
    FALSE AS citable
FROM hand_judged WHERE mis_09 > 150
UNION ALL
SELECT
    'MIS-10' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 2 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_usable_place' AS reason,
    CAST(to_json({
        'department': shown.department, 'province': shown.province, 'district': shown.district,
        'address': shown.address, 'location_kind': shown.location_kind, 'points': shown.points,
        'point_seen_on': shown.point_seen_on
    }) AS VARCHAR) AS observed,
    'Distrito, y dirección o punto con los que se encuentre la obra' AS expected,
    FALSE AS citable
FROM hand_judged WHERE mis_10 > 150
UNION ALL
SELECT
    'MIS-11' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_code' AS reason,
    CAST(to_json({
        'cui': shown.cui, 'snip': shown.snip, 'state_text': shown.state_text, 'modality_text': shown.modality_text,
        'started_on': shown.started_on
    }) AS VARCHAR) AS observed,
    'Código único de inversión de siete dígitos registrado en INFOBRAS' AS expected,
    FALSE AS citable
FROM hand_judged WHERE mis_11 > 150
UNION ALL
SELECT
    'MIS-12' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    shown.mis_12_due AS due, shown.mis_12_due + 1 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'month_without_papers' AS reason,
    CAST(to_json({
        'month_without_photos': shown.month_without_photos, 'month_without_valuation': shown.month_without_valuation,
        'modality_text': shown.modality_text, 'page_seen_on': shown.page_seen_on
    }) AS VARCHAR) AS observed,
    'Fotos y archivo de valorización del mes en la ficha de la obra a más tardar el ' || strftime(shown.mis_12_due, '%d/%m/%Y') AS expected,
    FALSE AS citable
FROM hand_judged WHERE mis_12 > 150
UNION ALL
SELECT
    'MIS-13' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 4 AS severity, 'hard' AS hardness,
    shown.mis_13_due AS due, shown.mis_13_due + 45 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_log_found' AS reason,
    CAST(to_json({
        'handover_on': shown.handover_on, 'process_called_on': shown.process_called_on,
        'coded_signed_on': shown.coded_signed_on, 'contract_codes': shown.contract_codes,
        'logs_held_from': shown.logs_held_from, 'logs_held_to': shown.logs_held_to
    }) AS VARCHAR) AS observed,
    'Cuaderno de obra digital, o autorización de cuaderno físico, a más tardar el ' || strftime(shown.mis_13_due, '%d/%m/%Y') AS expected,
    FALSE AS citable
FROM hand_judged WHERE mis_13 > 150
UNION ALL
SELECT
    'MIS-14' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 4 AS severity, 'hard' AS hardness,
    shown.mis_14_due AS due, shown.mis_14_due + 1 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_resolution' AS reason,
    CAST(to_json({
        'additions': shown.additions, 'additions_amount': shown.additions_amount,
        'page_additions': shown.page_additions, 'bare_addition_on': shown.bare_addition_on,
        'page_seen_on': shown.page_seen_on
    }) AS VARCHAR) AS observed,
    'Resolución del adicional publicada a más tardar el ' || strftime(shown.mis_14_due, '%d/%m/%Y') AS expected,
    FALSE AS citable
FROM hand_judged WHERE mis_14 > 150
UNION ALL
SELECT
    'MIS-15' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    shown.mis_15_due AS due, shown.mis_15_due + 1 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_act_of_extension' AS reason,
    CAST(to_json({
        'modifications': shown.modifications, 'modification_days': shown.modification_days,
        'page_extensions': shown.page_extensions, 'bare_extension_on': shown.bare_extension_on,
        'page_seen_on': shown.page_seen_on
    }) AS VARCHAR) AS observed,
    'Acto que aprueba la ampliación publicado a más tardar el ' || strftime(shown.mis_15_due, '%d/%m/%Y') AS expected,
    FALSE AS citable
FROM hand_judged WHERE mis_15 > 150
UNION ALL
SELECT
    'MIS-16' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_date_or_cause' AS reason,
    CAST(to_json({
        'state_text': shown.state_text, 'stoppage_flag': shown.stoppage_flag, 'stopped_on': shown.stopped_on,
        'stop_cause': shown.stop_cause, 'stopped_days': shown.stopped_days
    }) AS VARCHAR) AS observed,
    'Fecha y causa de la paralización registradas en INFOBRAS' AS expected,
    FALSE AS citable
FROM hand_judged WHERE mis_16 > 150
UNION ALL
SELECT
    'MIS-17' AS rule_id, 2 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 4 AS severity, 'hard' AS hardness,
    shown.mis_17_due AS due, shown.mis_17_due + CASE shown.regime WHEN 'R1' THEN 1 ELSE 16 END AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_reception' AS reason,
    CAST(to_json({
        'finished_on': shown.finished_on, 'total_reception': shown.total_reception, 'received_on': shown.received_on,
        'term_days': shown.term_days, 'new_term_days': shown.new_term_days, 'physical_pct': shown.physical_pct,
        'state_text': shown.state_text
    }) AS VARCHAR) AS observed,
    'Recepción de obra publicada a más tardar el ' || strftime(shown.mis_17_due, '%d/%m/%Y') AS expected,
    shown.regime IN ('R0', 'R1') AS citable
FROM hand_judged WHERE mis_17 > 150
UNION ALL
SELECT
    'MIS-18' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, CASE mis_18 WHEN 152 THEN 4 ELSE 3 END AS severity, CASE mis_18 WHEN 152 THEN 'hard' ELSE 'soft' END AS hardness,
    shown.mis_18_due AS due, shown.mis_18_due + 1 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_liquidation' AS reason,
    CAST(to_json({
        'received_on': shown.received_on, 'total_reception': shown.total_reception, 'liquidated': shown.liquidated,
        'liquidated_on': shown.liquidated_on, 'controversies': shown.controversies, 'term_days': shown.term_days,
        'new_term_days': shown.new_term_days
    }) AS VARCHAR) AS observed,
    'Liquidación de obra publicada a más tardar el ' || strftime(shown.mis_18_due, '%d/%m/%Y') AS expected,
    shown.regime IN ('R0', 'R1') AS citable
FROM hand_judged WHERE mis_18 > 150
UNION ALL
SELECT
    'MIS-20' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 4 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'no_technical_file' AS reason,
    CAST(to_json({
        'cui': shown.cui, 'investment_technical_file': shown.investment_technical_file,
        'investment_f8_stage': shown.investment_f8_stage, 'physical_pct': shown.physical_pct,
        'contract_amount': shown.contract_amount, 'contract_signed_on': shown.contract_signed_on,
        'file_approved_on': shown.file_approved_on, 'approved_amount': shown.approved_amount
    }) AS VARCHAR) AS observed,
    'Expediente técnico registrado en el Banco de Inversiones antes de ejecutar' AS expected,
    FALSE AS citable
FROM hand_judged WHERE mis_20 > 150
UNION ALL
SELECT
    'OUT-01' AS rule_id, 2 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, CASE out_01 WHEN 152 THEN 4 ELSE 2 END AS severity, CASE out_01 WHEN 152 THEN 'hard' ELSE 'soft' END AS hardness,
    shown.out_01_due AS due, shown.out_01_due + 1 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'progress_late' AS reason,
    CAST(to_json({
        'progress_year': shown.progress_year, 'progress_month': shown.progress_month,
        'progress_recorded_on': shown.progress_recorded_on, 'physical_pct': shown.physical_pct,
        'started_on': shown.started_on, 'state_text': shown.state_text
    }) AS VARCHAR) AS observed,
    'Avance del primer mes que falta registrado en INFOBRAS a más tardar el ' || strftime(shown.out_01_due, '%d/%m/%Y') AS expected,
    FALSE AS citable
FROM hand_judged WHERE out_01 > 150
UNION ALL
SELECT
    'OUT-03' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    shown.out_03_due AS due, shown.out_03_due + 45 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'log_silent' AS reason,
    CAST(to_json({
        'log_entered_on': shown.log_entered_on, 'log_halted_on': shown.log_halted_on,
        'entries_held_to': shown.entries_held_to, 'state_text': shown.state_text
    }) AS VARCHAR) AS observed,
    'Un asiento en el cuaderno de obra digital a más tardar el ' || strftime(shown.out_03_due, '%d/%m/%Y') AS expected,
    FALSE AS citable
FROM hand_judged WHERE out_03 > 150
UNION ALL
SELECT
    'OUT-05' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 4 AS severity, 'hard' AS hardness,
    shown.out_05_due AS due, shown.out_05_due + 31 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'end_passed' AS reason,
    CAST(to_json({
        'programmed_end_on': shown.programmed_end_on, 'reprogrammed_end_on': shown.reprogrammed_end_on,
        'modification_days': shown.modification_days, 'new_term_days': shown.new_term_days,
        'physical_pct': shown.physical_pct, 'state_text': shown.state_text
    }) AS VARCHAR) AS observed,
    'Obra terminada o ampliación de plazo publicada a más tardar el ' || strftime(shown.out_05_due, '%d/%m/%Y') AS expected,
    shown.regime IN ('R0', 'R1') AS citable
FROM hand_judged WHERE out_05 > 150
UNION ALL
SELECT
    'OUT-06' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'progress_frozen' AS reason,
    CAST(to_json({
        'physical_pct': shown.physical_pct, 'progress_year': shown.progress_year,
        'progress_month': shown.progress_month, 'progress_still_from': shown.progress_still_from,
        'state_text': shown.state_text
    }) AS VARCHAR) AS observed,
    'Un avance que se mueve, o la paralización registrada con su fecha y causa' AS expected,
    FALSE AS citable
FROM hand_judged WHERE out_06 > 150
UNION ALL
SELECT
    'OUT-07' AS rule_id, 2 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    shown.out_07_due AS due, shown.out_07_due + 2 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'start_passed' AS reason,
    CAST(to_json({
        'state_text': shown.state_text, 'started_on': shown.started_on,
        'investment_accrued_prior': shown.investment_accrued_prior,
        'investment_accrued_year': shown.investment_accrued_year, 'investment_cost': shown.investment_cost
    }) AS VARCHAR) AS observed,
    'Estado de la obra actualizado en INFOBRAS a más tardar el ' || strftime(shown.out_07_due, '%d/%m/%Y') || ', o la postergación del inicio publicada' AS expected,
    FALSE AS citable
FROM hand_judged WHERE out_07 > 150
UNION ALL
SELECT
    'OUT-08' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 2 AS severity, 'hard' AS hardness,
    shown.out_08_due AS due, shown.out_08_due + 1 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'not_closed' AS reason,
    CAST(to_json({
        'physical_pct': shown.physical_pct, 'progress_year': shown.progress_year,
        'progress_month': shown.progress_month, 'progress_recorded_on': shown.progress_recorded_on,
        'state_text': shown.state_text, 'finished_on': shown.finished_on
    }) AS VARCHAR) AS observed,
    'Estado y fecha de finalización real registrados en INFOBRAS a más tardar el ' || strftime(shown.out_08_due, '%d/%m/%Y') AS expected,
    FALSE AS citable
FROM hand_judged WHERE out_08 > 150
UNION ALL
SELECT
    'OUT-09' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 2 AS severity, 'hard' AS hardness,
    NULL AS due, NULL AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'abandoned_record' AS reason,
    CAST(to_json({
        'state_text': shown.state_text, 'started_on': shown.started_on, 'handover_on': shown.handover_on,
        'progress_year': shown.progress_year, 'progress_month': shown.progress_month,
        'progress_recorded_on': shown.progress_recorded_on, 'investment_last_accrued': shown.investment_last_accrued,
        'investment_accrued_prior': shown.investment_accrued_prior,
        'investment_accrued_year': shown.investment_accrued_year
    }) AS VARCHAR) AS observed,
    'Algún avance registrado o algún gasto en los últimos dos años, o el cierre del registro' AS expected,
    FALSE AS citable
FROM hand_judged WHERE out_09 > 150
UNION ALL
SELECT
    'OUT-10' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    shown.out_10_due AS due, shown.out_10_due + 215 AS judged_after, least(DATE '{night}', shown.seen_ocds) AS seen_on,
    shown.regime AS regime, 'contract_ended' AS reason,
    CAST(to_json({
        'own_contract_to': shown.own_contract_to, 'programmed_end_on': shown.programmed_end_on,
        'reprogrammed_end_on': shown.reprogrammed_end_on, 'modification_days': shown.modification_days,
        'new_term_days': shown.new_term_days, 'state_text': shown.state_text
    }) AS VARCHAR) AS observed,
    'Conformidad, liquidación, ampliación o resolución del contrato registrada después de su fin, el ' || strftime(shown.out_10_due, '%d/%m/%Y') AS expected,
    shown.regime = 'R1' AS citable
FROM hand_judged WHERE out_10 > 150
UNION ALL
SELECT
    'OUT-11' AS rule_id, 1 AS rule_version, work_id AS subject_id, shown.body_key AS body_key,
    shown.region AS region, 3 AS severity, 'hard' AS hardness,
    shown.out_11_due AS due, shown.out_11_due + 1 AS judged_after, DATE '{night}' AS seen_on,
    shown.regime AS regime, 'term_ended' AS reason,
    CAST(to_json({
        'state_text': shown.state_text, 'supervisors_until': shown.supervisors_until,
        'supervisor_to': shown.supervisor_to, 'residents_until': shown.residents_until,
        'resident_to': shown.resident_to, 'page_seen_on': shown.page_seen_on
    }) AS VARCHAR) AS observed,
    'Reemplazo del supervisor o del residente publicado a más tardar el ' || strftime(shown.out_11_due, '%d/%m/%Y') AS expected,
    shown.regime = 'R1' AS citable
FROM hand_judged WHERE out_11 > 150
